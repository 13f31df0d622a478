"""What stands below the indicators: the total, the grade, and the texts of 项目绩效分析."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.foreign.beside import beside
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Columns
from perfeval_xl.foreign.words import bare, words
from perfeval_xl.refs import Entry

__all__ = ["read_section", "read_total"]

_FURTHEST = 3
"""How many cells may stand between a label and its text."""
_PAIR = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?[分%]?")


def read_total(draft: Draft, row: int, columns: Columns | None) -> bool:
    """Read a row 总分 or 合计; `False` for any other."""
    fresh = draft.sheet.fresh(row)
    if not fresh or not _names_total(draft, row, columns):
        return False
    draft.use(fresh[0])
    for area in fresh[1:]:
        _grade(draft, area)
    weight = _whole_weight(draft, fresh, row, columns)
    score = _under(draft, fresh, row, columns, "score")
    if weight is not None:
        _keep(draft, "weight_total", "分值合计", weight, Sure.CERTAIN)
        total = draft.fields["weight_total"]
        share = normalise(total.text or "").removesuffix("%")
        draft.fields["weight_total"] = replace(total, text=share)
    if score is not None:
        _keep(draft, "self_total", "总分", score, Sure.CERTAIN)
    elif columns is None or columns.get("score") is None:
        _only_figure(draft, fresh)
    elif weight is None:
        _figure_beside(draft, fresh)
    return True


def _grade(draft: Draft, area: Area) -> None:
    """Take the grade that stands in the row of the total: behind its label, or beside it."""
    label, colon, grade = area.text.replace(":", "：").partition("：")
    meaning = words().fields.meaning(label)
    if meaning is None or meaning.role != "self_grade":
        return
    if colon and grade.strip():
        draft.fields["self_grade"] = draft.take(area, "等级", text=grade.strip())
        return
    value = beside(draft, area)
    if value is not None:
        draft.use(area)
        draft.fields["self_grade"] = draft.take(value, "等级")


def _names_total(draft: Draft, row: int, columns: Columns | None) -> bool:
    """Whether a row begins with 总分, or with 自评得分 while its figures stand in the columns of points."""
    fresh = draft.sheet.fresh(row)
    first = fresh[0]
    if bare(first.text) in words().totals:
        return True
    meaning = words().fields.meaning(first.text)
    if meaning is None or not meaning.sure or meaning.role != "self_total":
        return False
    return any(
        _under(draft, fresh, row, columns, role) is not None
        for role in ("weight", "score")
    )


def _under(
    draft: Draft, fresh: tuple[Area, ...], row: int, columns: Columns | None, role: str
) -> Area | None:
    """Return the figure of a total that stands in a column of points."""
    column = None if columns is None else columns.get(role)
    if column is None:
        return None
    found = [area for area in draft.sheet.across(row, column.span) if area in fresh[1:]]
    figures = [area for area in found if _NUMBER.fullmatch(normalise(area.text))]
    return figures[0] if figures else None


def _whole_weight(
    draft: Draft, fresh: tuple[Area, ...], row: int, columns: Columns | None
) -> Area | None:
    """Return the sum of the points: below those of the indicators, else below those of a level."""
    for role in ("weight", "category_weight", "dimension_weight"):
        found = _under(draft, fresh, row, columns, role)
        if found is not None:
            return found
    return None


def _only_figure(draft: Draft, fresh: tuple[Area, ...]) -> None:
    """Take the one figure of a total where no column says which it is."""
    figures = [area for area in fresh[1:] if _NUMBER.fullmatch(normalise(area.text))]
    if len(figures) == 1:
        _keep(draft, "self_total", "总分", figures[0], Sure.LIKELY)


def _figure_beside(draft: Draft, fresh: tuple[Area, ...]) -> None:
    """Take the figure directly behind 自评总分, below a table in whose columns it does not stand."""
    meaning = words().fields.meaning(fresh[0].text)
    if meaning is None or not meaning.sure or len(fresh) < _PAIR:
        return
    if _NUMBER.fullmatch(normalise(fresh[1].text)):
        _keep(draft, "self_total", "总分", fresh[1], Sure.LIKELY)


def _keep(draft: Draft, key: str, label: str, area: Area, sure: Sure) -> None:
    """Keep a figure; a total in the heading of the form that says the same is one."""
    known = draft.fields.get(key, Entry())
    if known.blank or parse_number(known.text) != parse_number(area.text):
        draft.fields[key] = draft.take(area, label, sure)
    draft.use(area)


def read_section(draft: Draft, row: int, names: tuple[str, ...]) -> bool:
    """Read a text of 项目绩效分析; `names` are those of the scheme. `False` for a row that holds none."""
    found = False
    for area in draft.sheet.fresh(row):
        wanted = words().sections.get(bare(area.text), ())
        label, _, inside = area.text.partition("：")
        if not wanted and inside.strip():
            wanted = words().sections.get(bare(label), ())
        else:
            inside = ""
        if not wanted:
            continue
        found = True
        draft.use(area)
        _text(draft, area, inside, [name for name in wanted if name in names])
    return found


def _text(draft: Draft, label: Area, inside: str, names: list[str]) -> None:
    """Take the text behind or beside a label."""
    if bare(inside) in words().grades:
        known = draft.fields.get("self_grade", Entry())
        if known.blank:
            draft.fields["self_grade"] = draft.take(label, "等级", text=inside.strip())
        return
    if not names:
        return
    if inside.strip():
        draft.sections[names[0]] = draft.take(label, names[0], text=inside)
        return
    column = label.right + 1
    for _ in range(_FURTHEST):
        beside = draft.sheet.at(label.top, column)
        column = beside.right + 1
        if beside.text and bare(beside.text) not in words().sections:
            draft.sections.setdefault(names[0], draft.take(beside, names[0]))
            return
