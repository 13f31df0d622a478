"""Submissions to try things with: the 忻州 example, and copies of it with single cells changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads

__all__ = ["SCHEME", "changed", "evaluated", "example", "filled", "with_changes"]

SCHEME = "xinzhou-2022"


def example() -> dict[str, Any]:
    """Return the example submission as parsed JSON, fresh for every caller."""
    data: dict[str, Any] = json.loads(example_json(SCHEME))
    return data


def changed(changes: Mapping[str, object]) -> dict[str, Any]:
    """Return the example with some values replaced; keys are paths such as `indicators.0.actual`."""
    return with_changes(example(), changes)


def with_changes(data: dict[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    """Replace some values of a submission, by the paths of their keys, and return it."""
    for path, value in changes.items():
        *parents, last = path.split(".")
        target: Any = data
        for part in parents:
            target = target[int(part)] if isinstance(target, list) else target[part]
        target[int(last) if isinstance(target, list) else last] = value
    return data


def filled(data: dict[str, Any] | None = None) -> bytes:
    """Return the workbook of a submission."""
    submission = loads(json.dumps(data or example()))
    return fill_form(load_scheme(submission.scheme), submission)


def evaluated(data: dict[str, Any]) -> Evaluation:
    """Evaluate a submission as JSON."""
    return evaluate(json.dumps(data).encode(), "填报内容.json")
