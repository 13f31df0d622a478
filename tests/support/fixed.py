"""A small fixed form to try things with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfeval_xl.checks.run import CheckRun, run_checks
from perfeval_xl.scheme.loader import parse_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import Scorecard
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import from_json

__all__ = ["PATHS", "fixed_scheme", "judged", "submission"]

PATHS = (
    ("产出", "数量", "完成数"),
    ("产出", "质量", "合格率"),
    ("效益", "满意", "满意度"),
)

_TOML = """
id = "small"
title = "小方案"
version = "1"
family = "fixed"
form_title = "评分表"
valid_from = 2024-01-01
NOT_APPLICABLE
source = {{ document = "办法", number = "文〔2024〕1号" }}
rounding = {{ places = 2, stage = "indicator" }}
bands = [{{ label = "优", lowest = 90 }}, {{ label = "差", lowest = 0 }}]
dimensions = [{{ name = "产出", weight = 60 }}, {{ name = "效益", weight = 40 }}]

[[indicators]]
path = ["产出", "数量", "完成数"]
weight = 40
target = "10个"
rule = {{ kind = "ratio" }}

[[indicators]]
path = ["产出", "质量", "合格率"]
weight = 20
target = "100%"
rule = {{ kind = "ratio" }}

[[indicators]]
path = ["效益", "满意", "满意度"]
weight = 40
target = "90%"
rule = {{ kind = "ratio" }}
"""


def fixed_scheme(not_applicable: str = "forbidden") -> Scheme:
    """Return a scheme of three indicators in two dimensions."""
    text = _TOML.replace("{{", "{").replace("}}", "}")
    return parse_scheme(
        text.replace("NOT_APPLICABLE", f'not_applicable = "{not_applicable}"'),
        "small.toml",
    )


def submission(actuals: tuple[str | None, ...], **more: object) -> dict[str, Any]:
    """Return a filled form with these actuals and the full self scores."""
    weights = ("40", "20", "40")
    rows = [
        {"path": list(path), "actual": actual, "weight": weight, "self_score": weight}
        for path, actual, weight in zip(PATHS, actuals, weights, strict=False)
    ]
    return {
        "scheme": "small",
        "year": "2024",
        "project": "p",
        "department": "d",
        "unit": "u",
        "indicators": rows,
        **more,
    }


def judged(
    data: Mapping[str, Any], scheme: Scheme | None = None
) -> tuple[Scorecard, CheckRun]:
    """Score and check a submission of the small scheme."""
    scheme = scheme or fixed_scheme()
    filled = from_json(data)
    card = score_submission(filled, scheme)
    return card, run_checks(filled, scheme, card)
