"""The page about schemes of one's own is true: its files load, and its commands are there."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import click
import pytest

from perfeval_xl.cli.main import commands
from perfeval_xl.rules.registry import rule_for
from perfeval_xl.scheme.files import VARIABLE
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import RuleSpec
from perfeval_xl.scheme_book import export_scheme
from perfeval_xl.scheme_book.columns import KINDS_SHEET, SCHEME
from perfeval_xl.scheme_book.linting import lint_scheme
from perfeval_xl.scheme_book.tables import FORM, INDICATORS, PARAMETERS, TEXTS
from perfeval_xl.sheets.raw_opening import open_raw

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "schemes.md").read_text(
    encoding="utf-8"
)
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def test_the_scheme_of_the_page_loads_and_is_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = next(block for kind, block in BLOCKS if kind == "toml")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    (tmp_path / "my-county-2025.toml").write_text(text, encoding="utf-8")
    scheme = load_scheme("my-county-2025")
    assert scheme.bands[0].lowest == 95
    assert lint_scheme("x", scheme).clean


def test_the_rule_of_the_page_can_be_built() -> None:
    text = [block for kind, block in BLOCKS if kind == "toml"][1]
    rule = dict(tomllib.loads(text, parse_float=Decimal)["indicators"][0]["rule"])
    kind = rule.pop("kind")
    spec = RuleSpec(
        kind=kind, parameters=rule, source=load_scheme("yueyang-2020").source
    )
    assert rule_for(spec).describe().startswith("满意率90%（含）以上的得8分")


def test_the_commands_of_the_page_are_there() -> None:
    group = commands.commands["scheme"]
    assert isinstance(group, click.Group)
    named = set(re.findall(r"perfeval-xl scheme (\w+)", PAGE))
    assert named == set(group.commands) - {"show"} | {"show"}


def test_the_sheets_of_the_page_are_those_of_the_workbook() -> None:
    titles = open_raw(export_scheme(load_scheme("yueyang-2020")), "x").titles
    rows = re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE)
    listed = {name for row in rows for name in row.split("、")}
    assert set(titles) <= listed
    assert {
        SCHEME,
        INDICATORS.title,
        PARAMETERS.title,
        TEXTS.title,
        FORM.title,
        KINDS_SHEET,
    } <= listed
