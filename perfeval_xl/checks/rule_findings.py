"""What the rules themselves found while scoring, as problems of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from perfeval_xl.amounts import HUNDRED, parse_number
from perfeval_xl.checks.base import Check, Checks, Context
from perfeval_xl.checks.indicators import only_target_missing
from perfeval_xl.measures import parse_measure
from perfeval_xl.problems import Problem, Severity, catalogue
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Finding
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.texts import says_something

__all__ = ["CHECKS", "finding_check", "finding_problem"]

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


def finding_check(code: str) -> Callable[[Context], Iterator[Problem]]:
    """Return the check that reports what the rules themselves found under a code."""

    def report(context: Context) -> Iterator[Problem]:
        silent = _silent(context, code)
        for row in context.scorecard.indicators:
            if id(row) in silent:
                continue
            for finding in row.outcome.findings:
                if finding.code == code:
                    yield finding_problem(row, finding)

    return report


def _silent(context: Context, code: str) -> set[int]:
    """The rows in which a code is not told, by identity: two rows may have one name."""
    silent = set()
    for indicator, row in context.scored():
        # A finding rests once it is explained, or where another check tells the same
        explained = code in _MAY_BE_EXPLAINED and says_something(
            context.reason(indicator).text
        )
        issued = code in _OF_TARGETS and context.issued(indicator)
        only_target = code == "PE-052" and only_target_missing(indicator)
        if explained or issued or only_target:
            silent.add(id(row))
    return silent


def finding_problem(row: IndicatorScore, finding: Finding) -> Problem:
    """Turn what a rule found into a problem; the place is that of the fact it is about."""
    # The fact's name leads to its cell
    inputs = {
        item.name: item.entry for step in row.outcome.steps for item in step.inputs
    }
    entry = inputs.get(finding.fact, Entry())
    doubt = _doubt(finding.slots.get("rate", ""))
    # Every slot that a message of the catalogue may name
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
        # A finding that is there is told even where no such rule is known
        for row in context.scorecard.indicators:
            if row.rule in kinds or any(
                finding.code == code for finding in row.outcome.findings
            ):
                return True
        return not kinds and bool(context.submission.indicators)

    return looks


CHECKS.extend(
    Check(code, finding_check(code), looks_at=_looks_at(code, kinds))
    for code, kinds in _RULE_FINDINGS.items()
)
