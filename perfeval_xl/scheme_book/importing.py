"""A workbook becomes a scheme again, or a list of everything that is wrong with it, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from functools import partial

from perfeval_xl.errors import Fault, SchemeError
from perfeval_xl.refs import Location
from perfeval_xl.rules.registry import indicator_rule, rule_for
from perfeval_xl.scheme.consistency import scheme_flaws
from perfeval_xl.scheme.faults import worded
from perfeval_xl.scheme.loader import parse_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme.parameters import Parameter, kind_texts
from perfeval_xl.scheme.reading import read_scheme
from perfeval_xl.scheme.toml import Table
from perfeval_xl.scheme_book.columns import SCHEME
from perfeval_xl.scheme_book.fields import FIELDS
from perfeval_xl.scheme_book.form_in import named_in_form, read_form
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.indicators_in import read_indicators
from perfeval_xl.scheme_book.mistakes import BookError, Mistake
from perfeval_xl.scheme_book.parts_in import read_parameters
from perfeval_xl.scheme_book.rates_in import check_rates
from perfeval_xl.scheme_book.sheets_in import read_fields, read_lists
from perfeval_xl.scheme_book.tables import (
    BANDS,
    DEFECTS,
    DIMENSIONS,
    FORM,
    INDICATORS,
    PARAMETERS,
    ROLE_NAMES,
    TEXTS,
)
from perfeval_xl.scheme_book.toml_text import toml_text
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw

__all__ = ["import_book", "import_scheme"]

_ORDER = (
    SCHEME,
    *(
        table.title
        for table in (BANDS, DIMENSIONS, INDICATORS, PARAMETERS, TEXTS, DEFECTS, FORM)
    ),
)
_RESTS_ON = {
    "id": r"id",
    "valid_to": r"valid_(from|to)",
    "bands": r"full_score|bands(\[\d+\](\.lowest)?)?",
    "dimensions": r"full_score|execution_weight|dimensions(\[\d+\](\.weight)?)?",
    "indicators": r"(dimensions|indicators)(\[\d+\](\.(weight|name|path.*))?)?",
    "funds": r"texts.*",
}
"""What a flaw of the whole scheme rests on: when part of that could not be read, nothing is said about it."""
_SPARE = ("form_year", "sections", "defects", "form")
"""What a scheme can do without: when it cannot be read, the rest is looked at all the same."""
_TABLES = {table.key: table for table in (BANDS, DIMENSIONS, INDICATORS)} | {
    "sections": TEXTS
}
_SAID = {
    "dimensions": "",
    "indicators": "",
    "bands": "各档",
    "valid_from": "生效日期",
    "form": "表样",
}


def import_scheme(data: bytes, file: str, taken: Container[str] = ()) -> Scheme:
    """Return the scheme in an .xlsx file; `file` is the name for messages, `taken` are ids that it may not have.

    Raises `BookError` with every mistake that was found, and `SubmissionFileError` for a file that is no workbook.
    """
    return import_book(open_raw(data, file), file, taken)


def import_book(book: RawWorkbook, file: str, taken: Container[str] = ()) -> Scheme:
    """Return the scheme in a workbook that has been opened; raises `BookError` as `import_scheme` does."""
    got = Gathering()
    # The first sheet says which family it is, on which the others depend
    read_fields(book, got)
    read_lists(book, got)
    # Parameters need the rules that they belong to, and rates their parameters
    rules = read_indicators(book, got)
    read_parameters(book, rules, got)
    check_rates(book, rules, got)
    read_form(book, got)
    # What fits together is looked at once everything is read
    scheme = _build(got, file)
    if got.tree.get("id") in taken and not got.is_stand_in("id"):
        _note(got, "id", "id", Fault("id_taken", {"name": str(got.tree["id"])}))
    # Every mistake at once, since a workbook is corrected by hand
    if got.mistakes or scheme is None:
        raise BookError(file, _sorted(got.mistakes))
    # Strict loading has the last word
    return parse_scheme(toml_text(scheme), file)


def _build(got: Gathering, file: str) -> Scheme | None:
    """Return the scheme as far as it has been read, and note what does not fit together."""
    try:
        scheme = read_scheme(Table(got.tree, file, ""))
    except SchemeError as exc:
        # What a scheme can do without is dropped, so that the rest is still looked at
        _note(got, exc.key, exc.key, _fault_of(exc))
        part = re.split(r"[.\[]", exc.key)[0]
        if part in _SPARE and got.tree.pop(part, None) is not None:
            return _build(got, file)
        return None
    # What the cells make together: sums, holes, names that are not there
    for flaw in scheme_flaws(scheme):
        root = re.split(r"[.\[]", flaw.key)[0]
        # Said already, with both cells
        if flaw.fault.code == "repeated":
            continue
        rests_on = re.compile(_RESTS_ON.get(root, ""))
        # A sum of figures that could not be read is wrong anyway
        if any(rests_on.fullmatch(doubt) for doubt in got.doubts):
            continue
        at, remedy = flaw.at, ""
        # A printed form names things in a list of one cell: which item it is helps
        if flaw.key == "form":
            at, remedy = _in_form(got, flaw.fault)
        _note(got, flaw.key, at or flaw.key, flaw.fault, remedy=remedy)
    # Rules are built last: they refuse parameters that nothing else looks at
    for role, spec in scheme.rules.items():
        if not got.is_stand_in(f"rules.{role}"):
            _try(got, spec.kind, partial(rule_for, spec))
    for number, indicator in enumerate(scheme.indicators, 1):
        if not got.is_stand_in(f"indicators[{number}]"):
            _try(got, indicator.rule.kind, partial(indicator_rule, indicator))
    return scheme


def _try(got: Gathering, kind: str, build: Callable[[], object]) -> None:
    try:
        build()
    except SchemeError as exc:
        _note(
            got,
            exc.key,
            exc.key,
            _fault_of(exc),
            kind,
        )


def _fault_of(error: SchemeError) -> Fault:
    """Return what is wrong; whoever raises it while a scheme is built names a key and its fault."""
    assert error.fault is not None
    return error.fault


def _in_form(got: Gathering, fault: Fault) -> tuple[str, str]:
    """Return where the form names what is not there, and what to do in that cell."""
    name = str(fault.slots["name"])
    place = named_in_form(got.tree, name)
    if place is None:
        return "", ""
    key, item = place
    where = "这一格"
    if item:
        where = f"这一格的第{item}项"
    return key, f"改了名称的，请把{where}“{name}”改成现在的名称。"


def _note(
    got: Gathering,
    key: str,
    at: str,
    fault: Fault,
    kind: str = "",
    *,
    remedy: str = "",
) -> None:
    """Note a mistake that was found in the tables, at the cell it comes from and in the words of the sheet."""
    # The words of the sheet for a key of the TOML file
    name = re.sub(r"\[\d+\]\Z", "", key).rpartition(".")[2]
    label = _label(name, kind)
    said = worded(fault, _names_on_sheets(kind).get, behind_key=bool(label))
    # The cell, or the table where the cell is not there
    ref = got.place_of(at)
    sheet, cell = (ref.sheet, ref.address) if ref else (SCHEME, "")
    got.mistakes.append(Mistake(sheet, cell, f"{label}{said}", remedy or "请改正。"))


def _label(name: str, kind: str) -> str:
    """Return what a key is called at the beginning of a sentence; empty where the sentence does without."""
    if name in _SAID:
        return _SAID[name]
    heading = _labels(kind).get(name)
    if heading:
        return f"“{heading}”"
    return ""


def _labels(kind: str) -> dict[str, str]:
    """Return what the keys of the TOML file are called on the sheets."""
    # Parameters of the rule last: a key such as `value` means what its rule says
    tables = (BANDS, DIMENSIONS, INDICATORS, TEXTS, DEFECTS)
    labels = {
        column.key.rpartition(".")[2]: column.heading
        for table in tables
        for column in table.columns
    }
    labels |= {field.key.rpartition(".")[2]: field.heading for field in FIELDS} | dict(
        ROLE_NAMES
    )
    return labels | {each.name: each.title for each in _parameters(kind)}


def _parameters(kind: str) -> Iterable[Parameter]:
    known = kind_texts().get(kind)
    for parameter in known.parameters if known else ():
        yield parameter
        yield from parameter.fields


def _names_on_sheets(kind: str) -> dict[str, str]:
    """Return what keys of the TOML file and their words are called on the sheets, in the middle of a sentence."""
    names = {name: f"“{title}”" for name, title in _labels(kind).items()}
    for name, table in _TABLES.items():
        names[name] = f"“{table.title}”表"
    for parameter in _parameters(kind):
        for value, shown in parameter.words.items():
            names[value] = f"“{shown}”"
    return names | {"true": "“是”", "false": "“否”"}


def _sorted(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Return the mistakes in the order of sheets and cells, each once."""

    def place(mistake: Mistake) -> tuple[int, tuple[int, int]]:
        if mistake.sheet in _ORDER:
            sheet = _ORDER.index(mistake.sheet)
        else:
            sheet = len(_ORDER)
        # By row, then by column; what is about the whole sheet first
        where = Location.said(mistake.sheet, mistake.cell).order
        return sheet, where or (0, 0)

    return sorted(dict.fromkeys(mistakes), key=place)
