"""What a person should look at although no rule is broken (显眼之处): `conspicuous.toml` says from where on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.collection.claims import identity_of
from perfeval_xl.collection.records import Passage, ProblemFigures, SubmissionFigures
from perfeval_xl.sheets.long_book import Link
from perfeval_xl.summary.columns import title_of
from perfeval_xl.summary.list_links import whose
from perfeval_xl.summary.originals import Originals, places
from perfeval_xl.summary.projects import Scored
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.tables import Row

__all__ = ["LastYear", "conspicuous_rows"]

# Units that a remark names before it says 等
_UNITS_SHOWN = 3

LastYear = Mapping[tuple[str, str], SubmissionFigures]
"""The figures of last year by project and unit, as they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remark:
    """One remark about a project, and the cell it is about."""

    kind: str
    scored: Scored
    message: str
    sheet: str = ""
    cell: str = ""


@cache
def _settings() -> Mapping[str, Any]:
    text = (
        resources.files("perfeval_xl.summary")
        .joinpath("conspicuous.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def conspicuous_rows(
    projects: Sequence[Scored],
    problems: Shelf[ProblemFigures],
    passages: Shelf[Passage],
    last_year: LastYear,
    originals: Originals,
) -> Iterator[Row]:
    """Yield the remarks by kind: all full marks, far from the execution rate, identical texts, against last year."""
    remarks = [
        *_told(projects, problems),
        *_identical(projects, passages),
        *_against(projects, last_year),
    ]
    # Kinds in the order of the settings, and within a kind as the sheet 得分 lists its projects
    order = list(_settings()["kinds"].values())
    remarks.sort(key=lambda remark: (order.index(remark.kind), remark.scored.row))
    for remark in remarks:
        yield _row(remark, originals)


def _told(
    projects: Iterable[Scored], problems: Shelf[ProblemFigures]
) -> Iterator[_Remark]:
    """Remarks that the checks made already."""
    # Which codes are a remark, and of which kind, is a setting
    kinds = {
        code: _settings()["kinds"][kind] for code, kind in _settings()["codes"].items()
    }
    for scored in projects:
        for problem in problems.of(scored.number):
            if problem.code in kinds:
                yield _Remark(
                    kind=kinds[problem.code],
                    scored=scored,
                    message=problem.message,
                    sheet=problem.sheet,
                    cell=problem.cell,
                )


def _identical(
    projects: Iterable[Scored], passages: Shelf[Passage]
) -> Iterator[_Remark]:
    """Remarks about longer texts that stand word for word in the forms of several units."""
    # Texts are compared by digest: the ledger keeps their beginning only
    found: dict[str, list[tuple[Scored, Passage]]] = {}
    for scored in projects:
        for passage in passages.of(scored.number):
            found.setdefault(passage.digest, []).append((scored, passage))
    # Forms that share one text mostly share several: they are one remark.
    together: dict[tuple[str, ...], list[tuple[Scored, Passage]]] = {}
    for shared in found.values():
        units = tuple(dict.fromkeys(scored.unit for scored, _ in shared))
        if len(units) > 1:
            together.setdefault(units, []).append(shared[0])
    # The first unit that has the text gets the remark, which names the others
    for units, texts in together.items():
        first, passage = texts[0]
        yield _Remark(
            kind=_settings()["kinds"]["identical"],
            scored=first,
            message=f"{_texts_said(texts)}与{_units_said(units)}的完全相同：“{passage.beginning}…”",
            sheet=passage.sheet,
            cell=passage.cell,
        )


def _texts_said(texts: Sequence[tuple[Scored, Passage]]) -> str:
    label = f"“{texts[0][1].label}”"
    if len(texts) == 1:
        return f"{label}的文字"
    return f"{label}等{len(texts)}处文字"


def _units_said(units: Sequence[str]) -> str:
    """Name the other units, the first few of them."""
    others = units[1:]
    named = "、".join(others[:_UNITS_SHOWN])
    if len(others) <= _UNITS_SHOWN:
        return named
    return f"{named}等{len(others)}个单位"


def _against(projects: Iterable[Scored], last_year: LastYear) -> Iterator[_Remark]:
    """Remarks about points that jumped since last year."""
    limit = Decimal(_settings()["limits"]["points"])
    for scored in projects:
        # The year is what differs, so that names alone are compared
        before = last_year.get(identity_of(scored.project, scored.unit, "")[:2])
        now = scored.figures
        if before is None or before.self_total is None or now.self_total is None:
            continue
        change = now.self_total - before.self_total
        if abs(change) >= limit:
            said = f"自评总分去年{plain(before.self_total)}分，今年{plain(now.self_total)}分，相差{plain(abs(change))}分。"
            yield _Remark(
                kind=_settings()["kinds"]["last_year"],
                scored=scored,
                message=said,
                sheet=now.sheet,
                cell=now.self_total_cell,
            )


def _row(remark: _Remark, originals: Originals) -> Row:
    scored = remark.scored
    links = {"row": Link(f"'{title_of('scores')}'!A{scored.row}")}
    file = originals.link(scored.version.arrival, whose(scored))
    # An original that is no workbook has no cell to lead to
    place = places(remark.sheet, [remark.cell] if remark.cell else [])
    if file and place:
        links |= {"cell": Link(place, file), "file": Link(place, file)}
    values = {
        "row": scored.row,
        "kind": remark.kind,
        "department": scored.department,
        "unit": scored.unit,
        "project": scored.project,
        "cell": remark.cell,
        "message": remark.message,
        "sheet": remark.sheet,
        "file": scored.version.arrival.file,
    }
    return Row(values=values, links=links)
