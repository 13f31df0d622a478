"""Files of ours that are parsed table by table."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import perfeval_xl
from perfeval_xl.toml_tables import TomlTables, sections_of

_PACKAGE = Path(perfeval_xl.__file__).parent


@pytest.mark.parametrize(
    ("file", "within"),
    [
        ("problems.toml", ""),
        ("citations.toml", "documents"),
        ("citations.toml", "clauses"),
        ("scheme/parameters.toml", "groups"),
    ],
)
def test_table_by_table_a_file_says_what_it_says_as_a_whole(
    file: str, within: str
) -> None:
    text = (_PACKAGE / file).read_text(encoding="utf-8")
    whole = tomllib.loads(text)
    if within:
        whole = whole[within]
    tables = TomlTables(sections_of(text, within=within), lambda _, row: row)
    assert dict(tables) == whole
    assert list(tables) == list(whole)


def test_a_table_is_read_once_and_only_when_it_is_asked_for() -> None:
    read: list[str] = []

    def keep(name: str, row: dict[str, object]) -> object:
        read.append(name)
        return row["x"]

    tables = TomlTables(sections_of("[a]\nx = 1\n[b]\nx = 2\n"), keep)
    assert "b" in tables
    assert "c" not in tables
    assert (len(tables), read) == (2, [])
    assert (tables["b"], tables["b"], read) == (2, 2, ["b"])
    assert tables.get("c") is None
