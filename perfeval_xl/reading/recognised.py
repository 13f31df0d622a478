"""Which form a workbook without any mark holds, told by the labels printed on its sheets.

A sheet that was copied or moved into a new workbook leaves names, properties and the hidden sheet behind. The labels of
all schemes are compared with those on the sheets; where they leave several schemes open, further sheets, the wording of the
instructions, the formulas and the year decide. What stays open is asked, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from perfeval_xl.amounts import parse_number
from perfeval_xl.errors import SchemeError, TooLargeWorkbook, UnclearForm
from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.labels import parse_year_label
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.reading.anchors import anchors_on
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.drawn_sheets import DrawnForm, DrawnSheet
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.reading.formula_sense import formula_sense
from perfeval_xl.reading.homes import homes_of
from perfeval_xl.reading.sameness import bare, formula_spelling
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["Recognised", "recognise"]

_LOWEST, _LONGEST = 2, 200
"""How many rows, columns and characters of a text are looked at: a form has its labels within these."""
_MOST_ROWS, _MOST_COLUMNS = 1000, 60
_ENOUGH = 0.9
"""The share of the labels of a form that a sheet must show to be taken for it: other tables of its kind show up to 0.87."""
_FEW, _TELLING, _LONG = 5, 8, 4
"""How many labels a sheet must show at least; how many of each scheme, and how long, are looked for before it is read."""
_ROW = re.compile(r"(\$?\b[A-Z]{1,3}\$?)[1-9]\d*")
_YEAR = re.compile(r"(?:19|20)\d\d")
Words = AbstractSet[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A form that was recognised. `sheets` are the drawn sheets that are there, each with what it is called now.

    `missing` are the drawn sheets that are not there.
    """

    scheme: Scheme
    sheets: Mapping[str, str]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """One scheme whose form a sheet may be: `words` are the printed labels of that sheet."""

    scheme: Scheme
    layout: FormLayout
    drawn: DrawnForm
    main: DrawnSheet
    words: Words


class _Book:
    """The words on the visible sheets of a workbook, each sheet looked through once."""

    def __init__(self, raw: RawWorkbook) -> None:
        self.raw = raw
        self.words: dict[str, Words] = {}
        for title in raw.titles:
            words = _words_on(raw, title)
            if words:
                self.words[title] = words

    def share(self, title: str, words: Words) -> float:
        """Return how much of these words a sheet shows."""
        return len(words & self.words[title]) / len(words) if words else 0.0

    def best(self, words: Words, titles: Iterable[str]) -> tuple[str, float]:
        """Return the sheet that shows most of these words, the first of equals, and how much of them."""
        best, most = "", 0.0
        for title in titles:
            share = self.share(title, words)
            if share > most:
                best, most = title, share
        return best, most


def recognise(raw: RawWorkbook, file: str, wanted: str = "") -> Recognised | None:
    """Return the form that the sheets of a workbook show, `None` where they show none.

    `wanted` is the scheme that decides where the sheets leave it open. Raises `UnclearForm` where several sheets are
    filled-in forms, or where a sheet may be the form of several schemes.
    """
    # Most workbooks that are no forms show none of a few telling words, and are not looked through
    every = [_candidate(scheme) for scheme in _schemes()]
    if not raw.may_say(_telling(every)):
        return None
    try:
        book = _Book(raw)
    except TooLargeWorkbook:
        return None  # no form is as large
    # Sheets that may be a form, each with the schemes whose labels it shows
    found: dict[str, list[_Candidate]] = {}
    for title in book.words:
        likely = _likely(book, title, every)
        if likely:
            found[title] = likely
    if not found:
        return None
    # Which sheet, then which scheme, then what the other sheets are
    title = _only(raw, file, found)
    candidate = _decided(book, file, title, found[title], wanted)
    sheets = _sheets(book, candidate, title)
    missing = (
        drawn.title for drawn in _printed_sheets(candidate) if drawn.title not in sheets
    )
    return Recognised(
        scheme=candidate.scheme,
        sheets=sheets,
        missing=tuple(missing),
    )


