"""Every command as a person calls it: what it prints where, what it writes, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from perfeval_xl.cli.main import commands
from perfeval_xl.scheme.loader import example_json
from tests.support.samples import SCHEME, changed, filled

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-m", "perfeval_xl", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a filled form, its JSON, a clean submission, and files that are no forms."""
    (tmp_path / "忻州.json").write_text(example_json(SCHEME), encoding="utf-8")
    (tmp_path / "忻州.xlsx").write_bytes(filled())
    (tmp_path / "坏的.xlsx").write_bytes(filled()[:2000])
    (tmp_path / "文字.xlsx").write_text("不是工作簿", encoding="utf-8")
    return tmp_path


def test_help_lists_every_command_with_an_example(desk: Path) -> None:
    shown = run("--help", cwd=desk)
    assert shown.returncode == 0
    for name, command in commands.commands.items():
        assert name in shown.stdout
        helped = run(name, "--help", cwd=desk)
        assert helped.returncode == 0
        assert f"例：perfeval-xl {name}" in helped.stdout
        assert command.help


def test_what_a_command_does_is_said_whole_in_the_list_of_commands() -> None:
    waiting: list[click.Command] = [commands]
    seen = 0
    while waiting:
        command = waiting.pop()
        if isinstance(command, click.Group):
            waiting += command.commands.values()
        said = command.get_short_help_str(limit=200)
        assert said.rstrip(".") == said, command.name
        seen += 1
    assert seen > len(commands.commands)


def test_schemes_are_listed(desk: Path) -> None:
    assert (
        "xinzhou-2022\t忻州2022年度项目支出绩效自评" in run("schemes", cwd=desk).stdout
    )
    listed = json.loads(run("schemes", "--json", cwd=desk).stdout)
    assert {"national-2020", "xinzhou-2022"} <= {scheme["id"] for scheme in listed}


def test_from_the_example_to_the_scored_copy(desk: Path) -> None:
    """The road of the README, with its own commands."""
    assert run("example", SCHEME, "-o", "例.json", cwd=desk).returncode == 0
    assert run("fill", SCHEME, "例.json", "-o", "例.xlsx", cwd=desk).returncode == 0
    read = run("read", "例.xlsx", "--json", cwd=desk)
    assert read.returncode == 0
    assert read.stdout == example_json(SCHEME)
    scored = run("score", "例.xlsx", "--write", "评分.xlsx", cwd=desk)
    assert scored.returncode == 1
    assert "自评总分98分（优），按规则总分100分（优）" in scored.stdout
    assert "PE-032 项目支出绩效自评表 H30" in scored.stdout
    assert "问题清单" in openpyxl.load_workbook(desk / "评分.xlsx").sheetnames
    report = run("report", "例.xlsx", "-o", "报告.docx", cwd=desk)
    assert report.returncode == 0
    assert (desk / "报告.docx").read_bytes().startswith(b"PK")


def test_template_by_chinese_title(desk: Path) -> None:
    made = run(
        "template", "忻州2022年度项目支出绩效自评", "-o", "新/空白.xlsx", cwd=desk
    )
    assert made.returncode == 0
    assert (desk / "新" / "空白.xlsx").exists()


def test_check_prints_problems_on_stdout_and_nothing_on_stderr(desk: Path) -> None:
    checked = run("check", "忻州.xlsx", cwd=desk)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "[错误] PE-032" in checked.stdout
    assert "错误1个" in checked.stdout


def test_a_clean_form_gives_zero(desk: Path) -> None:
    from tests.checks.test_checks import CLEAN

    (desk / "好.json").write_text(json.dumps(changed(CLEAN)), encoding="utf-8")
    assert run("check", "好.json", cwd=desk).returncode == 0
    assert run("fill", SCHEME, "好.json", "-o", "好.xlsx", cwd=desk).returncode == 0
    assert run("score", "好.xlsx", cwd=desk).returncode == 0, (
        "placeholders are only a hint"
    )


