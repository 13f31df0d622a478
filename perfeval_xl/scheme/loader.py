"""Load schemes from TOML, strictly: an unknown key, a wrong sum or a hole between grades is an error with its remedy.

A scheme may say `extends = "other-id"`: it then takes every top-level key it does not write itself from that scheme.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.model import Band, Category, Dimension, Rounding, RuleSpec, Scheme, Section, Source
from perfeval_xl.scheme.toml import Table, parse_toml

__all__ = ["example_json", "find_scheme", "has_example", "load_scheme", "parse_scheme", "scheme_ids"]

_DATA = resources.files("perfeval_xl.scheme").joinpath("data")
_ROLES = ("execution", "quantity", "zero", "quality")


def scheme_ids() -> tuple[str, ...]:
    """Return the ids of all schemes, sorted."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in _DATA.iterdir() if entry.name.endswith(".toml")))


@cache
def load_scheme(scheme_id: str) -> Scheme:
    """Return the scheme with this id; raises `SchemeError` when there is none or its file is wrong."""
    if scheme_id not in scheme_ids():
        raise _unknown(scheme_id)
    file = f"{scheme_id}.toml"
    return parse_scheme(_DATA.joinpath(file).read_text(encoding="utf-8"), file)


def find_scheme(name: str) -> Scheme:
    """Return the scheme with this id or this Chinese title."""
    if name in scheme_ids():
        return load_scheme(name)
    for scheme_id in scheme_ids():
        scheme = load_scheme(scheme_id)
        if scheme.title == name:
            return scheme
    raise _unknown(name)


def has_example(scheme_id: str) -> bool:
    """Whether a scheme has an example submission."""
    return _example(scheme_id).is_file()


def _example(scheme_id: str) -> Traversable:
    return _DATA.joinpath("examples", f"{scheme_id}.json")


def example_json(scheme_id: str) -> str:
    """Return the example submission of a scheme as JSON text; raises `SchemeError` when there is none."""
    if not has_example(scheme_id):
        raise SchemeError(f"方案“{scheme_id}”没有样例。", "有样例的方案可用 perfeval-xl schemes 查看。")
    return _example(scheme_id).read_text(encoding="utf-8")


def parse_scheme(text: str, file: str) -> Scheme:
    """Read one scheme from TOML text; `file` is the name for messages. Raises `SchemeError` for the first mistake."""
    return _inherit(parse_toml(text, file), ()).closed(_scheme)


def _inherit(top: Table, seen: tuple[str, ...]) -> Table:
    if not top.has("extends"):
        return top
    parent = top.text("extends")
    if parent in seen or parent not in scheme_ids():
        raise top.wrong("extends", f"所引用的方案“{parent}”不存在，或者引用成了循环")
    file = f"{parent}.toml"
    base = _inherit(parse_toml(_DATA.joinpath(file).read_text(encoding="utf-8"), file), (*seen, parent))
    own = {key: value for key, value in top.data.items() if key != "extends"}
    return Table({**base.data, **own}, top.file, "")


def _scheme(top: Table) -> Scheme:
    scheme = Scheme(
        id=top.text("id"),
        title=top.text("title"),
        version=top.text("version"),
        form_title=top.text("form_title"),
        form_year=top.whole("form_year", lowest=2000) if top.has("form_year") else None,
        source=top.table("source").closed(_source),
        valid_from=top.day("valid_from"),
        valid_to=top.day("valid_to") if top.has("valid_to") else None,
        money_unit=top.choice("money_unit", ("万元", "元")),
        full_score=top.number("full_score"),
        execution_weight=top.number("execution_weight"),
        rounding=top.table("rounding").closed(_rounding),
        bands=top.tables("bands", _band),
        funds=top.texts("funds"),
        dimensions=top.tables("dimensions", _dimension),
        rules=top.table("rules").closed(_rules),
        sections=top.tables("sections", _section, ()),
    )
    _check_whole(top, scheme)
    return scheme


def _check_whole(top: Table, scheme: Scheme) -> None:
    """What only shows when all parts are there."""
    if scheme.valid_to is not None and scheme.valid_to < scheme.valid_from:
        raise top.wrong("valid_to", "早于 valid_from")
    total = scheme.execution_weight + sum((dimension.weight for dimension in scheme.dimensions), ZERO)
    if total != scheme.full_score:
        sums = f"一级指标与预算执行率的分值合计为{plain(total)}分"
        raise top.wrong("dimensions", f"{sums}，应为{plain(scheme.full_score)}分")
    lowest = [band.lowest for band in scheme.bands]
    if not lowest or lowest != sorted(set(lowest), reverse=True) or lowest[-1] != 0:
        raise top.wrong("bands", "应从高到低排列、不重叠，最低一档从0分起")
    if lowest[0] > scheme.full_score:
        raise top.wrong("bands", "最高一档的起点高于满分")
    if not scheme.funds:
        raise top.wrong("funds", "至少要有一行资金总额")
    _no_repetition(top, "dimensions", (dimension.name for dimension in scheme.dimensions))
    _no_repetition(top, "sections", (section.name for section in scheme.sections))
    _no_repetition(top, "bands", (band.label for band in scheme.bands))


def _no_repetition(top: Table, key: str, names: Iterable[str]) -> None:
    names = list(names)
    for name in names:
        if names.count(name) > 1:
            raise top.wrong(key, f"中“{name}”出现了不止一次")


def _source(table: Table) -> Source:
    return Source(
        document=table.text("document"),
        number=table.text("number"),
        clause=table.text("clause", ""),
        note=table.text("note", ""),
    )


def _rounding(table: Table) -> Rounding:
    return Rounding(places=table.whole("places"), stage=table.choice("stage", ("indicator", "total")))


def _band(table: Table) -> Band:
    return Band(label=table.text("label"), lowest=table.number("lowest"))


def _category(table: Table) -> Category:
    return Category(name=table.text("name"), rows=table.whole("rows", lowest=1))


def _dimension(table: Table) -> Dimension:
    dimension = Dimension(
        name=table.text("name"), weight=table.number("weight"), categories=table.tables("categories", _category)
    )
    _no_repetition(table, "categories", (category.name for category in dimension.categories))
    return dimension


def _section(table: Table) -> Section:
    place = table.choice("place", ("form", "narrative"), "form")
    return Section(name=table.text("name"), group=table.text("group", ""), place=place)


def _rules(table: Table) -> Mapping[str, RuleSpec]:
    return {role: table.table(role).closed(_rule) for role in _ROLES}


def _rule(table: Table) -> RuleSpec:
    kind = table.text("kind")
    source = table.table("source").closed(_source)
    parameters = {key: value for key, value in table.data.items() if key not in {"kind", "source"}}
    table.asked.update(parameters)  # the rule kind reads its parameters as strictly, where it is built
    return RuleSpec(kind=kind, source=source, parameters=parameters)


def _unknown(name: str) -> SchemeError:
    titles = {scheme_id: load_scheme(scheme_id).title for scheme_id in scheme_ids()}
    near = difflib.get_close_matches(name, [*titles, *titles.values()], n=1, cutoff=0.4)
    hint = f"是不是“{near[0]}”？" if near else ""
    return SchemeError(f"没有叫“{name}”的评价方案。{hint}", "全部方案可用 perfeval-xl schemes 查看。")
