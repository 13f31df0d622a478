"""Where the lines of a report come from when several of them are called, or say, the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.report.drafting.drafting import draft_from
from perfeval_xl.report.drafting.scores import scored_rows
from perfeval_xl.report.lineage.origins import Origins
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tests.support.workbooks import edited

QUANTITY = ["产出指标", "数量指标", "培训人次"]
SOCIAL = ["效益指标", "社会效益指标", "培训人次"]


def row(path: list[str], weight: str, self_score: str | None) -> dict[str, Any]:
    return {
        "path": path,
        "target": "100",
        "actual": "60",
        "weight": weight,
        "self_score": self_score,
    }


def drafted(scheme_id: str, **changes: Any) -> tuple[Report, Origins]:
    """The report and the origins of the example of a scheme as a workbook, with some keys of its JSON changed."""
    filled = {**json.loads(example_json(scheme_id)), **changes}
    data = loads(json.dumps(filled).encode(), "表.json")
    form = edited(fill_form(load_scheme(scheme_id), data), without_own_formulas)
    return report_of(evaluate(form, "自评表.xlsx"))


def without_own_formulas(book: openpyxl.Workbook) -> None:
    """Empty the cells of 得分 that nobody has typed into: the formula of the form would be the score there."""
    for name, defined in book.defined_names.items():
        if name.startswith("pe_indicator_") and name.endswith("_self_score"):
            ((title, address),) = defined.destinations
            cell = book[title][address]
            if cell.data_type == "f":
                cell.value = None


def report_of(evaluation: Evaluation) -> tuple[Report, Origins]:
    rows = scored_rows(evaluation.submission, evaluation.scheme, evaluation.scorecard)
    return draft_from(evaluation, rows, {}), Origins(evaluation, rows)


def cells(origins: Origins, line: Any, field: str) -> set[str]:
    return {cell.cell for cell in origins.of(line, field).all_cells()}


@pytest.mark.parametrize(
    ("kind", "scores"),
    [("losses", ("8", "7")), ("excesses", ("12", "13")), ("unscored", (None, None))],
)
def test_rows_of_one_name_lead_each_to_its_own_cells(
    kind: str, scores: tuple[str | None, str | None]
) -> None:
    first, second = scores
    same = [row(QUANTITY, "10", first), row(QUANTITY, "10", second)]
    same += [row(SOCIAL, "10", second)]
    report, origins = drafted("xinzhou-2022", indicators=same)
    lines = [line for line in getattr(report, kind) if line.name == "培训人次"]
    assert len(lines) == 3
    found = [cells(origins, line, "weight") for line in lines]
    assert all(len(each) == 1 for each in found)
    assert len(set.union(*found)) == 3


def test_rows_that_say_the_same_are_told_apart_by_their_place() -> None:
    same = [row(QUANTITY, "10", "8"), row(QUANTITY, "10", "8")]
    report, origins = drafted("xinzhou-2022", indicators=same)
    lines = [line for line in report.indicators if line.name == "培训人次"]
    first, second = (cells(origins, line, "actual") for line in lines)
    assert len(first) == len(second) == 1
    assert first != second


def test_indicators_told_together_lead_to_all_of_them() -> None:
    lost = [row(QUANTITY, "10", "8"), row([*QUANTITY[:2], "培训场次"], "10", "8")]
    report, origins = drafted("xinzhou-2022", indicators=lost)
    [line] = [line for line in report.shortfalls if "培训人次" in line.name]
    assert line.name == "培训人次、培训场次"
    written = set()
    for each in report.indicators:
        if each.name in line.name:
            written |= cells(origins, each, "actual")
    assert len(written) == 2
    assert written <= cells(origins, line, "lost")


def test_an_indicator_called_like_a_group_is_none_of_it() -> None:
    named = ["产出指标", "质量指标", "数量指标"]
    rows = [row(QUANTITY, "10", "8"), row(named, "10", "7")]
    report, origins = drafted("xinzhou-2022", indicators=rows)
    groups = [group for line in report.dimensions for group in line.groups]
    [group] = [group for group in groups if group.name == "数量指标"]
    assert group.self_score == "8"
    assert len(cells(origins, group, "self_score")) == 1


def test_a_cell_of_a_table_is_that_of_its_row_and_column() -> None:
    spent = [["1", "2", "1", None], ["2", "1", "2", None], ["1", "2", None, None]]
    report, origins = drafted("yueyang-2020", tables={"项目支出明细": spent})
    lines: list[Mapping[str, str]] = list(report.tables["项目支出明细"].rows)
    column = list(lines[0])[1]
    found = [cells(origins, line, column) for line in lines]
    assert [len(each) for each in found] == [1, 1, 1]
    assert len(set.union(*found)) == 3
