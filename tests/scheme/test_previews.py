"""The previews of the shipped schemes, with the very parameters they use, are the scores: in LibreOffice, on random rows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry, column_letters
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.registry import execution_rule, rule_for
from perfeval_xl.rules.row_formulas import indicator_formula
from perfeval_xl.rules.told_apart import PARTS, ToldApart, lists
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import RuleSpec, Scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.sheets.model import Cell, Formula, Sheet, Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import FundsRow, Indicator, Submission
from tests.support import draws
from tests.support.evidence import Written, figures, points, texts, weights, written
from tests.support.faces import Row, check_row, draw_rows, spelled
from tests.support.office import Office, Value

OPEN = [
    load_scheme(scheme_id)
    for scheme_id in scheme_ids()
    if load_scheme(scheme_id).family == "open"
]
PATHS = (("产出指标", "数量指标", "x"), ("满意度指标", "服务对象满意度指标", "x"))
COLUMNS = ("weight", "target", "actual", "self_score", "note")
FIGURES = (
    "0",
    "1",
    "7",
    "98",
    "100",
    "95%",
    "90%",
    "89.999999%",
    "60%",
    "0.6",
    "79.9%",
    "12.345",
    "-3",
    "达标",
    "达成",
)


def specs() -> Iterator[RuleSpec]:
    """Yield every rule of the fixed forms once."""
    seen: list[RuleSpec] = []
    for scheme_id in scheme_ids():
        for indicator in load_scheme(scheme_id).indicators:
            known = any(
                (indicator.rule.kind, indicator.rule.parameters)
                == (spec.kind, spec.parameters)
                for spec in seen
            )
            if not known:
                seen.append(indicator.rule)
                yield indicator.rule


def recalculated(
    office: Office, path: Path, rows: list[tuple[Mapping[str, Cell], str]]
) -> list[Value]:
    """Write rows of cells, each with the formula over them in the first column, and return what the formulas show."""
    cells: dict[tuple[int, int], Cell] = {}
    for number, (facts, formula) in enumerate(rows, 1):
        cells[number, 1] = Cell(value=Formula(formula))
        cells |= {
            (number, column): cell for column, cell in enumerate(facts.values(), 2)
        }
    path.write_bytes(
        write_workbook(Workbook(sheets=(Sheet(title="draws", cells=cells),)))
    )
    shown = office.cells(path, "draws")
    return [shown.get(f"A{number}") for number in range(1, len(rows) + 1)]


def addresses(names: Iterable[str], number: int) -> dict[str, str]:
    """Return where the facts of a row stand."""
    return {
        name: f"{column_letters(column)}{number}"
        for column, name in enumerate(names, 2)
    }


def test_every_rule_of_the_fixed_forms_shows_its_score(
    office: Office, tmp_path: Path
) -> None:
    source = random.Random(2024)
    drawn: list[tuple[Rule, Row]] = []
    for spec in specs():
        rule = rule_for(spec)
        rows = draw_rows(
            source, rule, max(20, draws.DRAWS), near=figures(spec.parameters), facts={}
        )
        drawn += [(rule, row) for row in rows]
    sheet: list[tuple[Mapping[str, Cell], str]] = []
    for number, (rule, row) in enumerate(drawn, 1):
        cells = {
            "weight": row.weight.cell,
            **{name: fact.cell for name, fact in row.facts.items()},
        }
        sheet.append((cells, rule.formula(addresses(cells, number), row.rounding)))
    told = [
        check_row(rule, row, shown)
        for (rule, row), shown in zip(
            drawn, recalculated(office, tmp_path / "fixed.xlsx", sheet), strict=True
        )
    ]
    assert sum(told) > len(told) / 10


def test_every_row_of_the_open_forms_shows_its_score(
    office: Office, tmp_path: Path
) -> None:
    source = random.Random(2021)
    drawn: list[tuple[Scheme, tuple[str, ...], dict[str, Written]]] = []
    for scheme in OPEN:
        for path in PATHS:
            drawn += [(scheme, path, open_row(source)) for _ in range(draws.DRAWS * 2)]
    sheet: list[tuple[Mapping[str, Cell], str]] = []
    listed = {name: spelled(text) for name, text in lists().items()}
    for number, (scheme, path, row) in enumerate(drawn, 1):
        at = addresses((*row, *PARTS), number)
        typed = {name: one.cell for name, one in row.items()}
        parts = {
            name: Cell(value=Formula(text))
            for name, text in ToldApart(cells=at | listed, path=path).formulas().items()
        }
        sheet.append((typed | parts, indicator_formula(scheme, at, path)))
    told = 0
    for (scheme, path, row), shown in zip(
        drawn, recalculated(office, tmp_path / "open.xlsx", sheet), strict=True
    ):
        indicator = Indicator(
            path=path, **{name: Entry(one.text) for name, one in row.items()}
        )
        card = score_submission(
            Submission(scheme=scheme.id, indicators=(indicator,)), scheme
        )
        told += agrees(shown, card.indicators[1].score, f"{scheme.id} {path} {row}")
    assert told > len(drawn) / 5


def test_every_funds_row_shows_its_score(office: Office, tmp_path: Path) -> None:
    source = random.Random(2020)
    makers = {
        "weight": weights(),
        "budget": points([Decimal(100)]),
        "executed": points([Decimal(80), Decimal(100)]),
    }
    drawn = [
        (scheme, {name: draw(source) for name, draw in makers.items()})
        for scheme in OPEN
        for _ in range(draws.DRAWS * 2)
    ]
    sheet = [
        (
            {name: one.cell for name, one in row.items()},
            execution_rule(scheme).formula(addresses(row, number), scheme.rounding),
        )
        for number, (scheme, row) in enumerate(drawn, 1)
    ]
    told = 0
    for (scheme, row), shown in zip(
        drawn, recalculated(office, tmp_path / "funds.xlsx", list(sheet)), strict=True
    ):
        funds = FundsRow(
            source="", **{name: Entry(one.text) for name, one in row.items()}
        )
        card = score_submission(Submission(scheme=scheme.id, funds=(funds,)), scheme)
        told += agrees(shown, card.indicators[0].score, f"{scheme.id} {row}")
    assert told > len(drawn) / 10


def open_row(source: random.Random) -> dict[str, Written]:
    """Draw the cells of one indicator row."""
    figure = [written(text) for text in FIGURES]
    own, note, weight = points([])(source), texts()(source), weights()(source)
    return dict(
        zip(
            COLUMNS,
            (weight, source.choice(figure), source.choice(figure), own, note),
            strict=True,
        )
    )


def agrees(shown: object, score: Decimal, about: str) -> bool:
    """Assert that a preview is blank or the score; return whether it was told."""
    if shown in (None, ""):
        return False
    assert isinstance(shown, float), about
    assert Decimal(f"{shown:.15g}") == score, f"{about}: {plain(score)}, shows {shown}"
    return True
