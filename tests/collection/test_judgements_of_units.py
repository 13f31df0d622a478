"""评价人员得分 is the evaluator's: what a unit sends back in a scored copy, or in JSON, is never taken for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.envelope import Attachment
from perfeval_xl.collection.intake import judge
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.records import State
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.layout.score_columns import (
    COLUMNS,
    FIRST_ROW,
    JUDGED,
    REASON,
    SCORE_SHEET,
)
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.scheme.loader import example_json
from tests.collection.conftest import SCHEME, Mailbox
from tests.collection.mails import letter
from tests.support.workbooks import edited

Make = Callable[..., bytes]
ROW = 9
"""The row of the example's list that no rule can score once its actual says nothing."""


def _unreadable() -> dict[str, Any]:
    indicators = deepcopy(json.loads(example_json(SCHEME))["indicators"])
    indicators[ROW]["actual"] = "大家都还比较认可"
    return {"indicators": indicators}


def _judge_open_rows(book: Workbook) -> None:
    """Give full points to every open row, as a unit may do in the copy that it got back."""
    sheet = book[SCORE_SHEET]
    for row in range(FIRST_ROW, sheet.max_row + 1):
        score = sheet.cell(row, COLUMNS[JUDGED])
        if sheet.cell(row, COLUMNS["三级指标"]).value and not score.protection.locked:
            score.value = sheet.cell(row, COLUMNS["分值"]).value
            sheet.cell(row, COLUMNS[REASON]).value = "效果很好"


def _mend(book: Workbook) -> None:
    _judge_open_rows(book)
    book["项目支出绩效自评表"]["I30"] = "样本偏少，下年扩大。"


@pytest.fixture(scope="module")
def copy(form: Make) -> bytes:
    """The marked copy of a form with one open row."""
    original = form(**_unreadable())
    return mark_up(evaluate(original, "表.xlsx"))


def test_what_a_unit_wrote_beside_the_open_rows_of_its_copy_is_not_taken(
    mailbox: Mailbox, copy: bytes
) -> None:
    judged = edited(copy, _mend)
    assert evaluate(judged, "表.xlsx").scorecard.open == 0, (
        "an evaluator's judgement closes the row"
    )
    mailbox.put(
        "回信.eml", letter(("表_评分结果.xlsx", judged), message_id="<1@unit.example>")
    )
    run = collect([mailbox.folder], mailbox.ledger)
    assert [(str(verdict.state), verdict.open_rows) for verdict in run.verdicts] == [
        ("new", 1)
    ]
    assert run.verdicts[0].message.endswith("1项指标待评价人员判断")
    assert run.as_json()["open_rows"] == 1
    (version,) = open_ledger(mailbox.ledger).in_force()
    figures = version.figures
    assert figures.rule_highest is not None, "the row is still open"
    assert figures.rule_highest > (figures.rule_total or 0)


def test_the_hint_names_the_sheet(copy: bytes) -> None:
    judgement = judge(Attachment.of("表.xlsx", edited(copy, _mend)))
    (told,) = [problem for problem in judgement.problems if problem.code == "PE-215"]
    assert (str(told.severity), told.sheet) == ("提示", SCORE_SHEET)
    assert f"工作表“{SCORE_SHEET}”填有1项评价人员得分，没有采用" in told.message


def test_a_copy_in_which_only_judgements_were_filled_in_is_still_no_submission(
    mailbox: Mailbox, copy: bytes
) -> None:
    mailbox.put(
        "回信.eml",
        letter(
            ("表_评分结果.xlsx", edited(copy, _judge_open_rows)),
            message_id="<2@unit.example>",
        ),
    )
    (verdict,) = collect([mailbox.folder], mailbox.ledger).verdicts
    assert verdict.state is State.IGNORED


def test_judgements_in_a_json_are_not_taken_either(document: Make) -> None:
    changes = _unreadable()
    path = changes["indicators"][ROW]["path"]
    given = [{"path": path, "score": "10", "reason": "效果很好"}]
    data = document(**changes, judgements=given)
    judgement = judge(Attachment.of("表.json", data))
    assert judgement.submission is not None
    assert judgement.submission.rule_highest is not None
    (told,) = [problem for problem in judgement.problems if problem.code == "PE-215"]
    assert "judgements填有1项" in told.message
