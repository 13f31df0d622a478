"""A submission as JSON and back: strict about keys, forgiving about how a number is spelled.

`from_json(as_json(x)) == x` for every submission, and `as_json(from_json(data)) == data` for every canonical document:
all keys present, `null` for a blank (`""` for a blank note), sections and evidence
without text and an empty `tables` left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from perfeval_xl.amounts import plain
from perfeval_xl.errors import BadSubmissionJson, SchemeError
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)
from perfeval_xl.submission.model import (
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Judgement,
    Submission,
)
from perfeval_xl.texts import LONGEST_TEXT, storable

__all__ = ["as_json", "dumps", "from_json", "loads"]

_REMEDY = "请对照 perfeval-xl example 输出的样例改正后重试。"
_DEEPEST = 3
# Rows with one path that a judgement may count to
_MOST_ROWS = 10_000
# Digits; a short spelling such as 1e999999999 must not fill the memory
_LONGEST_NUMBER = 40
_HEAD = ("year", "project", "department", "unit")
_TAIL = ("weight_total", "self_total", "self_grade")
_FUNDS = ("initial_budget", "budget", "executed")
_SCORED_FUNDS = ("weight", "rate", "self_score")
_INDICATOR = ("target", "actual", "weight", "self_score", "note")
_JUDGEMENT = {"score": "评价人员得分", "reason": "理由", "by": "评价人员"}
_LISTS = (
    "funds",
    "goals",
    "dimensions",
    "indicators",
    "sections",
    "tables",
    "judgements",
)
_KEYS = {"scheme", "money_unit", *_LISTS, *_HEAD, *_TAIL}
T = TypeVar("T")
_PATHS = {1: "应为一至三级指标的名称", _DEEPEST: "应为一级、二级、三级指标三个名称"}


def loads(text: str | bytes, file: str = "") -> Submission:
    """Read a submission from JSON text; raises `BadSubmissionJson`, naming the key that is wrong."""
    try:
        data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError) as exc:
        raise BadSubmissionJson(f"“{file}”不是有效的 JSON 文件。", _REMEDY) from exc
    return from_json(data, file)


def dumps(submission: Submission) -> str:
    """Write a submission as JSON text, ending with a line break."""
    return json.dumps(as_json(submission), ensure_ascii=False, indent=2) + "\n"


def from_json(data: object, file: str = "") -> Submission:
    """Build a submission from parsed JSON; raises `BadSubmissionJson` for unknown keys and wrong types."""
    return _Reader(file).submission(data)


def as_json(submission: Submission) -> dict[str, Any]:
    """Return the canonical JSON document of a submission."""
    document = {
        "scheme": submission.scheme,
        "year": _year(submission.year),
        "project": submission.project.text,
        "department": submission.department.text,
        "unit": submission.unit.text,
        "money_unit": submission.money_unit,
        "funds": [_funds_row(row) for row in submission.funds],
        "goals": [_goal(goal) for goal in submission.goals],
        "dimensions": [_dimension(dimension) for dimension in submission.dimensions],
        "indicators": [_indicator(indicator) for indicator in submission.indicators],
        **{key: getattr(submission, key).text for key in _TAIL},
        "sections": _filled_in(submission.sections),
    }
    # Few forms have these, so their keys are left out where there is nothing
    if submission.tables:
        document["tables"] = _tables(submission)
    if submission.judgements:
        document["judgements"] = [
            _judgement(judgement) for judgement in submission.judgements
        ]
    return document


def _goal(goal: Goal) -> dict[str, str | None]:
    return {"expected": goal.expected.text, "achieved": goal.achieved.text}


def _dimension(dimension: DimensionEntry) -> dict[str, str | None]:
    return {
        "name": dimension.name,
        "weight": dimension.weight.text,
        "self_score": dimension.self_score.text,
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "path": list(indicator.path),
        **{key: getattr(indicator, key).text for key in _INDICATOR[:-1]},
        "note": indicator.note.text or "",
        "evidence": _filled_in(indicator.evidence),
    }


def _filled_in(entries: Mapping[str, Entry]) -> dict[str, str | None]:
    """Return the texts by name; what is blank is left out."""
    return {name: entry.text for name, entry in entries.items() if not entry.blank}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    given = {key: getattr(judgement, key).text for key in _JUDGEMENT}
    return {
        "path": list(judgement.path),
        "row": judgement.row,
        **given,
        "place": judgement.place,
    }


def _tables(submission: Submission) -> dict[str, list[list[str | None]]]:
    return {
        name: [[cell.text for cell in row] for row in rows]
        for name, rows in submission.tables.items()
    }


def _fewest_names(scheme: str) -> int:
    """Return how many names a path has at least: three in a form whose units name their indicators."""
    try:
        if find_scheme(scheme).has_slots:
            return _DEEPEST
        return 1
    except SchemeError:
        # Told by whoever needs the scheme
        return 1


def _year(entry: Entry) -> int | str | None:
    text = entry.text
    if text is not None and text.isascii() and text.isdigit() and text[0] != "0":
        return int(text)
    return text


def _funds_row(row: FundsRow) -> dict[str, str | None]:
    shown: dict[str, str | None] = {"source": row.source}
    for key in (*_FUNDS, *_SCORED_FUNDS):
        entry = getattr(row, key)
        if entry is not None:
            shown[key] = entry.text
    return shown


class _Reader:
    """Reads one document; knows the file for messages and locations."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.fewest = 1

    def submission(self, data: object) -> Submission:
        # The scheme first: how many names a path needs depends on it
        top = self._object(data, "", _KEYS)
        scheme = top.get("scheme")
        if not isinstance(scheme, str) or not scheme:
            raise self._wrong("scheme", "应为评价方案的编号")
        sections = self._mapping(top.get("sections"), "sections")
        self.fewest = _fewest_names(scheme)
        return Submission(
            scheme=scheme,
            money_unit=self._name(top, "money_unit", "", "万元"),
            funds=self._records(top, "funds", self._funds),
            goals=self._records(top, "goals", self._goal),
            dimensions=self._records(top, "dimensions", self._dimension),
            indicators=self._records(top, "indicators", self._indicator),
            sections={
                name: entry for name, entry in sections.items() if not entry.blank
            },
            tables=self._tables(top.get("tables")),
            judgements=self._records(top, "judgements", self._judgement),
            **self._entries(
                top,
                "",
                {key: FIELD_LABELS[key] for key in (*_HEAD, *_TAIL)},
            ),
        )

    def _records(
        self,
        row: Mapping[str, object],
        key: str,
        read: Callable[[object, str], T],
    ) -> tuple[T, ...]:
        """Read a list of records; one that is not there is empty."""
        value = row.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, "应为列表")
        return tuple(
            read(item, f"{key}[{number}]") for number, item in enumerate(value)
        )

    def _entries(
        self,
        row: Mapping[str, object],
        where: str,
        labels: Mapping[str, str],
    ) -> dict[str, Entry]:
        """Read the fields with these names; `labels` say what each is called on the form."""
        entries = {}
        for key, label in labels.items():
            place = f"{where}.{key}".lstrip(".")
            entries[key] = self._entry(row.get(key), place, label)
        return entries

    def _funds(self, item: object, where: str) -> FundsRow:
        row = self._object(item, where, {"source", *_FUNDS, *_SCORED_FUNDS})
        source = self._name(row, "source", where)
        # A source has no cells for points: a key that is there means that somebody wrote one
        given = (*_FUNDS, *(key for key in _SCORED_FUNDS if key in row))
        labels = {key: source + FUNDS_LABELS[key] for key in given}
        return FundsRow(source=source, **self._entries(row, where, labels))

    def _goal(self, item: object, where: str) -> Goal:
        row = self._object(item, where, GOAL_LABELS.keys())
        return Goal(**self._entries(row, where, GOAL_LABELS))

    def _dimension(self, item: object, where: str) -> DimensionEntry:
        row = self._object(item, where, {"name", "weight", "self_score"})
        name = self._name(row, "name", where)
        entries = self._entries(row, where, {"weight": name, "self_score": name})
        return DimensionEntry(name=name, **entries)

    def _indicator(self, item: object, where: str) -> Indicator:
        row = self._object(item, where, {"path", "evidence", *_INDICATOR})
        path = self._path(row, where, self.fewest)
        name = path[-1]
        return Indicator(
            path=path,
            evidence=self._mapping(row.get("evidence"), f"{where}.evidence"),
            name_entry=Entry(name, Location(file=self.file, label=name)),
            **self._entries(
                row,
                where,
                {key: INDICATOR_LABELS[key] for key in _INDICATOR},
            ),
        )

    def _path(
        self,
        row: Mapping[str, object],
        where: str,
        fewest: int,
    ) -> tuple[str, ...]:
        path = row.get("path")
        if not isinstance(path, list) or not all(
            isinstance(p, str) and p.strip() for p in path
        ):
            raise self._wrong(f"{where}.path", "应为各级指标的名称")
        if not fewest <= len(path) <= _DEEPEST:
            raise self._wrong(f"{where}.path", _PATHS[fewest])
        return tuple(self._clean(part, f"{where}.path") for part in path)

    def _judgement(self, item: object, where: str) -> Judgement:
        given = self._object(item, where, {"path", "row", "place", *_JUDGEMENT})
        number = given.get("row", 1)
        if (
            not isinstance(number, (Decimal, int))
            or number != int(number)
            or not 1 <= number <= _MOST_ROWS
        ):
            raise self._wrong(f"{where}.row", "应为同名指标中的第几个，从1数起")
        entries = self._entries(given, where, _JUDGEMENT)
        place = given.get("place", "")
        if not isinstance(place, str):
            raise self._wrong(f"{where}.place", "应为文字")
        path = self._path(given, where, 1)
        return Judgement(
            path=path,
            row=int(number),
            place=self._clean(place, f"{where}.place"),
            **entries,
        )

    def _mapping(self, data: object, where: str) -> dict[str, Entry]:
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            raise self._wrong(where, "应为名称与内容的对照")
        return {
            str(name): self._entry(value, f"{where}.{name}", str(name))
            for name, value in data.items()
        }

    def _tables(self, data: object) -> dict[str, tuple[tuple[Entry, ...], ...]]:
        """Read the tables with free rows; one without rows is left out, as is a row at the end without text."""
        if data is not None and not isinstance(data, Mapping):
            raise self._wrong("tables", "应为名称与各行的对照")
        tables = {}
        for name, rows in (data or {}).items():
            where = f"tables.{name}"
            if not isinstance(rows, list) or not all(
                isinstance(row, list) for row in rows
            ):
                raise self._wrong(where, "应为若干行，每行是一组文字")
            read = [
                self._table_row(
                    row,
                    f"{where}[{number}]",
                    str(name),
                )
                for number, row in enumerate(rows)
            ]
            # Rows below the last text are spare rows of the form
            while read and all(entry.blank for entry in read[-1]):
                read.pop()
            if read:
                tables[self._clean(str(name), where)] = tuple(read)
        return tables

    def _table_row(self, row: list[object], where: str, name: str) -> tuple[Entry, ...]:
        return tuple(
            self._entry(cell, f"{where}[{number}]", name)
            for number, cell in enumerate(row)
        )

    def _entry(self, value: object, where: str, label: str) -> Entry:
        place = Location(file=self.file, label=label)
        if value is None or value == "":
            return Entry(None, place)
        # A figure becomes the text that a cell would show, without an exponent
        if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
            number = Decimal(value)
            if not -_LONGEST_NUMBER < number.adjusted() < _LONGEST_NUMBER:
                raise self._wrong(where, "是大得或小得不合理的数字")
            value = plain(number)
        if not isinstance(value, str):
            raise self._wrong(where, "应为文字、数字或 null")
        return Entry(self._clean(value, where), place)

    def _clean(self, text: str, where: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise self._wrong(
                where,
                f"有{len(text)}个字，超过一个单元格能存放的{LONGEST_TEXT}个字",
            )
        return storable(text)

    def _name(
        self,
        row: Mapping[str, object],
        key: str,
        where: str,
        default: str | None = None,
    ) -> str:
        value = row.get(key, default)
        if not isinstance(value, str) or not value:
            raise self._wrong(f"{where}.{key}".lstrip("."), "应为名称")
        return self._clean(value, where)

    def _object(
        self,
        data: object,
        where: str,
        known: Collection[str],
    ) -> Mapping[str, object]:
        if not isinstance(data, Mapping):
            raise self._wrong(where or "文件", "应为一个对象 {…}")
        for key in data:
            if key not in known:
                raise self._wrong(f"{where}.{key}".lstrip("."), "是不认识的字段")
        return data

    def _wrong(self, where: str, what: str) -> BadSubmissionJson:
        return BadSubmissionJson(
            f"“{self.file or 'JSON'}”中的 {where} {what}。", _REMEDY
        )
