"""A scheme becomes a workbook that a person who uses Excel can read, print and edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from perfeval_xl.errors import SchemeError
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.model import RuleSpec, Scheme
from perfeval_xl.scheme.parameters import KindText, kind_texts
from perfeval_xl.scheme_book.cells import stored, stored_text
from perfeval_xl.scheme_book.columns import VALUE, Table
from perfeval_xl.scheme_book.fields import FAMILIES
from perfeval_xl.scheme_book.first_sheet import field_cell, first_sheet, value_at
from perfeval_xl.scheme_book.guide import guide_sheet, kinds_sheet, parameter_list
from perfeval_xl.scheme_book.importing import import_scheme
from perfeval_xl.scheme_book.parts import parts_of
from perfeval_xl.scheme_book.table_sheet import (
    FIRST_ROW,
    TableRow,
    column_range,
    draw_table,
    words_formula,
)
from perfeval_xl.scheme_book.tables import (
    BANDS,
    DEFECTS,
    DIMENSIONS,
    FORM,
    FUNDS,
    INDICATORS,
    PATH_KEYS,
    ROLE_NAMES,
    SECTION,
    TEXTS,
    kind_names,
    parameter_table,
)
from perfeval_xl.scheme_book.toml_text import sentence_of, toml_value
from perfeval_xl.scheme_book.tree import Tree, tree_of
from perfeval_xl.sheets.model import Sheet, Workbook
from perfeval_xl.sheets.writing import write_workbook

__all__ = ["export_scheme"]


def export_scheme(scheme: Scheme) -> bytes:
    """Return the workbook as an .xlsx file; importing it gives the same scheme.

    Raises `SchemeError` for a scheme that a workbook cannot hold without loss, such as one with control characters.
    """
    tree = tree_of(scheme)
    specs = [
        *scheme.rules.values(),
        *(spec.rule for spec in scheme.indicators),
    ]
    sheets = [
        first_sheet(tree),
        _bands(tree),
        _dimensions(tree),
        _indicators(tree, specs),
        _parameters(specs),
        _texts(tree),
        draw_table(
            DEFECTS,
            [_row(DEFECTS, each) for each in tree.get("defects", ())],
            spare=4,
        ),
        *([_form(tree["form"])] if "form" in tree else ()),
        kinds_sheet(),
        guide_sheet(),
    ]
    # Reading it back is the only proof that nothing was lost
    data = write_workbook(Workbook(sheets=tuple(sheets), title=scheme.title))
    if import_scheme(data, f"{scheme.id}.xlsx") != scheme:
        told = f"方案“{scheme.id}”有工作簿存不下的内容，不能导出。"
        raise SchemeError(told, "请用 scheme show 查看，或者直接修改 TOML 文件。")
    return data


def _row(
    table: Table,
    values: Mapping[str, Any],
    unused: frozenset[str] = frozenset(),
) -> TableRow:
    """Return the cells of a row of the TOML file; what is not said stays blank."""
    cells = {}
    for column in table.columns:
        value = value_at(values, column.key)
        if value is not None and not column.automatic:
            cells[column.key] = stored(column.holds, value, column.words)
    return TableRow(cells, unused)


def _letters(table: Table, *keys: str) -> tuple[str, ...]:
    """Return the cells of columns in the row of a formula: `$E{row}`."""
    return tuple(f"${column_letters(table.column_number(key))}{{row}}" for key in keys)


def _bands(tree: Tree) -> Sheet:
    (lowest,) = _letters(BANDS, "lowest")
    # The best band ends with the full score, every other one below the band above it
    upper = f'IF(ROW()={FIRST_ROW},{field_cell("full_score")}&"分",{lowest.replace("row", "above")}&"分（不含）")'
    formula = f'IF({lowest}="","",{lowest}&"—"&{upper})'
    return draw_table(
        BANDS,
        [_row(BANDS, band) for band in tree["bands"]],
        spare=3,
        formulas={"range": formula},
    )


_NOT_OF_DIMENSIONS = frozenset({"category", "rows", "together"})
"""Columns of the 一级指标 that stay empty where the scheme has the indicators itself."""


def _dimensions(tree: Tree) -> Sheet:
    rows = []
    # Where the scheme has the indicators, nothing is written about rows of units: those cells are not tinted
    unused = _NOT_OF_DIMENSIONS
    if "rules" in tree:
        unused = frozenset()
    # One row for each category, the name of the dimension only in the first
    for dimension in tree["dimensions"]:
        first = {key: dimension.get(key) for key in ("name", "weight", "together")}
        for category in dimension.get("categories") or [{}]:
            second = {
                "category": category.get("name"),
                "rows": category.get("rows"),
            }
            rows.append(_row(DIMENSIONS, first | second, unused))
            first = {}
    # The weights of the indicators below it, beside its own; an open form has none to add up
    name, weight, total = _letters(DIMENSIONS, "name", "weight", "sum")
    added = f"SUMIF({column_range(INDICATORS, 'first')},{name},{column_range(INDICATORS, 'weight')})"
    none = f'OR({name}="",{field_cell("family")}="{FAMILIES["open"]}")'
    return draw_table(
        DIMENSIONS,
        rows,
        spare=4,
        spare_row=TableRow({}, unused),
        formulas={"sum": f'IF({none},"",ROUND({added},6))'},
        wrong={"sum": f"AND(ISNUMBER({total}),{total}<>{weight})"},
    )


_NOT_OF_ROLES = frozenset(
    {
        "second",
        "third",
        "weight",
        "target",
        "standard",
        "explanation",
        "proof",
        "own",
    }
)
"""Columns of the indicators that stay empty in an open form, whose rows are the roles of rules."""


def _indicators(tree: Tree, specs: Sequence[RuleSpec]) -> Sheet:
    lists = {"rule.kind": words_formula(tuple(kind_names().values()))}
    # Where units write the indicators, the roles of rules stand in their place; nobody adds one
    unused, spare = _NOT_OF_ROLES, 1
    if "rules" in tree:
        tables = [
            {
                "path": [ROLE_NAMES[role]],
                "rule": rule,
            }
            for role, rule in tree["rules"].items()
        ]
    else:
        tables, unused, spare = tree["indicators"], frozenset(), 8
        lists["first"] = column_range(DIMENSIONS, "name")
    rows = []
    # The number ties the row to its parameters; the sentence is for reading only
    for number, (table, spec) in enumerate(zip(tables, specs, strict=True), 1):
        path = dict(zip(PATH_KEYS, table["path"], strict=False))
        row = _row(INDICATORS, {**table, **path, "no": str(number)}, unused)
        said = {
            "rule.kind": kind_names().get(spec.kind, spec.kind),
            "sentence": sentence_of(spec),
        }
        texts = {key: stored_text(text) for key, text in said.items()}
        rows.append(TableRow({**row.cells, **texts}, unused))
    # A sum that is not the weight is marked while one types
    total, weight = _letters(INDICATORS, "sum", "weight")
    return draw_table(
        INDICATORS,
        rows,
        spare=spare,
        spare_row=TableRow({}, unused),
        formulas={"sum": _points_formula()},
        lists=lists,
        wrong={"sum": f"AND(ISNUMBER({total}),{total}<>{weight})"},
    )


def _points_formula() -> str:
    """Return what the points of a rule add up to, blank for rules whose points need not make the weight."""
    (kind,) = _letters(INDICATORS, "rule.kind")
    formula = '""'
    for known in kind_texts().values():
        if known.adds_up:
            formula = f'IF({kind}="{known.title}",{_added(known)},{formula})'
    return formula


def _added(known: KindText) -> str:
    table = parameter_table()
    (number,) = _letters(INDICATORS, "no")
    rows = f"{column_range(table, 'no')},{number},{column_range(table, 'parameter')}"
    values = column_range(table, "value")
    # Points above 0 only: what is deducted is no part of the weight
    terms, exceptions = [], []
    for parameter in known.parameters:
        here = f'{rows},"{parameter.title}"'
        points = [
            column_range(table, field.title)
            for field in parameter.fields
            if field.role == "points"
        ]
        if parameter.role == "gap":
            points += [values]
        terms += [f'SUMIFS({cells},{here},{cells},">0")' for cells in points]
        # Points that exclude each other do not add up
        if parameter.role == "exclusive":
            exceptions.append(f'COUNTIFS({here},{values},"是")>0')
    return f'IF(OR(FALSE,{",".join(exceptions)}),"",ROUND({"+".join(terms)},6))'


def _parameters(specs: Sequence[RuleSpec]) -> Sheet:
    rows = [
        row
        for number, spec in enumerate(specs, 1)
        for row in _rule_rows(str(number), spec)
    ]
    table = parameter_table()
    number, kind = _letters(table, "no", "kind")
    # The name and the rule of the number typed, from the sheet of indicators
    found = f"MATCH({number},{column_range(INDICATORS, 'no')},0)"
    names = '""'
    # The lowest name that is filled in
    for key in PATH_KEYS:
        name = f"INDEX({column_range(INDICATORS, key)},{found})"
        names = f'IF({name}<>"",{name},{names})'
    return draw_table(
        table,
        rows,
        spare=12,
        formulas={
            "name": f'IF({number}="","",IFERROR({names},"没有这个编号"))',
            "kind": f'IF({number}="","",IFERROR(INDEX({column_range(INDICATORS, "rule.kind")},{found})&"",""))',
        },
        lists={
            "no": column_range(INDICATORS, "no"),
            "parameter": parameter_list(kind.format(row=FIRST_ROW)),
        },
    )


def _rule_rows(number: str, spec: RuleSpec) -> list[TableRow]:
    # The columns that this kind of row does not use are not tinted
    every = {
        column.key
        for column in parameter_table().columns
        if column.heading == column.key
    }
    rows = []
    for part in parts_of(spec):
        # What the row says, under the number of its rule
        cells = {
            "value" if heading == VALUE else heading: cell
            for heading, cell in part.cells.items()
        }
        cells |= {
            "no": stored_text(number),
            "parameter": stored_text(part.name),
        }
        used = {
            "value" if heading == VALUE else heading for heading in part.open_headings
        }
        rows.append(
            TableRow(
                cells,
                frozenset({*every, "value"} - used),
                {"value": part.words},
            )
        )
    return rows


def _texts(tree: Tree) -> Sheet:
    rows = [{"what": FUNDS, "name": name} for name in tree.get("funds", ())]
    rows += [{"what": SECTION, **section} for section in tree.get("sections", ())]
    unused = frozenset({"group", "place"})
    return draw_table(
        TEXTS,
        [
            _row(
                TEXTS,
                row,
                unused if row["what"] == FUNDS else frozenset(),
            )
            for row in rows
        ],
        spare=6,
    )


def _form(form: Tree) -> Sheet:
    rows = []
    # A key a row: those of the sheet first, then those of its parts
    for number, sheet in enumerate(form["sheets"], 1):
        own = {name: value for name, value in sheet.items() if name != "parts"}
        for part, table in [
            (None, own),
            *enumerate(sheet.get("parts", ()), 1),
        ]:
            rows += [
                {
                    "sheet": number,
                    "part": part,
                    "name": name,
                    "value": toml_value(value),
                }
                for name, value in table.items()
            ]
    return draw_table(FORM, [_row(FORM, row) for row in rows], spare=0)
