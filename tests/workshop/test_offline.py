"""The folder for offices without a network installs the program where nothing can be fetched."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import missing
from tools.offline.__main__ import write_folder
from tools.offline.wheels import Target, requirements
from tools.offline.wheels import missing as not_there
from tools.own_wheel import IngredientMissing

HERE = Target("linux", f"{sys.version_info[0]}.{sys.version_info[1]}")


def _wheel(folder: Path, name: str, *needs: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        lines = [
            "Metadata-Version: 2.1",
            f"Name: {name}",
            "Version: 1.0",
            *(f"Requires-Dist: {need}" for need in needs),
        ]
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")
    return path


def test_what_only_windows_needs_is_found_wherever_the_folder_is_made(
    tmp_path: Path,
) -> None:
    needs = (
        "pywin32>=224; platform_system == 'Windows'",
        "psutil; platform_system == 'Darwin'",
        "Big-Lib>=2",
        "x; extra == 'all'",
    )
    wheels = [_wheel(tmp_path, "first", *needs), _wheel(tmp_path, "big_lib")]
    assert not_there(wheels, Target("windows", "3.12")) == ["pywin32>=224"]
    assert not_there(wheels, Target("linux", "3.12")) == []


def test_every_wheel_stands_in_the_list_with_its_hash(tmp_path: Path) -> None:
    listed = requirements(
        [_wheel(tmp_path, "first"), _wheel(tmp_path, "Second")]
    ).splitlines()
    assert [line.partition(" ")[0] for line in listed] == ["first==1.0", "second==1.0"]
    assert all(len(line.partition("sha256:")[2]) == 64 for line in listed)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("offline") / "离线安装"
    try:
        write_folder(made, [HERE])
    except IngredientMissing as exc:
        missing.missing(f"the folder cannot be made: {exc}")
    return made


@pytest.mark.timeout(900)  # some 80 MB are fetched and installed
@pytest.mark.skipif(sys.platform != "linux", reason="install.sh is for Linux")
def test_it_installs_without_a_network_and_refuses_a_changed_wheel(
    folder: Path, tmp_path: Path
) -> None:
    nowhere = "http://127.0.0.1:9"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHON": sys.executable,
        "PIP_NO_COMPILE": "1",
    }
    environment |= {"http_proxy": nowhere, "https_proxy": nowhere}

    def install(home: Path) -> subprocess.CompletedProcess[str]:
        home.mkdir()
        command = ["sh", str(folder / "install.sh")]
        own = {**environment, "HOME": str(home)}
        return subprocess.run(
            command, env=own, capture_output=True, text=True, check=False
        )

    done = install(tmp_path / "first")
    assert done.returncode == 0, done.stderr
    program = tmp_path / "first" / ".local" / "bin" / "perfeval-xl"
    told = subprocess.run(
        [program, "schemes"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "national-2020" in told
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS.txt"], cwd=folder, check=False
    )
    assert checked.returncode == 0
    own = next((folder / "wheels").glob("perfeval_xl-*.whl"))
    with zipfile.ZipFile(own, "a") as archive:
        archive.writestr("perfeval_xl/added.py", "")
    refused = install(tmp_path / "second")
    assert refused.returncode != 0
    assert "HASH" in refused.stderr.upper()


def test_the_script_for_windows_is_written_as_a_chinese_windows_reads_it(
    folder: Path,
) -> None:
    script = (folder / "安装.bat").read_bytes()
    assert b"\r\n" in script
    assert b"\n" not in script.replace(b"\r\n", b"")
    assert "正在安装" in script.decode("gbk")
    assert "--require-hashes" in script.decode("gbk")
