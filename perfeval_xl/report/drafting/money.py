"""The funds as they are printed, and the sentence about how the budget was executed."""

from __future__ import annotations

from decimal import Decimal

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.report.drafting.spelling import share, shown
from perfeval_xl.report.drafting.wording import say
from perfeval_xl.report.vocabulary.form import Execution, FundsLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import FundsRow, Submission

__all__ = ["execution_of", "funds_of"]

_NOT_SCORED = "—"
_LEAD = {0: "", 1: "其中："}
"""What stands before the source in the first rows; the others are indented by as much as 其中： takes."""
_INDENT = "\u3000\u3000\u3000"


def funds_of(
    submission: Submission, scheme: Scheme, rate: str
) -> tuple[FundsLine, ...]:
    """The rows of the scheme in its order; a source that only the submission knows follows behind."""
    # Reversed, so that of two rows with one source the first counts
    filled = {row.source: row for row in reversed(submission.funds)}
    written = [row.source for row in submission.funds]
    sources = dict.fromkeys([*scheme.funds, *written])
    lines = []
    for place, source in enumerate(sources):
        row = filled.get(source, FundsRow(source=source))
        lines.append(_line(row, place, rate))
    return tuple(lines)


def execution_of(submission: Submission) -> Execution:
    """What the first funds row comes to."""
    if submission.funds:
        total = submission.funds[0]
    else:
        total = FundsRow(source="")
    rate = _rate(total)
    below = [_line(row, 1, "") for row in submission.funds[1:]]
    return Execution(
        computable=bool(rate),
        initial_budget=shown(total.initial_budget),
        budget=shown(total.budget),
        executed=shown(total.executed),
        balance=_balance(total),
        rate=rate,
        sources=tuple(line for line in below if line.budget or line.executed),
        text=_sentence(total, rate, submission.money_unit),
    )


def _line(row: FundsRow, place: int, rate: str) -> FundsLine:
    # Only the first row, the total, is scored.
    weight = self_score = _NOT_SCORED
    own_rate = ""
    if place == 0:
        weight = shown(row.weight)
        self_score = shown(row.self_score)
        own_rate = shown(row.rate) or rate
    return FundsLine(
        label=_LEAD.get(place, _INDENT) + row.source,
        source=row.source,
        initial_budget=shown(row.initial_budget),
        budget=shown(row.budget),
        executed=shown(row.executed),
        balance=_balance(row),
        weight=weight,
        rate=own_rate,
        self_score=self_score,
    )


def _figures(row: FundsRow) -> tuple[Decimal | None, Decimal | None]:
    return parse_number(row.budget.text), parse_number(row.executed.text)


def _balance(row: FundsRow) -> str:
    budget, executed = _figures(row)
    if budget is None or executed is None:
        return ""
    return plain(budget - executed)


def _rate(row: FundsRow) -> str:
    budget, executed = _figures(row)
    if budget is None:
        return ""
    return share(executed, budget)


def _sentence(row: FundsRow, rate: str, unit: str) -> str:
    budget, executed = _figures(row)
    if budget is None or executed is None:
        return say("money", "missing")

    def amount(key: str, money: Decimal) -> str:
        return say("money", key, amount=f"{plain(money)}{unit}")

    clauses = []
    # 年初预算 is said only where it is given: many forms have no such column
    initial = parse_number(row.initial_budget.text)
    if initial is not None:
        clauses.append(amount("initial", initial))
    clauses.append(amount("budget", budget))
    clauses.append(amount("executed", executed))
    if rate:
        clauses.append(say("money", "rate", rate=rate))
    # What is left, or was spent too much; nothing where both are equal
    left = budget - executed
    if left > 0:
        clauses.append(amount("balance", left))
    if left < 0:
        clauses.append(amount("overspent", -left))
    return say("money", "sentence", clauses="，".join(clauses))