def _words_on(raw: RawWorkbook, title: str) -> Words:
    """Return the texts of a sheet as they are compared, none of one that is hidden."""
    cells = raw.cells(title)
    if not raw.arrangement(title).visible:
        return frozenset()
    words = set()
    for (row, column), cell in cells.items():
        # Far down and far right stand no labels
        near = row <= _MOST_ROWS and column <= _MOST_COLUMNS
        if near and isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
            words.add(bare(cell.value))
    return words


def _schemes() -> Iterator[Scheme]:
    """Yield all schemes; one that cannot be loaded has no form."""
    for scheme_id in scheme_ids():
        with suppress(SchemeError):
            yield load_scheme(scheme_id)


def _candidate(scheme: Scheme) -> _Candidate:
    layout = form_layout(scheme)
    drawn = drawn_form(scheme, layout)
    main = next(sheet for sheet in drawn.sheets if sheet.title == layout.sheet)
    return _Candidate(
        scheme=scheme, layout=layout, drawn=drawn, main=main, words=_labels(main)
    )


def _labels(sheet: DrawnSheet) -> Words:
    """Return the labels that a drawn sheet prints, its help columns left out."""
    left = sheet.help_column
    printed = (
        said for (_, column), said in sheet.texts.items() if not left or column < left
    )
    return {bare(said) for said in printed if _is_label(said)}


def _is_label(said: str) -> bool:
    return _LOWEST <= len(said.strip()) <= _LONGEST and parse_number(said) is None


def _telling(every: Iterable[_Candidate]) -> Words:
    """Return a few labels of each scheme: the longest that stand in one line."""
    telling: set[str] = set()
    for candidate in every:
        lines = {
            word for word in candidate.words if word.isalnum() and len(word) >= _LONG
        }
        telling |= set(sorted(lines, key=lambda said: (-len(said), said))[:_TELLING])
    return telling


def _likely(book: _Book, title: str, every: Iterable[_Candidate]) -> list[_Candidate]:
    """Return the schemes whose form a sheet shows best: most of their labels found, fewest missed."""
    # Many labels found, few missed; of equals all are kept
    fits: dict[int, list[_Candidate]] = {}
    for candidate in every:
        shown = len(candidate.words & book.words[title])
        if (
            shown >= _ENOUGH * len(candidate.words)
            and shown >= _FEW
            and _in_order(book.raw, title, candidate)
        ):
            lost = len(candidate.words) - shown
            fits.setdefault(shown - lost, []).append(candidate)
    return fits[max(fits)] if fits else []


def _in_order(raw: RawWorkbook, title: str, candidate: _Candidate) -> bool:
    """Whether the columns of a form stand side by side as they were drawn, whatever was put between them."""
    columns = anchors_on(raw, title, candidate.main).columns
    places = [columns[column] for column in sorted(columns)]
    return places == sorted(set(places))


def _only(raw: RawWorkbook, file: str, found: Mapping[str, list[_Candidate]]) -> str:
    """Return the one sheet that is a form: the only one, or the only one that is filled in."""
    titles = list(found)
    # Several sheets: the blank ones are spare copies
    if len(titles) == 1:
        return titles[0]
    filled = [
        title for title in titles if _said(raw, title, found[title][0], "project")
    ]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        return titles[0]
    listed = "、".join(f"“{title}”" for title in filled)
    message = f"“{file}”里有{len(filled)}张填好的表：{listed}，分不清要报的是哪一张。"
    raise UnclearForm(message, "一个文件只报一个项目，请把每张表单独存成一个文件报送。")


def _said(raw: RawWorkbook, title: str, candidate: _Candidate, key: str) -> str:
    """Return what stands in a field of the main sheet before anything else of the form is known; empty for nothing."""
    old = candidate.layout.fields.get(key)
    if old is None or old.sheet != candidate.main.title:
        return ""
    # Bound only as far as this one field needs
    fields: BoundFields[Any] = BoundFields(
        raw, candidate.layout, "", {candidate.main.title: title}
    )
    home = homes_of(fields, candidate.scheme).of(old)
    return "" if home is None else (text_of(raw.cell(home)) or "").strip()


