"""计分规则: every row is filled in, and its points follow from what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from perfeval_xl.amounts import HUNDRED, normalise, parse_number, plain
from perfeval_xl.checks.base import (
    BOTH,
    TOLERANCE,
    Check,
    Checks,
    Context,
    indicator_rows,
    scored_rows,
)
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.measures.promises import is_called_a_rate, is_no_percentage
from perfeval_xl.problems import Problem, Severity, catalogue
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Finding
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import Indicator
from perfeval_xl.texts import says_something

__all__ = ["CHECKS", "finding_check"]

CHECKS = Checks()

_RULE_FINDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "PE-030": (
            "ratio",
            "zero_target",
            "linear",
            "bands",
            "in_range",
            "all_or_nothing",
        ),
        "PE-036": ("ratio",),
        "PE-038": ("ratio", "zero_target"),
        "PE-042": ("levels",),
        "PE-047": ("deadline", "levels"),
        "PE-052": (),
        "PE-059": ("checklist",),
        "PE-081": ("execution",),
        "PE-082": ("levels",),
        "PE-086": (),
        "PE-087": (),
        "PE-088": ("judgement", "deductions", "levels"),
        "PE-089": (),
        "PE-096": ("all_or_nothing",),
        "PE-150": (),
        "PE-151": (),
        "PE-152": (),
        "PE-153": (),
    }
)
"""Codes that the rules themselves report while scoring, and the kinds of rules that do; none: any rule."""

_MAY_BE_EXPLAINED = {"PE-036"}
"""Findings that ask for an explanation, and rest once the note gives one."""

_OF_TARGETS = {"PE-038"}
"""Findings about what a target says: one that was issued is the issuer's to mend, and told when it is."""


@CHECKS.reports("PE-028", "open", looks_at=indicator_rows)
def targets_are_filled_in(context: Context) -> Iterator[Problem]:
    """R28: an indicator has a target; a dash beside something that was done is none."""
    for indicator in context.submission.indicators:
        if indicator.target.blank or _only_target_missing(indicator):
            slots = {"indicator": indicator.path[-1]}
            yield Problem(
                code="PE-028",
                place=indicator.target.location,
                path=indicator.path,
                slots=slots,
            )


def _only_target_missing(indicator: Indicator) -> bool:
    """Whether a target says 不适用 while the actual tells what was done: then the indicator does apply."""
    kinds = [
        parse_measure(entry.text).kind for entry in (indicator.target, indicator.actual)
    ]
    return kinds[0] is Kind.NOT_APPLICABLE and kinds[1] not in {
        Kind.NOT_APPLICABLE,
        Kind.BLANK,
    }


@CHECKS.reports("PE-029", "open")
def rows_are_filled_in(context: Context) -> Iterator[Problem]:
    """R29: an indicator has an actual, a weight and a score; so has the funds row a score. One finding for a row."""
    for indicator, row in context.scored():
        cells = {
            "实际完成值": indicator.actual,
            "分值": indicator.weight,
            "得分": indicator.self_score,
        }
        yield from _blank_cells(row, cells)
    if context.total_funds.self_score is not None:
        yield from _blank_cells(
            context.execution, {"得分": context.total_funds.self_score}
        )


def _blank_cells(row: IndicatorScore, cells: dict[str, Entry]) -> Iterator[Problem]:
    blank = {column: entry for column, entry in cells.items() if entry.blank}
    if not blank:
        return
    first = next(iter(blank.values()))
    zero = ""
    if "实际完成值" in blank:
        zero = "；没有完成的，实际完成值填0"
    slots = {
        "indicator": row.path[-1],
        "column": "、".join(blank),
        "zero": zero,
    }
    yield Problem(code="PE-029", place=first.location, path=row.path, slots=slots)


def _deducted(row: IndicatorScore) -> bool:
    return row.self_score is not None and row.self_score < row.weight


@CHECKS.reports("PE-032", "open", looks_at=indicator_rows)
def deductions_from_reached_targets_have_a_reason(
    context: Context,
) -> Iterator[Problem]:
    """R32: a target that was reached loses no points without a reason."""
    for indicator, row in context.scored():
        if (
            row.outcome.reached
            and _deducted(row)
            and row.self_score is not None
            and not says_something(context.reason(indicator).text)
        ):
            yield Problem(
                code="PE-032",
                place=row.self_score_entry.location,
                path=row.path,
                found=plain(row.self_score),
                expected=plain(row.weight),
                slots={
                    "target": indicator.target.shown,
                    "actual": indicator.actual.shown,
                    "score": plain(row.self_score),
                    "weight": plain(row.weight),
                },
            )


