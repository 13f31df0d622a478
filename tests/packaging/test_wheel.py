"""The wheel, installed outside the checkout, has everything the program needs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tools.shipping import FOLDERS

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "perfeval_xl"
ENGINE = CHECKOUT / "xlwings_libreoffice"
DATA_SUFFIXES = {".toml", ".json", ".mo", ".po", ".typed"}
ASK = """
import perfeval_xl, pathlib
from importlib.metadata import version
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.loader import load_scheme
root = pathlib.Path(perfeval_xl.__file__).parent
print(version("perfeval_xl"), perfeval_xl.__version__, load_scheme("xinzhou-2022").id)
print(root)
for name in {folders}:
    print(data_folder(name))
"""


ASK_ENGINE = """
import sys, xlwings, xlwings_libreoffice
print(xlwings.engines["libreoffice"].name)
print(xlwings_libreoffice.__file__)
print("perfeval_xl" in sys.modules)
"""


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a program away from the checkout, and return what it prints."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON")
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy of what git would commit, so that no leftover of an earlier build slips in."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = (
        subprocess.run(listed, cwd=CHECKOUT, capture_output=True, check=True)
        .stdout.decode()
        .split("\0")
    )
    for name in filter(None, files):
        if (CHECKOUT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((CHECKOUT / name).read_bytes())
    _run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        target,
        source,
        cwd=target,
    )
    assert list(target.glob("*.tar.gz"))
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with the wheel; the libraries are those of the running Python."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = folder / "venv" / scripts / "python"
    packages = Path(
        _run(
            python,
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
            cwd=folder,
        ).strip()
    )
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    (packages / "libraries.pth").write_text(
        sysconfig.get_path("purelib") + "\n", encoding="utf-8"
    )
    return folder / "venv" / scripts


def test_the_wheel_holds_every_data_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        path.relative_to(CHECKOUT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.suffix in DATA_SUFFIXES
    }
    data |= {
        "perfeval_xl/py.typed",
        "xlwings_libreoffice/py.typed",
        "xlwings_libreoffice/README.md",
    }
    assert len(data) > 3
    assert data <= names


def test_the_wheel_holds_every_module_and_nothing_else_of_the_checkout(
    wheel: Path,
) -> None:
    brought = tuple(f"perfeval_xl/{folder}/" for folder in FOLDERS)
    names = {name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".py")}
    names -= {name for name in names if name.startswith(brought)}
    modules = [*PACKAGE.rglob("*.py"), *ENGINE.rglob("*.py")]
    assert names == {path.relative_to(CHECKOUT).as_posix() for path in modules}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_holds_the_folders_people_edit(wheel: Path, folder: str) -> None:
    kept = [
        path
        for path in (CHECKOUT / folder).iterdir()
        if path.is_file() and not path.name.startswith(("~", "."))
    ]
    expected = {f"perfeval_xl/{folder}/{path.name}" for path in kept}
    assert expected
    assert expected <= set(zipfile.ZipFile(wheel).namelist()), (
        "FOLDERS does not name this kind of file"
    )


def test_the_installed_package_finds_its_data_inside_itself(installed: Path) -> None:
    answer = _run(
        installed / "python", "-c", ASK.format(folders=list(FOLDERS)), cwd=installed
    ).splitlines()
    versions, root, *folders = answer
    assert str(CHECKOUT) not in root
    assert versions.split()[0] == versions.split()[1]
    assert folders == [f"{root}{os.sep}{name}" for name in FOLDERS]


def test_the_installed_command_answers(installed: Path) -> None:
    assert "用法" in _run(installed / "perfeval-xl", "--help", cwd=installed)
    assert "用法" in _run(
        installed / "python", "-m", "perfeval_xl", "--help", cwd=installed
    )


def test_the_installed_engine_for_libreoffice_registers_and_loads_nothing_of_this_program(
    installed: Path,
) -> None:
    answer = _run(installed / "python", "-c", ASK_ENGINE, cwd=installed).splitlines()
    assert answer[0] == "libreoffice"
    assert str(CHECKOUT) not in answer[1]
    assert answer[2] == "False"


def test_the_installed_program_walks_the_whole_road(
    installed: Path, tmp_path: Path
) -> None:
    _run(installed / "perfeval-xl", "demo", "-o", "演示", cwd=tmp_path)
    suffixes = {path.suffix for path in (tmp_path / "演示").iterdir()}
    assert {".json", ".xlsx", ".docx"} <= suffixes


def test_every_library_the_package_imports_is_declared() -> None:
    from tests.architecture.test_rooms import LIBRARIES
    from tests.support.source import load_package

    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["cluster"]]
    names = {
        line.partition(">")[0].lower().replace("python-", "").replace("-", "_")
        for line in declared
    }
    package = load_package(PACKAGE)
    used = {
        library
        for module in package.modules.values()
        for library, _ in package.foreign(module)
    }
    assert {library for library in used if library in LIBRARIES} <= names | {
        ENGINE.name
    }
