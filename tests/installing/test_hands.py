"""The VBA hands of the add-in, run by LibreOffice on a real form.

Not to be seen here, because LibreOffice does not have it: the eleven things that a protected sheet may allow, which
cells may be selected, threaded comments, sizes of notes, a copy that cannot be saved (it says nothing), and the module
`Starter`, in whose place another one stands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.resources import data_folder
from tests.installing.conftest import RS, US, Host
from tests.support.office import Office

CHECKOUT = Path(__file__).resolve().parents[2]
FREE = "Z60"
RECORD = "_perfeval_marks"


def _looks(host: Host) -> tuple[object, ...]:
    sheet = host.form.Sheets.getByIndex(0)
    colours = tuple(host.cell(address).CellBackColor for address in ("A1", "B5", "H30"))
    return (
        colours,
        host.notes(),
        host.cell(FREE).Formula,
        host.form.Sheets.ElementNames,
        sheet.isProtected(),
    )


def test_a_plan_is_applied_and_cleared_without_a_trace(clean: Host) -> None:
    before = _looks(clean)
    plan = [
        ("fill", clean.title, "H30", "FFC000"),
        ("note", clean.title, "H30", "第一条问题\n应当改正" + "长" * 500),
    ]
    assert clean.apply(("clear",), *plan) == ""
    assert clean.cell("H30").CellBackColor == 0xFFC000
    assert clean.notes()[7, 29] == "第一条问题\n应当改正" + "长" * 500
    assert _looks(clean)[-1] is before[-1] is True
    assert clean.form.Sheets.getByName(RECORD).IsVisible is False
    assert clean.apply(("clear",)) == ""
    assert _looks(clean) == before


def _frame(host: Host) -> list[tuple[int, int]]:
    cell = host.cell("H30")
    lines = (
        cell.LeftBorder2,
        cell.TopBorder2,
        cell.RightBorder2,
        cell.BottomBorder2,
    )
    return [(line.Color, line.LineWidth) for line in lines]


def test_a_cell_gets_a_thick_line_and_its_own_back(clean: Host) -> None:
    before = _frame(clean)
    assert clean.apply(("frame", clean.title, "H30", "C00000")) == ""
    lines = _frame(clean)
    assert {colour for colour, _ in lines} == {0xC00000}
    assert min(width for _, width in lines) > max(width for _, width in before)
    assert clean.apply(("clear",)) == ""
    assert _frame(clean) == before


def test_pressing_twice_gives_the_same_as_pressing_once(clean: Host) -> None:
    plan = (
        ("clear",),
        ("fill", clean.title, "B5", "FF0000"),
        ("note", clean.title, "B5", "问题"),
    )
    before = _looks(clean)
    assert clean.apply(*plan) == ""
    once = _looks(clean)
    assert clean.apply(*plan) == ""
    assert _looks(clean) == once
    clean.apply(("clear",))
    assert _looks(clean) == before


def test_a_note_that_is_there_keeps_its_text(clean: Host) -> None:
    clean.apply(("note", clean.title, "B5", "单位自己的批注"))
    assert clean.apply(("note", clean.title, "B5", "问题")) == ""
    assert clean.notes()[1, 4] == "单位自己的批注\n\n问题"
    clean.apply(("clear",))
    assert clean.notes() == {}


def test_a_failing_record_undoes_what_came_before_it(clean: Host) -> None:
    before = _looks(clean)
    title = clean.title
    answer = clean.apply(
        ("fill", title, "B5", "FF0000"),
        ("note", title, "B5", "问题"),
        ("paint", title, "A1", "x"),
    )
    assert answer == f"3{US}unknown-verb paint"
    assert _looks(clean) == before


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        (("fill", "没有这张表", "B5", "FF0000"), f"1{US}no-sheet 没有这张表"),
        (("paint", "x"), f"1{US}unknown-verb paint"),
        (("take", "/no/such/file.xlsx", "填报说明"), f"1{US}sheet-exists 填报说明"),
        (("select", IDENTITY_SHEET, "A1"), f"1{US}sheet-hidden {IDENTITY_SHEET}"),
    ],
)
def test_a_record_that_cannot_be_done_says_why(
    clean: Host, record: tuple[str, ...], answer: str
) -> None:
    assert clean.apply(record) == answer


def test_no_such_workbook_is_an_answer_and_no_dialog(host: Host) -> None:
    assert host.call("Hands.Apply", "没有.xlsx", "clear") == f"0{US}no-book 没有.xlsx"


def test_a_plan_may_come_in_pieces(clean: Host) -> None:
    pieces = (f"fill{US}{clean.title}{US}B", f"5{US}00FF00")
    assert clean.call("Hands.Apply", clean.form.Title, pieces) == ""
    assert clean.cell("B5").CellBackColor == 0x00FF00


def test_a_plan_may_stand_in_a_file(clean: Host, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(
        US.join(("note", clean.title, "B5", "问题、𠀀、a")).encode("utf-16-le")
    )
    assert clean.call("Hands.ApplyFile", clean.form.Title, str(path)) == ""
    assert clean.notes()[1, 4] == "问题、𠀀、a"
    gone = clean.call("Hands.ApplyFile", clean.form.Title, str(tmp_path / "none"))
    assert gone.startswith(f"0{US}")


@pytest.mark.parametrize(
    "text",
    ["长" * 199 + "𠀀" * 150, "长\n" * 300 + "完", "长" * 190 + "\n" * 30 + "完"],
)
def test_a_long_note_stays_whole_wherever_it_is_cut(clean: Host, text: str) -> None:
    assert clean.apply(("note", clean.title, "B5", text)) == ""
    assert clean.notes()[1, 4] == text


def test_marks_are_found_again_below_inserted_rows_and_on_renamed_sheets(
    clean: Host,
) -> None:
    sheet, title = clean.form.Sheets.getByIndex(0), clean.title
    sheet.unprotect("")
    before = _looks(clean)
    plan = (
        ("fill", title, "B5", "FF0000"),
        ("note", title, "B5", "问题"),
    )
    assert clean.apply(*plan) == ""
    sheet.Rows.insertByIndex(0, 2)
    sheet.Name = "it's 新名"
    assert clean.apply(("clear",)) == ""
    sheet.Rows.removeByIndex(0, 2)
    sheet.Name = title
    assert _looks(clean) == before
    sheet.protect("")


def test_marks_of_a_row_that_is_gone_are_passed_over(clean: Host) -> None:
    sheet = clean.form.Sheets.getByIndex(0)
    sheet.unprotect("")
    rows = sheet.Rows.Count
    assert clean.apply(("fill", clean.title, "Z700", "FF0000")) == ""
    sheet.Rows.removeByIndex(699, 1)
    assert clean.apply(("clear",)) == ""
    assert RECORD not in clean.form.Sheets.ElementNames
    assert sheet.Rows.Count == rows
    sheet.protect("")


def test_sheets_are_taken_and_dropped_and_the_view_stays(
    clean: Host, tmp_path: Path
) -> None:
    source = tmp_path / "sheets.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "问题清单"
    book.create_sheet("评分说明")["A1"] = "说明"
    book.save(source)
    before = clean.form.Sheets.ElementNames
    clean.form.CurrentController.setActiveSheet(clean.form.Sheets.getByIndex(1))
    assert clean.apply(("take", str(source), "问题清单", "评分说明")) == ""
    assert [name for name in clean.form.Sheets.ElementNames if name not in before] == [
        "问题清单",
        "评分说明",
        RECORD,
    ]
    assert (
        clean.form.Sheets.getByName("评分说明").getCellRangeByName("A1").String
        == "说明"
    )
    assert (
        clean.form.CurrentController.ActiveSheet.Name
        == clean.form.Sheets.getByIndex(1).Name
    )
    assert clean.apply(("clear",)) == ""
    assert clean.form.Sheets.ElementNames == before


def test_the_next_problem_is_shown(clean: Host) -> None:
    clean.form.CurrentController.setActiveSheet(clean.form.Sheets.getByIndex(1))
    assert clean.apply(("select", clean.title, "H31")) == ""
    assert clean.form.CurrentSelection.AbsoluteName == f"${clean.title}.$H$31"


def test_a_password_is_an_error_before_anything_is_changed(clean: Host) -> None:
    before = _looks(clean)
    second = clean.form.Sheets.getByIndex(1)
    second.unprotect("")
    second.protect("secret")
    answer = clean.apply(
        ("fill", clean.title, "B5", "FF0000"), ("fill", second.Name, "A1", "FF0000")
    )
    assert answer == f"0{US}password {second.Name}"
    assert _looks(clean) == before
    second.unprotect("secret")
    second.protect("")


def test_a_protected_structure_is_opened_and_closed_again(clean: Host) -> None:
    clean.form.protect("")
    assert clean.apply(("fill", clean.title, "B5", "FF0000")) == ""
    assert clean.form.isProtected()
    assert clean.apply(("clear",)) == ""
    assert clean.form.isProtected()
    clean.form.unprotect("")


def test_a_copy_is_saved_with_unsaved_edits(
    clean: Host, office: Office, tmp_path: Path
) -> None:
    copy = (
        tmp_path / "copy.xls"
    )  # LibreOffice copies in a format of its own choice, Excel in that of the book
    sheet = clean.form.Sheets.getByIndex(0)
    sheet.unprotect("")
    clean.cell(FREE).Value = 42
    sheet.protect("")
    assert clean.call("Hands.CopyBook", clean.form.Title, str(copy)) == ""
    assert office.cells(copy, clean.title)[FREE] == 42
    sheet.unprotect("")
    clean.cell(FREE).String = ""
    sheet.protect("")


def _command_line(host: Host, button: str) -> list[str]:
    """Press a button; any object stands for it. Return what was to be started."""
    host.call(f"Ribbon.{button}", host.form)
    python, code = str(host.call("Starter.Last")).splitlines()
    return [python, "-B", "-c", code]


def test_a_button_starts_python_with_its_command_and_nothing_else(host: Host) -> None:
    python, *_, code = _command_line(host, "PerfEvalNextProblem")
    assert python == sys.executable
    assert code.endswith("from perfeval_xl.addin import excel; excel.main('next')")
    assert not set(code) & set('<>&|^%$`"!\\')


def test_what_a_button_starts_works_and_tells_in_one_line_what_it_cannot_do(
    host: Host, tmp_path: Path
) -> None:
    """Here xlwings finds no Excel and says so. What lies in the current folder is not imported."""
    (tmp_path / "xlwings.py").write_text("raise SystemExit('imported')")
    ended = subprocess.run(
        _command_line(host, "PerfEvalCheck"),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "utf-8"},
    )
    assert ended.returncode == 1
    assert "xlwings" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_module_that_starts_python_is_basic_that_libreoffice_compiles(
    host: Host,
) -> None:
    """Nothing of it can be run here: a mistake in its syntax is what would be found. LibreOffice reads both sides of #If."""
    source = (data_folder("macros") / "excel" / "Starter.bas").read_text("ascii")
    basic = host.addin.BasicLibraries.getByName("VBAProject")
    module = source.partition("\n")[2]
    text = f"Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n{module}"
    basic.insertByName("Real", text)
    assert host.call("Real.Waits") is False  # nothing where it does not compile
    basic.removeByName("Real")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("PERFEVAL-OLD-PYTHON\n", "Python 版本过低"),
        ("Traceback\nModuleNotFoundError: No module named 'x'\n", "没有完整的"),
        ("第一行\r\n磁盘已满\r\n", "磁盘已满"),
    ],
)
def test_what_python_leaves_as_an_error_is_told_in_chinese(
    host: Host, written: str, told: str
) -> None:
    assert told in host.call("Ribbon.Explained", written)