def test_json_has_the_contract_of_the_scorecard(desk: Path) -> None:
    scored = run("score", "忻州.xlsx", "--json", cwd=desk)
    data = json.loads(scored.stdout)
    assert (data["total"], data["self_total"], data["grade"]) == ("100", "98", "优")
    assert {"name", "weight", "score", "rate"} <= data["dimensions"][0].keys()
    row = data["indicators"][-1]
    assert row["path"] == ["满意度指标", "服务对象满意度指标", "工作人员满意度"]
    assert row["steps"][0]["inputs"][0] == {
        "name": "年度指标值",
        "cell": "E30",
        "value": "95%",
    }
    assert {
        "code",
        "severity",
        "sheet",
        "cell",
        "path",
        "found",
        "expected",
        "message",
        "remedy",
        "source",
    } <= data["problems"][0].keys()
    assert {"passed", "not_applicable", "not_run"} == data["checks"].keys()
    assert json.loads(run("check", "忻州.xlsx", "--json", cwd=desk).stdout) == data, (
        "both give the scorecard"
    )


def test_one_unreadable_file_does_not_hide_the_others(desk: Path) -> None:
    checked = run("check", "坏的.xlsx", "忻州.xlsx", "文字.xlsx", "--json", cwd=desk)
    results = json.loads(checked.stdout)
    assert checked.returncode == 1
    assert [result.get("error", {}).get("code") for result in results] == [
        "PE-075",
        None,
        "PE-075",
    ]
    assert "Traceback" not in checked.stderr
    assert checked.stderr.count("错误：PE-075") == 2


@pytest.mark.parametrize("command", ["check", "score", "read", "report"])
def test_a_file_that_is_no_form_is_told_in_one_sentence(
    desk: Path, command: str
) -> None:
    extra = ["-o", "报告.docx"] if command == "report" else []
    told = run(command, "文字.xlsx", *extra, cwd=desk)
    assert told.returncode == 1
    assert "文字.xlsx" in told.stderr
    assert "请" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (desk / "报告.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "缺少参数"),
        (["check", "没有.xlsx"], "不存在"),
        (["sing"], "sing"),
        (["check", "--loud", "忻州.xlsx"], "--loud"),
        (["template", "mars", "-o", "a.xlsx"], "没有叫“mars”的评价方案"),
        (["fill", "national-2020", "忻州.json", "-o", "a.xlsx"], "方案"),
        (["example", "mars", "-o", "a.json"], "没有叫“mars”的评价方案"),
        (["score", "忻州.xlsx", "忻州.json", "--write", "a.xlsx"], "一次只能"),
        (["report", "忻州.xlsx", "-t", "忻州.json", "-o", "a.docx"], "模板"),
        (["collect", "没有的文件夹", "--ledger", "账.db"], "没有的文件夹"),
    ],
)
def test_wrong_usage_is_two_and_said_in_chinese(
    desk: Path, arguments: list[str], words: str
) -> None:
    told = run(*arguments, cwd=desk)
    assert told.returncode == 2, told.stderr
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_there_is_not_overwritten_unless_told(desk: Path) -> None:
    before = (desk / "忻州.xlsx").read_bytes()
    refused = run("template", SCHEME, "-o", "忻州.xlsx", cwd=desk)
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (desk / "忻州.xlsx").read_bytes() == before
    assert (
        run("template", SCHEME, "-o", "忻州.xlsx", "--force", cwd=desk).returncode == 0
    )
    assert (desk / "忻州.xlsx").read_bytes() != before


@pytest.mark.parametrize("target", ["忻州.xlsx", "./忻州.xlsx"])
def test_the_original_is_never_the_output(desk: Path, target: str) -> None:
    before = (desk / "忻州.xlsx").read_bytes()
    assert (
        run("score", "忻州.xlsx", "--write", target, "--force", cwd=desk).returncode
        == 2
    )
    assert (desk / "忻州.xlsx").read_bytes() == before


def test_a_scored_copy_of_a_json_is_its_form(desk: Path) -> None:
    assert run("score", "忻州.json", "--write", "评分.xlsx", cwd=desk).returncode == 1
    assert "项目支出绩效自评表" in openpyxl.load_workbook(desk / "评分.xlsx").sheetnames


def test_a_folder_that_may_not_be_written_is_three(desk: Path) -> None:
    (desk / "是文件").write_text("", encoding="utf-8")
    told = run("template", SCHEME, "-o", "是文件/a.xlsx", cwd=desk)
    assert told.returncode == 3
    assert "无法写入" in told.stderr