@CHECKS.reports("PE-033", "open", looks_at=indicator_rows)
def missed_targets_get_no_full_score(context: Context) -> Iterator[Problem]:
    """R33: a target that was not reached gets no full score."""
    for indicator, row in context.scored():
        if (
            row.outcome.reached is not False
            or row.self_score != row.weight
            or row.highest == row.weight
        ):
            continue
        possible = row.said_points()
        yield Problem(
            code="PE-033",
            place=row.self_score_entry.location,
            path=row.path,
            found=plain(row.weight),
            expected=possible,
            slots={
                "target": indicator.target.shown,
                "actual": indicator.actual.shown,
                "weight": plain(row.weight),
                "rule_score": possible,
            },
        )


@CHECKS.reports("PE-034", "open", looks_at=indicator_rows)
def deviations_have_a_note(context: Context) -> Iterator[Problem]:
    """R34: what was not reached, or lost points, says why and what will be done."""
    where = "这一行的“偏差原因分析及改进措施”栏"
    if context.scheme.reasons:
        where = f"“{context.scheme.reasons}”栏"
    for indicator, row in context.scored():
        missed = row.outcome.reached is False
        deducted = _deducted(row)
        reason = context.reason(indicator)
        if (
            not (missed or deducted)
            or indicator.actual.blank
            or says_something(reason.text)
        ):
            continue
        score = ""
        if row.self_score is not None:
            score = f"（得{plain(row.self_score)}/{plain(row.weight)}分）"
        what = "扣了分"
        if missed:
            what = "没有完成指标值"
        slots = {
            "indicator": row.path[-1],
            "what": what + score,
            "where": where,
        }
        yield Problem(code="PE-034", place=reason.location, path=row.path, slots=slots)


@CHECKS.reports("PE-035", looks_at=scored_rows)
def scores_follow_the_rule(context: Context) -> Iterator[Problem]:
    """R35: the unit's score is what the rule gives; a note may explain a lower one, where it speaks of the deduction.

    Another note makes it a hint: why a target was missed does not say why more was taken off than the rule does.
    """
    for indicator, row in context.scored():
        if (
            row.self_score is None
            or row.score is None
            or abs(row.self_score - row.score) <= TOLERANCE
        ):
            continue
        lower = row.self_score < row.score
        if lower and has_one_of(context.reason(indicator).text, wording().deducting):
            continue
        milder = None
        if lower and says_something(context.reason(indicator).text):
            milder = Severity.HINT
        slots = {
            "rule_score": plain(row.score),
            "score": plain(row.self_score),
            "difference": plain(abs(row.self_score - row.score)),
        }
        yield Problem(
            code="PE-035",
            place=row.self_score_entry.location,
            path=row.path,
            found=plain(row.self_score),
            expected=plain(row.score),
            slots=slots,
            raised_to=milder,
        )


def finding_check(code: str) -> Callable[[Context], Iterator[Problem]]:
    """Return the check that reports what the rules themselves found under a code."""

    def report(context: Context) -> Iterator[Problem]:
        silent = _silent(context, code)
        for row in context.scorecard.indicators:
            if id(row) in silent:
                continue
            for finding in row.outcome.findings:
                if finding.code == code:
                    yield _problem_of(row, finding)

    return report


def _silent(context: Context, code: str) -> set[int]:
    """The rows in which a code is not told, by identity: two rows may have one name."""
    silent = set()
    for indicator, row in context.scored():
        explained = code in _MAY_BE_EXPLAINED and says_something(
            context.reason(indicator).text
        )
        issued = code in _OF_TARGETS and context.issued(indicator)
        only_target = code == "PE-052" and _only_target_missing(indicator)
        if explained or issued or only_target:
            silent.add(id(row))
    return silent


def _problem_of(row: IndicatorScore, finding: Finding) -> Problem:
    """Turn what a rule found into a problem; the place is that of the fact it is about."""
    inputs = {
        item.name: item.entry for step in row.outcome.steps for item in step.inputs
    }
    entry = inputs.get(finding.fact, Entry())
    doubt = _doubt(finding.slots.get("rate", ""))
    known = {
        "indicator": row.path[-1],
        "written": entry.shown,
        "doubt": doubt,
        **finding.slots,
    }
    if finding.code == "PE-031":
        known["what"] = _unlike(finding.slots)
    needed = catalogue()[finding.code].slots
    return Problem(
        code=finding.code,
        place=entry.location,
        path=row.path,
        found=finding.found,
        expected=finding.expected,
        slots={name: known[name] for name in needed},
        raised_to=None if finding.certain else Severity.WARNING,
    )


