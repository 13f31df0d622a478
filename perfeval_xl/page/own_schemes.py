"""Schemes of one's own: a scheme out as a workbook, and a changed workbook in, for as long as the page is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from perfeval_xl.page.offering import schemes_shown
from perfeval_xl.page.questions import Answer, NamedBytes, Question
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme_book import BookError, export_scheme, import_scheme
from perfeval_xl.scheme_book.installing import own_path, shipped_ids
from perfeval_xl.scheme_book.linting import lint_scheme
from perfeval_xl.scheme_book.toml_text import toml_text

__all__ = ["ANSWERS", "scheme_in", "scheme_out"]


def scheme_out(question: Question) -> Answer:
    """Return a scheme as a workbook that people can change."""
    scheme = find_scheme(question.word("scheme"))
    return Answer(
        shown={},
        files=(NamedBytes(f"{scheme.title}（方案）.xlsx", export_scheme(scheme)),),
    )


def scheme_in(question: Question) -> Answer:
    """Take a workbook of a scheme; with mistakes all of them are told, cell by cell, and nothing is taken.

    Its TOML file is handed out as well: put into the folder of one's own schemes, the command line knows it too.
    """
    given = question.file
    # A mistake is an answer here: the page shows the cells
    try:
        scheme = import_scheme(given.data, given.name, shipped_ids())
    except BookError as exc:
        return Answer(
            shown={
                "id": None,
                "mistakes": [mistake.as_json() for mistake in exc.mistakes],
            }
        )
    # Written where schemes of one's own are looked for, so that all other questions know it
    text = toml_text(scheme)
    target = own_path(scheme.id)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return Answer(
        shown=_taken(scheme), files=(NamedBytes(PurePath(target).name, text.encode()),)
    )


def _taken(scheme: Scheme) -> dict[str, object]:
    found = lint_scheme(scheme.id, scheme).as_json()
    return {
        "id": scheme.id,
        "title": scheme.title,
        "mistakes": [],
        "lint": found,
        "schemes": schemes_shown(),
    }


ANSWERS: Mapping[str, Callable[[Question], Answer]] = {
    "scheme out": scheme_out,
    "scheme in": scheme_in,
}
"""Who answers what."""
