"""Write down, while a report is rendered, which figures are printed and where they come from."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import PurePath
from typing import Any

from perfeval_xl import __version__
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.drafting.scores import Scored
from perfeval_xl.report.lineage.model import Figure, Lineage
from perfeval_xl.report.lineage.origins import Origins, texts
from perfeval_xl.report.lineage.paths import Paths
from perfeval_xl.report.vocabulary.naming import chinese_names, words_of
from perfeval_xl.report.vocabulary.report import Report

__all__ = ["BOOKMARK", "Trace"]

BOOKMARK = "_perfeval"
"""How the bookmarks around figures are called, before their number; Word hides names that begin with a low line."""
_FIRST = 700_000
"""Numbers far from those that a template's own bookmarks and comments have."""
_FIGURE = re.compile(r"[\d零壹贰叁肆伍陆柒捌玖]")
"""What makes a text a figure; sums are written in capital figures too."""


class Trace:
    """The figures of one report, in the order in which they are printed."""

    def __init__(
        self, report: Report, evaluation: Evaluation, rows: tuple[Scored, ...]
    ) -> None:
        self._report = report
        self._paths = Paths(report)
        self._origins = Origins(evaluation, rows)
        self._evaluation = evaluation
        self._figures: list[Figure] = []
        self._words = _words()
        self._skipped: list[str] = texts()["traced"]["skipped"]

    def note(
        self, owner: Any, field: str, value: str, *, listed: bool
    ) -> tuple[int, str] | None:
        """Write one printed value down; returns number and name of its bookmark, `None` for what is no figure.

        `listed` says that the value is one of those in the field.
        """
        if not value or (not _FIGURE.search(value) and field not in self._words):
            return None
        # A name without an owner is a field of the report itself
        record = owner
        if owner is None:
            record = self._report
        prefix = self._paths.of(record)
        if prefix is None:
            return None
        # Rows of tables are called by their headings, which are Chinese already
        kind: Any = type(record)
        name = field
        if kind is not dict:
            name = chinese_names(kind).get(field, field)
        # Of a list the value itself is known, of a field it has to be looked up without its filters
        raw = value
        if not listed:
            raw = _field(record, name)
        if name in self._skipped or not isinstance(raw, str):
            return None
        # The path says the same in a report drafted later
        path = name
        if prefix:
            path = f"{prefix}/{name}"
        if listed:
            path = f"{path}/{_field(record, name).index(raw) + 1}"
        bookmark = f"{BOOKMARK}{len(self._figures) + 1}"
        self._figures.append(
            Figure(
                bookmark,
                path,
                raw,
                value,
                self._origins.of(record, name),
            )
        )
        return _FIRST + len(self._figures), bookmark

    def lineage(self, lost: Collection[str]) -> Lineage:
        """Return what was written down; `lost` are the bookmarks that went away when cells were merged.

        The file is named without its folder.
        """
        scheme = self._evaluation.scheme
        return Lineage(
            file=PurePath(self._evaluation.file).name,
            scheme=scheme.id,
            version=scheme.version,
            program=__version__,
            figures=tuple(
                figure for figure in self._figures if figure.bookmark not in lost
            ),
        )


def _field(record: Any, name: str) -> Any:
    if isinstance(record, dict):
        return record.get(name)
    return getattr(record, name, None)


@cache
def _words() -> frozenset[str]:
    """The fields that count without a figure, such as a grade, by both their names."""
    named: list[str] = texts()["traced"]["words"]
    return frozenset(
        [
            *named,
            *(
                words_of(Report)[name].chinese
                for name in named
                if name in words_of(Report)
            ),
        ]
    )
