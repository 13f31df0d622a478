"""A scheme as the text of a TOML file: in the order in which a person reads it, its rules as sentences beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import tomli_w

from perfeval_xl.amounts import plain
from perfeval_xl.citations import Source, State
from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.registry import rule_for
from perfeval_xl.scheme.model import RuleSpec, Scheme
from perfeval_xl.scheme.toml_data import TomlFault, toml_data
from perfeval_xl.scheme_book.tree import Tree, tree_of

__all__ = ["said_source", "sentence_of", "toml_read", "toml_text", "toml_value"]

_LISTED = ("bands", "dimensions", "sections", "defects")
_WIDEST = 100


def toml_text(scheme: Scheme) -> str:
    """Return the file: `parse_scheme` makes the same scheme of it."""
    return "\n".join(_lines(scheme, tree_of(scheme))) + "\n"


def toml_value(value: object) -> str:
    """Return a value on one line, tables and lists included."""
    # `tomli_w` writes tables on lines of their own, which a value in a list cannot have
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(
                f"{_key(key)} = {toml_value(each)}" for key, each in value.items()
            )
            + " }"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return tomli_w.dumps({"v": value}).removeprefix("v = ").rstrip("\n")


def toml_read(text: str) -> object:
    """Return a value written as in TOML, `None` for anything else."""
    try:
        return toml_data(f"v = {text}")["v"]
    except TomlFault:
        return None


def _lines(scheme: Scheme, tree: Tree) -> Iterator[str]:
    yield f"# {_comment(scheme.title)}"
    yield ""
    # Plain values first: in TOML nothing of the top table may follow another table
    yield from _pairs(
        {key: value for key, value in tree.items() if not _has_tables(value)}
    )
    for key in ("source", "weights_source", "bands_source", "rounding"):
        if key in tree:
            yield from ("", f"[{key}]", *_pairs(tree[key]))
    # Grades and weights in words above their tables
    said = {"bands": _bands(scheme), "dimensions": _weights(scheme)}
    for key in _LISTED[:2]:
        yield from ("", f"# {said[key]}")
        # No blank line between the comment and what it is about
        yield from list(_tables(key, tree[key]))[1:]
    # Every rule under its sentence
    for role, rule in scheme.rules.items():
        yield from (
            "",
            f"# {_comment(sentence_of(rule))}",
            f"[rules.{role}]",
            *_pairs(tree["rules"][role]),
        )
    for spec, table in zip(scheme.indicators, tree.get("indicators", ()), strict=True):
        yield from (
            "",
            f"# {_comment('·'.join(spec.path))}（{plain(spec.weight)}分）：{_comment(sentence_of(spec.rule))}",
        )
        yield from (
            "[[indicators]]",
            *_pairs({key: value for key, value in table.items() if key != "rule"}),
        )
        yield from ("", "[indicators.rule]", *_pairs(table["rule"]))
    for key in _LISTED[2:]:
        yield from _tables(key, tree.get(key, ()))
    # The parts of a sheet must follow it, before the next sheet begins
    for sheet in tree.get("form", {}).get("sheets", ()):
        yield from _tables(
            "form.sheets",
            [{key: value for key, value in sheet.items() if key != "parts"}],
        )
        yield from _tables("form.sheets.parts", sheet.get("parts", ()))


def _has_tables(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, Mapping) for each in value)
    )


def _tables(key: str, rows: list[Tree]) -> Iterator[str]:
    for row in rows:
        yield from ("", f"[[{key}]]", *_pairs(row))


def _pairs(table: Tree) -> Iterator[str]:
    for key, value in table.items():
        line = f"{_key(key)} = {toml_value(value)}"
        if (
            isinstance(value, list)
            and value
            and (_has_tables(value) or len(line) > _WIDEST)
        ):
            yield f"{_key(key)} = ["
            yield from (f"    {toml_value(each)}," for each in value)
            yield "]"
        else:
            yield line


def _key(key: str) -> str:
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _bands(scheme: Scheme) -> str:
    return "等级：" + "，".join(
        f"{plain(band.lowest)}分起为{_comment(band.label)}" for band in scheme.bands
    )


def _weights(scheme: Scheme) -> str:
    if scheme.execution_weight:
        parts = [f"预算执行率{plain(scheme.execution_weight)}"]
    else:
        parts = []
    parts += [
        f"{_comment(dimension.name)}{plain(dimension.weight)}"
        for dimension in scheme.dimensions
    ]
    return "分值：" + "、".join(parts)


def sentence_of(spec: RuleSpec) -> str:
    """Return the rule as its sentence; one that cannot be built has none, but its kind."""
    try:
        return rule_for(spec).describe()
    except SchemeError:
        return spec.kind


def said_source(source: Source) -> str:
    """Return all that is known of a source, for who keeps the scheme: how far it was verified, and what is ours."""
    # `full` leaves out a clause that nobody has read; who keeps the scheme wants to see it
    if source.clause and source.state is not State.READ:
        clause = f" {source.clause}"
    else:
        clause = ""
    if source.state in (State.OURS, State.UNSTATED):
        notes = []
    else:
        notes = [str(source.state)]
    if source.note:
        notes += [source.note]
    if source.ours:
        notes += [f"{State.OURS}：{source.ours}"]
    named = source.full.removesuffix("（条文待核）") + clause
    if notes:
        return f"{named}（{'；'.join(notes)}）"
    return named


def _comment(text: str) -> str:
    """Return a text as a comment can hold it: on one line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
