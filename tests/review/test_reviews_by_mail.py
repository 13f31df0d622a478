"""Review workbooks come back by mail like everything else, and stand beside what the ledger knows, whatever is printed on them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from perfeval_xl.cli.collecting import collect as collect_command
from perfeval_xl.cli.reviewing import review
from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.records import State
from perfeval_xl.collection.reviewed import read_review
from perfeval_xl.summary.summarising import write_summary
from tests.collection.mails import letter
from tests.replies.conftest import form

POINTS, REMARK, OWN = 10, 12, 8


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """One form, taken in."""
    path = str(tmp_path / "台账.db")
    collect([sent_back(tmp_path / "收件", "自评表", form(), day=6)], path)
    return path


def drawn(ledger: str, folder: Path) -> bytes:
    """The review workbook of the one form."""
    options = [
        "sample",
        "--ledger",
        ledger,
        "--count",
        "1",
        "--seed",
        "1",
        "-o",
        str(folder),
    ]
    done = CliRunner().invoke(review, options)
    assert done.exit_code == 0, done.output
    (path,) = folder.glob("*.xlsx")
    return path.read_bytes()


def filled(data: bytes, *, less: int = 0, forged: int | None = None) -> bytes:
    """Filled with the unit's own points, the last row with `less` of them; `forged` is printed as the unit's own."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["复核表"]
    last = page.max_row - 1
    for row in range(6, last + 1):
        page.cell(row, POINTS).value = page.cell(row, OWN).value
    page.cell(last, POINTS).value -= less
    page.cell(last, REMARK).value = "问卷只有3份"
    if forged is not None:
        page.cell(last, OWN).value = forged
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent_back(folder: Path, name: str, data: bytes, *, day: int = 8) -> Path:
    """A mail of some day with the workbook, in a folder of its own."""
    folder.mkdir(exist_ok=True)
    date = f"Thu, {day:02} Mar 2025 09:30:00 +0800"
    mail = letter((f"{name}.xlsx", data), date=date, message_id=f"<{day}@a>")
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
    return folder


def compared(ledger: str, output: Path, *sources: Path) -> dict[str, Any]:
    options = [
        "collect",
        *map(str, sources),
        "--ledger",
        ledger,
        "-o",
        str(output),
        "--json",
        "--force",
    ]
    done = CliRunner().invoke(review, options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_a_review_that_comes_by_mail_is_no_submission_and_is_kept(
    ledger: str, tmp_path: Path
) -> None:
    data = filled(drawn(ledger, tmp_path / "抽查"), less=2)
    inbox = sent_back(tmp_path / "交回", "复核", data)
    done = CliRunner().invoke(collect_command, [str(inbox), "--ledger", ledger])
    assert done.exit_code == 0, done.output
    assert "[复核表]" in done.output
    assert "复核表1份" in done.output
    (arrival,) = open_ledger(ledger).arrivals(State.REVIEW)
    rows = int(arrival.message.partition("：")[2].partition("项")[0])
    assert f"{rows}项指标中填了{rows}项" in arrival.message
    found = compared(ledger, tmp_path / "结果.xlsx")
    assert (found["self_review"]["rows"], found["self_review"]["same"]) == (
        rows,
        rows - 1,
    )
    assert [one["note"] for one in found["projects"]] == [""]


def test_the_latest_review_counts_and_the_summary_shows_it(
    ledger: str, tmp_path: Path
) -> None:
    blank = drawn(ledger, tmp_path / "抽查")
    collect([sent_back(tmp_path / "一", "复核", filled(blank, less=2))], ledger)
    collect([sent_back(tmp_path / "二", "复核（改）", filled(blank), day=9)], ledger)
    found = compared(ledger, tmp_path / "结果.xlsx")
    assert found["self_review"]["same"] == found["self_review"]["rows"]
    book = openpyxl.load_workbook(io.BytesIO(write_summary(ledger)))
    assert {"复核对照", "指标对照"} <= set(book.sheetnames)
    shown = [cell.value for row in book["总览"].iter_rows() for cell in row]
    assert any("自评与复核：" in str(value) for value in shown)


def test_what_is_printed_as_the_units_own_points_is_not_believed(
    ledger: str, tmp_path: Path
) -> None:
    data = filled(drawn(ledger, tmp_path / "抽查"), forged=0)
    inbox = sent_back(tmp_path / "交回", "复核", data)
    printed = compared_without_ledger(inbox, tmp_path, data)
    assert printed["self_review"]["same"] == printed["self_review"]["rows"] - 1
    collect([inbox], ledger)
    found = compared(ledger, tmp_path / "结果.xlsx")
    assert found["self_review"]["same"] == found["self_review"]["rows"]


def test_rows_that_a_reviewer_deleted_or_added_are_told(
    ledger: str, tmp_path: Path
) -> None:
    data = filled(drawn(ledger, tmp_path / "抽查"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["复核表"].delete_rows(7)
    out = io.BytesIO()
    book.save(out)
    collect([sent_back(tmp_path / "交回", "复核", out.getvalue())], ledger)
    [one] = compared(ledger, tmp_path / "结果.xlsx")["projects"]
    assert "对不上" in one["note"]


def compared_without_ledger(folder: Path, scratch: Path, data: bytes) -> dict[str, Any]:
    (folder / "复核.xlsx").write_bytes(data)
    options = [
        "collect",
        str(folder / "复核.xlsx"),
        "-o",
        str(scratch / "印.xlsx"),
        "--json",
    ]
    found: dict[str, Any] = json.loads(CliRunner().invoke(review, options).output)
    (folder / "复核.xlsx").unlink()
    return found


def test_a_review_of_a_version_that_was_corrected_since_says_so(
    ledger: str, tmp_path: Path
) -> None:
    data = filled(drawn(ledger, tmp_path / "抽查"))
    corrected = form(satisfaction={"self_score": "8", "note": "样本偏少，下年扩大。"})
    collect([sent_back(tmp_path / "更正", "更正", corrected, day=7)], ledger)
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "复核.xlsx").write_bytes(data)
    (one,) = compared(ledger, tmp_path / "结果.xlsx", folder)["projects"]
    reviewed = read_review(data, "复核.xlsx")
    assert reviewed is not None
    assert f"收件编号{reviewed.arrival}" in one["note"]


@pytest.mark.parametrize(
    ("rows", "arrival", "read"),
    [("9" * 9, "²", 2_000), ("9" * 5_000, "9" * 5_000, 0), ("-1", "1e9", 0)],
)
def test_a_review_workbook_with_absurd_figures_on_its_hidden_sheet_is_read_within_limits(
    ledger: str, tmp_path: Path, rows: str, arrival: str, read: int
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn(ledger, tmp_path / "抽查")))
    hidden = book["复核标识"]
    for row in hidden.iter_rows():
        if row[0].value == "rows":
            row[1].value = rows
        if row[0].value == "arrival":
            row[1].value = arrival
    out = io.BytesIO()
    book.save(out)
    found = read_review(out.getvalue(), "复核.xlsx")
    assert found is not None
    assert (len(found.rows), found.arrival) == (read, None)


def test_without_a_folder_or_a_ledger_somebody_says_what_is_missing(
    tmp_path: Path,
) -> None:
    done = CliRunner().invoke(review, ["collect", "-o", str(tmp_path / "结果.xlsx")])
    assert done.exit_code != 0
    assert "复核表" in str(done.exception) + done.output
