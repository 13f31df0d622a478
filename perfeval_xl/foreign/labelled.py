"""Fields with their label beside them or in front of them in the same cell: 项目名称, 主管部门, 自评总分, 单位：万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.beside import beside, divided
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.funds import is_money_unit, money_unit_in
from perfeval_xl.foreign.labelled_money import labelled_money, money_behind_label
from perfeval_xl.foreign.prose import money_in_prose
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import Meaning, bare, words
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry

__all__ = ["read_labels", "read_year"]

_SPACED = re.compile(r"[ \t\n]{2,}|[\u3000;；]")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度")
_SPELLED = re.compile(r"([二〇○零一三四五六七八九Oo]{4})年?度")
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
    "o": "0",
}
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)(?:年(?!\d{1,2}月\d)|\)$)")
_COLON = re.compile("[:：]")
_LONGEST_LABEL = 8
_UNIT_LABELS = frozenset({"单位", "金额单位"})
_LONGEST_UNIT_LINE = len("（金额单位：人民币万元）") + 4
_LONGEST_YEAR_LINE = len("(2022年度)")
_YEAR_IN_FRONT = re.compile(
    r"\s*(?:[(（]\s*)?((?:19|20)\d\d)\s*年度?(?:\s*[)）]|\s)",
)
_ONLY_YEAR = re.compile(r"\(?((?:19|20)\d\d)年?度?\)?")
_TWO = 2
_WEAK_RANK = 1000
"""The rank of a label that any other one is preferred to."""


def read_labels(draft: Draft, row: int) -> bool:
    """Read the labelled fields of a row; `False` where it has none."""
    found = False
    fresh = draft.sheet.fresh(row)
    for area in fresh:
        if draft.used(area):
            continue
        if _labelled(draft, area) or _inline(draft, area):
            found = True
    rest = [area for area in fresh if not draft.used(area)]
    if money_in_prose(draft, rest):
        found = True
    return found


def _labelled(draft: Draft, area: Area) -> bool:
    """Take the text beside a label."""
    if _weak(draft, area):
        return True
    meaning = words().fields.meaning(area.text)
    if meaning is None:
        return _two_labels(draft, area) or labelled_money(draft, area)
    draft.use(area)
    value = beside(draft, area)
    if value is None:
        blank = draft.sheet.at(area.top, area.right + 1)
        entry = Entry(None, draft.sheet.place(blank, meaning.label))
    elif meaning.role == "other":
        _passed_over(draft, area, value)
        return True
    else:
        entry = draft.sheet.entry(value, meaning.label)
    _keep(draft, meaning, entry, value)
    return True


def _weak(draft: Draft, area: Area) -> bool:
    """Take a label that is one only above the tables, and only where no better one was seen: 项目, 单位."""
    role = words().weak_fields.get(bare(area.text), "")
    if not role:
        return False
    known = draft.fields.get(role, Entry())
    if not known.blank:
        return False
    # In the tables these words are headings
    if draft.funds or draft.indicators:
        return False
    value = beside(draft, area)
    if value is None or len(value.text) <= 1:
        return False
    if is_money_unit(value.text):
        return False
    draft.use(area)
    label = words().fields.labels[role]
    draft.fields[role] = draft.take(value, label, Sure.LIKELY)
    draft.ranks[role] = _WEAK_RANK
    return True


def _two_labels(draft: Draft, area: Area) -> bool:
    """Take the two texts beside two labels in one cell: 主管部门/实施单位."""
    known: list[Meaning] = []
    for label in area.text.split("/"):
        meaning = words().fields.meaning(label)
        if meaning is None or not meaning.sure:
            return False
        known.append(meaning)
    # Two names of one field are one label
    roles = {meaning.role for meaning in known}
    if len(roles) < _TWO:
        return False
    # As many texts as labels
    value = beside(draft, area)
    if value is None:
        return False
    texts = value.text.split("/")
    if len(texts) != len(known):
        return False
    draft.use(area)
    for meaning, text in zip(known, texts, strict=True):
        entry = draft.sheet.entry(value, meaning.label, text)
        _keep(draft, meaning, entry, value)
    return True


def _keep(draft: Draft, meaning: Meaning, entry: Entry, area: Area | None) -> None:
    """Keep a value under its key; the preferred label wins, and the first of equals."""
    if meaning.role == "other":
        return
    key = meaning.role
    before = draft.ranks.get(key)
    known = draft.fields.get(key)
    if known is not None:
        # A blank never takes the place of a text
        if entry.blank and not known.blank:
            return
        # The first of two blanks, or of two texts, unless the label of the second is preferred
        same = entry.blank == known.blank
        if same and before is not None and before <= meaning.rank:
            return
    draft.ranks[key] = meaning.rank
    draft.fields[key] = entry
    if area is not None:
        draft.take(area, meaning.label, text=entry.text or "")


def _passed_over(draft: Draft, label: Area, value: Area) -> None:
    """Note a field that a form has no place for; a unit of money is kept."""
    draft.use(value)
    if "单位" not in bare(label.text):
        return
    if is_money_unit(value.text):
        _keep_unit(draft, value.text)


def _keep_unit(draft: Draft, unit: str) -> None:
    """Keep a unit of money; the first one counts."""
    if not draft.money_unit:
        draft.money_unit = normalise(unit)


def _inline(draft: Draft, area: Area) -> bool:
    """Take fields whose label stands in front of them in the same cell."""
    found = False
    for part in _parts(area.text):
        label, text = divided(part)
        meaning = words().fields.meaning(label)
        if meaning is None or not meaning.sure:
            found |= money_behind_label(draft, area, label, text)
            continue
        found = True
        draft.use(area)
        if bare(label) in _UNIT_LABELS and is_money_unit(text):
            _keep_unit(draft, text)
        elif text:
            entry = draft.sheet.entry(area, meaning.label, text)
            _keep(draft, meaning, entry, area)
    # A line that is little more than a unit
    unit = money_unit_in(area.text)
    if unit and len(area.text) <= _LONGEST_UNIT_LINE:
        _keep_unit(draft, unit)
        draft.use(area)
        found = True
    if found:
        _year_in_line(draft, area)
    return found


def _year_in_line(draft: Draft, area: Area) -> None:
    """Take a year that stands in one line with fields: `（2022年度）  单位：万元`."""
    if "year" in draft.fields:
        return
    year = _YEAR_IN_FRONT.match(area.text)
    if year is not None:
        taken = draft.take(area, "年度", text=year[1])
        draft.fields["year"] = taken


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a line that holds several fields, blanks between them."""
    for part in _SPACED.split(text):
        for field in _labels_apart(part):
            said = field.strip().strip("()（）")
            if said:
                yield said


