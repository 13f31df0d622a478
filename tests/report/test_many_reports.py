"""Many reports at once, and reports as PDF, through the command line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perfeval_xl.cli.main import commands
from perfeval_xl.collection.collecting import collect
from perfeval_xl.errors import PerfevalError
from perfeval_xl.report.many import Form, make_all
from perfeval_xl.report.pdf import printer
from perfeval_xl.report.rendering import render_report
from tests.report.documents import evaluated, lines_of
from tests.report.test_lineage import workbook
from tests.support.missing import program


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """Two good forms, the second in a folder of its own, a broken one, and a file that is no form."""
    folder = tmp_path / "收到"
    (folder / "乙局").mkdir(parents=True)
    (folder / "甲.xlsx").write_bytes(workbook())
    (folder / "坏.xlsx").write_bytes(b"not a workbook")
    (folder / "说明.txt").write_text("说明", encoding="utf-8")
    (folder / "乙局" / "乙.xlsx").write_bytes(workbook("yantian-2024"))
    return folder


def test_one_bad_form_stops_nothing_and_every_outcome_is_told(
    forms: Path, tmp_path: Path
) -> None:
    result = run("report", "all", forms, "-o", tmp_path / "报告")
    assert result.exit_code == 1
    assert {
        path.relative_to(tmp_path / "报告").as_posix()
        for path in (tmp_path / "报告").rglob("*.docx")
    } == {
        "甲.docx",
        "乙局/乙.docx",
    }
    assert "[已生成] 甲.xlsx：报告 甲.docx" in result.stdout
    assert "[未生成] 坏.xlsx：" in result.stdout
    assert "共3份自评表：生成报告2份，未生成1份。" in result.stdout
    assert "说明.txt" not in result.stdout


def test_a_pdf_that_may_not_be_overwritten_keeps_the_document_from_being_written(
    forms: Path, tmp_path: Path
) -> None:
    (tmp_path / "甲.pdf").write_bytes(b"kept")
    made = run("report", forms / "甲.xlsx", "-o", tmp_path / "甲.docx", "--pdf")
    assert made.exit_code != 0
    assert not (tmp_path / "甲.docx").exists()
    assert (tmp_path / "甲.pdf").read_bytes() == b"kept"


def test_the_reports_are_those_of_the_single_command(
    forms: Path, tmp_path: Path
) -> None:
    run("report", "all", forms, "-o", tmp_path / "报告")
    assert run("report", forms / "甲.xlsx", "-o", tmp_path / "甲.docx").exit_code == 0
    assert (tmp_path / "报告" / "甲.docx").read_bytes() == (
        tmp_path / "甲.docx"
    ).read_bytes()


def test_a_report_that_is_there_is_kept(forms: Path, tmp_path: Path) -> None:
    (forms / "坏.xlsx").unlink()
    there = tmp_path / "报告" / "甲.docx"
    there.parent.mkdir()
    there.write_text("改过的报告", encoding="utf-8")
    result = run("report", "all", forms, "-o", there.parent, "--json")
    told = {one["file"]: one["state"] for one in json.loads(result.stdout)}
    assert (result.exit_code, told) == (
        1,
        {"甲.xlsx": "未生成", "乙局/乙.xlsx": "已生成"},
    )
    assert there.read_text(encoding="utf-8") == "改过的报告"
    assert run("report", "all", forms, "-o", there.parent, "--force").exit_code == 0
    assert lines_of(there.read_bytes())


def test_forms_of_one_name_get_two_reports(tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    for suffix in (".xlsx", ".xlsm"):
        (folder / f"甲{suffix}").write_bytes(workbook())
    assert run("report", "all", folder, "-o", tmp_path / "报告").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "报告").iterdir()) == [
        "甲.docx",
        "甲（2）.docx",
    ]


def test_a_ledger_gives_the_reports_of_what_is_in_force(
    forms: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "台账.db"
    collect((forms,), str(ledger))
    result = run("report", "all", "--ledger", ledger, "-o", tmp_path / "报告")
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "报告").glob("*.docx"))) == 2


def test_a_folder_or_a_ledger_not_both_and_not_neither(
    forms: Path, tmp_path: Path
) -> None:
    for arguments in ([], [forms, "--ledger", tmp_path / "台账.db"]):
        result = run("report", "all", *arguments, "-o", tmp_path / "报告")
        assert isinstance(result.exception, PerfevalError)
        assert "二者选一" in str(result.exception)


def test_the_order_is_that_of_the_forms_and_few_are_held_at_once() -> None:
    data = workbook()
    read: list[int] = []

    def reading(number: int) -> bytes:
        read.append(number)
        return data

    forms = (
        Form(name=f"{n}.xlsx", read=lambda n=n: reading(n), target=f"{n}.docx")
        for n in range(24)
    )  # type: ignore[misc]
    furthest = 0
    for number, made in enumerate(make_all(forms, at_once=2)):
        assert made.form.target == f"{number}.docx"
        assert made.document
        furthest = max(furthest, len(read) - number)
    assert furthest <= 10


@pytest.fixture
def libreoffice() -> str:
    """The program, without which these tests skip."""
    return program("soffice")


@pytest.mark.usefixtures("libreoffice")
def test_a_pdf_is_a_pdf_and_never_a_document_under_that_name(
    forms: Path, tmp_path: Path
) -> None:
    target = tmp_path / "甲.pdf"
    assert run("report", forms / "甲.xlsx", "-o", target).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert not target.with_suffix(".docx").exists()
    text = subprocess.run(
        [program("pdftotext"), target, "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    assert "绩效自评报告" in text
    assert "24.5" in text


def test_other_names_are_refused(forms: Path, tmp_path: Path) -> None:
    result = run("report", forms / "甲.xlsx", "-o", tmp_path / "甲.doc")
    assert isinstance(result.exception, PerfevalError)
    assert "不是 .docx 或 .pdf 文件名" in str(result.exception)


@pytest.mark.usefixtures("libreoffice")
def test_many_as_pdf_are_converted_by_one_office() -> None:
    document = render_report(evaluated())
    with printer() as lent:
        assert lent.pdf(document, "一.docx").startswith(b"%PDF-")
        office = lent._office
        assert lent.pdf(document, "二.docx").startswith(b"%PDF-")
        assert lent._office is office
    assert office is not None
    assert office.closed


@pytest.mark.usefixtures("libreoffice")
def test_all_as_pdf_writes_both_and_one_bad_form_stops_nothing(
    forms: Path, tmp_path: Path
) -> None:
    (forms / "坏.xlsx").write_bytes(b"PK no workbook")
    result = run("report", "all", forms, "-o", tmp_path / "报告", "--pdf", "--json")
    outcomes = {one["file"]: one["state"] for one in json.loads(result.stdout)}
    assert outcomes == {
        "甲.xlsx": "已生成",
        "乙局/乙.xlsx": "已生成",
        "坏.xlsx": "未生成",
    }
    written = {
        path.relative_to(tmp_path / "报告").as_posix()
        for path in (tmp_path / "报告").rglob("*.*")
    }
    assert written == {"甲.docx", "甲.pdf", "乙局/乙.docx", "乙局/乙.pdf"}
    assert (tmp_path / "报告" / "乙局" / "乙.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("libreoffice")
def test_an_office_that_ended_is_replaced() -> None:
    document = render_report(evaluated())
    with printer() as lent:
        lent.pdf(document, "一.docx")
        assert lent._office is not None
        lent._office.kill()
        assert lent.pdf(document, "二.docx").startswith(b"%PDF-")


def test_without_an_office_the_command_says_what_to_install(
    forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFFICE", str(tmp_path / "nowhere"))
    result = run("report", forms / "甲.xlsx", "-o", tmp_path / "甲.pdf")
    assert isinstance(result.exception, PerfevalError)
    assert "请安装 LibreOffice" in str(result.exception)
    assert not (tmp_path / "甲.pdf").exists()


def test_trace_and_verify_on_the_command_line(forms: Path, tmp_path: Path) -> None:
    report = tmp_path / "甲.docx"
    run("report", forms / "甲.xlsx", "-o", report)
    traced = run("report", "trace", report, "--find", "全年执行数")
    assert (traced.exit_code, "甲.xlsx 项目支出绩效自评表 F7" in traced.stdout) == (
        0,
        True,
    )
    whole = json.loads(run("report", "trace", report, "--json").stdout)
    assert whole["file"] == "甲.xlsx"
    assert all(figure["rule"] and figure["place"] for figure in whole["figures"])
    assert run("report", "verify", report, forms / "甲.xlsx").exit_code == 0
    changed = forms / "改.xlsx"
    funds = [
        {
            "source": "年度资金总额",
            "initial_budget": "24.5",
            "budget": "24.5",
            "executed": "24",
        }
    ]
    changed.write_bytes(workbook(funds=funds))
    verified = run("report", "verify", report, changed, "--json")
    assert verified.exit_code == 1
    assert {one["code"] for one in json.loads(verified.stdout)["problems"]} <= {
        "PE-223",
        "PE-224",
    }
