"""One form on several sheets: 基本情况 on one, the indicators on another, or on two."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.regions import Region
from perfeval_xl.foreign.sheet import Sheet
from perfeval_xl.refs import Entry

__all__ = ["Piece", "joined"]


@dataclass(slots=True)
class Piece:
    """What was read of one part of a sheet."""

    sheet: Sheet
    region: Region
    draft: Draft

    @property
    def project(self) -> str:
        """The project that it names, empty for none."""
        return self.draft.fields.get("project", Entry()).text or ""

    @property
    def says_something(self) -> bool:
        """Whether it holds anything of a form beside indicators."""
        return bool(self.project or self.draft.funds or self.draft.goals)


def joined(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces of each form; the first of each has the indicators.

    Indicators without a project go on with those of the sheet before; a sheet without indicators belongs to the only form of
    the workbook, or to the one of the same project.
    """
    forms: list[list[Piece]] = []
    projects = {piece.project for piece in pieces if piece.project}
    for piece in pieces:
        if not piece.region.reports:
            continue
        before = forms[-1] if forms else None
        if before is not None and _goes_on(before, piece, projects):
            before.append(piece)
        else:
            forms.append([piece])
    for piece in pieces:
        if piece.region.has_indicators or not piece.says_something:
            continue
        home = _home(forms, piece)
        if home is not None:
            home.append(piece)
    for form in forms:
        for piece in form[1:]:
            _merge(form[0].draft, piece.draft)
    return forms


def _goes_on(before: list[Piece], piece: Piece, projects: set[str]) -> bool:
    """Whether the indicators of a piece go on with those of the sheet before it."""
    if piece.says_something or before[0].sheet is piece.sheet:
        return False
    return bool(before[0].project) or len(projects) == 1


def _home(forms: list[list[Piece]], piece: Piece) -> list[Piece] | None:
    """Return the form that a piece without indicators belongs to, `None` where that cannot be told."""
    same = [
        form for form in forms if piece.project and form[0].project == piece.project
    ]
    if len(same) == 1:
        return same[0]
    if len(forms) > 1 or not forms:
        return None
    (only,) = forms
    other_project = piece.project and only[0].project
    other_sheet = only[0].sheet is not piece.sheet
    return only if other_sheet and not other_project else None


def _merge(into: Draft, more: Draft) -> None:
    """Put what one piece says where the form says nothing yet; its indicators go below."""
    for key, entry in more.fields.items():
        if into.fields.get(key, Entry()).blank:
            into.fields[key] = entry
    into.money_unit = into.money_unit or more.money_unit
    _merge_funds(into, more)
    into.goals = into.goals or more.goals
    first = len(into.block_points)
    into.indicators += more.indicators
    into.blocks += [first + block for block in more.blocks]
    into.block_points += more.block_points
    into.dimension_points = more.dimension_points | into.dimension_points
    into.has_weights |= more.has_weights
    into.has_scores |= more.has_scores
    into.sections = more.sections | into.sections
    into.problems += more.problems
    into.understood += more.understood


def _merge_funds(into: Draft, more: Draft) -> None:
    """Take the money of a piece; the points of its execution may stand with the indicators."""
    if not more.funds:
        return
    if not into.funds:
        into.funds = more.funds
        return
    points = into.funds[0]
    if points.source:
        return
    total = more.funds[0]
    into.funds = [
        replace(
            total,
            weight=_first(total.weight, points.weight),
            rate=_first(total.rate, points.rate),
            self_score=_first(total.self_score, points.self_score),
        ),
        *more.funds[1:],
    ]


def _first(entry: Entry | None, other: Entry | None) -> Entry | None:
    """Return the one of two entries that says something."""
    return other if entry is None or entry.blank else entry
