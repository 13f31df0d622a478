"""PerfEval.oxt as a file: complete, the same bytes every time, and installed, replaced and removed by LibreOffice."""

from __future__ import annotations

import ast
import importlib
import io
import os
import re
import shutil
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing.extension import build_extension, install, status, uninstall
from perfeval_xl.installing.profile import user_profile
from perfeval_xl.installing.unopkg import find_unopkg
from tests.support.missing import missing
from tools.office_screen import own_unopkg
from tools.ribbon_icons import COLOURS, FOLDER, ICONS, SIZES, icon

COMMANDS = {"check", "score", "next", "clear", "report", "summary", "about"}


def parts(interpreter: str = "") -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(build_extension(interpreter)))
    return {name: package.read(name) for name in package.namelist()}


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build_extension("/a") == build_extension("/a")
    assert build_extension("/a") != build_extension("/b")


def test_every_xml_part_is_well_formed_and_every_part_of_the_manifest_is_there() -> (
    None
):
    found = parts()
    for name, content in found.items():
        if name.endswith((".xml", ".xcu")):
            fromstring(content)
    named = re.findall(r'full-path="([^"]+)"', found["META-INF/manifest.xml"].decode())
    assert named
    assert set(named) <= set(found)


def test_menu_toolbar_and_icons_have_the_same_commands() -> None:
    found = parts()
    menu, images = found["Addons.xcu"].decode().split('oor:name="Images"')
    assert set(re.findall(r"perfeval:(\w+)", menu)) == COMMANDS
    assert all(menu.count(f"perfeval:{command}<") == 2 for command in COMMANDS)
    pictures = set(re.findall(r"%origin%/(icons/\w+\.png)", images))
    assert pictures == {
        f"icons/{command}_{size}.png" for command in COMMANDS for size in SIZES
    }
    assert pictures <= set(found)


def test_the_commands_are_those_of_the_add_in() -> None:
    from perfeval_xl.addin.ribbon import COMMANDS as TITLES

    sys.path.insert(0, str(FOLDER.parent / "pythonpath"))
    try:
        outside = importlib.import_module("perfeval_outside")
    finally:
        del sys.path[0]
    assert outside.TITLES == TITLES


def test_the_icons_are_as_drawn() -> None:
    for name, shapes in ICONS.items():
        for size in SIZES:
            assert _pixels((FOLDER / f"{name}_{size}.png").read_bytes()) == _pixels(
                icon(shapes, size)
            )


@pytest.mark.parametrize("ground", [0.0, 1.0])
def test_the_colours_of_icons_stand_out_from_white_and_from_black(
    ground: float,
) -> None:
    for colour in COLOURS.values():
        low, high = sorted((ground, _luminance(colour)))
        assert (high + 0.05) / (low + 0.05) >= 3


def test_what_runs_inside_libreoffice_is_python_3_7() -> None:
    sources = {
        name: content for name, content in parts().items() if name.endswith(".py")
    }
    assert len(sources) == 5
    for name, content in sources.items():
        ast.parse(content, name, feature_version=(3, 7))


@pytest.mark.parametrize(
    "front", [None, Path(sys.base_prefix, "bin")], ids=["the system's", "another"]
)
def test_it_is_installed_replaced_and_removed(
    tmp_path: Path, front: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever Python stands first in the path: LibreOffice's own would look for its library beside it."""
    if shutil.which("unopkg") is None:
        missing("LibreOffice is not installed")
    if front is not None:
        monkeypatch.setenv("PATH", f"{front}{os.pathsep}{os.environ['PATH']}")
    unopkg = own_unopkg(tmp_path)
    assert not status(unopkg).installed
    assert (
        str(tmp_path / "gone") in install(unopkg, str(tmp_path / "gone")).complaints[0]
    )
    done = install(unopkg)
    assert (done.installed, done.version, done.interpreter) == (
        True,
        perfeval_xl.__version__,
        sys.executable,
    )
    assert done.complaints == ()
    assert uninstall(unopkg)
    assert not uninstall(unopkg)
    assert not status(unopkg).installed


def test_a_machine_without_libreoffice_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="没有找到 LibreOffice"):
        find_unopkg({"SOFFICE": str(tmp_path / "soffice")})


def _pixels(png: bytes) -> tuple[bytes, bytes]:
    """Return header and pixels: how well zlib compresses is its own business."""
    data = re.search(rb"IDAT(.*)", png, re.DOTALL)
    assert data is not None
    return png[16:29], zlib.decompressobj().decompress(data[1])


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_profile_is_found_where_libreoffice_keeps_it(tmp_path: Path) -> None:
    named = {"UserInstallation": (tmp_path / "配 置").as_uri()}
    assert user_profile(named) == tmp_path / "配 置"
    home = {"HOME": "/h", "APPDATA": "/a"}
    found = [user_profile({}, each, home) for each in ("win32", "darwin", "linux")]
    assert found == [
        Path("/a/LibreOffice/4"),
        Path("/h/Library/Application Support/LibreOffice/4"),
        Path("/h/.config/libreoffice/4"),
    ]
    assert user_profile({}, "linux", {"XDG_CONFIG_HOME": "/x"}) == Path(
        "/x/libreoffice/4"
    )
    assert user_profile({}, "linux", {}) is None
