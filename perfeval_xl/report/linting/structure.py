"""Whether the tags of a template fit together, by docxtpl-lint; and what of ours it does not know.

docxtpl-lint finds tags that are not closed, blocks that are not or wrongly closed, and statements of rows that do not
stand in one table. It knows nothing of blocks inside one paragraph that end in another: docxtpl joins such paragraphs,
we refuse them, because what is repeated then is no whole paragraph.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import docxtpl_lint

from perfeval_xl.report.linting.places import Finding, Places, W
from perfeval_xl.report.linting.tags import Tag

__all__ = ["SPAN", "broken_blocks", "broken_spans", "torn_blocks"]

SPAN = f"{W}tcPr/{W}gridSpan"
"""Where a cell says over how many columns it goes."""

_SAME = (
    "同一组 for 或 if 应都在一段文字内，或都写 {%p …%}，或都在同一表格内写 {%tr …%}。"
)
_WHOLE = re.compile(r"[0-9]{1,4}")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def broken_blocks(data: bytes, places: Mapping[str, Places]) -> Iterator[Finding]:
    """Yield what docxtpl-lint finds about the structure; `places` holds the places of every part by docxtpl-lint's name."""
    rules = _rules()
    for issue in docxtpl_lint.lint(data).issues:
        told = rules.get(issue.rule)
        where = places.get(issue.location.part)
        if told is None or where is None:
            continue
        # The snippet may go on behind the tag
        whole = _TAG.match(issue.snippet)
        yield Finding(
            place=where.numbered(issue.location.paragraph),
            tag=whole[0] if whole else issue.snippet,
            what=_filled(told["what"], issue.params),
            remedy=_filled(told["remedy"], issue.params),
        )


def torn_blocks(tags: Sequence[Tag]) -> Iterator[Finding]:
    """Yield the tags of one block that do not stand side by side: repeating it would tear the document apart."""
    open_tags: list[Tag] = []
    for tag in tags:
        if tag.word in ("for", "if"):
            open_tags.append(tag)
        # `else` and `elif` have to stand beside their `if` as well as its end
        elif tag.word and open_tags:
            first = open_tags[-1]
            # Two units in one block: docxtpl-lint tells that
            mixed = first.unit != tag.unit
            if not mixed and first.scope is not tag.scope:
                yield tag.wrong(
                    f"与{first.place.said}的“{first.text}”不在同一层", _SAME
                )
            if tag.word.startswith("end"):
                open_tags.pop()


def broken_spans(root: Any, places: Places) -> Iterator[Finding]:
    """Yield the cells that do not say as a number over how many columns they go: Word cannot open such a table."""
    for cell in root.iter(f"{W}tc"):
        span = cell.find(SPAN)
        written = "" if span is None else span.get(f"{W}val", "")
        if span is None or _WHOLE.fullmatch(written):
            continue
        yield Finding(
            place=places.inside(cell),
            tag="",
            what=f"的跨列数“{written}”不是整数",
            remedy="请在 Word 或 WPS 中删去这一格所在的行，重新插入，或改用原模板重新修改。",
        )


@cache
def _rules() -> Mapping[str, Mapping[str, str]]:
    path = resources.files("perfeval_xl.report.linting").joinpath("rules.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _filled(text: str, parameters: Mapping[str, Any]) -> str:
    """Put in the parameters by name; the braces of tags in the text are no slots."""
    for name, value in parameters.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
