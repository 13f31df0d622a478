"""The sheet of indicators read: indicators of a fixed form, roles of an open one, and the rule of each."""

from __future__ import annotations

from perfeval_xl.scheme.reading import OPTIONAL_ROLES
from perfeval_xl.scheme_book.fields import SOURCE_HEADINGS
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.grid import Grid, Row, Spot
from perfeval_xl.scheme_book.mistakes import Mistake
from perfeval_xl.scheme_book.sheets_in import Rules, complete_source, grid_of
from perfeval_xl.scheme_book.tables import (
    INDICATORS,
    PATH_KEYS,
    ROLE_NAMES,
    kind_names,
)
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["read_indicators"]


def read_indicators(book: RawWorkbook, got: Gathering) -> Rules:
    """Read the indicators, or the rules for those that units write; return the rules by number, without parameters yet."""
    grid = grid_of(book, INDICATORS, got)
    rules: Rules = {}
    numbers: dict[object, Spot] = {}
    # A row is the role of a rule, or an indicator
    if got.family.has("rules"):
        read = _read_role
        got.tree["rules"] = {}
    else:
        read = _read_indicator
        got.tree["indicators"] = []
    seen: dict[object, Spot] = {}
    # The number ties a rule to its parameters on the other sheet
    for row in grid.rows():
        key, rule = read(grid, row, got, seen)
        if "no" in row.spots:
            number = got.read_cell(row.spots["no"], grid.table.column("no"), "")
            got.require_unique(numbers, row.spots["no"], number, "编号", key)
            rules.setdefault(str(number), (key, rule))
    if got.family.has("rules"):
        _miss_roles(grid, got)
    return rules


def _miss_roles(grid: Grid, got: Gathering) -> None:
    """Note the rules that an open form lacks, and put stand-ins in their place."""
    # Without a heading row nothing is missing but that, which has been told
    for role, name in ROLE_NAMES.items():
        if role not in OPTIONAL_ROLES and role not in got.tree["rules"]:
            if not grid.mistakes:
                ref = grid.heading("first")
                got.mistakes.append(
                    Mistake(
                        ref.sheet,
                        ref.address,
                        f"缺少“{name}”一行",
                        "请恢复这一行。",
                    )
                )
            got.doubts.add(f"rules.{role}")
            got.tree["rules"][role] = {"kind": next(iter(kind_names()))}


def _read_indicator(
    grid: Grid,
    row: Row,
    got: Gathering,
    seen: dict[object, Spot],
) -> tuple[str, Tree]:
    key = f"indicators[{len(got.tree['indicators']) + 1}]"
    # The path first: what is wrong below is told under it
    names = [
        got.row(grid, row, key, {name: f"path.{name}"}).get(f"path.{name}")
        for name in PATH_KEYS
    ]
    got.places[f"{key}.path"] = (
        row.spots["first"].ref if "first" in row.spots else got.places[key]
    )
    # A third level needs a second one
    if names[2] is not None and names[1] is None and "second" in row.spots:
        got.wrong(
            row.spots["second"],
            "写了三级指标，“二级指标”没有填写",
            f"{key}.path",
        )
    path = [name for name in names if name is not None]
    # What it is worth and what is said about it
    spec = got.row(
        grid,
        row,
        key,
        {
            name: name
            for name in ("weight", "target", "standard", "explanation", "proof", "own")
        },
    )
    if "weight" not in spec and "weight" in row.spots:
        got.wrong(row.spots["weight"], "“分值”没有填写", f"{key}.weight")
    spec.setdefault("weight", 0)
    # A path that stood before is told at its lowest name
    if "first" in row.spots:
        last = next(
            (row.spots[name] for name in reversed(PATH_KEYS) if row.has(name)),
            row.spots["first"],
        )
        got.require_unique(seen, last, "·".join(map(str, path)), "指标", "")
    _check_proof(row, got, spec, f"{key}.proof")
    # And its rule
    rule = _read_rule(grid, row, got, f"{key}.rule")
    got.tree["indicators"].append({"path": path, **spec, "rule": rule})
    return f"{key}.rule", rule


def _check_proof(row: Row, got: Gathering, spec: Tree, key: str) -> None:
    proof = spec.get("proof", [])
    if len(set(proof)) != len(proof):
        got.wrong(row.spots["proof"], "“佐证资料”有重复的项", key)
        spec["proof"] = list(dict.fromkeys(proof))


def _read_role(
    grid: Grid,
    row: Row,
    got: Gathering,
    seen: dict[object, Spot],
) -> tuple[str, Tree]:
    roles = {name: role for role, name in ROLE_NAMES.items()}
    name = got.row(grid, row, "rules", {"first": "first"}).get("first")
    role = roles.get(str(name), "")
    # A row that names no role is nothing at all in an open form
    if not role:
        if row.has("first"):
            listed = "、".join(f"“{known}”" for known in roles)
            told = f"“一级指标”应为{listed}之一，现为“{name}”"
            remedy = "单位自设指标的方案只有这几行，请改正或删去这一行。"
            got.wrong(row.spots["first"], told, remedy=remedy)
        return "", {}
    got.require_unique(seen, row.spots["first"], name, "规则", "")
    # Of an indicator a role has only the rule
    got.not_wanted(
        row,
        grid,
        (
            "second",
            "third",
            "weight",
            "target",
            "standard",
            "explanation",
            "proof",
            "own",
        ),
        "单位自设指标的方案，",
    )
    rule = _read_rule(grid, row, got, f"rules.{role}")
    got.tree["rules"][role] = rule
    return f"rules.{role}", rule


def _read_rule(grid: Grid, row: Row, got: Gathering, key: str) -> Tree:
    """Return kind and source of a rule; parameters stand on another sheet."""
    rule = got.row(grid, row, key, {"rule.kind": "kind"})
    got.places[key] = got.places.get(f"{key}.kind", got.places[key])
    # The Chinese name from the list, or the kind as in the TOML file
    kind = str(rule.get("kind", ""))
    values = {name: value for value, name in kind_names().items()}
    if kind in values or kind in kind_names():
        rule["kind"] = values.get(kind, kind)
    else:
        if kind and not got.is_stand_in(f"{key}.kind"):
            told = f"没有叫“{kind}”的规则，应为{'、'.join(f'“{name}”' for name in values)}之一"
            got.wrong(
                row.spots["rule.kind"],
                told,
                f"{key}.kind",
                "请从下拉列表中选。",
            )
        # A stand-in, so that the other mistakes of the row are found
        got.doubts.add(key)
        rule["kind"] = next(iter(kind_names()))
    # A source of its own, where one is written
    source = got.row(
        grid,
        row,
        f"{key}.source",
        {f"rule.source.{name}": name for name in SOURCE_HEADINGS},
    )
    if source:
        cells = {
            f"{key}.source.{name}": row.spots.get(f"rule.source.{name}")
            for name in SOURCE_HEADINGS
        }
        spots = {place: spot for place, spot in cells.items() if spot is not None}
        complete_source(got, source, f"{key}.source", spots)
        rule["source"] = source
    return rule
