"""The table of all names for `docs/report-templates.md`, written from the records of `context`."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from perfeval_xl.report.context import MEANING, Loop, Report

__all__ = ["names_table"]

_BELOW = {"一项": "内容", "一组": "每一行（`row` 是 for 里取的名字）", "按栏目名称取用": "每一个栏目"}
_PREFIX = {"一项": "{}.", "一组": "row.", "按栏目名称取用": "{}.栏目名称."}
_SCALARS = {str: "文字", int: "数", bool: "是否"}


def names_table() -> str:
    """Return one Markdown table for the top level, and one for every name that has names below it."""
    return "\n\n".join(_tables("可以直接写的名称", Report)) + "\n\n" + next(_tables("for 里面的 `loop`", Loop, "loop."))


def _tables(title: str, record: Any, above: str = "") -> Iterator[str]:
    hints = typing.get_type_hints(record)
    rows = [f"### {title}", "", "| 名称 | 种类 | 含义 |", "|---|---|---|"]
    below: list[str] = []
    for entry in fields(record):
        name, kind = f"{above}{entry.name}", hints[entry.name]
        rows.append(f"| `{name}` | {_kind(kind)} | {entry.metadata[MEANING]} |")
        if is_dataclass(inner := _record(kind)):
            below += _tables(f"`{name}` 的{_BELOW[_kind(kind)]}", inner, _PREFIX[_kind(kind)].format(name))
    yield "\n".join(rows)
    yield from below


def _record(kind: Any) -> Any:
    """The record behind a list or a mapping, or the type itself."""
    items = [item for item in typing.get_args(kind) if is_dataclass(item)]
    return items[0] if items else kind


def _kind(kind: Any) -> str:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if is_dataclass(kind):
        return "一项"
    return "一组" if typing.get_origin(kind) is tuple else "按栏目名称取用"
