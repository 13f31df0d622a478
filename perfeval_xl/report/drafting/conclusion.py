"""The conclusion: total, grade, the bands and the document they come from; nothing that the scorecard does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.citations import Source
from perfeval_xl.report.drafting.scores import Scored
from perfeval_xl.report.drafting.wording import say
from perfeval_xl.report.vocabulary.scores import BandLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import PENDING, Scorecard

__all__ = ["bands_of", "basis_of", "conclusion_of", "own_conclusion_of"]


def basis_of(scheme: Scheme) -> str:
    """Name the document by its title and number, as the citation of the scheme has them.

    What a scheme was taken from may be no more than somebody's report; then the document of its grades is named, and where
    there is none either, a mark for what has to be written.
    """
    for source in (scheme.source, scheme.bands_source):
        if source is not None and _is_document(source):
            return _named(source)
    return say("conclusion", "basis_missing")


def _is_document(source: Source) -> bool:
    return source.document.startswith("《") or "〔" in source.number


def _named(source: Source) -> str:
    if not source.document or source.document == source.number:
        return source.number
    if not source.number:
        return source.document
    return f"{source.document}（{source.number}）"


def bands_of(scheme: Scheme) -> tuple[BandLine, ...]:
    """The grades from the best to the worst: 90（含）—100分为优, …, 60分以下为差."""
    lines = []
    above = scheme.full_score
    # The best band ends with the full score, the last one has no lower bound to tell
    for place, band in enumerate(scheme.bands):
        kind = "band_middle"
        if place == 0:
            kind = "band_top"
        if place and place == len(scheme.bands) - 1:
            kind = "band_bottom"
        text = say(
            "conclusion",
            kind,
            lowest=plain(band.lowest),
            highest=plain(above),
            name=band.label,
        )
        lines.append(
            BandLine(
                name=band.label,
                lowest=plain(band.lowest),
                text=text,
            )
        )
        above = band.lowest
    return tuple(lines)


def conclusion_of(card: Scorecard, scheme: Scheme, rows: Sequence[Scored]) -> str:
    """The evaluator's conclusion; while points are open it says what is possible."""
    basis = basis_of(scheme)
    # A form without weights has nothing to conclude from
    if not sum((one.row.weight for one in rows), ZERO):
        return say("conclusion", "none")
    if card.total is None:
        return say(
            "conclusion",
            "open",
            basis=basis,
            decided=plain(card.decided),
            open=plain(card.open),
            lowest=plain(card.lowest),
            highest=plain(card.highest),
        )
    return _concluded(
        "total",
        basis,
        plain(card.total),
        card.grade,
        scheme,
    )


def own_conclusion_of(card: Scorecard, scheme: Scheme, rows: Sequence[Scored]) -> str:
    """The unit's conclusion from its own total; none from a form without indicators."""
    indicators = [one for one in rows if len(one.row.path) > 1]
    if card.self_total is None or not indicators:
        return say("conclusion", "own_none")
    return _concluded(
        "own", basis_of(scheme), plain(card.self_total), card.self_grade, scheme
    )


def _concluded(
    kind: str, basis: str, total: str, grade: str | None, scheme: Scheme
) -> str:
    # The total may be known and its grade not, when weights do not make the full score
    if grade is None or grade == PENDING:
        return say(
            "conclusion",
            f"{kind}_without_grade",
            basis=basis,
            total=total,
            full=plain(scheme.full_score),
        )
    bands = _bands_with_source(scheme, basis)
    return say(
        "conclusion",
        kind,
        basis=basis,
        total=total,
        grade=grade,
        bands=bands,
    )


def _bands_with_source(scheme: Scheme, basis: str) -> str:
    """The bands, with the document they come from where that is another one."""
    bands = "，".join(band.text for band in bands_of(scheme))
    source = scheme.bands_source
    if source is not None and _is_document(source) and _named(source) != basis:
        return say(
            "conclusion",
            "bands_of_another",
            bands=bands,
            basis=_named(source),
        )
    return say("conclusion", "bands", bands=bands)
