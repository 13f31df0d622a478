"""What looks like a tag and is none, and what editing leaves behind: revisions, fields of a mail merge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfeval_xl.report.linting.places import Finding, Places, W
from perfeval_xl.report.vocabulary.naming import types_of
from perfeval_xl.report.vocabulary.report import Report

__all__ = ["traces"]

_LOOKALIKE = re.compile(
    r"(?:｛[｛{%％#]|\{[｛％]|[｛{]%?％|\{\s+\{)[^{}｛｝]{0,40}[}｝％%]{0,2}"
)
_SINGLE = re.compile(r"(?<![{%#$])\{\s*([\w.]+)\s*\}(?!\})")
_CHEVRONS = re.compile(r"«([^»]{1,40})»|<<\s*([\w.]{1,40})\s*>>")
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_ACCEPT = "请在“审阅”中接受或拒绝全部修订，并关闭“修订”。"


def traces(root: Any, places: Places) -> Iterator[Finding]:
    """Yield them in the order of the part."""
    known = types_of(Report)
    for paragraph in root.iter(f"{W}p"):
        place = places.of(paragraph)
        text = places.text(paragraph)
        # Full-width signs, or blanks between the braces
        for match in _LOOKALIKE.finditer(text):
            what = "不是标记：用了全角的括号或百分号，或括号之间有空格"
            yield Finding(
                place=place,
                tag=match[0],
                what=what,
                remedy="请改成半角的 {{ … }} 或 {% … %}。",
            )
        # One brace may be meant, unless what stands in it is a name of ours
        for match in _SINGLE.finditer(text):
            if match[1].split(".")[0] in known:
                remedy = f"请写成两层花括号：{{{{ {match[1]} }}}}。"
                yield Finding(
                    place=place,
                    tag=match[0],
                    what="不是标记：只有一层花括号",
                    remedy=remedy,
                )
        yield from _mail_merge(paragraph, text, place)
        # Nobody sees them with the markup hidden, until they stand in a report
        if next(paragraph.iter(*_REVISIONS), None) is not None:
            yield Finding(
                place=place,
                tag="",
                what="有没有接受的修订，会留在每一份报告里",
                remedy=_ACCEPT,
            )


def _mail_merge(paragraph: Any, text: str, place: Any) -> Iterator[Finding]:
    # «…» are quotation marks too: without a field only known names count
    named = [match[1] or match[2] for match in _CHEVRONS.finditer(text)]
    codes = [element.text or "" for element in paragraph.iter(f"{W}instrText")]
    codes += [
        element.get(f"{W}instr", "") for element in paragraph.iter(f"{W}fldSimple")
    ]
    field = any("MERGEFIELD" in code for code in codes)
    if not field:
        named = [name for name in named if name.split(".")[0] in types_of(Report)]
    if named or field:
        name = "…"
        if named:
            name = named[0]
        remedy = (
            f"请删去它，改写成 {{{{ {name} }}}}；可用的名称见 docs/report-names.md。"
        )
        yield Finding(
            place=place,
            tag=f"«{name}»",
            what="是邮件合并域，不是本程序的标记",
            remedy=remedy,
        )
