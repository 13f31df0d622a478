"""A scheme goes into a workbook and a text and comes back the same, whatever it says and whoever saved it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.loader import load_scheme, parse_scheme, scheme_ids
from perfeval_xl.scheme_book import export_scheme, import_scheme
from perfeval_xl.scheme_book.comparing import compare_schemes
from perfeval_xl.scheme_book.toml_text import toml_text
from tests.sheets.ooxml import schema_errors
from tests.support.draws import DRAWS
from tests.support.office import Office
from tests.support.random_schemes import random_scheme

RANDOM = range(DRAWS)
SAVED = range(max(4, DRAWS // 25))


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_scheme_comes_back_from_its_workbook(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    assert import_scheme(export_scheme(scheme), "方案.xlsx") == scheme


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_scheme_comes_back_from_its_text(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    text = toml_text(scheme)
    assert parse_scheme(text, "方案.toml") == scheme
    assert toml_text(parse_scheme(text, "方案.toml")) == text


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_scheme_survives_libreoffice(
    scheme_id: str, office: Office, tmp_path: Path
) -> None:
    scheme = load_scheme(scheme_id)
    (tmp_path / "方案.xlsx").write_bytes(export_scheme(scheme))
    saved = office.resave(tmp_path / "方案.xlsx", tmp_path / "保存.xlsx")
    assert import_scheme(saved.read_bytes(), "保存.xlsx") == scheme


@pytest.mark.parametrize("make", [export_scheme, toml_text])
def test_schemes_drawn_at_random_come_back(make: Callable[..., bytes | str]) -> None:
    for seed in RANDOM:
        scheme = random_scheme(seed)
        made = make(scheme)
        again = (
            import_scheme(made, "x")
            if isinstance(made, bytes)
            else parse_scheme(made, "x")
        )
        assert again == scheme, seed
        assert not compare_schemes(scheme, again)


def test_schemes_drawn_at_random_survive_libreoffice(
    office: Office, tmp_path: Path
) -> None:
    for seed in SAVED:
        scheme = random_scheme(seed)
        (tmp_path / f"{seed}.xlsx").write_bytes(export_scheme(scheme))
        saved = office.resave(
            tmp_path / f"{seed}.xlsx", tmp_path / f"saved-{seed}.xlsx"
        )
        assert import_scheme(saved.read_bytes(), "x") == scheme, seed


def test_the_random_schemes_have_rules_of_every_kind() -> None:
    drawn = {
        spec.kind
        for seed in range(60)
        for scheme in [random_scheme(seed)]
        for spec in [*scheme.rules.values(), *(each.rule for each in scheme.indicators)]
    }
    assert drawn == set(KINDS)


@pytest.mark.parametrize("scheme_id", ["yantian-2024", "national-2021"])
def test_the_workbook_follows_the_schemas_of_office_files(scheme_id: str) -> None:
    assert schema_errors(export_scheme(load_scheme(scheme_id))) == []


def test_the_same_scheme_gives_the_same_bytes() -> None:
    assert export_scheme(load_scheme("yueyang-2020")) == export_scheme(
        load_scheme("yueyang-2020")
    )


@pytest.mark.parametrize("odd", ["响铃\\u0007", "回车\\r"])
def test_a_control_character_is_refused_when_a_scheme_is_read(odd: str) -> None:
    text = toml_text(load_scheme("xianan-2024")).replace("绩效指标完成情况分析", odd)
    with pytest.raises(SchemeError, match="控制字符"):
        parse_scheme(text, "方案.toml")


def test_what_no_workbook_can_hold_is_refused_and_not_lost() -> None:
    text = toml_text(load_scheme("xianan-2024")).replace(
        "绩效指标完成情况分析", "字" * 40_000
    )
    scheme = parse_scheme(text, "方案.toml")
    with pytest.raises(SchemeError, match=r"导出|保存"):
        export_scheme(scheme)