def test_collect_and_summary(desk: Path) -> None:
    box = desk / "收件箱"
    box.mkdir()
    for name in ("忻州.xlsx", "坏的.xlsx"):
        (desk / name).rename(box / name)
    (box / "同一份.xlsx").write_bytes((box / "忻州.xlsx").read_bytes())
    first = run("collect", "收件箱", "--ledger", "账.db", "--json", cwd=desk)
    assert first.returncode == 1
    counts = json.loads(first.stdout)
    assert [counts[key] for key in ("new", "duplicates", "unreadable", "known")] == [
        1,
        1,
        1,
        0,
    ]
    again = json.loads(
        run("collect", "收件箱", "--ledger", "账.db", "--json", cwd=desk).stdout
    )
    assert [again[key] for key in ("new", "duplicates", "known")] == [0, 0, 3]
    assert (
        run("summary", "--ledger", "账.db", "-o", "汇总表.xlsx", cwd=desk).returncode
        == 0
    )
    assert openpyxl.load_workbook(desk / "汇总表.xlsx").sheetnames[0] == "总览"


def test_collect_says_what_is_wrong_with_every_form_and_names_a_bare_file_once(
    desk: Path,
) -> None:
    box = desk / "收件箱"
    (box / "现场").mkdir(parents=True)
    (desk / "忻州.xlsx").rename(box / "现场" / "忻州.xlsx")
    first = run("collect", "收件箱", "--ledger", "账.db", cwd=desk)
    assert first.returncode == 1, "a form with errors is a problem found"
    assert first.stdout.startswith(
        "[新收] 现场/忻州.xlsx：“互联网+政务服务”平台运维服务费（行政审批服务管理局）：退回，错误1个"
    )
    assert "其中退回1份" in first.stdout
    (desk / "坏的.xlsx").rename(box / "坏的.xlsx")
    assert run("collect", "收件箱", "--ledger", "账.db", cwd=desk).returncode == 1
    again = run("collect", "收件箱", "--ledger", "账.db", cwd=desk)
    assert again.returncode == 0, "nothing new is wrong"
    assert "坏的.xlsx" not in again.stdout, (
        "what was told once is counted, not told again"
    )
    assert "以前登记过2个" in again.stdout
    assert "当时未能读取1份、退回1份" in again.stdout


def test_a_report_on_a_form_with_errors_is_written_and_says_how_many(
    desk: Path,
) -> None:
    made = run("report", "忻州.xlsx", "-o", "报告.docx", cwd=desk)
    assert made.returncode == 0
    assert (desk / "报告.docx").exists()
    assert "有1个错误" in made.stderr
    assert "错误" not in made.stdout


def test_a_ledger_that_is_no_database_is_three(desk: Path) -> None:
    told = run("summary", "--ledger", "忻州.xlsx", "-o", "汇总表.xlsx", cwd=desk)
    assert told.returncode == 3
    assert "Traceback" not in told.stderr


def test_a_closed_pipe_is_no_error(desk: Path) -> None:
    command = f'"{sys.executable}" -m perfeval_xl check 忻州.xlsx 忻州.xlsx 忻州.xlsx | head -n 1; exit ${{PIPESTATUS[0]}}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        ["bash", "-c", command],
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in told.stderr


def test_a_form_is_scored_under_another_scheme(desk: Path) -> None:
    other = json.loads(
        run(
            "score", "忻州.xlsx", "--scheme", "national-2020", "--json", cwd=desk
        ).stdout
    )
    assert (other["scheme"], other["total"]) == ("national-2020", "100")
    refused = run("score", "忻州.xlsx", "--scheme", "mars", cwd=desk)
    assert refused.returncode == 2
    copied = run(
        "score",
        "忻州.json",
        "--scheme",
        "national-2020",
        "--write",
        "另.xlsx",
        cwd=desk,
    )
    assert copied.returncode == 1
    assert (
        openpyxl.load_workbook(desk / "另.xlsx")["评分说明"]["A1"].value
        == "评分说明（项目支出绩效自评（财预〔2020〕10号））"
    )


def test_a_submission_that_its_form_cannot_hold_is_told_when_a_copy_is_asked_for(
    desk: Path,
) -> None:
    data = changed({"indicators.0.evidence": {"1": "是"}})
    (desk / "多.json").write_text(json.dumps(data), encoding="utf-8")
    told = run("score", "多.json", "--write", "副本.xlsx", cwd=desk)
    assert told.returncode == 1
    assert "错误：" in told.stderr
    assert not (desk / "副本.xlsx").exists()
