"""The checks of a scheme: rules and their points, targets and thresholds, shares, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.amounts import EXACT, ZERO, percent, plain
from perfeval_xl.citations import Source, State, source_of
from perfeval_xl.errors import SchemeError
from perfeval_xl.measures import Direction, Kind, Measure, parse_measure
from perfeval_xl.rules.registry import indicator_rule, rule_for
from perfeval_xl.scheme.model import IndicatorSpec, RuleSpec, Scheme
from perfeval_xl.scheme.parameters import kind_texts

__all__ = ["LintFinding", "Standing", "decided", "findings_of"]

_POINTS = "PE-012"
_THRESHOLD = "PE-039"
_SHARES = "PE-006"
_NUMBER = "PE-069"
# 60 % for 产出 and 效益, see `measures-results`
_NATIONAL_SHARE = Decimal("0.6")
_OUTPUT = re.compile("产出|效益|效果|满意度")
_RESULTS = re.compile("产出|效益|效果|绩效")
_DOCUMENT_NUMBER = re.compile(
    r"[〔\[（(]\d{4}[〕\]）)].{0,40}\d\s{0,3}号|第\s{0,3}\d{1,9}\s{0,3}号"
)


class Standing(StrEnum):
    """What a finding means: `PROBLEM` fails the check, `KNOWN` is acknowledged by a defect, `HINT` is only said."""

    PROBLEM = "问题"
    KNOWN = "已知"
    HINT = "提示"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """One finding. `code` is empty for what no defect can acknowledge; `names` are the names it may go by there."""

    message: str
    remedy: str
    where: str = ""
    code: str = ""
    standing: Standing = Standing.PROBLEM
    names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, str]:
        """Return the finding for `--json`."""
        return {
            "standing": str(self.standing),
            "code": self.code,
            "where": self.where,
            "message": self.message,
            "remedy": self.remedy,
        }


def findings_of(scheme: Scheme) -> Iterator[LintFinding]:
    """Yield what is questionable, whether or not the scheme knows of it."""
    yield from _rules(scheme)
    yield from _thresholds(scheme)
    yield from _shares(scheme)
    yield from _sources(scheme)


def decided(indicator: IndicatorSpec, code: str) -> bool:
    """Whether the check of a code can tell that there is nothing wrong with an indicator."""
    if code == _POINTS:
        return _adds_up(indicator.rule)
    nothing = (None, None)
    return code == _THRESHOLD and nothing not in {
        _full(indicator.rule),
        _bounds(parse_measure(indicator.target)),
    }


def _rules(scheme: Scheme) -> Iterator[LintFinding]:
    """Every rule can be built, and its points make the weight."""
    # The rules of an open form have no weight of their own, except that of the execution rate
    for role, spec in scheme.rules.items():
        try:
            points = rule_for(spec).points()
        except SchemeError as exc:
            yield LintFinding(
                message=exc.message,
                remedy=exc.remedy,
                where=role,
            )
            continue
        if (
            role == "execution"
            and points is not None
            and points != scheme.execution_weight
        ):
            told = f"规则最多能得{plain(points)}分，预算执行率的分值是{plain(scheme.execution_weight)}分。"
            yield LintFinding(
                message=told,
                remedy="请改正规则的分值。",
                where="预算执行率",
                code=_POINTS,
            )
    # Those of a fixed form make the weight of their indicator
    for indicator in scheme.indicators:
        try:
            indicator_rule(indicator)
        except SchemeError as exc:
            yield _at(
                indicator,
                LintFinding(message=exc.message, remedy=exc.remedy, code=_POINTS),
            )
            continue
        yield from _gap(indicator)


def _gap(indicator: IndicatorSpec) -> Iterator[LintFinding]:
    """Points that no part of a rule gives are a mistake of the document (R12)."""
    known = kind_texts().get(indicator.rule.kind)
    for parameter in known.parameters if known else ():
        value = indicator.rule.parameters.get(parameter.name)
        # The rule gives these points when everything else is met, but the document does not say so
        if parameter.role == "gap" and isinstance(value, (int, Decimal)) and value:
            rest = plain(indicator.weight - value)
            told = f"评分要点合计{rest}分，指标分值{plain(indicator.weight)}分，有{plain(Decimal(value))}分没有要点。"
            yield _at(
                indicator,
                LintFinding(
                    message=told,
                    remedy="请核对原文件的要点和分值。",
                    code=_POINTS,
                ),
            )


def _thresholds(scheme: Scheme) -> Iterator[LintFinding]:
    """The target and the values that get full points say the same (R39)."""
    for indicator in scheme.indicators:
        low, high = _bounds(parse_measure(indicator.target))
        full_from, full_to = _full(indicator.rule)
        # Each side by itself, where both the target and the rule have one
        for words, wanted, given in (
            ("从{}起", low, full_from),
            ("到{}为止", high, full_to),
        ):
            if wanted is not None and given is not None and wanted != given:
                told = f"标杆值为“{indicator.target}”，规则{words.format(percent(given))}得满分。"
                remedy = "请核对标杆值和评分标准，改正其中之一。"
                yield _at(
                    indicator,
                    LintFinding(message=told, remedy=remedy, code=_THRESHOLD),
                )


def _bounds(target: Measure) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest value that reach a target which is a rate."""
    if not target.rate:
        return None, None
    if target.kind is Kind.RANGE:
        return target.low, target.high
    at_most = target.direction is Direction.AT_MOST
    if at_most:
        return (None, target.number)
    return (target.number, None)


