"""The page of the limits: every one with its value and with what happens beyond it."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.limits import Limit, LimitGroup, limit_groups

__all__ = ["limits_page"]

_HEAD = """# 限度一览

收到的文件可能是坏的，也可能是有人存心做的。程序在动手之前先看大小和数量，超过下列限度的不再往下读，说明原因，其他文件照常处理。
正常的自评表约 100 KB、几百个单元格，离这些限度很远。限度都写在 `perfeval_xl/limits.toml` 里，改后运行 `make docs`。
"""
_SIZES = ((1024 * 1024, "MB"), (1024, "KB"))


def limits_page() -> str:
    """Return the page without its notice."""
    lines = [_HEAD]
    for group in limit_groups():
        lines.extend(_group(group))
    return "\n".join(lines).rstrip() + "\n"


def _group(group: LimitGroup) -> Iterator[str]:
    yield f"## {group.title}"
    yield ""
    if group.note:
        yield group.note
        yield ""
    yield "| 限度 | 最多 | 超过时 |"
    yield "|---|---|---|"
    for limit in group.limits:
        yield f"| {limit.name} | {_shown(limit)} | {limit.then} |"
    yield ""


def _shown(limit: Limit) -> str:
    """Return a limit with its unit; bytes are given in the largest unit that divides them."""
    if limit.unit == "字节":
        for size, name in _SIZES:
            if limit.most % size == 0:
                return f"{limit.most // size} {name}"
    return f"{limit.most:,} {limit.unit}"
