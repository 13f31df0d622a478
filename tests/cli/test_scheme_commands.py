"""`scheme show|lint|diff|export|import` as a finance officer calls them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from perfeval_xl.cli.main import commands, main
from perfeval_xl.scheme.files import VARIABLE
from perfeval_xl.scheme.loader import load_scheme

ID = "yueyang-2020"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a folder for schemes of one's own and an empty home."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "自己的方案"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def leave(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the program to its end and return its exit code."""
    monkeypatch.setattr("sys.argv", ["perfeval-xl", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


def mine(path: Path, **cells: object) -> Path:
    """Save a workbook under another name, with the id of one's own and some cells changed."""
    book = openpyxl.load_workbook(path)
    for place, value in {
        "方案!B4": "county-2025",
        **{key.replace("_", "!"): value for key, value in cells.items()},
    }.items():
        sheet, cell = place.split("!")
        book[sheet][cell].value = value
    book.save(path)
    return path


@pytest.mark.usefixtures("desk")
def test_show_prints_every_rule_in_its_sentence() -> None:
    shown = run("scheme", "show", ID)
    assert shown.exit_code == 0
    assert "岳阳2020年度项目支出绩效自评（yueyang-2020，版本1）" in shown.output
    assert "按符合的要点计分：①设有目标（1分）" in shown.output
    assert "90分（含）起为优秀" in shown.output
    assert "已知问题：" in shown.output


@pytest.mark.usefixtures("desk")
def test_show_as_json_has_sentences_and_exact_figures() -> None:
    data = json.loads(run("scheme", "show", "national-2020", "--json").output)
    assert data["rules"]["quantity"]["explain_above"] == "1.3"
    assert data["rules"]["quantity"]["sentence"].startswith("得分＝分值×完成率")
    assert data["bands"][0] == {"label": "优", "lowest": 90}


@pytest.mark.usefixtures("desk")
def test_lint_of_all_schemes_of_the_package_is_clean() -> None:
    result = run("scheme", "lint")
    assert result.exit_code == 0
    assert "[问题]" not in result.output
    assert (
        "national-2020（项目支出绩效自评（财预〔2020〕10号））：没有问题。"
        in result.output
    )
    assert {"name", "id", "clean", "findings"} == json.loads(
        run("scheme", "lint", ID, "--json").output
    )[0].keys()


def test_lint_tells_broken_schemes_and_leaves_the_others(desk: Path) -> None:
    (desk / "自己的方案").mkdir()
    (desk / "自己的方案" / "broken.toml").write_text("坏", encoding="utf-8")
    result = run("scheme", "lint")
    assert result.exit_code == 1
    assert "broken：\n  [问题]" in result.output
    assert run("scheme", "lint", "national-2020").exit_code == 0
    listed = run("schemes").output
    assert "broken\t有错\t" in listed
    assert "national-2020\t项目支出绩效自评" in listed
    rows = {row["id"]: row for row in json.loads(run("schemes", "--json").output)}
    assert "不符合 TOML 格式" in rows["broken"]["error"]


def test_lint_looks_into_files_and_compares_their_versions(desk: Path) -> None:
    assert run("scheme", "export", ID, "-o", "岳阳.xlsx").exit_code == 0
    assert run("scheme", "lint", "岳阳.xlsx").exit_code == 0
    book = openpyxl.load_workbook(desk / "岳阳.xlsx")
    book["方案"]["B6"].value = "2"
    book.save(desk / "岳阳.xlsx")
    result = run("scheme", "lint", "岳阳.xlsx")
    assert result.exit_code == 1
    assert "适用时间重叠" in result.output
    (desk / "文字.xlsx").write_text("不是工作簿", encoding="utf-8")
    assert "PE-075" in run("scheme", "lint", "文字.xlsx").output


@pytest.mark.usefixtures("desk")
def test_diff_is_grouped_and_silent_about_equal_schemes() -> None:
    changed = run("scheme", "diff", "national-2020", "hubei-2020")
    assert changed.exit_code == 0
    assert "【一级指标】\n  “产出指标”：50分 → 40分" in changed.output
    rows = json.loads(
        run("scheme", "diff", "national-2020", "hubei-2020", "--json").output
    )
    assert {
        "group": "一级指标",
        "what": "“产出指标”",
        "before": "50分",
        "after": "40分",
        "text": "“产出指标”：50分 → 40分",
    } in rows
    assert run("scheme", "diff", ID, ID).output == ""
    assert json.loads(run("scheme", "diff", ID, ID, "--json").output) == []


def test_from_the_workbook_to_a_scheme_that_every_command_knows(desk: Path) -> None:
    assert run("scheme", "export", ID, "-o", "方案.xlsx").exit_code == 0
    mine(desk / "方案.xlsx", 方案_B5="某县2025年度项目支出绩效自评", 等级_B4=95)
    imported = run("scheme", "import", "方案.xlsx")
    assert imported.exit_code == 0, imported.output
    assert (desk / "自己的方案" / "county-2025.toml").is_file()
    assert load_scheme("county-2025").bands[0].lowest == 95
    assert "county-2025\t某县2025年度项目支出绩效自评" in run("schemes").output
    assert "“优秀”：90分起 → 95分起" in run("scheme", "diff", ID, "county-2025").output
    again = run("scheme", "import", "方案.xlsx", "--force", "--json")
    assert json.loads(again.output)["id"] == "county-2025"


def test_into_a_file_and_nowhere_else(desk: Path) -> None:
    run("scheme", "export", ID, "-o", "方案.xlsx")
    assert run("scheme", "import", "方案.xlsx", "-o", "方案.toml").exit_code == 0
    assert run("scheme", "diff", "方案.toml", ID).output == ""
    assert run("scheme", "show", "方案.toml").output == run("scheme", "show", ID).output
    assert not (desk / "自己的方案").exists()


def test_nothing_is_overwritten_or_taken_unasked(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("scheme", "export", ID, "-o", "方案.xlsx")
    assert leave(monkeypatch, "scheme", "export", ID, "-o", "方案.xlsx") == 2
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 2, (
        "the id belongs to the package"
    )
    assert not (desk / "自己的方案").exists()
    mine(desk / "方案.xlsx")
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 0
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 2, (
        "it is there already"
    )
    monkeypatch.setenv(VARIABLE, str(desk / "另一处"))
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 0, (
        "the first folder is no longer looked into"
    )


def test_a_scheme_is_not_installed_twice_in_two_folders(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("scheme", "export", ID, "-o", "方案.xlsx")
    mine(desk / "方案.xlsx")
    home = desk / "home" / ".perfeval_xl" / "schemes"
    home.mkdir(parents=True)
    run("scheme", "import", "方案.xlsx", "-o", str(home / "county-2025.toml"))
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx", "--force") == 2
    monkeypatch.delenv(VARIABLE)
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx", "--force") == 0


def test_mistakes_are_told_by_cell_and_end_with_two(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run("scheme", "export", ID, "-o", "方案.xlsx")
    mine(desk / "方案.xlsx", 等级_B4="九十", 指标_G4="打分")
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "有2处错误" in told.err
    assert "“等级”表 B4" in told.err
    assert "“指标”表 G4" in told.err
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx", "--json") == 2
    mistakes = json.loads(capsys.readouterr().out)["mistakes"]
    assert [(mistake["sheet"], mistake["cell"]) for mistake in mistakes] == [
        ("等级", "B4"),
        ("指标", "G4"),
    ]
    result = run("scheme", "lint", "方案.xlsx")
    assert result.exit_code == 1
    assert result.output.count("[问题]") == 2


def test_a_scheme_with_a_problem_is_imported_and_ends_with_one(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("scheme", "export", ID, "-o", "方案.xlsx")
    mine(desk / "方案.xlsx", 方案_B20="没有", 方案_B22=None)
    assert leave(monkeypatch, "scheme", "import", "方案.xlsx") == 1
    assert (desk / "自己的方案" / "county-2025.toml").is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["scheme"], 2),
        (["scheme", "show"], 2),
        (["scheme", "show", "没有"], 2),
        (["scheme", "show", "没有.toml"], 2),
        (["scheme", "lint", "没有"], 2),
        (["scheme", "lint", "没有.xlsx"], 2),
        (["scheme", "diff", ID], 2),
        (["scheme", "export", ID], 2),
        (["scheme", "import", "没有.xlsx"], 2),
    ],
)
@pytest.mark.usefixtures("desk")
def test_wrong_usage_is_two(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    assert leave(monkeypatch, *arguments) == code
