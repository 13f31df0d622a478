"""The ledger keeps what it is given exactly, and says what is wrong with its database in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.records import (
    IndicatorFigures,
    Judgement,
    ProblemFigures,
    State,
    SubmissionFigures,
)

TIME = datetime(2023, 3, 6, 1, 30, tzinfo=UTC)


def _envelope(*data: bytes, key: str = "id:<1>", at: datetime = TIME) -> Envelope:
    attachments = tuple(
        Attachment.of(f"{n}.xlsx", content) for n, content in enumerate(data)
    )
    return Envelope(
        key=key,
        origin="1.eml",
        received_at=at,
        sender="a@x.example",
        attachments=attachments,
    )


def _figures(**changes: object) -> SubmissionFigures:
    texts = (
        "subject",
        "scheme",
        "scheme_version",
        "year",
        "project",
        "department",
        "unit",
        "money_unit",
        "self_grade",
    )
    rest = ("rule_grade", "sheet", "budget_cell", "executed_cell", "self_total_cell")
    numbers = ("budget", "executed", "execution_rate", "self_total", "rule_total")
    values: dict[str, object] = dict.fromkeys((*texts, *rest), "x") | dict.fromkeys(
        numbers, Decimal(1)
    )
    values |= dict.fromkeys(("errors", "warnings", "hints"), 0)
    return SubmissionFigures(**values | changes)  # type: ignore[arg-type]


def _accepted(**changes: object) -> Judgement:
    return Judgement(
        state=State.NEW, kind=Kind.WORKBOOK, submission=_figures(**changes)
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(str(tmp_path / "台账.sqlite"))


def test_points_and_money_come_back_digit_by_digit(ledger: Ledger) -> None:
    numbers = {
        "budget": Decimal("12345678901234567890.123456789"),
        "executed": None,
        "self_total": Decimal("9.685"),
    }
    ledger.record(_envelope(b"x"), 0, _accepted(**numbers))
    (version,) = ledger.in_force()
    assert {name: getattr(version.figures, name) for name in numbers} == numbers


def test_what_is_open_comes_back_and_is_no_total(ledger: Ledger) -> None:
    ledger.record(
        _envelope(b"x"),
        0,
        _accepted(
            rule_total=Decimal(85), rule_highest=Decimal(100), rule_said="已核定85分"
        ),
    )
    (version,) = ledger.in_force()
    figures = version.figures
    assert (figures.rule_total, figures.rule_highest, figures.decided_total) == (
        85,
        100,
        None,
    )
    assert figures.rule_said == "已核定85分"


def test_a_ledger_of_before_there_were_open_points_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    path = tmp_path / "旧台账.sqlite"
    open_ledger(str(path)).record(_envelope(b"x"), 0, _accepted(rule_total=Decimal(85)))
    with closing(sqlite3.connect(path)) as old:
        for table, column in (
            ("submission", "rule_highest"),
            ("submission", "rule_said"),
            ("indicator_score", "highest"),
        ):
            old.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for column in (
            "form_id",
            "issued_year",
            "issued_project",
            "issued_unit",
            "issued_code",
        ):
            old.execute(f"ALTER TABLE submission DROP COLUMN {column}")
        for column in ("inner_sender", "inner_date", "saved_at"):
            old.execute(f"ALTER TABLE arrival DROP COLUMN {column}")
        for table in (
            "sent",
            "mailing",
            "piece",
            "whole_mail",
            "roster",
            "roster_project",
            "deadline",
            "decision",
            "passage",
            "original_store",
            "review_row",
            "review",
        ):
            old.execute(f"DROP TABLE {table}")
        old.execute("DELETE FROM ledger_version WHERE number > 1")
        old.commit()
    (version,) = open_ledger(str(path)).in_force()
    assert (version.figures.decided_total, version.figures.rule_said) == (85, None)


def test_scored_rows_and_problems_come_back_as_they_went_in(ledger: Ledger) -> None:
    row = IndicatorFigures(
        path=("产出", "a/b", "“指标”\n二"),
        target="=1+1",
        actual="",
        weight=Decimal("0.1"),
        score=Decimal("0.05"),
        self_score=None,
        explanation="说明",
        sheet="表",
        cell="H1",
    )
    problem = ProblemFigures(
        code="PE-001",
        severity="错误",
        sheet="表",
        cell="H1",
        path=(),
        found="1",
        expected="2",
        message="问题",
        remedy="改",
        source="文件",
    )
    judgement = Judgement(
        state=State.NEW,
        kind=Kind.WORKBOOK,
        submission=_figures(),
        indicators=(row, row),
        problems=(problem,),
    )
    ledger.record(_envelope(b"x"), 0, judgement)
    assert ledger.indicator_scores() == ((1, row), (1, row))
    assert ledger.all_problems() == ((1, problem),)


def test_only_the_version_in_force_shows_its_problems(ledger: Ledger) -> None:
    def judged(message: str) -> Judgement:
        problem = ProblemFigures(
            code="PE-001",
            severity="错误",
            sheet="",
            cell="",
            path=(),
            found="",
            expected="",
            message=message,
            remedy="",
            source="",
        )
        return Judgement(
            state=State.NEW,
            kind=Kind.WORKBOOK,
            submission=_figures(),
            problems=(problem,),
        )

    ledger.record(_envelope(b"1"), 0, judged("旧"))
    assert (
        ledger.record(
            _envelope(b"2", key="id:<2>", at=TIME.replace(day=7)), 0, judged("新")
        )
        is State.CORRECTION
    )
    assert [problem.message for _, problem in ledger.all_problems()] == ["新"]


def test_bytes_are_kept_as_received_and_once(ledger: Ledger) -> None:
    data = bytes(range(256)) * 3
    assert ledger.record(_envelope(data, data), 0, _accepted()) is State.NEW
    assert ledger.record(_envelope(data, data), 1, _accepted()) is State.DUPLICATE
    assert ledger.record(_envelope(data, data), 1, _accepted()) is State.KNOWN
    first, second = ledger.arrivals()
    assert first.sha256 == second.sha256
    assert ledger.original(first.sha256) == data
    assert ledger.original("0" * 64) is None


def test_an_envelope_is_written_once_and_its_first_place_stays(ledger: Ledger) -> None:
    for origin in ("1.eml", "副本/1.eml"):
        envelope = Envelope(
            key="id:<1>",
            origin=origin,
            received_at=TIME,
            attachments=(Attachment.of("a.xlsx", b"a"),),
        )
        ledger.record(envelope, 0, _accepted())
    assert ledger.envelopes() == 1
    assert [arrival.origin for arrival in ledger.arrivals()] == ["1.eml"]


def test_arrivals_are_chosen_by_state(ledger: Ledger) -> None:
    ledger.record(_envelope(b"1", b"2"), 0, _accepted())
    ledger.record(
        _envelope(b"1", b"2"),
        1,
        Judgement(state=State.IGNORED, kind=Kind.TEXT, message="文本。"),
    )
    assert [arrival.message for arrival in ledger.arrivals(State.IGNORED)] == ["文本。"]
    assert len(ledger.arrivals(State.NEW, State.IGNORED)) == len(ledger.arrivals()) == 2
    assert ledger.arrivals(State.UNREADABLE) == ()
