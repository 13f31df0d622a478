"""Labels that carry what people wrote, each with the function that reads it back.

`（2022年度）`, `指标1：技术服务内容（项）` and `产出指标（50分，得48分）` are cells of the official form in which fixed words and
filled-in values stand together.
"""

from __future__ import annotations

import re

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import DimensionEntry

__all__ = [
    "dimension_label",
    "funds_label",
    "indicator_label",
    "is_placeholder",
    "parse_dimension_label",
    "parse_indicator_label",
    "parse_year_label",
    "said_by",
    "year_label",
]

_YEAR_WORD = "年度"
_ORDINAL = re.compile(r"指标\s*\d+\s*[:：]")
_POINTS = re.compile(
    r"[（(](?:(?!得)([^（）()分，,]+)分)?[，,]?(?:得([^（）()分，,]+)分)?[)）]\Z"  # in a text without blanks
)


def said_by(scheme: Scheme, text: str) -> str:
    """Return a text of a layout with what the scheme says in the place of its `{…}`: `项目资金（{money_unit}）`."""
    said = {
        "{form_title}": scheme.form_title,
        "{annex}": scheme.annex,
        "{money_unit}": scheme.money_unit,
        "{execution_weight}": plain(scheme.execution_weight),
    }
    for mark, words in said.items():
        text = text.replace(mark, words)
    return text


def year_label(year: str | None) -> str:
    """Return the line under the title; without a year the blank of the official form.

    >>> year_label("2022"), year_label(None)
    ('（2022年度）', '（    年度）')
    """
    return f"（{year if year is not None else ' ' * 4}年度）"


def parse_year_label(text: str | None) -> str | None:
    """Return the year that was filled in, `None` when there is none; a text without 年度 is taken as the year itself.

    >>> parse_year_label("（2022年度）"), parse_year_label("（    年度）"), parse_year_label(" 2022 ")
    ('2022', None, '2022')
    """
    # The blank between the brackets is typed over, brackets or not, in full width or half
    folded = (text or "").strip()
    inner = (
        folded.removesuffix("）") if folded.endswith("）") else folded.removesuffix(")")
    )
    inner = inner.rstrip()
    if not inner.endswith(_YEAR_WORD):
        return folded or None
    year = inner.removesuffix(_YEAR_WORD).lstrip()
    return year[1 if year.startswith(("（", "(")) else 0 :].strip() or None


def indicator_label(ordinal: int, name: str = "") -> str:
    """Return the 三级指标 cell: the official placeholder `指标1：`, with the name once there is one."""
    return f"指标{ordinal}：{name}"


def parse_indicator_label(text: str | None) -> str | None:
    """Return the name without its placeholder and outer blanks; `None` when nothing was filled in.

    >>> parse_indicator_label("指标1：技术服务内容（项）"), parse_indicator_label("指标2："), parse_indicator_label("培训人次")
    ('技术服务内容（项）', None, '培训人次')
    """
    written = text or ""
    # People write before the placeholder, too; what they wrote on both sides is the name
    placeholder = _ORDINAL.search(written)
    if placeholder is not None:
        written = written[: placeholder.start()].rstrip() + written[placeholder.end() :]
    return written.strip() or None


def is_placeholder(name: str) -> bool:
    """Whether a name begins like the placeholder of the form, so that it could not be read back."""
    return _ORDINAL.match(name.lstrip()) is not None


def dimension_label(entry: DimensionEntry) -> str:
    """Return the 一级指标 cell, with the weight and score that the submission states beside the name.

    >>> dimension_label(DimensionEntry(name="产出指标", weight=Entry("50"), self_score=Entry("48")))
    '产出指标（50分，得48分）'
    """
    parts = [f"{entry.weight.text}分"] if not entry.weight.blank else []
    parts += [f"得{entry.self_score.text}分"] if not entry.self_score.blank else []
    return entry.name + (f"（{'，'.join(parts)}）" if parts else "")


def parse_dimension_label(text: str | None, name: str) -> DimensionEntry:
    """Return the entry that the 一级指标 cell of dimension `name` states; without readable points both are blank.

    >>> parse_dimension_label("产出指标(50分)", "产出指标").weight.text
    '50'
    """
    # Blanks come with line breaks in narrow columns
    squeezed = "".join((text or "").split())
    wanted = "".join(name.split())
    match = (
        _POINTS.match(squeezed[len(wanted) :]) if squeezed.startswith(wanted) else None
    )
    if match is None:
        return DimensionEntry(name=name)
    return DimensionEntry(
        name=name,
        weight=Entry(match[1]),
        self_score=Entry(match[2]),
    )


def funds_label(source: str, index: int) -> str:
    """Return the label of a funds row: the total, then `其中：` before the first of its sources."""
    return f"其中：{source}" if index == 1 else source
