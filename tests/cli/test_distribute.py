"""`distribute` as a finance officer calls it: template, mistakes, forms, JSON, keys, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.reading import read_submission
from tests.support.rosters import GOOD, TARGETS, roster
from tests.support.workbooks import edited

ROOT = Path(__file__).resolve().parents[2]


def run(
    *arguments: str | Path, cwd: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
        **more,
    }
    command = [sys.executable, "-m", "perfeval_xl", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "清单.xlsx").write_bytes(roster([GOOD], TARGETS))
    bad = (
        "市数据局",
        "信息中心",
        "一网通办",
        None,
        "bad",
        2024,
        None,
        300000,
        20,
        None,
        10,
    )
    (tmp_path / "有错.xlsx").write_bytes(roster([GOOD, bad], TARGETS))
    (tmp_path / "密钥").write_text(
        "0123456789abcdef0123456789abcdef\n", encoding="utf-8"
    )
    (tmp_path / "短").write_text("secret", encoding="utf-8")
    return tmp_path


def test_the_template_is_written_and_distributing_it_empty_writes_nothing(
    desk: Path,
) -> None:
    made = run("distribute", "--roster-template", "-o", "空白.xlsx", cwd=desk)
    assert (made.returncode, made.stdout) == (0, "空白项目清单：空白.xlsx\n")
    assert openpyxl.load_workbook(desk / "空白.xlsx").sheetnames == [
        "项目清单",
        "绩效目标",
    ]
    tried = run("distribute", "空白.xlsx", "-o", "下发", cwd=desk)
    assert (tried.returncode, tried.stdout) == (1, "清单里没有项目。\n")
    assert not (desk / "下发").exists()


def test_every_scheme_has_a_template_and_can_be_distributed(desk: Path) -> None:
    made = run(
        "distribute",
        "--roster-template",
        "--scheme",
        "yueyang-2020",
        "-o",
        "岳阳清单.xlsx",
        cwd=desk,
    )
    assert made.returncode == 0
    heads = [
        cell.value
        for cell in openpyxl.load_workbook(desk / "岳阳清单.xlsx")["项目清单"][3]
    ]
    assert "年初预算：资金总额（万元）" in heads
    lost = run(
        "distribute", "清单.xlsx", "-o", "岳阳", "--scheme", "yueyang-2020", cwd=desk
    )
    assert lost.returncode == 1
    assert "PE-125 项目清单 J5" in lost.stdout
    (desk / "总额.xlsx").write_bytes(roster([GOOD[:8]], TARGETS))
    done = run(
        "distribute", "总额.xlsx", "-o", "岳阳", "--scheme", "yueyang-2020", cwd=desk
    )
    assert done.returncode == 0
    assert "PE-124" in done.stdout
    [form] = (desk / "岳阳").glob("市*.xlsx")
    assert read_submission(form.read_bytes(), "a").scheme.id == "yueyang-2020"


def test_with_mistakes_nothing_is_written_unless_the_bad_rows_may_be_left_out(
    desk: Path,
) -> None:
    stopped = run("distribute", "有错.xlsx", "-o", "下发", cwd=desk)
    assert stopped.returncode == 1
    assert "[错误] PE-107 项目清单 F6" in stopped.stdout
    assert "[错误] PE-106 项目清单 I6" in stopped.stdout
    assert "一份表格也没有写" in stopped.stdout
    assert not (desk / "下发").exists()
    skipped = run("distribute", "有错.xlsx", "-o", "下发", "--skip-bad", cwd=desk)
    assert skipped.returncode == 1
    assert "没有下发：第6行 一网通办" in skipped.stdout
    assert [path.name for path in (desk / "下发").glob("市*.xlsx")] == [
        "市数据局_政务云运维_2024.xlsx"
    ]


def test_json_holds_what_was_written_and_what_was_not(desk: Path) -> None:
    shown = run(
        "distribute", "有错.xlsx", "-o", "下发", "--skip-bad", "--json", cwd=desk
    )
    data = json.loads(shown.stdout)
    assert [row["file"] for row in data["written"]] == ["市数据局_政务云运维_2024.xlsx"]
    assert data["not_written"] == [{"row": 6, "project": "一网通办"}]
    assert {problem["code"] for problem in data["problems"]} == {"PE-106", "PE-107"}
    assert shown.stderr == ""


def _answered(form: Path) -> None:
    """Put one answer into a form: an empty one is no submission."""

    def answer(book: Workbook) -> None:
        sheet, _, cell = str(
            book.defined_names["pe_goal_0_achieved"].attr_text
        ).rpartition("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = "已完成全年运维"

    form.write_bytes(edited(form.read_bytes(), answer))


def test_a_signed_form_is_known_by_read_check_and_collect(desk: Path) -> None:
    assert (
        run(
            "distribute", "清单.xlsx", "-o", "签名", "--key-file", "密钥", cwd=desk
        ).returncode
        == 0
    )
    assert run("distribute", "清单.xlsx", "-o", "未签", cwd=desk).returncode == 0
    for folder, told in (("签名", False), ("未签", True)):
        form = f"{folder}/市数据局_政务云运维_2024.xlsx"
        assert (
            "PE-121" in run("read", form, "--key-file", "密钥", cwd=desk).stderr
        ) is told
        assert (
            "PE-121" in run("check", form, "--key-file", "密钥", cwd=desk).stdout
        ) is told
        assert "PE-121" not in run("check", form, cwd=desk).stdout
        by_variable = run(
            "check", form, cwd=desk, PERFEVAL_KEY="0123456789abcdef0123456789abcdef"
        )
        assert ("PE-121" in by_variable.stdout) is told
    other = run(
        "check",
        "签名/市数据局_政务云运维_2024.xlsx",
        cwd=desk,
        PERFEVAL_KEY="another key of another office",
    )
    assert "[错误] PE-122" in other.stdout
    for folder in ("未签", "签名"):
        _answered(desk / folder / "市数据局_政务云运维_2024.xlsx")
    unsigned, signed = (
        run(
            "collect",
            f"{folder}/市数据局_政务云运维_2024.xlsx",
            "--ledger",
            f"{folder}.db",
            "--key-file",
            "密钥",
            "--json",
            cwd=desk,
        )
        for folder in ("未签", "签名")
    )
    counts = [
        json.loads(shown.stdout)["verdicts"][0]["warnings"]
        for shown in (unsigned, signed)
    ]
    assert counts[0] == counts[1] + 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "下发"], 2, "没有给出项目清单"),
        (["没有.xlsx", "-o", "下发"], 2, "没有.xlsx"),
        (["密钥", "-o", "下发"], 1, "不是可以读取的工作簿"),
        (
            ["清单.xlsx", "-o", "下发", "--scheme", "没有的"],
            2,
            "没有叫“没有的”的评价方案",
        ),
        (["清单.xlsx", "-o", "下发", "--key-file", "短"], 2, "应为16至4096个"),
        (["清单.xlsx", "--roster-template", "-o", "a.xlsx"], 2, "不需要项目清单"),
        (["清单.xlsx", "-o", "密钥"], 3, "无法写入"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(
    desk: Path, arguments: list[str], code: int, said: str
) -> None:
    tried = run("distribute", *arguments, cwd=desk)
    assert tried.returncode == code
    assert said in tried.stderr
    assert "Traceback" not in tried.stderr


def test_carrying_over_says_what_was_carried(desk: Path) -> None:
    assert run("distribute", "清单.xlsx", "-o", "上年", cwd=desk).returncode == 0
    (desk / "今年.xlsx").write_bytes(roster([(*GOOD[:5], 2025, *GOOD[6:])]))
    done = run(
        "distribute", "今年.xlsx", "-o", "今年", "--carry-over", "上年", cwd=desk
    )
    assert done.returncode == 0
    assert (
        "结转：政务云运维，指标3个，来自 市数据局_政务云运维_2024.xlsx" in done.stdout
    )


def test_progress_is_shown_to_a_person_and_to_nobody_else(desk: Path) -> None:
    parent, child = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "perfeval_xl",
        "distribute",
        "清单.xlsx",
        "-o",
        "下发",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, cwd=desk, env=environment, stderr=child, stdout=subprocess.PIPE
    ):
        os.close(child)
        shown = b""
        with contextlib.suppress(
            OSError
        ):  # the terminal is gone when the program has ended
            while piece := os.read(parent, 4096):
                shown += piece
        os.close(parent)
    assert "█" * 30 in shown.decode()
    assert "1/1" in shown.decode()
    assert run("distribute", "清单.xlsx", "-o", "又一次", cwd=desk).stderr == ""
