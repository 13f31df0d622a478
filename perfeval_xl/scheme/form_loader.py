"""Read the `[form]` table of a scheme, strictly, and say what does not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from importlib import resources

from perfeval_xl.scheme.form_spec import (
    COLUMN_KINDS,
    FIELDS,
    FUNDS_KINDS,
    OPEN_COLUMN_KINDS,
    OPEN_PART_KINDS,
    PART_KINDS,
    SCORE_KINDS,
    TARGET_KINDS,
    FormColumn,
    FormField,
    FormPart,
    FormSheet,
    FormSpec,
)
from perfeval_xl.scheme.toml import Table, parse_toml

__all__ = ["national_form", "read_form"]

_KINDS = {
    "rating": COLUMN_KINDS,
    "scores": SCORE_KINDS,
    "funds": FUNDS_KINDS,
    "targets": TARGET_KINDS,
}
_STYLES = {
    "fields": ("boxed", "cover"),
    "funds": ("rows", "pairs"),
    "lines": ("left", "centred"),
}
# Characters of a sheet name, as Excel allows them, and of a column
_LONGEST_TITLE, _WIDEST = 31, 120
# Excel refuses these in the name of a sheet
_NOT_IN_TITLES = set("[]:*?/\\'")
_SECTION = "section:"
_FORM_TITLE = "{form_title}"
_SHOWN = ("self_total", "self_grade", "weight_total", "project", "unit", "department")


def read_form(table: Table, family: str = "fixed") -> FormSpec:
    """Read the sheets of a form of this family; raises `SchemeError` for the first mistake, naming its key."""
    spec = FormSpec(sheets=table.tables("sheets", partial(_sheet, family=family)))
    titles = [sheet.title for sheet in spec.sheets]
    if len(set(titles)) != len(titles):
        raise table.wrong("sheets", "sheet_repeated")
    _LOADERS[family].check(table, spec)
    # Tables are kept by name in a submission, and each cell is filled in once
    names = [part.name for part in spec.tables()]
    if len(set(names)) != len(names):
        raise table.wrong("sheets", "table_repeated")
    placed = list(_placed(spec))
    for name in placed:
        if placed.count(name) > 1:
            raise table.wrong("sheets", "field_repeated", name=name)
    return spec


@cache
def national_form() -> FormSpec:
    """Return the layout of an open form whose scheme says nothing about it: that of the national form."""
    file = resources.files("perfeval_xl.scheme").joinpath("layouts", "national.toml")
    return read_form(parse_toml(file.read_text(encoding="utf-8"), file.name), "open")


def _check_rating(table: Table, spec: FormSpec) -> None:
    """Raise `SchemeError` unless a form with the indicators of a scheme has exactly one table of them."""
    count = len(spec.parts("rating"))
    if count != 1:
        raise table.wrong("sheets", "rating_count", count=count)


def _check_slots(table: Table, spec: FormSpec) -> None:
    """Raise `SchemeError` when a form in which units write indicators lacks what it cannot be filled in, or read, without."""
    if len(spec.sheets) != 1:
        raise table.wrong("sheets", "one_sheet", count=len(spec.sheets))
    # The reader goes from the funds down to the sums, so these parts are there once and in order
    kinds = [part.kind for part in spec.sheets[0].parts]
    for kind in ("funds", "indicators", "total"):
        if kinds.count(kind) != 1:
            raise table.wrong(
                "sheets", "part_count", kind=(kind,), count=kinds.count(kind)
            )
    in_order = [kind for kind in kinds if kind in _ORDER]
    if in_order != sorted(in_order, key=_ORDER.index):
        raise table.wrong("sheets", "part_order", order=tuple(_ORDER))
    # Labels above the funds, and columns without which nothing can be scored
    labelled = spec.sheets[0].parts[: kinds.index("funds")]
    if sum(len(part.fields) for part in labelled) < _LEAST_LABELLED:
        raise table.wrong("sheets", "fields_above_funds", fewest=_LEAST_LABELLED)
    _check_columns(table, spec)
    # A form that does not say whose it is cannot be taken in
    placed = list(_placed(spec))
    for name in ("project", "department", "unit"):
        if name not in placed:
            raise table.wrong("sheets", "field_missing", name=(name,))


def _check_columns(table: Table, spec: FormSpec) -> None:
    """Raise `SchemeError` when a part of an open form lacks a column that it needs."""
    for kind, needed in _NEEDED_COLUMNS.items():
        part = spec.parts(kind)[0]
        there = {column.kind for column in (*part.columns, *part.beside)}
        missing = [each for each in needed if each not in there]
        if missing:
            raise table.wrong(
                "sheets", "column_missing", kind=(kind,), column=(missing[0],)
            )


_ORDER = ("funds", "goals", "indicators", "total")
# The preview beside them says how far the form is filled in
_LEAST_LABELLED = 2
_NEEDED_COLUMNS = {
    "funds": ("source", "budget", "executed", "self_score"),
    "indicators": (
        "dimension",
        "category",
        "name",
        "target",
        "actual",
        "weight",
        "self_score",
    ),
    "total": ("label", "self_score"),
}
"""Without these an open form can be neither scored nor read."""


def _placed(spec: FormSpec) -> Iterator[str]:
    """Yield what is filled in, by name."""
    for sheet in spec.sheets:
        yield from ["year"] * sheet.year
        for part in sheet.parts:
            # Fields stand where they are listed; tables, opinions and sums count as one place each
            yield from (each.field for row in part.fields for each in row if each.field)
            if part.kind in {"funds", "goals", "scores"}:
                yield part.kind
            if part.kind == "opinion":
                yield _SECTION + part.name
            if part.kind in {"indicators", "total"}:
                yield part.kind
            if part.kind in {"rating", "scores"} and part.text:
                kinds = {column.kind for column in part.columns}
                yield from (name for kind, name in _TOTALS if kind in kinds)


_TOTALS = (
    ("weight", "weight_total"),
    ("self_score", "self_total"),
    ("grade", "self_grade"),
)


def _sheet(table: Table, family: str) -> FormSheet:
    sheet = FormSheet(
        title=table.text("title"),
        heading=table.text("heading", ""),
        annex=table.text("annex", ""),
        year=table.flag("year", default=False),
        landscape=table.flag("landscape", default=False),
        widths=_widths(table),
        parts=table.tables("parts", _LOADERS[family].part),
    )
    # The title of the form is put in later, so its length is not known here
    given = sheet.title.replace(_FORM_TITLE, "")
    if len(given) > _LONGEST_TITLE or _NOT_IN_TITLES & set(given):
        raise table.wrong("title", "sheet_title", longest=_LONGEST_TITLE)
    # Every row of a part has to fill the grid of the sheet exactly
    for number, part in enumerate(sheet.parts, 1):
        for wide, what in _spans(part):
            if wide != len(sheet.widths):
                raise table.wrong(
                    f"parts[{number}]",
                    "part_width",
                    what=(what,),
                    wide=wide,
                    expected=len(sheet.widths),
                )
    return sheet


def _widths(table: Table) -> tuple[int | Decimal, ...]:
    value = table.data.get("widths")
    table.has("widths")
    widths = value if isinstance(value, list) else []
    for each in widths:
        figure = isinstance(each, (int, Decimal)) and not isinstance(each, bool)
        if not figure or not 0 < each <= _WIDEST:
            widths = []
            break
    if not widths:
        raise table.wrong("widths", "widths", widest=_WIDEST)
    return tuple(widths)


def _spans(part: FormPart) -> Iterator[tuple[int, str]]:
    """Yield how many columns each row of a part takes, and what the row is."""
    # In pairs every source stands beside every figure: the columns are there twice
    if part.columns:
        if part.style != "pairs":
            factor = 1
        else:
            factor = 2
        yield sum(column.span for column in part.columns) * factor, "columns"
    if part.over:
        yield sum(column.span for column in part.over), "over"
    # A label that is empty takes no room on the paper
    for row in part.fields:
        taken = 0
        for each in row:
            label, value = each.spans
            taken += value
            if each.label:
                taken += label
        yield taken, "fields"


def _part(table: Table) -> FormPart:
    kind = table.choice("kind", PART_KINDS)
    part = FormPart(
        kind=kind,
        text=table.text("text", ""),
        name=table.text("name", ""),
        style=_style(table, kind),
        height=table.whole("height", 0),
        rows=table.whole("rows", 0),
        sum=table.whole("sum", 0),
        lines=_lines(table),
        labels=table.texts("labels", ()),
        fields=_fields(table),
        columns=table.tables(
            "columns", lambda each: _column(each, _KINDS.get(kind)), ()
        ),
        over=table.tables("over", lambda each: _column(each, None), ()),
    )
    # What a kind cannot do without
    needs = {
        "banner": "text",
        "opinion": "name",
        "texts": "name",
        "table": "name",
        "lines": "lines",
        "fields": "fields",
    }
    needs |= dict.fromkeys(("rating", "scores", "funds", "targets", "goals"), "columns")
    key = needs.get(kind)
    if key is not None and not getattr(part, key):
        raise table.wrong(key, "missing")
    if kind == "table":
        for needed in ("columns", "rows"):
            if not getattr(part, needed):
                raise table.wrong(needed, "missing")
    if part.sum > len(part.columns):
        raise table.wrong("sum", "sum_beyond_columns")
    # Columns are told apart by their kind, so each stands once
    kinds = [column.kind for column in part.columns if column.kind]
    if len(set(kinds)) != len(kinds):
        raise table.wrong("columns", "column_repeated")
    return part


def _style(table: Table, kind: str) -> str:
    """Read how a part of a fixed form looks; empty for one that looks one way only."""
    if kind not in _STYLES:
        return ""
    styles = _STYLES[kind]
    return table.choice("style", styles, styles[0])


def _open_part(table: Table) -> FormPart:
    """Read one part of an open form."""
    kind = table.choice("kind", OPEN_PART_KINDS)
    # A key that a kind does not use is not asked for, and so refused as unknown
    kinds = OPEN_COLUMN_KINDS.get(kind)
    part = FormPart(
        kind=kind,
        text=table.text("text", ""),
        name=table.text("name", "") if kind == "indicators" else "",
        height=table.whole("height", 0) if kind == "sections" else 0,
        style=table.choice("style", _STYLES["lines"], "left")
        if kind == "lines"
        else "",
        lines=_lines(table) if kind == "lines" else (),
        labels=table.texts("labels", ()) if kind == "sections" else (),
        fields=_fields(table) if kind == "fields" else (),
        columns=table.tables("columns", lambda each: _column(each, kinds))
        if kinds
        else (),
        beside=table.tables("beside", lambda each: _column(each, kinds), ())
        if kind == "indicators"
        else (),
    )
    for key in ("lines", "fields"):
        if kind == key and not getattr(part, key):
            raise table.wrong(key, "missing")
    # Blank cells may repeat, everything else stands once
    named = [
        column.kind
        for column in (*part.columns, *part.beside)
        if column.kind != "blank"
    ]
    if len(set(named)) != len(named):
        raise table.wrong("columns", "column_repeated")
    return part


def _lines(table: Table) -> tuple[str, ...]:
    """Lines may be empty and may repeat, as signature lines do."""
    value = table.data.get("lines", [])
    table.has("lines")
    if not isinstance(value, list):
        raise table.wrong("lines", "not_texts")
    if not all(isinstance(each, str) for each in value):
        raise table.wrong("lines", "not_texts")
    return tuple(value)


def _fields(table: Table) -> tuple[tuple[FormField, ...], ...]:
    value = table.data.get("fields", [])
    table.has("fields")
    if not isinstance(value, list):
        raise table.wrong("fields", "not_fields")
    if not all(isinstance(row, list) and row for row in value):
        raise table.wrong("fields", "not_fields")
    rows = []
    for number, row in enumerate(value, 1):
        inner = Table({"row": row}, table.file, f"{table.where}.fields[{number}]")
        rows.append(inner.tables("row", _field))
    return tuple(rows)


def _field(table: Table) -> FormField:
    spans = table.data.get("spans", [1, 1])
    table.has("spans")
    # How many columns of the grid the label and the cell take
    counts = (
        isinstance(spans, list)
        and len(spans) == 2
        and all(isinstance(each, int) and each > 0 for each in spans)
    )
    if not counts:
        raise table.wrong("spans", "spans")
    assert isinstance(spans, list)
    each = FormField(
        label=table.text("label", ""),
        field=table.text("field", ""),
        shows=table.text("shows", ""),
        spans=(spans[0], spans[1]),
        choices=table.texts("choices", ()),
    )
    # What is typed there, or which figure is shown again: one of the two
    known = each.field in FIELDS or each.field.startswith(_SECTION)
    if each.field and not known:
        raise table.wrong(
            "field", "field_unknown", allowed=tuple(FIELDS), value=each.field
        )
    if each.shows and each.shows not in _SHOWN:
        raise table.wrong("shows", "not_one_of", allowed=_SHOWN, value=each.shows)
    if bool(each.field) == bool(each.shows):
        raise table.wrong("field", "field_or_shows")
    return each


def _column(table: Table, kinds: tuple[str, ...] | None) -> FormColumn:
    kind = ""
    if kinds is not None:
        kind = table.choice("kind", kinds)
    return FormColumn(
        kind=kind,
        heading=table.text("heading", ""),
        span=table.whole("span", 1, lowest=1),
    )


@dataclass(frozen=True, slots=True)
class _Loader:
    """How the parts of a family's form are read, and what all of them together must have."""

    part: Callable[[Table], FormPart]
    check: Callable[[Table, FormSpec], None]


_LOADERS = {
    "open": _Loader(_open_part, _check_slots),
    "fixed": _Loader(_part, _check_rating),
}
"""By the family of the scheme."""
