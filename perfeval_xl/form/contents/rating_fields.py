"""The fields of a fixed form put together as a submission."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from perfeval_xl.form.layout.labels import (
    parse_dimension_label,
    parse_year_label,
)
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import OWN_NAME, Scheme
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
    Submission,
)

__all__ = ["submission_of"]

_HEAD = (
    "year",
    "project",
    "department",
    "unit",
    "weight_total",
    "self_total",
    "self_grade",
)
"""The fields of a submission that are one text each."""

_MONEY = ("initial_budget", "budget", "executed")
"""The figures of a funds row."""


def submission_of(
    scheme: Scheme,
    layout: RatingLayout,
    read: Callable[[str, str, tuple[str, ...]], Entry],
    label: Callable[[str], str | None],
) -> Submission:
    """Put a submission together: `read` gives the entry of a field, under a label and a path; `label` a printed text."""

    def entry(key: str, said: str, path: tuple[str, ...] = ()) -> Entry:
        return read(key, said, path) if key in layout.fields else Entry()

    year = entry("year", FIELD_LABELS["year"])
    head = {key: entry(key, FIELD_LABELS[key]) for key in _HEAD[1:]}
    names = [section.name for section in scheme.sections]
    return Submission(
        scheme=scheme.id,
        year=Entry(parse_year_label(year.text), year.location),
        money_unit=scheme.money_unit,
        funds=tuple(
            FundsRow(
                source=source,
                **{
                    name: entry(f"funds_{n}_{name}", source + FUNDS_LABELS[name])
                    for name in _MONEY
                },
            )
            for n, source in enumerate(scheme.funds)
        ),
        goals=tuple(_read_goal(n, entry) for n in range(layout.goals)),
        dimensions=tuple(_read_dimensions(scheme, entry, label)),
        indicators=tuple(_read_indicators(layout, entry)),
        sections={name: entry(f"section_{n}", name) for n, name in enumerate(names)},
        tables=_read_tables(layout, entry),
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        weight_total=head["weight_total"],
        self_total=head["self_total"],
        self_grade=head["self_grade"],
    )


_Read = Callable[..., Entry]


def _read_goal(number: int, entry: _Read) -> Goal:
    read = {
        name: entry(f"goal_{number}_{name}", said) for name, said in GOAL_LABELS.items()
    }
    return Goal(**read)


def _read_dimensions(
    scheme: Scheme, entry: _Read, label: Callable[[str], str | None]
) -> Iterator[DimensionEntry]:
    for index, dimension in enumerate(scheme.dimensions):
        key = f"dimension_{index}"
        stated = parse_dimension_label(label(key), dimension.name)
        weight, score = (
            entry(f"{key}_{name}", dimension.name) for name in ("weight", "self_score")
        )
        place = entry(key, dimension.name).location
        yield DimensionEntry(
            name=dimension.name,
            weight=Entry(stated.weight.text, place)
            if weight.blank and stated.weight.text
            else weight,
            self_score=Entry(stated.self_score.text, place)
            if score.blank and stated.self_score.text
            else score,
        )


def _read_indicators(layout: RatingLayout, entry: _Read) -> Iterator[Indicator]:
    for asked in layout.asked:
        key, path = f"indicator_{asked.index}", asked.spec.path
        fields = {
            name: entry(f"{key}_{name}", label, path)
            for name, label in INDICATOR_LABELS.items()
        }
        evidence = {
            fact.name: entry(f"evidence_{asked.index}_{fact.name}", fact.label, path)
            for fact in asked.own()
        }
        name = Entry(path[-1], fields["self_score"].location)
        yield Indicator(
            path=path,
            evidence=evidence,
            name_entry=evidence.get(OWN_NAME, name),
            **fields,
        )


def _read_tables(
    layout: RatingLayout, entry: _Read
) -> Mapping[str, tuple[tuple[Entry, ...], ...]]:
    tables = {}
    for number, table in enumerate(layout.tables):
        columns = 1 if table.kind == "targets" else len(table.columns)
        rows = [
            tuple(
                entry(f"table_{number}_{row}_{column}", table.name)
                for column in range(columns)
            )
            for row in range(layout.table_rows[table.name])
        ]
        while rows and all(cell.blank for cell in rows[-1]):
            rows.pop()
        if rows:
            tables[table.name] = tuple(rows)
    return tables
