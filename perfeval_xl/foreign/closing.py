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
    if not fresh:
        return False
    if not _names_total(draft, row, columns):
        return False
    draft.use(fresh[0])
    for area in fresh[1:]:
        _grade(draft, area)
    # The sum of the points
    weight = _whole_weight(draft, fresh, row, columns)
    if weight is not None:
        _keep_weight(draft, weight)
    # The total: under its heading, else wherever it can only be one figure
    score = _under(draft, fresh, row, columns, "score")
    has_heading = columns is not None and columns.get("score") is not None
    if score is not None:
        _keep(draft, "self_total", "总分", score, Sure.CERTAIN)
    elif not has_heading:
        _only_figure(draft, fresh)
    elif weight is None:
        _figure_beside(draft, fresh)
    return True


def _keep_weight(draft: Draft, weight: Area) -> None:
    """Keep the sum of the points, of which 100% is written for 100."""
    key = "weight_total"
    _keep(draft, key, "分值合计", weight, Sure.CERTAIN)
    total = draft.fields[key]
    written = normalise(total.text or "")
    share = written.removesuffix("%")
    draft.fields[key] = replace(total, text=share)


def _grade(draft: Draft, area: Area) -> None:
    """Take the grade that stands in the row of the total: behind its label, or beside it."""
    text = area.text.replace(":", "：")
    label, _, behind = text.partition("：")
    meaning = words().fields.meaning(label)
    if meaning is None or meaning.role != "self_grade":
        return
    # Behind the colon, in the same cell
    grade = behind.strip()
    if grade:
        taken = draft.take(area, "等级", text=grade)
        draft.fields["self_grade"] = taken
        return
    # In a cell of its own
    value = beside(draft, area)
    if value is not None:
        draft.use(area)
        taken = draft.take(value, "等级")
        draft.fields["self_grade"] = taken


def _names_total(draft: Draft, row: int, columns: Columns | None) -> bool:
    """Whether a row begins with 总分, or with 自评得分 while its figures stand in the columns of points."""
    fresh = draft.sheet.fresh(row)
    first = fresh[0]
    known = words()
    if bare(first.text) in known.totals:
        return True
    meaning = known.fields.meaning(first.text)
    if meaning is None or not meaning.sure:
        return False
    if meaning.role != "self_total":
        return False
    for role in ("weight", "score"):
        figure = _under(draft, fresh, row, columns, role)
        if figure is not None:
            return True
    return False


def _is_number(area: Area) -> bool:
    """Whether an area holds a figure and nothing else, 分 and % aside."""
    text = normalise(area.text)
    return _NUMBER.fullmatch(text) is not None


def _under(
    draft: Draft,
    fresh: tuple[Area, ...],
    row: int,
    columns: Columns | None,
    role: str,
) -> Area | None:
    """Return the figure of a total that stands in a column of points."""
    if columns is None:
        return None
    column = columns.get(role)
    if column is None:
        return None
    behind_label = fresh[1:]
    for area in draft.sheet.across(row, column.span):
        if area in behind_label and _is_number(area):
            return area
    return None


def _whole_weight(
    draft: Draft,
    fresh: tuple[Area, ...],
    row: int,
    columns: Columns | None,
) -> Area | None:
    """Return the sum of the points: below those of the indicators, else below those of a level."""
    for role in ("weight", "category_weight", "dimension_weight"):
        found = _under(draft, fresh, row, columns, role)
        if found is not None:
            return found
    return None


def _only_figure(draft: Draft, fresh: tuple[Area, ...]) -> None:
    """Take the one figure of a total where no column says which it is."""
    behind_label = fresh[1:]
    figures = list(filter(_is_number, behind_label))
    if len(figures) == 1:
        figure = figures[0]
        _keep(draft, "self_total", "总分", figure, Sure.LIKELY)


def _figure_beside(draft: Draft, fresh: tuple[Area, ...]) -> None:
    """Take the figure directly behind 自评总分, below a table in whose columns it does not stand."""
    if len(fresh) < _PAIR:
        return
    label = fresh[0]
    behind = fresh[1]
    meaning = words().fields.meaning(label.text)
    if meaning is None or not meaning.sure:
        return
    if _is_number(behind):
        _keep(draft, "self_total", "总分", behind, Sure.LIKELY)


def _keep(draft: Draft, key: str, label: str, area: Area, sure: Sure) -> None:
    """Keep a figure; a total in the heading of the form that says the same is one."""
    known = draft.fields.get(key, Entry())
    before = parse_number(known.text)
    figure = parse_number(area.text)
    if known.blank or before != figure:
        taken = draft.take(area, label, sure)
        draft.fields[key] = taken
    draft.use(area)


def read_section(draft: Draft, row: int, names: tuple[str, ...]) -> bool:
    """Read a text of 项目绩效分析; `names` are those of the scheme. `False` for a row that holds none."""
    sections = words().sections
    found = False
    for area in draft.sheet.fresh(row):
        # The whole cell is a label, or a label with its text behind the colon
        inside = ""
        wanted = sections.get(bare(area.text), ())
        label, _, behind = area.text.partition("：")
        if not wanted and behind.strip():
            inside = behind
            wanted = sections.get(bare(label), ())
        if not wanted:
            continue
        found = True
        draft.use(area)
        asked = [name for name in wanted if name in names]
        _text(draft, area, inside, asked)
    return found


def _text(draft: Draft, label: Area, inside: str, names: list[str]) -> None:
    """Take the text behind or beside a label."""
    # A text that is only 优 or 良 is the grade
    if bare(inside) in words().grades:
        _grade_inside(draft, label, inside)
        return
    if not names:
        return
    name = names[0]
    # Behind the label, in the same cell
    if inside.strip():
        taken = draft.take(label, name, text=inside)
        draft.sections[name] = taken
        return
    # In one of the next cells that is no label itself
    labels = words().sections
    column = label.right + 1
    for _ in range(_FURTHEST):
        area = draft.sheet.at(label.top, column)
        column = area.right + 1
        if area.text and bare(area.text) not in labels:
            taken = draft.take(area, name)
            draft.sections.setdefault(name, taken)
            return


def _grade_inside(draft: Draft, label: Area, inside: str) -> None:
    """Take the grade behind a label where none is known yet."""
    known = draft.fields.get("self_grade", Entry())
    if not known.blank:
        return
    grade = inside.strip()
    taken = draft.take(label, "等级", text=grade)
    draft.fields["self_grade"] = taken
