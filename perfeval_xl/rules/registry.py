"""From the rule specs of a scheme to rules: which kind scores which row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.measures import ABSENT, Direction, Kind, parse_measure
from perfeval_xl.measures.numerals import CHINESE
from perfeval_xl.refs import Entry
from perfeval_xl.rules.all_or_nothing import AllOrNothing
from perfeval_xl.rules.bands import Bands
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.cells import NOT_TOLD, may_be_day
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
from perfeval_xl.rules.signed import signed_target
from perfeval_xl.rules.zero_target import ZeroTarget
from perfeval_xl.scheme.model import IndicatorSpec, Rounding, RuleSpec, Scheme
from perfeval_xl.scheme.toml import Table

__all__ = [
    "KINDS",
    "execution_rule",
    "indicator_formula",
    "indicator_rule",
    "quantity_formula",
    "role_in",
    "role_of",
    "row_rule",
    "rule_for",
    "scheme_rules",
]

_DURATIONS = {"秒", "月"}
"""The base units of durations."""

_turned: dict[int, tuple[RuleSpec, Rule]] = {}

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


_MOST_BUILT = 4_096
_built: dict[int, tuple[RuleSpec, Rule]] = {}


def rule_for(spec: RuleSpec) -> Rule:
    """Return the rule of a spec; raises `SchemeError` that names file and key for an unknown kind or parameter.

    The rule of one spec is built once: a scheme stays loaded, and building costs more than scoring.
    """
    known = _built.get(id(spec))
    if known is not None and known[0] is spec:
        return known[1]
    rule = _build(spec)
    if len(_built) >= _MOST_BUILT:
        _built.clear()
    _built[id(spec)] = (spec, rule)  # the spec is kept too, so that its id stays its own
    return rule


def _build(spec: RuleSpec) -> Rule:
    table = Table(spec.parameters, spec.file, spec.where)
    if spec.kind not in KINDS:
        raise table.wrong("kind", f"是“{spec.kind}”，没有这种规则；可用的有{'、'.join(KINDS)}")
    return table.closed(KINDS[spec.kind])


def indicator_rule(spec: IndicatorSpec) -> Rule:
    """Return the rule of an indicator of a fixed form; raises `SchemeError` also when its points do not make the weight."""
    rule = rule_for(spec.rule)
    points = rule.points()
    if points is not None and points != spec.weight:
        table = Table(spec.rule.parameters, spec.rule.file, "")
        raise table.wrong(
            spec.rule.where, f"最多能得{plain(points)}分，指标“{spec.path[-1]}”的分值是{plain(spec.weight)}分"
        )
    return rule


def scheme_rules(scheme: Scheme) -> Mapping[str, Rule]:
    """Return the rules of a scheme by role: `execution`, `quantity`, `zero`, `quality`, and `satisfaction` if it has one."""
    return {role: rule_for(spec) for role, spec in scheme.rules.items()}


def role_of(target: Entry) -> str:
    """Return the role of the rule that scores an indicator of an open form, told by what its target is.

    `zero` is a bare 0 or at most 0: at least 0 is an ordinary quantity. A date is judged like a quality.
    """
    measure = parse_measure(target.text)
    if measure.kind is Kind.RANGE:
        return "quantity"
    if measure.kind is not Kind.QUANTITY:
        return "quality"
    zero = measure.number == 0 and (measure.direction is Direction.AT_MOST or measure.sign in {"", "="})
    return "zero" if zero else "quantity"


def role_in(scheme: Scheme, target: Entry, path: tuple[str, ...]) -> str:
    """Return the role of the rule that scores an indicator of this scheme, told by its target and where it stands."""
    role = role_of(target)
    return _quantity_role(scheme, path) if role == "quantity" else role


def row_rule(scheme: Scheme, role: str, target: Entry, path: tuple[str, ...]) -> Rule:
    """Return the rule of one row of an open form.

    Money under 成本指标 and durations under 时效指标 are limits even without a sign: less is better there.
    """
    spec = scheme.rules[role]
    if spec.kind != Ratio.kind or not _is_limit(target, path):
        return rule_for(spec)
    turned = _turned.get(id(spec))
    if turned is None or turned[0] is not spec:
        at_most = replace(spec, parameters={**spec.parameters, "direction": "at_most"})
        turned = _turned[id(spec)] = (spec, rule_for(at_most))
    return turned[1]


def _is_limit(target: Entry, path: tuple[str, ...]) -> bool:
    measure = parse_measure(target.text)
    if measure.kind is not Kind.QUANTITY or measure.sign:
        return False
    under = "·".join(path[:-1])
    return ("成本" in under and measure.unit == "元") or ("时效" in under and measure.unit in _DURATIONS)


def execution_rule(scheme: Scheme) -> Rule:
    """Return the rule of the funds row."""
    return rule_for(scheme.rules["execution"])


def indicator_formula(scheme: Scheme, cells: Mapping[str, str], path: tuple[str, ...] = ()) -> str:
    """Return the preview of one indicator row of an open form: the formula whose rule `role_in` would choose.

    `cells` has `weight`, `target`, `actual`, `self_score`, `note`. Blank (`""`) until the row is filled in, and for
    values written as text with a unit (`7项`), which only the program reads.
    """
    weight, target, actual = cells["weight"], cells["target"], cells["actual"]
    number = _quantity_role(scheme, path)
    faces = {role: rule_for(scheme.rules[role]).formula(cells, scheme.rounding) for role in (number, "zero", "quality")}
    said = (
        f"AND(ISTEXT({target}),ISTEXT({actual}),{_says_something(target)},{_says_something(actual)},"
        f"{_without_figures(target)})"
    )
    texts = f'IF({said},{faces["quality"]},"")'
    quantity = f"IF({target}=0,{faces['zero']},{faces[number]})"
    numbers = f'IF(AND({may_be_day(target)},{may_be_day(actual)}),"",{quantity})'
    signed = signed_target(target, actual, *_signed_faces(scheme, number, cells))
    values = f"IF(ISNUMBER({actual}),IF(ISNUMBER({target}),{numbers},{signed}),{texts})"
    return f'IF(ISNUMBER({weight}),IF({weight}>=0,{values},""),"")'


def _signed_faces(
    scheme: Scheme, role: str, cells: Mapping[str, str]
) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Return what makes the points from a target's number, for ≥ and for ≤; only `ratio` knows a ≤."""
    spec = scheme.rules[role]

    def at_least(number: str) -> str:
        return rule_for(spec).formula({**cells, "target": number}, scheme.rounding)

    if spec.kind != Ratio.kind:
        return at_least, lambda _: NOT_TOLD
    return _towards(spec, "at_least", cells, scheme.rounding), _towards(spec, "at_most", cells, scheme.rounding)


