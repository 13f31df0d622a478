"""Mutants of every kind of file are read or refused in a sentence; `PERFEVAL_MUTANTS` says how many."""

from __future__ import annotations

import os

import pytest

from tests.hostile.makers import form
from tests.support.office import Office
from tools.fuzz import KINDS, run_mutants
from tools.mutating import mutant

COUNT = int(os.environ.get("PERFEVAL_MUTANTS", "10"))


@pytest.fixture(scope="module")
def bases(office: Office, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the example form as an office program saves it."""
    folder = tmp_path_factory.mktemp("bases")
    (folder / "form.xlsx").write_bytes(form())
    for suffix in ("ods", "xls"):
        office.resave(folder / "form.xlsx", folder / f"form.{suffix}")
    return str(folder)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_raises_what_is_not_ours_or_takes_too_long_or_too_much(
    kind: str, bases: str
) -> None:
    outcomes = list(run_mutants(range(COUNT), bases, (kind,)))
    assert len(outcomes) == COUNT
    assert [outcome for outcome in outcomes if outcome.trouble] == []


def test_a_seed_gives_the_same_mutant_again() -> None:
    base = b"a = 1\n[b]\nc = 2\n" * 20
    assert [mutant("toml", base, seed) for seed in range(30)] == [
        mutant("toml", base, seed) for seed in range(30)
    ]
    assert len({mutant("toml", base, seed) for seed in range(30)}) > 20
