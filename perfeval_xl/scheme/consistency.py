"""What only shows when all parts of a scheme are there: sums, holes and repetitions."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.errors import Fault
from perfeval_xl.scheme.form_spec import FormPart
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme.toml import Table

__all__ = ["Flaw", "check_scheme", "refuse_repetition", "scheme_flaws"]


class Flaw(NamedTuple):
    """The dotted key that is wrong, what is wrong with it, and the key of the very figure or name where there is one."""

    key: str
    fault: Fault
    at: str = ""


# Part of file names: no separators, no leading dot
_ID = re.compile(r"\w[\w-]*(\.[\w-]+)*\Z")


def check_scheme(top: Table, scheme: Scheme) -> None:
    """Raise `SchemeError` for the first thing that does not fit together."""
    for flaw in scheme_flaws(scheme):
        raise top.at_fault(flaw.key, flaw.fault)


def scheme_flaws(scheme: Scheme) -> Iterator[Flaw]:
    """Yield everything that does not fit together."""
    if not _ID.match(scheme.id):
        yield Flaw("id", Fault("id_characters"))
    if scheme.valid_to is not None and scheme.valid_to < scheme.valid_from:
        yield Flaw("valid_to", Fault("ends_before_start"))
    # Sums and order
    yield from _band_flaws(scheme)
    yield from _weight_flaws(scheme)
    # Points for the money need rows for it, and no name may stand twice
    if scheme.scores_execution and not scheme.funds:
        yield Flaw("funds", Fault("no_funds"))
    yield from _repeated(
        "dimensions", (dimension.name for dimension in scheme.dimensions)
    )
    yield from _repeated("sections", (section.name for section in scheme.sections))
    yield from _repeated("bands", (band.label for band in scheme.bands))
    yield from _repeated(
        "indicators", ("·".join(spec.path) for spec in scheme.indicators)
    )
    # What the printed form names is there
    yield from _form_flaws(scheme)


def refuse_repetition(table: Table, key: str, names: Iterable[Hashable]) -> None:
    """Raise `SchemeError` when a name stands twice."""
    for flaw in _repeated(key, names):
        raise table.at_fault(key, flaw.fault)


def _repeated(key: str, names: Iterable[Hashable]) -> Iterator[Flaw]:
    seen: set[Hashable] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            fault = Fault("repeated", {"name": str(name)})
            yield Flaw(key, fault, f"{key}[{number}]")
        seen.add(name)


def _band_flaws(scheme: Scheme) -> Iterator[Flaw]:
    lowest = [band.lowest for band in scheme.bands]
    # The first band that does not begin below the one above it;
    # the last band, where it does not begin at 0
    wrong = 0
    for number, (above, below) in enumerate(pairwise(lowest), 2):
        if below >= above and not wrong:
            wrong = number
    if lowest and not wrong and lowest[-1] != 0:
        wrong = len(lowest)
    if not lowest:
        yield Flaw("bands", Fault("bands_order"), "")
    elif wrong:
        yield Flaw("bands", Fault("bands_order"), f"bands[{wrong}].lowest")
    if lowest and lowest[0] > scheme.full_score:
        yield Flaw("bands", Fault("bands_above_full"), "bands[1].lowest")


def _weight_flaws(scheme: Scheme) -> Iterator[Flaw]:
    """The dimensions make the full score, and in a fixed form the indicators make their dimension."""
    # The whole scheme first, with the points of the execution rate
    total = scheme.execution_weight + sum(
        (dimension.weight for dimension in scheme.dimensions), ZERO
    )
    if total != scheme.full_score:
        code = "weights_sum"
        if scheme.execution_weight:
            code = "weights_and_execution_sum"
        yield Flaw(
            "dimensions",
            Fault(
                code,
                {"sum": plain(total), "expected": plain(scheme.full_score)},
            ),
        )
    # What stands in slots is weighed by the unit, and cannot be looked at here
    if scheme.has_slots:
        return
    # Then every dimension against its indicators
    weights = {dimension.name: ZERO for dimension in scheme.dimensions}
    for number, spec in enumerate(scheme.indicators, 1):
        if spec.path[0] not in weights:
            yield Flaw(
                f"indicators[{number}].path",
                Fault("dimension_unknown", {"name": spec.path[0]}),
            )
        else:
            weights[spec.path[0]] += spec.weight
    for number, dimension in enumerate(scheme.dimensions, 1):
        if weights[dimension.name] != dimension.weight:
            slots = {
                "name": dimension.name,
                "sum": plain(weights[dimension.name]),
                "expected": plain(dimension.weight),
            }
            yield Flaw(
                "indicators",
                Fault("indicators_sum", slots),
                f"dimensions[{number}].weight",
            )


def _form_flaws(scheme: Scheme) -> Iterator[Flaw]:
    """What a form names is there: sections, and indicators with their path."""
    if scheme.form is None:
        return
    # What may be named, then every part that names something
    sections = {section.name for section in scheme.sections}
    groups = {section.group for section in scheme.sections if section.group}
    paths = {"/".join(spec.path) for spec in scheme.indicators}
    for sheet in scheme.form.sheets:
        for part in sheet.parts:
            for name in _sections_named(part):
                if name not in sections:
                    yield Flaw("form", Fault("section_unknown", {"name": name}))
            if part.kind == "texts" and part.name not in groups:
                yield Flaw("form", Fault("group_unknown", {"name": part.name}))
            if part.kind == "targets":
                yield from _label_flaws(part, paths)


def _sections_named(part: FormPart) -> Iterator[str]:
    """Yield the names of sections that a part of a form shows."""
    for row in part.fields:
        for each in row:
            if ":" in each.field:
                yield each.field.removeprefix("section:")
    if part.kind == "opinion":
        yield part.name


def _label_flaws(part: FormPart, paths: Container[str]) -> Iterator[Flaw]:
    """Yield the labels of targets that end with the path of no indicator."""
    for label in part.labels:
        if label.split("|")[-1] not in paths:
            yield Flaw("form", Fault("target_without_path", {"name": label}))
