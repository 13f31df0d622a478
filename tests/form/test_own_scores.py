"""得分 shows the points by the rule until somebody writes over it, and is read as those."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import drawn, fill_form
from perfeval_xl.form.formulas.own_scores import ASKS_WHY
from perfeval_xl.refs import UNSAVED, Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula
from perfeval_xl.submission.model import FundsRow, Indicator, Submission
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office
from tests.support.workbooks import replaced_part

NATIONAL = load_scheme("national-2020")
SAID = ("PE-258", "PE-259")


def unscored(row: Indicator) -> Indicator:
    return replace(row, self_score=Entry())


def unscored_funds(row: FundsRow) -> FundsRow:
    if row.self_score is None:
        return row
    return replace(row, self_score=Entry())


@cache
def without_scores(scheme_id: str) -> Submission:
    """The example of a scheme in which the unit gave itself no points."""
    example = loads(example_json(scheme_id))
    return replace(
        example,
        funds=tuple(unscored_funds(row) for row in example.funds),
        indicators=tuple(unscored(row) for row in example.indicators),
        self_total=Entry(),
    )


def national(**changes: str) -> Submission:
    """That of the national form, with other cells in its first indicator."""
    whole = without_scores("national-2020")
    first = replace(
        whole.indicators[0], **{name: Entry(text) for name, text in changes.items()}
    )
    return replace(whole, indicators=(first, *whole.indicators[1:]))


def kept(data: bytes, results: Mapping[str, str]) -> bytes:
    """The workbook in which the formulas of some cells of the first sheet were saved with these results."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in source.namelist():
            part = source.read(name).decode("utf-8") if name.endswith(".xml") else ""
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, source.read(name))
                continue
            for address, result in results.items():
                kind = "" if re.fullmatch(r"[\d.]+", result) else ' t="str"'
                part, count = re.subn(
                    rf'(<c r="{address}"[^>]*?)(?: t="\w+")?>(<f>.*?</f>)(?:<v>.*?</v>|<v ?/>)?</c>',
                    rf"\1{kind}>\2<v>{result}</v></c>",
                    part,
                )
                assert count == 1, address
            new.writestr(name, part)
    return target.getvalue()


def first_score(evaluation: Evaluation) -> Entry:
    return evaluation.submission.indicators[0].self_score


def codes(evaluation: Evaluation) -> list[str]:
    return [each.code for each in evaluation.problems if each.code in SAID]


def address(submission: Submission) -> str:
    """Where the first indicator has its 得分."""
    found = evaluate(fill_form(NATIONAL, submission), "")
    return first_score(found).location.cell


@pytest.mark.parametrize(
    "scheme_id",
    ["national-2020", "yunnan-2022", "hedong-2022", "yueyang-2020", "yantian-2024"],
)
def test_untouched_scores_are_shown_and_read_as_the_points_by_the_rule(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(fill_form(load_scheme(scheme_id), without_scores(scheme_id)))
    computed = office.resave(form, tmp_path / "computed.xlsx")
    found = evaluate(computed.read_bytes(), "")
    shown = [row for row in found.scorecard.indicators if row.self_score_entry.live]
    assert len(shown) >= len(found.scorecard.indicators) - 1
    assert all(row.self_score == row.score for row in shown)
    assert codes(found) == []
    if scheme_id != "yueyang-2020":  # where a formula cannot tell the points of one row
        assert found.scorecard.self_total == found.scorecard.total


def test_a_file_that_keeps_no_results_is_computed_by_the_rules_and_says_so() -> None:
    data = replaced_part(
        fill_form(NATIONAL, national()),
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb"</f><v>[^<]*</v>", b"</f><v></v>", part),
    )
    found = evaluate(data, "")
    assert first_score(found).live == UNSAVED
    assert found.scorecard.self_total == found.scorecard.total
    assert codes(found) == ["PE-259"]


def test_an_old_result_is_not_believed_and_told() -> None:
    submission = national(actual="6", note="一项延期")
    data = fill_form(NATIONAL, submission)
    right = evaluate(data, "").scorecard.indicators[1].score
    found = evaluate(kept(data, {address(submission): "15"}), "")
    assert found.scorecard.indicators[1].self_score == right != 15
    assert "PE-258" in codes(found)
    told = next(each for each in found.problems if each.code == "PE-258")
    assert "存的是15分" in told.message


def test_what_the_formula_showed_as_blank_is_not_filled_in() -> None:
    data = kept(fill_form(NATIONAL, national()), {address(national()): ""})
    found = evaluate(data, "")
    assert first_score(found).blank
    missing = [each for each in found.problems if each.code == "PE-029"]
    assert [each.place.cell for each in missing] == [address(national())]


def test_what_was_written_over_the_formula_counts_as_written() -> None:
    found = evaluate(fill_form(NATIONAL, national(self_score="8")), "")
    assert first_score(found) == Entry("8")
    assert first_score(found).live is None
    assert {"PE-032", "PE-035"} & {each.code for each in found.problems}


def test_a_row_that_nobody_began_has_no_points() -> None:
    scheme = load_scheme("yueyang-2020")
    blank = replace(
        without_scores(scheme.id),
        indicators=tuple(
            replace(row, actual=Entry(), note=Entry(), evidence={})
            for row in without_scores(scheme.id).indicators
        ),
    )
    found = evaluate(fill_form(scheme, blank), "")
    assert all(row.self_score is None for row in found.scorecard.indicators)


def test_filling_a_form_again_leaves_untouched_scores_untouched() -> None:
    found = evaluate(fill_form(NATIONAL, national()), "")
    again = evaluate(fill_form(NATIONAL, found.submission), "")
    assert again.submission == found.submission


def of_first(scheme: Scheme) -> object:
    """What stands in the cell of 得分 of the first indicator of an empty form."""
    book = drawn(scheme)
    title, _, place = book.names["pe_indicator_0_self_score"].rpartition("!")
    column, row = re.fullmatch(r"\$([A-Z]+)\$(\d+)", place).groups()  # type: ignore[union-attr]
    sheet = next(each for each in book.sheets if f"'{each.title}'" == title)
    cell = sheet.cells[int(row), ord(column) - ord("A") + 1]
    assert not cell.style.locked
    return cell.value


@pytest.mark.parametrize("scheme_id", ["national-2020", "yueyang-2020"])
def test_a_scheme_can_leave_the_scores_to_the_unit(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    assert isinstance(of_first(scheme), Formula)
    assert of_first(replace(scheme, live_scores=False)) is None


def test_points_other_than_those_of_the_rule_ask_for_the_reason_at_once(
    office: Office, tmp_path: Path
) -> None:
    scheme = load_scheme("yantian-2024")
    example = without_scores(scheme.id)
    path = example.indicators[0].path
    changed = replace(example.indicators[0], self_score=Entry("1"), note=Entry())
    form = tmp_path / "form.xlsx"
    whole = replace(example, indicators=(changed, *example.indicators[1:]))
    form.write_bytes(fill_form(scheme, whole))
    shown = office.resave(form, tmp_path / "computed.xlsx")
    found = evaluate(shown.read_bytes(), "")
    assert next(iter(found.scorecard.indicators)).path == path
    assert found.opened is not None
    values = [
        cell.value
        for title in found.opened.raw.titles
        for cell in found.opened.raw.cells(title).values()
    ]
    asked = [each for each in values if isinstance(each, str) and ASKS_WHY in each]
    assert asked
