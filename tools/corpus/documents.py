"""The forms that are measured: published ones become submissions, cases and reproductions are taken as they are."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfeval_xl.scheme.loader import load_scheme

__all__ = ["DATA", "Document", "Mistake", "documents", "published"]

DATA = Path(__file__).resolve().parents[2] / "tests" / "corpus"
"""Where the judgements stand: they are data of the test, written by people."""

_NOT_MISTAKES = {"CHK", "SUM"}
"""Notes of the corpus on figures that were checked and are right, or on a sum that stands nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake known to be in a form. `skip` says why the cells do not show it; empty where they do.

    `codes` are those that tell it (any one is enough), `place` is part of the row's or field's name.
    """

    rule: str
    codes: tuple[str, ...]
    place: str
    skip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One form: its name in the data files, its bytes and file name, and the mistakes known to be in it.

    `not_transcribed` are the codes that only say what a cut transcription lacks, not what the form lacks.
    """

    name: str
    file: str
    data: bytes
    mistakes: tuple[Mistake, ...]
    not_transcribed: frozenset[str]


def documents(shared: Path) -> list[Document]:
    """Return every form that `forms.toml` names, in its order."""
    table = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))
    return [_document(name, row, shared) for name, row in table.items()]


def _document(name: str, row: Mapping[str, Any], shared: Path) -> Document:
    path = shared / name
    data = path.read_bytes()
    mistakes = tuple(_mistake(given) for given in row.get("mistakes", ()))
    if path.parent.name == "corpus":
        form = json.loads(data)
        _same_rules(name, form, mistakes)
        data = json.dumps(published(form, row), ensure_ascii=False).encode()
    return Document(
        name=name,
        file=path.name,
        data=data,
        mistakes=mistakes,
        not_transcribed=frozenset(row.get("not_transcribed", ())),
    )


def _mistake(given: Mapping[str, Any]) -> Mistake:
    return Mistake(
        rule=given["rule"],
        codes=tuple(given.get("codes", ())),
        place=given.get("place", ""),
        skip=given.get("skip", ""),
    )


def _same_rules(
    name: str, form: Mapping[str, Any], mistakes: tuple[Mistake, ...]
) -> None:
    """No mistake that the corpus lists may be left out here: neither found nor missed would be counted."""
    listed = sorted(
        row["rule"]
        for row in form["inconsistencies"]
        if row["rule"] not in _NOT_MISTAKES
    )
    named = sorted(mistake.rule for mistake in mistakes if mistake.rule in set(listed))
    if listed != named:
        raise ValueError(f"{name}: the corpus lists {listed}, forms.toml names {named}")


def published(form: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a published form as the JSON of a submission: what is not visible stays blank, nothing is guessed."""
    scheme = load_scheme(row["scheme"])
    fields = form["fields"]
    levels = row.get("levels", {})
    stated = form.get("level1_stated") or {}
    indicators = [_indicator(given, levels) for given in form["indicators"]]
    names = dict.fromkeys(indicator["path"][0] for indicator in indicators)
    for name in stated:
        names.setdefault(levels.get(name, name))
    return {
        "scheme": scheme.id,
        "year": form["year"],
        "project": _first(
            fields, "项目名称", "项目", "转移支付(项目)名称", "项目(推断)"
        ),
        "department": _first(fields, "主管部门", "中央主管部门", "部门"),
        "unit": _first(fields, "实施单位", "项目实施单位", "资金使用单位", "单位名称"),
        "money_unit": form["money_unit"].split("(")[0],
        "funds": [
            _funds_row(given, number, scheme.funds)
            for number, given in enumerate(form["budget_rows"])
        ],
        "goals": [_goal(form["goal"])] if form.get("goal") else [],
        "dimensions": [
            {"name": name, "weight": stated.get(name), "self_score": None}
            for name in names
        ],
        "indicators": indicators,
        "weight_total": form["total_weight_stated"],
        "self_total": form["total_score_stated"],
        "self_grade": form["grade_stated"],
        "sections": _sections(form.get("narrative") or {}, row.get("sections", {})),
    }


def _first(fields: Mapping[str, Any], *names: str) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)


def _funds_row(
    given: Mapping[str, Any], number: int, sources: tuple[str, ...]
) -> dict[str, Any]:
    printed = given["item"].removeprefix("其中").lstrip(":：")
    row = {
        "source": printed if number else sources[0],
        "initial_budget": given["initial"],
        "budget": given["budget"],
        "executed": given["executed"],
    }
    scored = {
        "weight": given["weight"],
        "rate": given["rate_stated"],
        "self_score": given["score"],
    }
    if number:
        scored = {key: value for key, value in scored.items() if value is not None}
    return row | scored


def _goal(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"expected": given["expected"], "achieved": given["actual"]}


def _indicator(given: Mapping[str, Any], levels: Mapping[str, str]) -> dict[str, Any]:
    first = levels.get(given["l1"], given["l1"])
    return {
        "path": [first, given["l2"], given["l3"]],
        "target": given["target_raw"],
        "actual": given["actual_raw"],
        "weight": given["weight"],
        "self_score": given["score"],
        "note": given["deviation_reason"] or "",
        "evidence": {},
    }


def _sections(narrative: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Put every text under the section of the scheme that it belongs to; other texts have no place."""
    return {
        names[heading]: text for heading, text in narrative.items() if heading in names
    }
