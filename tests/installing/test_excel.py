"""Installing the Excel add-in for one person, with the folders of Windows and of a Mac set up here."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing import excel
from perfeval_xl.installing.places import Places, find_places
from perfeval_xl.installing.xlam import build_addin, read_settings
from perfeval_xl.installing.xlwings_script import apple_script

VARIABLES = {"win32": "APPDATA", "darwin": "HOME"}


@pytest.fixture(params=list(VARIABLES))
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return find_places(request.param, {VARIABLES[request.param]: str(tmp_path)})


@pytest.fixture
def mac(tmp_path: Path) -> Places:
    return find_places("darwin", {"HOME": str(tmp_path)})


def test_the_folders_are_those_excel_starts_from(tmp_path: Path) -> None:
    windows = find_places("win32", {"APPDATA": str(tmp_path)})
    assert windows.addin == tmp_path / "Microsoft/Excel/XLSTART/PerfEval.xlam"
    mac = find_places("darwin", {"HOME": str(tmp_path)})
    office = (
        tmp_path / "Library/Group Containers/UBF8T346G9.Office/User Content.localized"
    )
    assert mac.addin == office / "Startup.localized/Excel/PerfEval.xlam"


def test_linux_is_told_about_libreoffice() -> None:
    with pytest.raises(EnvironmentMissing, match="--libreoffice"):
        find_places("linux", {"HOME": "/home/x"})


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(EnvironmentMissing, match="APPDATA"):
        find_places("win32", {})


def test_installed_seen_and_removed_without_a_trace(
    places: Places, tmp_path: Path
) -> None:
    assert not excel.status(places).installed
    done = excel.install(places)
    assert done == excel.status(places)
    assert (done.interpreter, done.interpreter_exists, done.complaints) == (
        sys.executable,
        True,
        (),
    )
    assert (
        read_settings(places.addin.read_bytes(), "a")[places.interpreter_key]
        == sys.executable
    )
    assert excel.uninstall(places)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not excel.uninstall(places)


def test_installing_again_replaces_and_still_leaves_no_trace(
    places: Places, tmp_path: Path
) -> None:
    excel.install(places, "/old/python")
    assert excel.install(places).interpreter == sys.executable
    excel.uninstall(places)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_other_addins_stay(places: Places) -> None:
    places.startup.mkdir(parents=True)
    other = places.startup / "别的加载项.xlam"
    other.write_bytes(b"other")
    excel.install(places)
    excel.uninstall(places)
    assert other.read_bytes() == b"other"


def test_a_script_that_other_addins_use_stays(mac: Places) -> None:
    assert mac.scripts is not None
    mac.scripts.mkdir(parents=True)
    name, content = apple_script()
    (mac.scripts / name).write_bytes(content)
    excel.install(mac)
    excel.uninstall(mac)
    assert (mac.scripts / name).read_bytes() == content


def test_a_python_that_is_gone_is_told(places: Places) -> None:
    told = excel.install(places, "/用户/没有/python")
    assert told.complaints == (
        "安装时的 Python 已不存在：/用户/没有/python。请重新运行：perfeval-xl addin install",
    )


def test_a_missing_script_is_told(mac: Places) -> None:
    excel.install(mac)
    assert mac.scripts is not None
    (mac.scripts / apple_script()[0]).unlink()
    assert "脚本" in excel.status(mac).complaints[0]


def test_another_version_is_told(places: Places) -> None:
    excel.install(places)
    older = replace(excel.status(places), version="0.0.9")
    assert [complaint[:7] for complaint in older.complaints] == ["加载项是 0."]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_reported_and_replaced(
    places: Places, content: bytes
) -> None:
    places.startup.mkdir(parents=True)
    places.addin.write_bytes(content)
    told = excel.status(places)
    assert (told.installed, told.version, len(told.complaints) > 0) == (True, "", True)
    assert excel.install(places).complaints == ()


def test_a_python_whose_files_excel_does_not_see_is_told(
    places: Places, tmp_path: Path
) -> None:
    """Windows leads programs of its store to a folder of their own; here a link does."""
    private = tmp_path / "Packages/Python.3.11/LocalCache/Roaming"
    private.mkdir(parents=True)
    places.startup.parent.mkdir(parents=True)
    places.startup.symlink_to(private, target_is_directory=True)
    with pytest.raises(EnvironmentMissing, match=r"python\.org"):
        excel.install(places)
    assert list(private.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(places: Places) -> None:
    places.startup.parent.mkdir(parents=True)
    places.startup.write_bytes(b"a file in the place of the folder")
    with pytest.raises(EnvironmentMissing, match="请关闭 Excel"):
        excel.install(places)


def test_a_built_file_names_no_python_of_the_machine_it_was_built_on() -> None:
    assert not {
        key
        for key in read_settings(build_addin(), "a")
        if key.startswith("INTERPRETER")
    }