def _doubt(rate: str) -> str:
    """A hundred times too much is more likely a sign left out than an achievement."""
    times = parse_number(rate)
    if times is not None and times >= HUNDRED / 2:
        return "，也可能漏写了“%”或“万”"
    return ""


def _unlike(slots: Mapping[str, str]) -> str:
    """Say in which units target and actual are written."""
    target, actual = (parse_measure(slots[name]) for name in ("target", "actual"))
    shown = [
        measure.written or measure.unit or ("%" if measure.rate else "")
        for measure in (target, actual)
    ]
    if all(shown) and shown[0] != shown[1]:
        return f"指标值的单位是“{shown[0]}”，完成值的单位是“{shown[1]}”"
    return "两者的单位不同"


def _looks_at(code: str, kinds: tuple[str, ...]) -> Callable[[Context], bool]:
    """A rule's finding can only come from a row with such a rule; one that is there is told in any case."""

    def looks(context: Context) -> bool:
        for row in context.scorecard.indicators:
            if row.rule in kinds or any(
                finding.code == code for finding in row.outcome.findings
            ):
                return True
        return not kinds and bool(context.submission.indicators)

    return looks


CHECKS.extend(
    Check(code, finding_check(code), BOTH, _looks_at(code, kinds))
    for code, kinds in _RULE_FINDINGS.items()
)


@CHECKS.reports("PE-031", looks_at=indicator_rows)
def units_agree(context: Context) -> Iterator[Problem]:
    """R31: target and actual have one unit, and what is called a rate (…率) is given in percent.

    Bare figures under the name of a rate are read as percent; all of them together are one hint.
    """
    bare = []
    for indicator, row in context.scored():
        by_rule = [
            _problem_of(row, finding)
            for finding in row.outcome.findings
            if finding.code == "PE-031"
        ]
        yield from by_rule
        if (
            by_rule
            or context.issued(indicator)
            or not is_called_a_rate(indicator.path[-1])
        ):
            continue
        target = parse_measure(indicator.target.text)
        if is_no_percentage(indicator.target.text):
            yield _unit_problem(indicator, "名称是“率”，应填百分数")
        elif (
            target.bare
            and target.figure is not None
            and target.figure > 1
            and not _sign_in_name(indicator)
        ):
            bare.append(indicator)
    if bare and context.scheme.family == "open":
        names = "”“".join(indicator.path[-1] for indicator in bare)
        yield _unit_problem(
            replace(bare[0], path=(*bare[0].path[:-1], names)),
            "没有写“%”，现按百分数读",
            Severity.HINT,
        )


def _sign_in_name(indicator: Indicator) -> bool:
    """Whether the name itself says in what its figures are: 合格率（%）, 受害率（‰）."""
    return any(sign in normalise(indicator.path[-1]) for sign in "%‰")


def _unit_problem(
    indicator: Indicator,
    what: str,
    raised_to: Severity | None = None,
) -> Problem:
    return Problem(
        code="PE-031",
        place=indicator.target.location,
        path=indicator.path,
        found=indicator.target.shown,
        expected="百分数",
        slots={
            "indicator": indicator.path[-1],
            "target": indicator.target.shown,
            "actual": indicator.actual.shown,
            "what": what,
        },
        raised_to=raised_to,
    )


def _shares(context: Context) -> list[IndicatorScore]:
    """Return the rows whose name is a share of a whole."""
    whole = wording().at_most_whole
    return [
        row
        for row in context.scorecard.indicators
        if row.path[-1].split("（")[0].endswith(whole)
    ]


@CHECKS.reports("PE-071", looks_at=_shares)
def shares_of_a_whole_stay_within_it(context: Context) -> Iterator[Problem]:
    """R71: nobody is more than wholly satisfied; a rate of that kind above 100 % was mistyped or misread."""
    for row in _shares(context):
        for item in (item for step in row.outcome.steps[:1] for item in step.inputs):
            measure = parse_measure(item.entry.text)
            if measure.rate and measure.number is not None and measure.number > 1:
                slots = {
                    "indicator": row.path[-1],
                    "what": item.name,
                    "written": item.entry.shown,
                }
                place = item.entry.location
                yield Problem(
                    code="PE-071",
                    place=place,
                    path=row.path,
                    found=item.entry.shown,
                    slots=slots,
                )
