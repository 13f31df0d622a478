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
        entry = self.draft.fields.get("project", Entry())
        return entry.text or ""

    @property
    def says_something(self) -> bool:
        """Whether it holds anything of a form beside indicators."""
        if self.project:
            return True
        return bool(self.draft.funds or self.draft.goals)


def joined(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces of each form; the first of each has the indicators.

    Indicators without a project go on with those of the sheet before; a sheet without indicators belongs to the only form of
    the workbook, or to the one of the same project.
    """
    forms: list[list[Piece]] = []
    projects = {piece.project for piece in pieces if piece.project}
    # The indicators first
    for piece in pieces:
        if not piece.region.reports:
            continue
        if forms and _goes_on(forms[-1], piece, projects):
            forms[-1].append(piece)
        else:
            forms.append([piece])
    # Then what stands on sheets without any
    for piece in pieces:
        if piece.region.has_indicators:
            continue
        if not piece.says_something:
            continue
        home = _home(forms, piece)
        if home is not None:
            home.append(piece)
    for form in forms:
        first, *further = form
        for piece in further:
            _merge(first.draft, piece.draft)
    return forms


def _goes_on(before: list[Piece], piece: Piece, projects: set[str]) -> bool:
    """Whether the indicators of a piece go on with those of the sheet before it."""
    first = before[0]
    if piece.says_something:
        return False
    if first.sheet is piece.sheet:
        return False
    return bool(first.project) or len(projects) == 1


def _home(forms: list[list[Piece]], piece: Piece) -> list[Piece] | None:
    """Return the form that a piece without indicators belongs to, `None` where that cannot be told."""
    project = piece.project
    if project:
        same = [form for form in forms if form[0].project == project]
        if len(same) == 1:
            return same[0]
    # The only form of the workbook, unless that is of another project
    if len(forms) != 1:
        return None
    only = forms[0]
    first = only[0]
    if first.sheet is piece.sheet:
        return None
    if project and first.project:
        return None
    return only


def _merge(into: Draft, more: Draft) -> None:
    """Put what one piece says where the form says nothing yet; its indicators go below."""
    for key, entry in more.fields.items():
        known = into.fields.get(key, Entry())
        if known.blank:
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
    weight = _first(total.weight, points.weight)
    rate = _first(total.rate, points.rate)
    score = _first(total.self_score, points.self_score)
    total = replace(
        total,
        weight=weight,
        rate=rate,
        self_score=score,
    )
    into.funds = [total, *more.funds[1:]]


def _first(entry: Entry | None, other: Entry | None) -> Entry | None:
    """Return the one of two entries that says something."""
    if entry is None or entry.blank:
        return other
    return entry
