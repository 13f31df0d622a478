"""What a fixed form asks for, indicator by indicator: the facts of its rule, and which of them have a cell of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_xl.rules.base import Fact, FactKind, Rule
from perfeval_xl.rules.registry import rule_for
from perfeval_xl.scheme.form_spec import FormSpec
from perfeval_xl.scheme.model import OWN_NAME, IndicatorSpec, Scheme

__all__ = ["ROW_FIELDS", "Asked", "asked_of"]

ROW_FIELDS = ("target", "actual", "weight", "self_score", "note")
"""The fields that every indicator has, whatever its rule asks for."""

_NAME = Fact(
    name=OWN_NAME,
    label="指标名称",
    kind=FactKind.TEXT,
)

_IN_ROW = frozenset(ROW_FIELDS) - {"weight"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One indicator: its rule, where its own fields stand, and the facts that have cells of their own.

    `in_rating` are fields of the rating table, `in_targets` those of a table of targets; what is in neither stands on
    评分依据. `facts` are asked for on 评分依据, proofs beside what they prove aside, which are in `proofs` by fact.
    """

    index: int
    spec: IndicatorSpec
    rule: Rule
    in_rating: frozenset[str]
    in_targets: frozenset[str]
    facts: tuple[Fact, ...]
    proofs: dict[str, Fact]

    @property
    def on_evidence(self) -> tuple[str, ...]:
        """The fields that stand on 评分依据 since no other sheet has them."""
        return tuple(
            name for name in ROW_FIELDS if name not in self.in_rating | self.in_targets
        )

    @property
    def begins(self) -> bool:
        """Whether this is an indicator of the scheme, or the first of the rows that share one."""
        return self.spec.share is None or self.spec.share.number == 1

    def every(self) -> tuple[Fact, ...]:
        """Every fact: what the unit calls an indicator of its own, and what the rule asks for."""
        if self.spec.share is None:
            return self.rule.facts()
        return (_NAME, *self.rule.facts())

    def own(self) -> Iterator[Fact]:
        """Every fact with a cell of its own, in the order of the rule."""
        # In the order of the rule, whatever order the cells have
        mine = {fact.name for fact in self.facts} | {
            fact.name for fact in self.proofs.values()
        }
        if self.spec.share is not None:
            mine.add(_NAME.name)
        return (fact for fact in self.every() if fact.name in mine)


def asked_of(scheme: Scheme, form: FormSpec) -> tuple[Asked, ...]:
    """Return what is asked for, in the order of the scheme."""
    return tuple(_one(index, spec, form) for index, spec in enumerate(scheme.rows))


def _one(index: int, spec: IndicatorSpec, form: FormSpec) -> Asked:
    rule = rule_for(spec.rule)
    # What the rating table has a column for
    rating = frozenset(
        column.kind for part in form.parts("rating") for column in part.columns
    ) & frozenset(ROW_FIELDS)
    # What a table of targets has, in the row whose label ends with this indicator
    targets: frozenset[str] = frozenset()
    for part in form.parts("targets"):
        if "/".join(spec.path) in {label.split("|")[-1] for label in part.labels}:
            targets = frozenset(column.kind for column in part.columns) & frozenset(
                ("target", "actual")
            )
    # What is left has a cell on 评分依据; a proof stands there beside what it proves
    facts: list[Fact] = []
    proofs: dict[str, Fact] = {}
    columns = {column.kind for part in form.parts("rating") for column in part.columns}
    # How the unit calls its own indicator is asked for first
    if spec.share is not None and "name" not in columns:
        facts.append(_NAME)
    for fact in rule.facts():
        if fact.name.startswith("proof_"):
            proofs[fact.name.removeprefix("proof_")] = fact
        elif fact.name not in _IN_ROW or fact.name in targets - rating:
            facts.append(fact)
    return Asked(
        index=index,
        spec=spec,
        rule=rule,
        in_rating=rating,
        in_targets=targets - rating,
        facts=tuple(facts),
        proofs=proofs,
    )