def _labels_apart(text: str) -> Iterator[str]:
    """Yield the fields of a text in which one ends where the label of the next begins: `年度：2023 填报单位：某局`."""
    begun = 0
    for colon in _COLON.finditer(text):
        end = colon.start()
        before = text[begun:end]
        first = _COLON.search(before)
        # The label of the first field
        if first is None:
            continue
        # The longest label that the text in front of the colon ends with
        said = before[first.end() :]
        longest = min(len(said), _LONGEST_LABEL)
        for length in range(longest, 1, -1):
            label = said[-length:].strip()
            if words().fields.spelled(label):
                start = end - length
                yield text[begun:start]
                begun = start
                break
    yield text[begun:]


def read_year(draft: Draft, rows: list[int]) -> None:
    """Find the year in the lines above the tables: `（2022年度）`, `2022年度…自评表`, else `2022年` in the title."""
    stated = draft.fields.get("year", Entry())
    if not stated.blank:
        year = _year_in(f"{stated.text}度")
        draft.fields["year"] = replace(stated, text=year or stated.text)
        return
    lines: list[Area] = []
    for row in rows:
        fresh = draft.sheet.fresh(row)
        lines += [area for area in fresh if not draft.used(area)]
    found = _years(lines)
    sure = Sure.CERTAIN
    if not found:
        sure = Sure.LIKELY
        found = _years_of_titles(lines)
    if not found:
        return
    if len(found) > 1:
        _ask_year(draft, found)
        return
    ((year, area),) = found.items()
    taken = draft.take(area, "年度", sure, year)
    draft.fields["year"] = taken


def _ask_year(draft: Draft, found: Mapping[str, Area]) -> None:
    """Leave the year blank where several are named, and ask."""
    first = next(iter(found.values()))
    place = draft.sheet.place(first, "年度")
    readings = "、".join(f"“{year}”" for year in found)
    slots = {"field": "年度", "readings": readings}
    problem = Problem(
        code="PE-302",
        place=place,
        slots=slots,
    )
    draft.problems.append(problem)
    draft.fields["year"] = Entry(None, place)


def _years_of_titles(lines: list[Area]) -> dict[str, Area]:
    """Return every year that a title names without 年度."""
    found: dict[str, Area] = {}
    for area in lines:
        if "自评" not in area.text:
            continue
        said = normalise(area.text)
        named = _TITLE_YEAR.search(said)
        if named is not None:
            found[named[1]] = area
    return found


def _years(lines: list[Area]) -> dict[str, Area]:
    """Return every year that these lines name, those of a line that is nothing but a year alone where there is one."""
    found: dict[str, Area] = {}
    alone: dict[str, Area] = {}
    for area in lines:
        year = _year_in(area.text)
        if not year:
            continue
        found.setdefault(year, area)
        said = normalise(area.text)
        if len(said) <= _LONGEST_YEAR_LINE or "自评" in area.text:
            alone.setdefault(year, area)
    return alone or found


def _year_in(text: str) -> str:
    """Return the year that a text names, in digits or spelled, empty for none."""
    folded = normalise(text)
    named = _ONLY_YEAR.fullmatch(folded) or _YEAR.search(folded)
    if named is not None:
        return named[1]
    # 二〇二三年度
    spelled = _SPELLED.search(folded)
    if spelled is None:
        return ""
    year = "".join(_DIGITS.get(sign, "2") for sign in spelled[1])
    if not year.startswith(("19", "20")):
        return ""
    return year
