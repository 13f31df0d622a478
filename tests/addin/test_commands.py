"""The commands inside a real LibreOffice, on the filled forms of the five seeds."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import xlwings as xw

from perfeval_xl.addin import commands
from perfeval_xl.addin.choosing import hands_for
from perfeval_xl.addin.telling import Outcome
from perfeval_xl.amounts import plain
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.looks import FILLS
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET, count_problems
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from perfeval_xl.problems import Severity
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import dumps, from_json
from tests.addin.conftest import Opened
from tests.support.likeness import differences
from tests.support.seeds import SEEDS, seed_form
from xlwings_libreoffice.bridge import named_values

MARKS = "_perfeval_marks"


def copy(book: xw.Book) -> bytes:
    return hands_for(book).copy(book)


def cell(book: xw.Book, sheet: str, address: str) -> object:
    return book.api.Sheets.getByName(sheet).getCellRangeByName(address)


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_every_problem_is_marked_in_its_cell_and_listed(
    opened: Opened, scheme_id: str
) -> None:
    book = opened(seed_form(scheme_id))
    evaluation = evaluate(copy(book), "表")
    told = commands.check(book)
    assert (
        count_problems(evaluation.problems) if evaluation.problems else "没有发现问题"
    ) in told.status
    for ref, mark in plan_marks(evaluation.problems).items():
        marked = cell(book, ref.sheet, ref.address)
        assert f"{marked.CellBackColor:06X}" == mark.fill
        assert marked.Annotation.String == mark.note.text
        assert f"{marked.TopBorder2.Color:06X}" == mark.frame
    rows = book.sheets[PROBLEM_SHEET].used_range.value[2:]
    assert [row[2] for row in rows if row[2]] == [
        problem.code for problem in evaluation.problems
    ]


def test_every_line_of_the_list_jumps_to_its_cell(opened: Opened) -> None:
    book = opened(seed_form("yueyang-2020"))
    problems = evaluate(copy(book), "表").problems
    commands.check(book)
    view = book.api.CurrentController
    jump = book.app.impl.office.service("com.sun.star.frame.DispatchHelper")
    for row, problem in enumerate(problems, 3):
        link = cell(book, PROBLEM_SHEET, f"D{row}").TextFields.getByIndex(0).URL
        jump.executeDispatch(
            view.Frame,
            ".uno:JumpToMark",
            "",
            0,
            named_values(Bookmark=link.removeprefix("#")),
        )
        shown = (
            view.Selection.getCellByPosition(0, 0)
            .AbsoluteName.replace("$", "")
            .replace("'", "")
        )
        assert shown == f"{problem.place.sheet}.{problem.place.cell}"


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_clearing_gives_back_exactly_the_workbook_as_it_was(
    opened: Opened, scheme_id: str
) -> None:
    book = opened(seed_form(scheme_id))
    before = copy(book)
    commands.check(book)
    commands.score(book)
    assert differences(before, copy(book))
    commands.clear(book)
    assert differences(before, copy(book)) == []


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_scores_stand_on_their_list_and_the_form_has_no_second_column_of_them(
    opened: Opened, scheme_id: str
) -> None:
    book = opened(seed_form(scheme_id))
    unscored = evaluate(copy(book), "表")
    told = commands.score(book)
    card, scored = unscored.scorecard, evaluate(copy(book), "表")
    assert dumps(scored.submission) == dumps(unscored.submission)
    assert scored.problems == unscored.problems
    assert f"按规则{plain(card.total)}分（{card.grade}）" in told.status
    total = unscored.layout.fields["rule_total"]
    page = book.sheets[total.sheet]
    # the form's own live score is there, and nothing has been written beside it
    assert page.range((total.row, total.column)).value == pytest.approx(
        float(card.total)
    )
    assert "规则得分" not in str(page.used_range.value)
    lines = book.sheets[SCORE_SHEET].used_range.value
    assert len(lines) == 3 + len(card.indicators)


@pytest.mark.parametrize(
    "command", [commands.check, commands.score, commands.clear, commands.next_problem]
)
def test_what_was_typed_before_a_command_can_still_be_undone(
    opened: Opened, command: Callable[[xw.Book], Outcome]
) -> None:
    book = opened(seed_form("xinzhou-2022"))
    commands.check(book)
    target = cell(book, book.sheets[0].name, "H30")
    before = target.Value
    target.Value = 3
    history = book.api.UndoManager.getAllUndoActionTitles()
    command(book)
    assert book.api.UndoManager.getAllUndoActionTitles() == history
    marked = target.CellBackColor
    book.api.UndoManager.undo()
    assert (target.Value, target.CellBackColor) == (before, marked)
    commands.clear(book)
    assert MARKS not in book.api.Sheets.ElementNames


def test_after_clearing_the_sheet_comes_back_from_which_a_list_was_reached(
    opened: Opened,
) -> None:
    book = opened(seed_form("yueyang-2020"))
    front = book.sheets[1]
    front.activate()
    commands.score(book)
    assert book.sheets.active.name == SCORE_SHEET
    commands.check(book)
    assert book.sheets.active.name == SCORE_SHEET  # renewed, and still in front
    commands.score(book)
    commands.clear(book)
    assert book.sheets.active.name == front.name


def test_nothing_of_the_hands_stays_in_the_office(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    commands.check(book)
    libraries = book.app.impl.office.service(
        "com.sun.star.script.ApplicationScriptLibraryContainer"
    )
    assert [name for name in libraries.ElementNames if "erf" in name] == []


def test_pressing_twice_gives_the_same_and_the_two_commands_keep_what_the_other_did(
    opened: Opened,
) -> None:
    book = opened(seed_form("xinzhou-2022"))
    commands.check(book)
    once = copy(book)
    commands.check(book)
    assert differences(once, copy(book)) == []
    commands.score(book)
    both = copy(book)
    commands.check(book)
    commands.score(book)
    assert differences(both, copy(book)) == []
    assert [sheet.name for sheet in book.sheets][-3:] == [
        PROBLEM_SHEET,
        SCORE_SHEET,
        MARKS,
    ]


def test_marks_are_renewed_when_a_problem_was_mended(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    title = book.sheets[0].name
    commands.check(book)
    assert cell(book, title, "H30").CellBackColor == int(FILLS[Severity.ERROR], 16)
    book.sheets[0].range("H30").value = 10
    commands.check(book)
    assert cell(book, title, "H30").CellBackColor != int(FILLS[Severity.ERROR], 16)
    assert "PE-032" not in str(book.sheets[PROBLEM_SHEET].used_range.value)


def test_clearing_works_after_saving_closing_and_opening_again(
    opened: Opened, app: xw.App
) -> None:
    copies = []
    for marked in (False, True):
        book = opened(seed_form("yueyang-2020"))
        if marked:
            commands.check(book)
            commands.score(book)
        path = book.fullname
        book.save()
        book.close()
        book = app.books.open(path)
        if marked:
            assert MARKS in book.api.Sheets.ElementNames
            commands.clear(book)
        copy(book)
        copies.append(copy(book))
        book.close()
    assert differences(*copies) == []


def test_marks_are_found_again_after_rows_were_inserted_and_the_sheet_got_another_name(
    opened: Opened,
) -> None:
    book = opened(seed_form("xinzhou-2022"))
    page = book.api.Sheets.getByIndex(0)
    commands.check(book)
    commands.score(book)
    page.unprotect("")
    page.Rows.insertByIndex(14, 2)
    page.Name = "改名"
    assert cell(book, "改名", "H32").Annotation.String
    commands.clear(book)
    assert page.Annotations.Count == 0
    assert cell(book, "改名", "H32").CellBackColor != int(FILLS[Severity.ERROR], 16)
    assert MARKS not in book.api.Sheets.ElementNames


def test_selection_active_sheet_and_zoom_stay(opened: Opened) -> None:
    book = opened(seed_form("yueyang-2020"))
    view = book.api.CurrentController
    page = book.api.Sheets.getByIndex(1)
    view.setActiveSheet(page)
    view.ZoomValue = 85
    view.select(page.getCellRangeByName("C5:D9"))
    view.setFirstVisibleRow(3)
    for command in (commands.check, commands.clear):
        command(book)
        assert view.ActiveSheet.Name == page.Name
        assert view.Selection.AbsoluteName.endswith("$C$5:$D$9")
        assert (view.ZoomValue, view.FirstVisibleRow) == (85, 3)


def test_a_note_of_the_person_keeps_its_text_and_comes_back(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    page = book.api.Sheets.getByIndex(0)
    page.unprotect("")
    page.Annotations.insertNew(
        page.getCellRangeByName("H30").CellAddress, "=我的批注\n第二行"
    )
    page.protect("")
    before = copy(book)
    commands.check(book)
    assert page.getCellRangeByName("H30").Annotation.String.startswith(
        "=我的批注\n第二行\n\n【错误】PE-032"
    )
    commands.clear(book)
    assert page.getCellRangeByName("H30").Annotation.String == "=我的批注\n第二行"
    assert differences(before, copy(book)) == []


def test_protection_is_as_it_was_with_structure_protected_too(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    book.api.protect("")
    before = copy(book)
    commands.check(book)
    assert book.api.isProtected()
    assert book.api.Sheets.getByIndex(0).isProtected()
    commands.clear(book)
    assert book.api.isProtected()
    assert differences(before, copy(book)) == []


def test_a_sheet_of_the_person_with_our_title_stays(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    book.api.Sheets.insertNewByName(PROBLEM_SHEET, 1)
    book.sheets[PROBLEM_SHEET].range("A1").value = "我的清单"
    commands.check(book)
    commands.check(book)
    assert f"{PROBLEM_SHEET}（2）" in book.api.Sheets.ElementNames
    commands.clear(book)
    assert f"{PROBLEM_SHEET}（2）" not in book.api.Sheets.ElementNames
    assert book.sheets[PROBLEM_SHEET].range("A1").value == "我的清单"


def test_next_problem_goes_round_from_the_selection(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    stops = list(plan_marks(evaluate(copy(book), "表").problems))
    book.sheets[0].range("A1").select()  # a form opens at its first field
    shown = []
    for _ in range(len(stops) + 1):
        told = commands.next_problem(book)
        shown.append(
            (
                book.sheets.active.name,
                book.app.selection.address.replace("$", "").partition(":")[0],
            )
        )
        assert shown[-1][1] in told.status
    assert shown == [(ref.sheet, ref.address) for ref in [*stops, stops[0]]]


def open_form() -> bytes:
    """A form with two rows that a person has to judge: words that name no level, and 部分达成."""
    data = json.loads(example_json("national-2020"))
    first, last = data["indicators"][0], data["indicators"][-1]
    first |= {"target": "提高", "actual": "有了一些变化"}
    last |= {"target": "显著", "actual": "部分达成", "note": "宣传不够"}
    return fill_form(load_scheme("national-2020"), from_json(data))


def test_what_is_judged_on_the_explained_scores_is_read_when_scores_are_asked_for_again(
    opened: Opened,
) -> None:
    book = opened(open_form())
    told = commands.score(book).status
    assert "另有25分待评价人员判断，总分在79.55至96.54之间，等级待定" in told
    assert "填评价人员得分和理由" in told
    page = book.sheets[SCORE_SHEET]
    page.range("K4").value, page.range("L4").value = 12, "只看到一些变化"
    page.range("K11").value = 7
    told = commands.score(book).status
    assert "已核定85.55分（满分90分），另有10分待评价人员判断" in told
    page = book.sheets[SCORE_SHEET]
    assert (
        page.range("K4").value,
        page.range("L4").value,
        page.range("K11").value,
    ) == (12, "只看到一些变化", 7)
    assert "PE-156" in [problem.code for problem in evaluate(copy(book), "表").problems]
    page.range("L11").value = "宣传不够，只有一半知晓"
    assert "按规则92.55分（优）" in commands.score(book).status
    commands.check(book)
    assert book.sheets[SCORE_SHEET].range("L11").value == "宣传不够，只有一半知晓"


def test_clearing_keeps_what_was_judged_until_it_is_emptied(opened: Opened) -> None:
    book = opened(open_form())
    before = copy(book)
    commands.score(book)
    commands.check(book)
    book.sheets[SCORE_SHEET].range("K4").value = 15
    assert "保留不动" in commands.clear(book).status
    assert book.sheets[SCORE_SHEET].range("K4").value == 15
    assert PROBLEM_SHEET not in [sheet.name for sheet in book.sheets]
    book.sheets[SCORE_SHEET].range("K4").value = None
    assert "恢复原样" in commands.clear(book).status
    left = [
        line for line in differences(before, copy(book)) if " font: " not in line
    ]  # names of missing fonts
    assert left == []


def test_only_the_cells_of_an_evaluator_can_be_written_to(opened: Opened) -> None:
    book = opened(open_form())
    commands.score(book)
    page = book.api.Sheets.getByName(SCORE_SHEET)
    assert page.isProtected()
    unlocked = {
        f"{c}{r}"
        for c in "ABCDEFGHIJKL"
        for r in range(1, 14)
        if not page.getCellRangeByName(f"{c}{r}").CellProtection.IsLocked
    }
    assert (
        {"K4", "L4", "K11", "L11"}
        <= unlocked
        <= {"K4", "L4", "K11", "L11", "E13", "F13", "G13", "H13"}
    )
    points = page.getCellRangeByName("K11").Validation
    assert (points.getFormula1(), points.getFormula2()) == ("6", "7.99")
    assert "请填6至7.99之间的分数" in points.InputMessage


def test_lists_are_printed_across_and_keep_their_heads(opened: Opened) -> None:
    book = opened(seed_form("yueyang-2020"))
    window = book.impl.window  # one that has never been visible has no panes
    window.setPosSize(0, 0, 1000, 700, 15)
    window.setVisible(True)
    commands.check(book)
    commands.score(book)
    assert book.sheets.active.name == SCORE_SHEET
    pages = book.api.StyleFamilies.getByName("PageStyles")
    before = pages.ElementNames
    for title in (PROBLEM_SHEET, SCORE_SHEET):
        page = pages.getByName(book.api.Sheets.getByName(title).PageStyle)
        assert page.IsLandscape
        assert page.ScaleToPagesX == 1
        assert page.RightPageFooterContent.CenterText.String.startswith("第 ")
        book.sheets[title].activate()
        assert book.api.CurrentController.hasFrozenPanes()
    commands.clear(book)
    assert [name for name in before if name.startswith("PerfEval_")]
    assert not [name for name in pages.ElementNames if name.startswith("PerfEval_")]
