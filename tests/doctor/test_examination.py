"""What `doctor` says about a machine: what is there, what is missing and how to get it."""

from __future__ import annotations

import json
from importlib import metadata

import pytest
from click.testing import CliRunner

from perfeval_xl.cli.doctor import doctor
from perfeval_xl.doctor import hosts, machine
from perfeval_xl.doctor.examination import examine
from perfeval_xl.doctor.findings import Finding, State, healthy


def _named(findings: list[Finding], name: str) -> Finding:
    return next(finding for finding in findings if finding.name == name)


def test_a_machine_on_which_the_tests_run_is_healthy() -> None:
    told = [
        f"{finding.name}: {finding.told}"
        for finding in examine()
        if finding.state is State.MISSING
    ]
    assert told == []


def test_every_library_the_package_asks_for_is_named_with_its_version() -> None:
    found = {finding.name: finding for finding in machine.libraries()}
    assert found["openpyxl"].told == metadata.version("openpyxl")
    assert {finding.state for finding in found.values()} <= {State.GOOD, State.ABSENT}


def test_a_missing_library_is_told_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        machine.metadata,
        "requires",
        lambda _name: ["no-such-library>=3", 'psycopg2-x; extra == "postgresql"'],
    )
    missing, absent = machine.libraries()
    assert (missing.state, missing.told) == (State.MISSING, "没有安装，需要 >=3。")
    assert "pip install" in missing.remedy
    assert absent.state is State.ABSENT
    assert not healthy([missing])
    assert healthy([absent])


def test_a_library_of_the_wrong_version_is_told_with_both_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine.metadata, "requires", lambda _name: ["openpyxl<1"])
    (finding,) = machine.libraries()
    assert finding.state is State.BROKEN
    assert finding.told == f"已装 {metadata.version('openpyxl')}，需要 <1。"


def test_a_broken_scheme_of_ones_own_is_told_with_its_file(
    tmp_path, monkeypatch
) -> None:
    (tmp_path / "mine.toml").write_text("title = 1", encoding="utf-8")
    monkeypatch.setenv("PERFEVAL_SCHEMES", str(tmp_path))
    found = list(machine.schemes())
    assert _named(found, "mine").state is State.BROKEN
    assert "mine.toml" in _named(found, "mine").told
    assert "有错的1个" in found[-1].told


def test_without_libreoffice_the_remedy_says_where_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOFFICE", "/no/such/soffice")
    found = list(hosts.hosts())
    assert _named(found, "LibreOffice").state is State.ABSENT
    assert "libreoffice.org" in _named(found, "LibreOffice").remedy
    assert "命令行" in found[-1].told


def test_the_command_prints_a_line_for_each_finding_and_succeeds_here() -> None:
    result = CliRunner().invoke(doctor, standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "[正常] 程序·Python" in result.output


def test_json_holds_the_same_findings() -> None:
    result = CliRunner().invoke(doctor, ["--json"], standalone_mode=False)
    rows = json.loads(result.output)
    assert {"topic", "name", "state", "told", "remedy"} == set(rows[0])
    assert {row["name"] for row in rows} >= {"Python", "openpyxl", "LibreOffice"}


def test_something_that_is_needed_and_missing_makes_the_exit_code_3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine.metadata, "requires", lambda _name: ["no-such-library"])
    result = CliRunner().invoke(doctor, standalone_mode=False)
    assert result.return_value == 3
