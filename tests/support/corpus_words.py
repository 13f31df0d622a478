"""The words of published forms, poured into the form of any scheme in which units write their own indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Indicator, Submission
from perfeval_xl.submission.spelling import loads
from tools.corpus.documents import documents

__all__ = ["corpus_indicators", "unlabelled", "with_words_of_the_corpus"]

_LABEL = re.compile(r"指标[0-9]*[:：]")
_SAME = 2
"""So many signs of a heading tell which one is meant: 数量指标, 数量."""


def corpus_indicators(shared: Path) -> list[Indicator]:
    """Return the indicators of all published forms."""
    found: list[Indicator] = []
    for document in documents(shared):
        if document.name.startswith("corpus/"):
            whole = loads(document.data.decode())
            found += map(unlabelled, whole.indicators)
    return found


def unlabelled(indicator: Indicator) -> Indicator:
    """Return an indicator without the “指标1：” that its form prints anyway."""
    name = _LABEL.sub("", indicator.path[-1])
    return replace(indicator, path=(*indicator.path[:-1], name))


def with_words_of_the_corpus(
    scheme: Scheme, example: Submission, indicators: Sequence[Indicator]
) -> Submission:
    """Return the example of a scheme with these indicators in the place of its own, each under the nearest heading."""
    places = [
        (dimension.name, category.name)
        for dimension in scheme.dimensions
        for category in dimension.categories
    ]
    placed = []
    for indicator in indicators:
        heading = indicator.path[1][:_SAME]
        near = [place for place in places if place[1][:_SAME] == heading]
        place = (near or places)[0]
        placed.append(replace(indicator, path=(*place, indicator.path[-1])))
    made = replace(example, indicators=tuple(placed))
    if "indicator_0_note" in layout_for(scheme, slots_for(scheme, made)).fields:
        return made
    silent = tuple(replace(row, note=Entry()) for row in placed)
    return replace(example, indicators=silent)