def test_the_workbook_of_the_click_is_kept_for_python(
    host: Host, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "在前面的.xlsx"
    shutil.copy(data_folder("templates") / "自评表.xlsx", path)
    front = office.open(path)  # what was opened last is in front
    try:
        host.call("Ribbon.PerfEvalNextProblem", front)
        assert host.call("Ribbon.Clicked") == front.Title
    finally:
        front.close(True)


def test_who_chooses_no_folder_for_the_summary_starts_nothing(host: Host) -> None:
    """The box is there in LibreOffice's VBA too; without a screen it answers at once that nothing was chosen."""
    command = _command_line(host, "PerfEvalNextProblem")
    assert _command_line(host, "PerfEvalSummary") == command
    assert host.call("Ribbon.Folder") == ""


def test_an_old_python_is_recognized_by_what_it_leaves(host: Host) -> None:
    command = _command_line(host, "PerfEvalCheck")[-1]
    older = command.replace("sys.version_info[1]", "8").partition("; from")[0]
    ended = subprocess.run(
        [sys.executable, "-c", older], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr.strip()) == (1, "PERFEVAL-OLD-PYTHON")
    assert (
        subprocess.run(
            [sys.executable, "-c", command.partition("; from")[0]], check=False
        ).returncode
        == 0
    )


def test_messages_are_chinese_and_hold_their_detail(host: Host) -> None:
    assert host.call("Ribbon.Message", "title", "") == "绩效评价"
    assert "C:\\没有\\python.exe" in host.call(
        "Ribbon.Message", "interpreter_gone", "C:\\没有\\python.exe"
    )


def test_buttons_are_enabled_where_a_form_is_in_front(host: Host) -> None:
    host.form.CurrentController.Frame.activate()
    basic = host.addin.BasicLibraries.getByName("VBAProject")
    asking = (
        "Option VBASupport 1\nFunction Ask(Title)\nAsk = Ribbon.IsForm(Workbooks(Title))\nEnd Function\n"
        "Function AskAddin()\nAskAddin = Ribbon.IsForm(ThisWorkbook)\nEnd Function\n"
    )
    basic.insertByName("Asking", f"Rem Attribute VBA_ModuleType=VBAModule\n{asking}")
    assert host.call("Asking.Ask", host.form.Title) is True
    assert host.call("Asking.AskAddin") is False


def test_what_one_program_marked_is_cleared_in_another(clean: Host) -> None:
    hands = (data_folder("macros") / "libreoffice" / "Hands.bas").read_text(
        encoding="utf-8"
    )
    library = clean.addin.BasicLibraries.getByName("VBAProject")
    if not library.hasByName("LibreOfficeHands"):
        library.insertByName("LibreOfficeHands", hands)
    before = _looks(clean)
    title = clean.title
    plan = (
        ("fill", title, "B5", "FF0000"),
        ("note", title, "B5", "问题"),
    )
    assert clean.apply(*plan) == ""
    assert clean.call("LibreOfficeHands.Apply", clean.form, "clear") == ""
    assert _looks(clean) == before
    records = RS.join(US.join(record) for record in plan)
    assert clean.call("LibreOfficeHands.Apply", clean.form, records) == ""
    assert clean.cell("B5").CellBackColor == 0xFF0000
    assert clean.apply(("clear",)) == ""
    assert _looks(clean) == before
