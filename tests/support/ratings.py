"""Submissions of fixed forms to try things with: the examples, and ones with random evidence."""

from __future__ import annotations

import random
from dataclasses import replace

from perfeval_xl.form.layout.asking import asked_of
from perfeval_xl.form.layout.rating_sheets import form_of
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Fact
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Indicator, Submission
from perfeval_xl.submission.spelling import loads
from tests.support.evidence import draw_for

__all__ = ["EXAMPLES", "FIXED", "example_of", "random_submission", "with_evidence"]

FIXED = tuple(
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "fixed"
)
"""Every fixed scheme of the package."""

EXAMPLES = tuple(scheme_id for scheme_id in FIXED if has_example(scheme_id))
"""Those with an example."""

_ACTUALS = (
    "4个",
    "3个",
    "5",
    "7",
    "100%",
    "95%",
    "显著",
    "达成",
    "部分达成",
    "不适用",
    "充分",
    "0",
    "12万元",
    "3.5",
    "96%",
    "0.9",
    "120",
    None,
)
_TARGETS = (
    None,
    None,
    None,
    "4个",
    "5",
    "100%",
    "≥95%",
    "870万元",
    "10",
    "≥90%",
    "≤100",
    ">=120",
)


def example_of(scheme_id: str) -> Submission:
    """Return the example submission of a scheme."""
    return loads(example_json(scheme_id))


def random_submission(source: random.Random, scheme: Scheme) -> Submission:
    """Return a submission in which every cell of every indicator holds something that people, or mischief, write."""
    rows = []
    for asked in asked_of(scheme, form_of(scheme)):
        evidence = {fact.name: _drawn(source, fact) for fact in asked.own()}
        row = Indicator(
            path=asked.spec.path,
            target=Entry(source.choice(_TARGETS)),
            actual=Entry(source.choice(_ACTUALS)),
            self_score=Entry(
                source.choice([None, "0", "5", str(asked.spec.weight), "3.333", "满分"])
            ),
            note=Entry(source.choice([None, None, "资料不全"])),
            evidence={
                name: entry for name, entry in evidence.items() if not entry.blank
            },
        )
        rows.append(row)
    return Submission(
        scheme=scheme.id,
        project=Entry("随机"),
        money_unit=scheme.money_unit,
        indicators=tuple(rows),
    )


def _drawn(source: random.Random, fact: Fact) -> Entry:
    if source.random() < 0.6:
        return Entry(_likely(source, fact))
    return Entry(draw_for(fact)(source).text)


def _likely(source: random.Random, fact: Fact) -> str:
    if fact.words:
        return source.choice(fact.words)
    choices = {
        "date": ("2024-10-25", "2024年12月31日", "2025-01-15", "2024/12/1"),
        "text": ("资料不全", "已附"),
        "rate": ("90%", "85.5%", "100%", "0.59"),
        "count": ("0", "1", "2"),
        "points": ("0", "2", "4", "5"),
        "number": ("107", "106.8", "4", "100%", "0"),
    }
    return source.choice(choices[fact.kind])


def with_evidence(
    submission: Submission, path: tuple[str, ...], **evidence: str
) -> Submission:
    """Return the submission with other evidence for one indicator."""
    rows = tuple(
        replace(row, evidence={name: Entry(text) for name, text in evidence.items()})
        if row.path == path
        else row
        for row in submission.indicators
    )
    return replace(submission, indicators=rows)