def _decided(
    book: _Book, file: str, title: str, likely: list[_Candidate], wanted: str
) -> _Candidate:
    """Return the scheme of a form; raises `UnclearForm` where nothing decides between several."""
    tests: tuple[Callable[[_Candidate], Words], ...] = (_further, _instructions)
    # First by the labels of the other sheets, then by the words of 填报说明
    for telling in tests:
        likely = _most(likely, telling, _all_words(book))
    # Then by the points in the formulas, then by the year
    likely = _most(likely, _formulas, _formulas_on(book.raw, title))
    likely = _in_force(book.raw, title, likely)
    chosen = [candidate for candidate in likely if candidate.scheme.id == wanted]
    if len(likely) > 1 and not chosen:
        listed = "、".join(
            f"{each.scheme.id}（{each.scheme.title}）" for each in likely
        )
        message = f"“{file}”没有标识，工作表“{title}”的标题同时符合{len(likely)}个评价方案：{listed}。"
        remedy = f"请用 --scheme 指明是哪一个，例如 --scheme {likely[0].scheme.id}；或者使用下发的自评表重新报送。"
        raise UnclearForm(message, remedy)
    return (chosen or likely)[0]


def _most(
    likely: list[_Candidate], telling: Callable[[_Candidate], Words], there: Words
) -> list[_Candidate]:
    """Return those of which most is there that not all of them have; all of them where nothing of the kind is there."""
    if len(likely) < 2:
        return likely
    # What all of them have tells nothing
    own = [telling(candidate) for candidate in likely]
    common = frozenset.intersection(*map(frozenset, own))
    counts = [len((words - common) & there) for words in own]
    return [
        candidate
        for candidate, count in zip(likely, counts, strict=True)
        if count == max(counts)
    ]


def _all_words(book: _Book) -> Words:
    words: set[str] = set()
    for found in book.words.values():
        words |= found
    return words


def _further(candidate: _Candidate) -> Words:
    """Return the labels of the sheets beside the main one."""
    words: set[str] = set()
    for sheet in _printed_sheets(candidate):
        if sheet is not candidate.main:
            words |= _labels(sheet)
    return words


def _instructions(candidate: _Candidate) -> Words:
    """Return the words of the instructions, which name the scheme."""
    sheets = (
        sheet for sheet in candidate.drawn.sheets if sheet.title == INSTRUCTIONS_SHEET
    )
    return {
        bare(said)
        for sheet in sheets
        for said in sheet.texts.values()
        if len(said) <= _LONGEST
    }


def _formulas(candidate: _Candidate) -> Words:
    """Return the formulas beside the form, which hold the points and grades of the scheme."""
    return {_rowless(text) for text, _ in candidate.main.formulas.values()}


def _formulas_on(raw: RawWorkbook, title: str) -> Words:
    return {
        _rowless(cell.formula) for cell in raw.cells(title).values() if cell.formula
    }


def _rowless(formula: str) -> str:
    """Return a formula as it is compared, wherever its rows have moved."""
    return _ROW.sub(r"\1", formula_sense(formula) or formula_spelling(formula))


def _in_force(
    raw: RawWorkbook, title: str, likely: list[_Candidate]
) -> list[_Candidate]:
    """Return the schemes in force in the year of the form, all of them where it has no year or none was in force."""
    if len(likely) < 2:
        return likely
    told = parse_year_label(_said(raw, title, likely[0], "year"))
    match = _YEAR.search(bare(told))
    if match is None:
        return likely
    year = int(match[0])
    valid = [candidate for candidate in likely if _was_in_force(candidate.scheme, year)]
    return valid or likely


def _was_in_force(scheme: Scheme, year: int) -> bool:
    last = scheme.valid_to
    return scheme.valid_from.year <= year and (last is None or year <= last.year)


def _printed_sheets(candidate: _Candidate) -> list[DrawnSheet]:
    return [
        sheet for sheet in candidate.drawn.sheets if sheet.title != INSTRUCTIONS_SHEET
    ]


def _sheets(book: _Book, candidate: _Candidate, title: str) -> dict[str, str]:
    """Return every drawn sheet that is there, each with what it is called now."""
    # Each sheet is taken by one drawn one only
    sheets = {candidate.main.title: title}
    free = [each for each in book.words if each != title]
    for drawn in _printed_sheets(candidate):
        if drawn is candidate.main:
            continue
        best, share = book.best(_labels(drawn), free)
        if share > 0.5:
            sheets[drawn.title] = best
            free.remove(best)
    return sheets
