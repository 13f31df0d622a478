"""From the rule specs of a scheme to rules: which kind scores which row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.measures import Direction, Kind, Measure, RowReading
from perfeval_xl.rules.all_or_nothing import AllOrNothing
from perfeval_xl.rules.bands import Bands
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.checklist import Checklist
from perfeval_xl.rules.choice import Choice
from perfeval_xl.rules.deadline import Deadline
from perfeval_xl.rules.deductions import Deductions
from perfeval_xl.rules.execution import Execution
from perfeval_xl.rules.in_range import InRange
from perfeval_xl.rules.judgement import Judgement
from perfeval_xl.rules.levels import Levels
from perfeval_xl.rules.linear import Linear
from perfeval_xl.rules.per_finding import PerFinding
from perfeval_xl.rules.ratio import Ratio
from perfeval_xl.rules.zero_target import ZeroTarget
from perfeval_xl.scheme.model import IndicatorSpec, RuleSpec, Scheme
from perfeval_xl.scheme.toml import Table

__all__ = [
    "KINDS",
    "execution_rule",
    "indicator_rule",
    "level_names",
    "quantity_role",
    "role_in",
    "role_of",
    "row_rule",
    "rule_for",
    "scheme_rules",
]

_SATISFACTION = "满意度"
"""What the names of the 一级 or 二级指标 have in common in all official forms."""

_RULES: tuple[type[Rule], ...] = (
    AllOrNothing,
    Bands,
    Checklist,
    Choice,
    Deadline,
    Deductions,
    Execution,
    InRange,
    Judgement,
    Levels,
    Linear,
    PerFinding,
    Ratio,
    ZeroTarget,
)

KINDS: Mapping[str, Callable[[Table], Rule]] = {rule.kind: rule for rule in _RULES}
"""Every rule kind by its name in a scheme."""


# Many more specs than one scheme has; a process that loads schemes anew must not grow
_MOST_BUILT = 4_096
_built: dict[int, tuple[RuleSpec, Rule]] = {}
# The same for ratios that were turned round, by the spec they come from
_turned: dict[int, tuple[RuleSpec, Rule]] = {}


def rule_for(spec: RuleSpec) -> Rule:
    """Return the rule of a spec; raises `SchemeError` that names file and key for an unknown kind or parameter.

    The rule of one spec is built once: a scheme stays loaded, and building costs more than scoring.
    """
    known = _built.get(id(spec))
    if known is not None and known[0] is spec:
        return known[1]
    rule = _build(spec)
    _keep(_built, spec, rule)
    return rule


def _keep(
    rules: dict[int, tuple[RuleSpec, Rule]],
    spec: RuleSpec,
    rule: Rule,
) -> None:
    """Remember the rule of a spec; the spec is kept too, so that its id stays its own."""
    if len(rules) >= _MOST_BUILT:
        rules.clear()
    rules[id(spec)] = (spec, rule)


def _build(spec: RuleSpec) -> Rule:
    table = Table(spec.parameters, spec.file, spec.where)
    # The kind first: which parameters are known depends on it
    if spec.kind not in KINDS:
        raise table.wrong("kind", "kind_unknown", value=spec.kind, allowed=tuple(KINDS))
    return table.closed(KINDS[spec.kind])


def indicator_rule(spec: IndicatorSpec) -> Rule:
    """Return the rule of an indicator of a fixed form; raises `SchemeError` also when its points do not make the weight."""
    rule = rule_for(spec.rule)
    points = rule.points()
    if points is not None and points != spec.weight:
        table = Table(spec.rule.parameters, spec.rule.file, "")
        raise table.wrong(
            spec.rule.where,
            "points_not_weight",
            points=plain(points),
            name=spec.path[-1],
            weight=plain(spec.weight),
        )
    return rule


def scheme_rules(scheme: Scheme) -> Mapping[str, Rule]:
    """Return the rules of a scheme by role: `execution`, `quantity`, `zero`, `quality`, and `satisfaction` if it has one."""
    return {role: rule_for(spec) for role, spec in scheme.rules.items()}


def level_names(scheme: Scheme) -> tuple[str, ...]:
    """Return the levels by which an open form judges a quality, best first; none where it has no such rule."""
    if "quality" not in scheme.rules:
        return ()
    for fact in rule_for(scheme.rules["quality"]).facts():
        if fact.name == "actual":
            return fact.words
    return ()


def role_of(target: Measure) -> str:
    """Return the role of the rule that scores an indicator of an open form, told by what its target is.

    `zero` is a bare 0 or at most 0: at least 0 is an ordinary quantity. A date is judged like a quality.
    """
    # A range has no single number, yet what lies outside it is scored in proportion
    if target.kind is Kind.RANGE:
        return "quantity"
    if target.kind is not Kind.QUANTITY:
        return "quality"
    # Nothing can be divided by 0, so such a target needs a rule of its own
    zero = target.number == 0 and (
        target.direction is Direction.AT_MOST or target.sign in {"", "="}
    )
    if zero:
        return "zero"
    return "quantity"


def role_in(scheme: Scheme, target: Measure, path: tuple[str, ...]) -> str:
    """Return the role of the rule that scores an indicator of this scheme, told by its target and where it stands."""
    role = role_of(target)
    if role == "quantity":
        return quantity_role(scheme, path)
    return role


def row_rule(scheme: Scheme, role: str, reading: RowReading) -> Rule:
    """Return the rule of one row of an open form; a target that is a limit without a sign turns a ratio round."""
    spec = scheme.rules[role]
    # Only a ratio has a direction to turn
    if spec.kind != Ratio.kind or not reading.at_most:
        return rule_for(spec)
    # One turned copy per spec: hundreds of rows share it
    known = _turned.get(id(spec))
    if known is not None and known[0] is spec:
        return known[1]
    at_most = replace(spec, parameters={**spec.parameters, "direction": "at_most"})
    turned = rule_for(at_most)
    _keep(_turned, spec, turned)
    return turned


def execution_rule(scheme: Scheme) -> Rule:
    """Return the rule of the funds row."""
    return rule_for(scheme.rules["execution"])


def quantity_role(scheme: Scheme, path: tuple[str, ...]) -> str:
    """Return the role of the rule for an ordinary quantity; some schemes have one of their own for 满意度."""
    satisfaction = any(_SATISFACTION in name for name in path[:2])
    if satisfaction and "satisfaction" in scheme.rules:
        return "satisfaction"
    return "quantity"
