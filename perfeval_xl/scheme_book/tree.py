"""A scheme as the tables of its TOML file, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.citations import Source, State
from perfeval_xl.scheme.families import FAMILIES, Family
from perfeval_xl.scheme.model import Dimension, IndicatorSpec, RuleSpec, Scheme, Section

__all__ = ["Tree", "figure", "tree_of"]

Tree = dict[str, Any]
"""Tables, lists, texts, figures, dates: what `tomllib` gives."""


def tree_of(scheme: Scheme) -> Tree:
    """Return all of a scheme; what is empty, or what the scheme says anyway, is left out."""
    tree: Tree = {
        "id": scheme.id,
        "title": scheme.title,
        "version": scheme.version,
        "family": scheme.family,
        "form_title": scheme.form_title,
        "form_year": scheme.form_year,
        "valid_from": scheme.valid_from,
        "valid_to": scheme.valid_to,
        "money_unit": scheme.money_unit,
        "full_score": figure(scheme.full_score),
        "execution_weight": figure(scheme.execution_weight),
        "funds": list(scheme.funds),
        "required": list(scheme.required),
        "not_applicable": scheme.not_applicable,
        "audience": scheme.audience or None,
        "budget_note": scheme.budget_note or None,
        "live_scores": None if scheme.live_scores else False,
        "annex": None if scheme.annex == "附件1" else scheme.annex,
        "source": _source(scheme.source),
        "weights_source": _own_source(scheme.weights_source),
        "bands_source": _own_source(scheme.bands_source),
        **_lists(scheme),
    }
    # What the loader insists on is written even where it is empty
    needed = {"dimensions", "bands", "required"} | FAMILIES[scheme.family].needed
    return {
        key: value
        for key, value in tree.items()
        if key in needed or value not in (None, [], {})
    }


def _lists(scheme: Scheme) -> Tree:
    """Return what a scheme has several of, one table each, and how its forms are printed."""
    family, source = FAMILIES[scheme.family], scheme.source
    rounding = scheme.rounding
    return {
        "rounding": {"places": rounding.places, "stage": rounding.stage},
        "bands": [
            {"label": band.label, "lowest": figure(band.lowest)}
            for band in scheme.bands
        ],
        "dimensions": [_dimension(each, family) for each in scheme.dimensions],
        "rules": {role: _rule(spec, source) for role, spec in scheme.rules.items()},
        "indicators": [_indicator(spec, source) for spec in scheme.indicators],
        "sections": [_section(section) for section in scheme.sections],
        "form": _record(scheme.form),
        "defects": [
            {"code": each.code, "where": each.where, "text": each.text}
            for each in scheme.defects
        ],
    }


def figure(value: Decimal) -> Decimal | int:
    """Return an exact figure as TOML spells it best: a whole one without decimals, none with an exponent."""
    if value == value.to_integral_value():
        return int(value)
    return Decimal(plain(value))


def _section(section: Section) -> Tree:
    return _filled(
        name=section.name,
        group=section.group,
        place=section.place,
    )


def _own_source(source: Source | None) -> Tree | None:
    """Return a source of its own; `None` where there is none."""
    if source is None:
        return None
    return _source(source)


def _source(source: Source) -> Tree:
    """Return a source with all it says; where it stood in a list of citations does not matter any more."""
    named = _filled(
        document=source.document,
        number=source.number,
        clause=source.clause,
        note=source.note,
    )
    stated = ""
    if source.state is not State.UNSTATED:
        stated = str(source.state)
    return {**named, **_filled(state=stated, ours=source.ours)}


def _dimension(dimension: Dimension, family: Family) -> Tree:
    tree: Tree = {
        "name": dimension.name,
        "weight": figure(dimension.weight),
        **_filled(together=dimension.together),
    }
    if family.has("categories"):
        tree["categories"] = [
            {"name": category.name, "rows": category.rows}
            for category in dimension.categories
        ]
    return tree


def _indicator(spec: IndicatorSpec, common: Source) -> Tree:
    return {
        "path": list(spec.path),
        "weight": figure(spec.weight),
        **_filled(
            target=spec.target,
            explanation=spec.explanation,
            standard=spec.standard,
        ),
        **({"proof": list(spec.proof)} if spec.proof else {}),
        **({"own": spec.own} if spec.own else {}),
        "rule": _rule(spec.rule, common),
    }


def _rule(spec: RuleSpec, common: Source) -> Tree:
    parameters = {name: _plain(value) for name, value in spec.parameters.items()}
    # A rule that follows the scheme says nothing about its source
    if spec.source != common:
        source = {"source": _source(spec.source)}
    else:
        source = {}
    return {
        "kind": spec.kind,
        **parameters,
        **source,
    }


def _plain(value: object) -> object:
    """Return what a parameter holds as lists, tables, and figures in their best spelling."""
    if isinstance(value, Decimal) and value.is_finite():
        return figure(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _record(value: object) -> object:
    """Return a record with everything below it as tables; what has its default is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: _record(each)
            for field, each in pairs
            if each != field.default and each not in ("", ())
        }
    if not isinstance(value, tuple):
        return _plain(value)
    return [_record(each) for each in value]


def _filled(**texts: str) -> Tree:
    return {key: text for key, text in texts.items() if text}