def quantity_formula(spec: RuleSpec, cells: Mapping[str, str], rounding: Rounding) -> str:
    """Return the preview of a rule of a fixed form that compares `target` with `actual`: the target may show a sign."""
    faces = (_towards(spec, direction, cells, rounding) for direction in ("at_least", "at_most"))
    signed = signed_target(cells["target"], cells["actual"], *faces)
    return f"IF(ISTEXT({cells['target']}),{signed},{rule_for(spec).formula(cells, rounding)})"


def _towards(spec: RuleSpec, direction: str, cells: Mapping[str, str], rounding: Rounding) -> Callable[[str], str]:
    """Return what makes the points from a target's number, for a sign of that direction, whatever goes without one."""
    rule = rule_for(replace(spec, parameters={**spec.parameters, "direction": direction}))
    return lambda number: rule.formula({**cells, "target": number}, rounding)


def _quantity_role(scheme: Scheme, path: tuple[str, ...]) -> str:
    satisfaction = any(_SATISFACTION in name for name in path[:2])
    return "satisfaction" if satisfaction and "satisfaction" in scheme.rules else "quantity"


def _without_figures(cell: str) -> str:
    """Return the formula that is true for a text that can be no quantity: whether 7项 or 七项 is one, the program reads."""
    figures = (
        "{" + ",".join(f'"{sign}"' for sign in "0123456789０１２３４５６７８９半" + "".join(sorted(CHINESE))) + "}"
    )
    return f"SUMPRODUCT(--ISNUMBER(FIND({figures},{cell})))=0"


def _says_something(cell: str) -> str:
    """Return the formula that is true unless the text is blank or says 不适用."""
    absent = "{" + ",".join(f'"{word}"' for word in ("", *sorted(ABSENT))) + "}"
    return f'SUMPRODUCT(--EXACT(TRIM(SUBSTITUTE({cell},"\u3000","")),{absent}))=0'
