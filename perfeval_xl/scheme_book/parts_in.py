"""The rows of the parameter sheet, read into the tables of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from perfeval_xl.scheme.parameters import Holds, Parameter, kind_texts
from perfeval_xl.scheme_book.cells import CellFault, read_cell
from perfeval_xl.scheme_book.columns import VALUE, Column
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.grid import Grid, Row, Spot
from perfeval_xl.scheme_book.sheets_in import Rules
from perfeval_xl.scheme_book.tables import kind_names, parameter_table
from perfeval_xl.scheme_book.toml_text import toml_read
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["read_parameters"]


def read_parameters(book: RawWorkbook, rules: Rules, got: Gathering) -> None:
    """Read the sheet; what stands there goes into the tables of `rules`."""
    grid = Grid(book, parameter_table())
    got.mistakes += grid.mistakes
    # Without its columns no rule has what it needs, and saying so once is enough
    if grid.mistakes:
        got.doubts |= {key for key, _ in rules.values()}
    for row in grid.rows():
        found = _rule_of(grid, row, rules, got)
        if found is not None:
            key, rule = found
            _read_part(grid, row, got, key, rule)


def _rule_of(
    grid: Grid,
    row: Row,
    rules: Rules,
    got: Gathering,
) -> tuple[str, Tree] | None:
    """Return the rule that a row belongs to, `None` when it names none."""
    if "no" not in row.spots or "parameter" not in row.spots:
        return None
    # A row that names no rule, one that is unknown, or one whose kind could not be read
    number = got.read_cell(row.spots["no"], grid.table.column("no"), "")
    if row.spots["no"].blank:
        return None
    if str(number) not in rules:
        got.wrong(
            row.spots["no"],
            f"“指标”表中没有编号“{number}”",
            remedy="请改为已有的编号，或者在“指标”表加上这一项。",
        )
        return None
    key, rule = rules[str(number)]
    if key and not got.is_stand_in(f"{key}.kind"):
        return (key, rule)
    return None


def _read_part(grid: Grid, row: Row, got: Gathering, key: str, rule: Tree) -> None:
    spot = row.spots["parameter"]
    name = got.read_cell(spot, grid.table.column("parameter"), "")
    if spot.blank:
        got.doubts.add(key)
        return
    # A described parameter goes by its Chinese name
    known = kind_texts().get(rule["kind"])
    parameter = None
    if known:
        parameter = next(
            (each for each in known.parameters if each.title == name), None
        )
    if parameter is None:
        _read_raw(row, got, key, rule, str(name))
        return
    place = f"{key}.{parameter.name}"
    got.places.setdefault(place, spot.ref)
    # A parameter of many rows has one of them here, any other all of its value
    if parameter.holds is Holds.ROWS:
        _read_rows(row, got, place, rule, parameter)
        return
    _not_wanted(row, got, f"“{parameter.title}”", {VALUE})
    if parameter.name in rule:
        got.wrong(
            spot,
            f"编号{row.spots['no'].cell.value}的“{parameter.title}”写了不止一次",
            place,
        )
        return
    # A row that says nothing is more likely forgotten than meant
    value = _value(got, row.spots.get("value"), parameter, place)
    if value is None:
        got.wrong(
            row.spots.get("value", spot),
            f"“{parameter.title}”没有填写{VALUE}",
            place,
            "请填写，或者删去这一行。",
        )
    else:
        rule[parameter.name] = value


def _read_rows(
    row: Row,
    got: Gathering,
    place: str,
    rule: Tree,
    parameter: Parameter,
) -> None:
    rows = rule.setdefault(parameter.name, [])
    here = f"{place}[{len(rows) + 1}]"
    got.places[here] = row.spots["parameter"].ref
    table: Tree = {}
    # Every field has a column of its own
    for field in parameter.fields:
        value = _value(
            got,
            row.spots.get(_key(field.title)),
            field,
            f"{here}.{field.name}",
        )
        if value is not None:
            table[field.name] = value
    titles = {field.title for field in parameter.fields}
    _not_wanted(row, got, f"“{parameter.title}”", titles)
    # A row without anything would be refused later, in words of the TOML file
    if not table and not got.is_stand_in(here):
        got.wrong(
            row.spots["parameter"],
            f"“{parameter.title}”这一行没有填写任何内容",
            here,
            "请填写，或者删去这一行。",
        )
        got.doubts.add(place)
    rows.append(table)


def _value(
    got: Gathering,
    spot: Spot | None,
    parameter: Parameter,
    place: str,
) -> object:
    """Return the value of a cell, `None` when it is blank."""
    if spot is None:
        return None
    got.places[place] = spot.ref
    words = parameter.words
    if parameter.free:
        words = {}
    # May be negative, since points can come off: the rule itself says what it takes
    column = Column(
        key=place,
        heading=parameter.title,
        holds=parameter.holds,
        words=words,
        signed=True,
    )
    # A free word is any text: its list is an offer only
    if parameter.free and not spot.blank:
        try:
            return read_cell(parameter.holds, spot.cell, parameter.words)
        except CellFault as exc:
            got.wrong(spot, f"“{parameter.title}”{exc}", place)
            return "？"
    return got.read_cell(spot, column, place)


def _read_raw(row: Row, got: Gathering, key: str, rule: Tree, name: str) -> None:
    """Read a parameter that stands under its own name, its value as TOML; anything else is a name that is not known."""
    spot = row.spots["parameter"]
    written = row.spots.get("value")
    # Only what a person can have typed: a text or a figure
    text = ""
    if not (written is None or not isinstance(written.cell.value, str | Decimal)):
        text = str(written.cell.value)
    value = None
    if name.isascii():
        value = toml_read(text)
    # No TOML, no parameter, or one that stands there already
    if value is None or name in rule:
        known = kind_texts().get(rule["kind"])
        titles = ""
        if known:
            titles = "、".join(f"“{each.title}”" for each in known.parameters)
        kind = kind_names()[rule["kind"]]
        told = f"规则“{kind}”没有参数“{name}”，" + (
            f"有{titles}" if titles else "它不用参数"
        )
        got.wrong(spot, told, key, "请从下拉列表中选，或者删去这一行。")
        return
    got.places[f"{key}.{name}"] = spot.ref
    rule[name] = value


def _not_wanted(row: Row, got: Gathering, name: str, wanted: set[str]) -> None:
    headings: Mapping[str, str] = {
        column.key: column.heading
        for column in parameter_table().columns
        if column.key in {"value", column.heading}
    }
    for key, heading in headings.items():
        if heading not in wanted and row.has(key):
            got.mistakes.append(
                row.spots[key].mistake(f"{name}不填“{heading}”", "请清空这一格。")
            )


def _key(title: str) -> str:
    if title == VALUE:
        return "value"
    return title