def _full(spec: RuleSpec) -> tuple[Decimal | None, Decimal | None]:
    """Return from where to where a rule gives full points to a rate; `None` for a side that it leaves open."""
    known = kind_texts().get(spec.kind)
    if known is None or known.plain(spec.parameters) or known.relative(spec.parameters):
        return None, None
    found: dict[str, Decimal] = {}
    # Of rows such as bands the first one is the best
    for parameter in known.parameters:
        value = spec.parameters.get(parameter.name)
        best = None
        if isinstance(value, (list, tuple)) and value:
            best = value[0]
        pairs = [
            (parameter.role, value),
            *((each.role, best.get(each.name)) for each in parameter.fields if best),
        ]
        found |= {
            role: Decimal(each)
            for role, each in pairs
            if role and isinstance(each, (int, Decimal))
        }
    return found.get("full_from"), found.get("full_to")


def _shares(scheme: Scheme) -> Iterator[LintFinding]:
    """In an evaluation by a department or a finance office, 产出 and 效益 are at least 60 %: `measures-results`."""
    # A scheme without indicators of its own (or without any points) has no shares
    total = sum((indicator.weight for indicator in scheme.indicators), ZERO)
    if not total:
        return
    # By the names of the first two levels: places call the 一级指标 differently
    counted = [
        each.weight
        for each in scheme.indicators
        if _RESULTS.search(each.path[0]) or any(map(_OUTPUT.search, each.path[:2]))
    ]
    share = EXACT.divide(sum(counted, ZERO), total)
    if share < _NATIONAL_SHARE:
        rule = source_of("measures-results")
        told = f"产出和效益指标占{percent(share)}；{rule.note}，依据{rule.citation}。"
        names = tuple(dimension.name for dimension in scheme.dimensions)
        remedy = "请核对权重；原文件就是这样的，写入已知问题。"
        yield LintFinding(
            message=told,
            remedy=remedy,
            where="一级指标",
            code=_SHARES,
            names=names,
        )


def _sources(scheme: Scheme) -> Iterator[LintFinding]:
    """Every source has the number of a document, or says in its note why not; what has not been read is told."""
    # A source that several parts share is told once, under the first of them
    named: dict[str, Source | None] = {
        "权重": scheme.weights_source,
        "等级": scheme.bands_source,
    }
    named |= {"·".join(each.path): each.rule.source for each in scheme.indicators}
    named |= {role: spec.source for role, spec in scheme.rules.items()}
    sources = {"方案": scheme.source}
    for where, source in named.items():
        if (
            source is not None
            and source not in sources.values()
            and source.state is not State.OURS
        ):
            sources[where] = source
    # A number that looks like none; then clauses that nobody has read
    for where, source in sources.items():
        if not _DOCUMENT_NUMBER.search(source.number):
            yield _no_number(where, source)
    unread = [
        f"{where}（{each.number}{each.clause}）"
        for where, each in sources.items()
        if _withheld(each)
    ]
    if unread:
        told = f"有{len(unread)}处依据写有条款而没有注明已核，只印文号，不印条款：{'、'.join(unread)}。"
        remedy = "对照原文后，把依据的核对情况写为“已核”。"
        yield LintFinding(
            message=told,
            remedy=remedy,
            where="依据",
            code=_NUMBER,
            standing=Standing.HINT,
        )


def _withheld(source: Source) -> bool:
    """Whether a clause is written that is not printed because nobody says it was read."""
    return bool(source.clause) and source.state is not State.READ


def _no_number(where: str, source: Source) -> LintFinding:
    told = f"依据{source.document}的文号“{source.number}”不像文号。"
    if source.note:
        return LintFinding(
            message=f"{told}依据说明：{source.note}。",
            remedy="",
            where=where,
            code=_NUMBER,
            standing=Standing.HINT,
        )
    remedy = "请填文号；确实没有的，在依据说明中写明。"
    return LintFinding(
        message=told,
        remedy=remedy,
        where=where,
        code=_NUMBER,
    )


def _at(indicator: IndicatorSpec, finding: LintFinding) -> LintFinding:
    return replace(
        finding,
        where="·".join(indicator.path),
        names=indicator.path,
    )


def _adds_up(spec: RuleSpec) -> bool:
    known = kind_texts().get(spec.kind)
    if known:
        exclusive = [each.name for each in known.parameters if each.role == "exclusive"]
    else:
        exclusive = []
    return (
        known is not None
        and known.adds_up
        and not any(spec.parameters.get(name) for name in exclusive)
    )
