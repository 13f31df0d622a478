"""The table of all names for `docs/report-templates.md`: Chinese and English side by side, with an example of each."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.filters import MEANINGS
from perfeval_xl.report.vocabulary.naming import types_of, words_of
from perfeval_xl.report.vocabulary.report import Loop, Report

__all__ = ["names_table"]

_BELOW = {
    "一项": "`{0}`（`{1}`）的内容",
    "一组": "`{0}`（`{1}`）的每一行，`行` 是 for 里取的名字",
    "按名称取用": "`{0}`（`{1}`）的每一项",
}
_PREFIX = {
    "一项": "{}.",
    "一组": "行.",
    "按名称取用": "{}.名称.",
}
_SCALARS = {
    str: "文字",
    int: "数",
    bool: "是否",
    Chart: "图表",
}
_LONGEST = 36
_YES = {True: "是", False: "否"}


def names_table(examples: Sequence[Report]) -> str:
    """Return one Markdown table for the top level, and one for every name that has names below it.

    An example value is the first that one of `examples` has.
    """
    told: set[Any] = set()
    tables = list(_tables("可以直接写的名称", Report, list(examples), "", told))
    loop = _rows(Loop, [], "loop.")
    tables.append("\n".join(["### for 里面的 `loop`", "", *_HEAD, *loop]))
    tables.append(_filters())
    return "\n\n".join(tables)


_HEAD = ("| 中文名称 | 英文名称 | 种类 | 含义 | 例 |", "|---|---|---|---|---|")


def _tables(
    title: str, record: Any, examples: Sequence[Any], above: str, told: set[Any]
) -> Iterator[str]:
    told.add(record)
    yield "\n".join([f"### {title}", "", *_HEAD, *_rows(record, examples, above)])
    kinds = types_of(record)
    for name, said in words_of(record).items():
        inner = _record(kinds[name])
        if not is_dataclass(inner) or inner is Chart:
            continue
        kind = _kind(kinds[name])
        below = _BELOW[kind].format(above + said.chinese, above + name)
        # Each record once, under the first name that leads to it
        if inner in told:
            continue
        values = [
            value for example in examples for value in _inside(getattr(example, name))
        ]
        yield from _tables(
            below, inner, values, _PREFIX[kind].format(said.chinese), told
        )


def _rows(record: Any, examples: Sequence[Any], above: str) -> list[str]:
    kinds = types_of(record)
    rows = []
    for name, said in words_of(record).items():
        example = _example([getattr(one, name) for one in examples])
        rows.append(
            f"| `{above}{said.chinese}` | `{name}` | {_kind(kinds[name])} | {said.meaning} | {example} |"
        )
    return rows


def _inside(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return list(value.values())
    return [value]


def _example(values: Sequence[Any]) -> str:
    for value in values:
        if isinstance(value, bool):
            return _YES[value]
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Chart):
            return value.title
        if isinstance(value, str) and value.strip():
            text = " ".join(value.split()).replace("|", "\\|")
            if len(text) <= _LONGEST:
                return text
            return f"{text[:_LONGEST]}…"
    return ""


def _record(kind: Any) -> Any:
    """The record behind a list or a mapping, or the type itself."""
    items = [item for item in typing.get_args(kind) if is_dataclass(item)]
    if items:
        return items[0]
    return kind


def _kind(kind: Any) -> str:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if is_dataclass(kind):
        return "一项"
    if typing.get_origin(kind) is tuple:
        return "一组"
    return "按名称取用"


def _filters() -> str:
    lines = [
        "### 过滤器",
        "",
        "| 中文名称 | 英文名称 | 作用 | 写法 |",
        "|---|---|---|---|",
    ]
    for name, (chinese, meaning, written) in MEANINGS.items():
        lines.append(
            f"| `{chinese}` | `{name}` | {meaning} | `{written.replace('|', chr(92) + '|')}` |"
        )
    return "\n".join(lines)
