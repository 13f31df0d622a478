"""Every form of a workbook whose layout is not ours, as a submission with the place of each value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.errors import OtherTable
from perfeval_xl.foreign.draft import Draft, Understood, Unread
from perfeval_xl.foreign.form import read_rows
from perfeval_xl.foreign.joining import Piece, joined
from perfeval_xl.foreign.leftovers import left_over
from perfeval_xl.foreign.regions import Region, kind_named, regions
from perfeval_xl.foreign.schemes import Guess, scheme_of
from perfeval_xl.foreign.settling import settle
from perfeval_xl.foreign.sheet import Sheet
from perfeval_xl.foreign.weights import infer_weights
from perfeval_xl.foreign.words import words
from perfeval_xl.form.identity.stated import MOST_SLOTS
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.package import too_large
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.submission.model import DimensionEntry, FundsRow, Submission

__all__ = ["ForeignForm", "forms_in"]

_WORDS = (
    "指标",
    "预算",
    "决算",
    "汇总",
    "一览表",
    "名单",
    "名册",
    "整体",
    "复核",
    "清单",
)
"""What tables of indicators say, and those that are told apart by name: without any, no sheet needs to be looked at."""
_TOLD = 10
_MOST_SOURCES = 100
"""How many sources of money a form may have: every amount is compared with every other."""
_HEAD = (
    "year",
    "project",
    "department",
    "unit",
    "weight_total",
    "self_total",
    "self_grade",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignForm:
    """One form as read: its submission, the scheme it was taken for, and how everything on it was understood."""

    submission: Submission
    scheme: Scheme
    because: str
    sheet: str
    title: str
    understood: tuple[Understood, ...]
    unread: tuple[Unread, ...]
    problems: tuple[Problem, ...]


def forms_in(
    raw: RawWorkbook, file: str, scheme_id: str = ""
) -> tuple[ForeignForm, ...]:
    """Return every 自评表 of a workbook, none where no sheet is like one.

    `scheme_id` is the scheme that all of them are read by, empty to have it recognised. Raises `OtherTable` where a sheet
    is a table of another kind and none is a 自评表.
    """
    if not raw.may_say(_WORDS):
        return ()
    pieces: list[Piece] = []
    others: list[OtherTable] = []
    for title in raw.titles:
        sheet = Sheet(raw, title, file)
        if not sheet.visible or not sheet.rows:
            continue
        for region in regions(sheet):
            other = _other(sheet, region)
            if other is not None:
                others.append(other)
            else:
                pieces.append(_piece(sheet, region))
    forms = joined(pieces)
    if not forms and others:
        raise others[0]
    return tuple(_form(form, scheme_id) for form in forms)


def _piece(sheet: Sheet, region: Region) -> Piece:
    """Read the rows of one region."""
    sections = [name for names in words().sections.values() for name in names]
    draft = read_rows(sheet, list(region.rows), sections)
    draft.title = region.title
    return Piece(sheet, region, draft)


def _other(sheet: Sheet, region: Region) -> OtherTable | None:
    """Return the refusal of a table that is no 自评表, `None` for one that is or that shows nothing."""
    kind = kind_named(region.title) or (
        kind_named(sheet.title) if not region.title else None
    )
    if kind is not None and kind.without_indicators and region.has_indicators:
        kind = None
    name, do = ("", "") if kind is None else (kind.name, kind.do)
    if kind is None and region.has_indicators and not region.reports:
        name = words().nameless["targets"]
        do = next(each.do for each in words().others if each.name == name)
    if not name:
        return None
    where = f"的“{sheet.title}”"
    return OtherTable(f"“{sheet.file}”{where}是{name}，不是项目支出绩效自评表。", do)


def _form(pieces: list[Piece], scheme_id: str) -> ForeignForm:
    """Return one form from its pieces, which stand in the first of them together."""
    sheet, draft = pieces[0].sheet, pieces[0].draft
    _check_length(sheet, draft)
    settle(draft)
    guess = Guess(scheme_id, "按 --scheme 指定") if scheme_id else scheme_of(draft)
    scheme = load_scheme(guess.scheme_id)
    infer_weights(draft)
    submission = _submission(draft, scheme)
    place = Location(file=sheet.file, sheet=sheet.title)
    told = Problem(
        code="PE-300",
        place=place,
        slots={"scheme": scheme.title, "because": guess.because},
    )
    unread = tuple(
        unread
        for piece in pieces
        for unread in left_over(piece.draft, piece.region.rows, scheme)
    )
    problems = (told, *draft.problems, *_missing(draft, place), *_unread(unread, place))
    return ForeignForm(
        submission=submission,
        scheme=scheme,
        because=guess.because,
        sheet=sheet.title,
        title=draft.title,
        understood=tuple(draft.understood),
        unread=unread,
        problems=problems,
    )


def _check_length(sheet: Sheet, draft: Draft) -> None:
    """Refuse a form with more rows of a part than any has: the checks compare rows with rows."""
    counts = (
        ("项指标", len(draft.indicators), MOST_SLOTS),
        ("行资金", len(draft.funds), _MOST_SOURCES),
        ("条目标", len(draft.goals), MOST_SLOTS),
    )
    for what, count, most in counts:
        if count > most:
            raise too_large(sheet.file, f"的一张表有{count}{what}")


def _submission(draft: Draft, scheme: Scheme) -> Submission:
    fields: dict[str, Any] = {key: draft.fields.get(key, Entry()) for key in _HEAD}
    sections = {
        name: entry
        for name, entry in draft.sections.items()
        if name in {each.name for each in scheme.sections}
    }
    return Submission(
        scheme=scheme.id,
        money_unit=draft.money_unit or scheme.money_unit,
        funds=tuple(_funds(draft.funds, scheme)),
        goals=tuple(
            goal
            for goal in draft.goals
            if not (goal.expected.blank and goal.achieved.blank)
        ),
        dimensions=tuple(_dimensions(draft)),
        indicators=tuple(draft.indicators),
        sections=sections,
        **fields,
    )


def _funds(rows: list[FundsRow], scheme: Scheme) -> Iterator[FundsRow]:
    """Yield the rows of money, the total called as the scheme calls it."""
    for number, row in enumerate(rows):
        if number:
            yield row
            continue
        scored = {
            key: getattr(row, key) or Entry()
            for key in ("weight", "rate", "self_score")
        }
        yield replace(
            row, source=scheme.funds[0] if scheme.funds else row.source, **scored
        )


def _dimensions(draft: Draft) -> Iterator[DimensionEntry]:
    """Yield the levels of the form in its order, each with the points printed beside it."""
    names = dict.fromkeys(
        [row.path[0] for row in draft.indicators] + list(draft.dimension_points)
    )
    for name in names:
        yield DimensionEntry(
            name=name, weight=draft.dimension_points.get(name, Entry())
        )


def _missing(draft: Draft, place: Location) -> Iterator[Problem]:
    """Tell what a form lacks altogether, so that less of it can be checked."""
    if not draft.has_weights and not draft.has_scores:
        yield Problem(code="PE-305", place=place)
    if not draft.money_unit and draft.funds:
        yield Problem(code="PE-306", place=place)


def _unread(unread: tuple[Unread, ...], place: Location) -> Iterator[Problem]:
    """Tell what was not read, all in one; columns that our form has no use for are listed by `read` alone."""
    astray = [each for each in unread if not each.why]
    if astray:
        shown = "；".join(
            f"{each.place.cell}“{each.text[:20]}”" for each in astray[:_TOLD]
        )
        more = "" if len(astray) <= _TOLD else f"等{len(astray)}处"
        yield Problem(
            code="PE-307",
            place=place,
            slots={"where": shown + more},
        )
