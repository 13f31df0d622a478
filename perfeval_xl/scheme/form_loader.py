"""Read the `[form]` table of a scheme, strictly, and say what does not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.scheme.form_spec import (
    COLUMN_KINDS,
    FIELDS,
    FUNDS_KINDS,
    PART_KINDS,
    SCORE_KINDS,
    TARGET_KINDS,
    FormColumn,
    FormField,
    FormPart,
    FormSheet,
    FormSpec,
)
from perfeval_xl.scheme.toml import Table

__all__ = ["read_form"]

_KINDS = {"rating": COLUMN_KINDS, "scores": SCORE_KINDS, "funds": FUNDS_KINDS, "targets": TARGET_KINDS}
_STYLES = {"fields": ("boxed", "cover"), "funds": ("rows", "pairs"), "lines": ("left", "centred")}
_LONGEST_TITLE, _WIDEST = 31, 120
_NOT_IN_TITLES = set("[]:*?/\\'")
_SECTION = "section:"
_SHOWN = ("self_total", "self_grade", "weight_total", "project", "unit", "department")


def read_form(table: Table) -> FormSpec:
    """Read the sheets; raises `SchemeError` for the first mistake, naming its key."""
    spec = FormSpec(sheets=table.tables("sheets", _sheet))
    titles = [sheet.title for sheet in spec.sheets]
    if len(set(titles)) != len(titles):
        raise table.wrong("sheets", "有同名的工作表")
    if len(spec.parts("rating")) != 1:
        raise table.wrong("sheets", f"中应有一个 rating（评分表），现有{len(spec.parts('rating'))}个")
    names = [part.name for part in spec.tables()]
    if len(set(names)) != len(names):
        raise table.wrong("sheets", "有同名的表格")
    placed = list(_placed(spec))
    for name in placed:
        if placed.count(name) > 1:
            raise table.wrong("sheets", f"中“{name}”出现了不止一次，重复显示请用 shows")
    return spec


def _placed(spec: FormSpec) -> Iterator[str]:
    """Yield what is filled in, by name."""
    for sheet in spec.sheets:
        yield from ["year"] * sheet.year
        for part in sheet.parts:
            yield from (each.field for row in part.fields for each in row if each.field)
            if part.kind in {"funds", "goals", "scores"}:
                yield part.kind
            if part.kind == "opinion":
                yield _SECTION + part.name
            if part.kind in {"rating", "scores"} and part.text:
                kinds = {column.kind for column in part.columns}
                yield from (name for kind, name in _TOTALS if kind in kinds)


_TOTALS = (("weight", "weight_total"), ("self_score", "self_total"), ("grade", "self_grade"))


def _sheet(table: Table) -> FormSheet:
    sheet = FormSheet(
        title=table.text("title"),
        heading=table.text("heading", ""),
        annex=table.text("annex", ""),
        year=table.flag("year", default=False),
        landscape=table.flag("landscape", default=False),
        widths=_widths(table),
        parts=table.tables("parts", _part),
    )
    if len(sheet.title) > _LONGEST_TITLE or _NOT_IN_TITLES & set(sheet.title):
        raise table.wrong("title", f"应不超过{_LONGEST_TITLE}字，并且没有 [ ] : * ? / \\ '")
    for number, part in enumerate(sheet.parts, 1):
        for wide, what in _spans(part):
            if wide != len(sheet.widths):
                raise table.wrong(f"parts[{number}]", f"的{what}共占{wide}列，应为{len(sheet.widths)}列")
    return sheet


def _widths(table: Table) -> tuple[int, ...]:
    value = table.data.get("widths")
    table.has("widths")
    numbers = (
        [each for each in value if isinstance(each, int) and 0 < each <= _WIDEST] if isinstance(value, list) else []
    )
    if not numbers or numbers != value:
        raise table.wrong("widths", f"应为各列的宽度（1至{_WIDEST}个字符的整数）")
    return tuple(numbers)


def _spans(part: FormPart) -> Iterator[tuple[int, str]]:
    """Yield how many columns each row of a part takes, and what the row is."""
    if part.columns:
        factor = 1 if part.style != "pairs" else 2
        yield sum(column.span for column in part.columns) * factor, "columns"
    if part.over:
        yield sum(column.span for column in part.over), "over"
    for row in part.fields:
        yield sum((each.spans[0] if each.label else 0) + each.spans[1] for each in row), "fields"


def _part(table: Table) -> FormPart:
    kind = table.choice("kind", PART_KINDS)
    styles = _STYLES.get(kind, ("",))
    part = FormPart(
        kind=kind,
        text=table.text("text", ""),
        name=table.text("name", ""),
        style=table.choice("style", styles, styles[0]) if kind in _STYLES else "",
        height=table.whole("height", 0),
        rows=table.whole("rows", 0),
        sum=table.whole("sum", 0),
        lines=_lines(table),
        labels=table.texts("labels", ()),
        fields=_fields(table),
        columns=table.tables("columns", lambda each: _column(each, _KINDS.get(kind)), ()),
        over=table.tables("over", lambda each: _column(each, None), ()),
    )
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
        raise table.wrong(key, "没有填写")
    if kind == "table" and not (part.columns and part.rows):
        raise table.wrong("columns" if not part.columns else "rows", "没有填写")
    if part.sum > len(part.columns):
        raise table.wrong("sum", "超过了列数")
    kinds = [column.kind for column in part.columns if column.kind]
    if len(set(kinds)) != len(kinds):
        raise table.wrong("columns", "中有重复的列")
    return part


def _lines(table: Table) -> tuple[str, ...]:
    """Lines may be empty and may repeat, as signature lines do."""
    value = table.data.get("lines", [])
    table.has("lines")
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise table.wrong("lines", "应为文字的列表")
    return tuple(value)


def _fields(table: Table) -> tuple[tuple[FormField, ...], ...]:
    value = table.data.get("fields", [])
    table.has("fields")
    if not isinstance(value, list) or not all(isinstance(row, list) and row for row in value):
        raise table.wrong("fields", "应为若干行，每行是一组栏目")
    rows = []
    for number, row in enumerate(value, 1):
        inner = Table({"row": row}, table.file, f"{table.where}.fields[{number}]")
        rows.append(inner.tables("row", _field))
    return tuple(rows)


def _field(table: Table) -> FormField:
    spans = table.data.get("spans", [1, 1])
    table.has("spans")
    counts = isinstance(spans, list) and len(spans) == 2 and all(isinstance(each, int) and each > 0 for each in spans)
    if not counts:
        raise table.wrong("spans", "应为两个列数：标题占几列，内容占几列")
    assert isinstance(spans, list)
    each = FormField(
        label=table.text("label", ""),
        field=table.text("field", ""),
        shows=table.text("shows", ""),
        spans=(spans[0], spans[1]),
    )
    if each.field and each.field not in FIELDS and not each.field.startswith(_SECTION):
        raise table.wrong("field", f"应为{'、'.join(FIELDS)}之一，或 {_SECTION}栏目名称，现为“{each.field}”")
    if each.shows and each.shows not in _SHOWN:
        raise table.wrong("shows", f"应为{'、'.join(_SHOWN)}之一，现为“{each.shows}”")
    if bool(each.field) == bool(each.shows):
        raise table.wrong("field", "与 shows 要写一个，也只能写一个")
    return each


def _column(table: Table, kinds: tuple[str, ...] | None) -> FormColumn:
    kind = table.choice("kind", kinds) if kinds is not None else ""
    return FormColumn(kind=kind, heading=table.text("heading", ""), span=table.whole("span", 1, lowest=1))
