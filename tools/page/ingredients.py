"""What goes into the page: Pyodide through npm, pure-Python libraries through pip, each checked against `page/lock.toml`."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.own_wheel import CHECKOUT, IngredientMissing, run

__all__ = ["Pyodide", "libraries", "locked", "pyodide", "stand_ins", "wanted"]

_LOCK = CHECKOUT / "page" / "lock.toml"
_STAND_INS = CHECKOUT / "page" / "stand_ins"
_LIKE = (
    "--platform",
    "manylinux2014_x86_64",
    "--python-version",
    "3.12",
    "--only-binary",
    ":all:",
)
"""Wheels for one fixed machine, so that their hashes are the same everywhere; only their .py files are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyodide:
    """The files of the npm package by name; `folder` is where they stand, for node."""

    version: str
    integrity: str
    folder: Path
    files: Mapping[str, bytes]


def locked() -> Mapping[str, Any]:
    """Return `page/lock.toml`."""
    return tomllib.loads(_LOCK.read_text(encoding="utf-8"))


def pyodide(store: Path) -> Pyodide:
    """Return Pyodide, fetched into `store` unless it is there; raises `IngredientMissing`."""
    lock = locked()["pyodide"]
    packed = store / f"pyodide-{lock['version']}.tgz"
    if not packed.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise IngredientMissing(
                "没有 npm，取不到 Pyodide。请安装 Node.js 20 或更高版本（带 npm）后重试。"
            )
        store.mkdir(parents=True, exist_ok=True)
        run(
            [
                npm,
                "pack",
                f"pyodide@{lock['version']}",
                "--pack-destination",
                str(store),
            ],
            "npm 取不到 Pyodide",
        )
    data = packed.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != lock["integrity"]:
        packed.unlink()
        raise IngredientMissing(
            f"取到的 Pyodide 与 page/lock.toml 中的校验值不符：{found}。"
        )
    folder = store / f"pyodide-{lock['version']}"
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive.getmembers():
            stream = archive.extractfile(member)
            if stream is not None:
                files[member.name.removeprefix("package/")] = stream.read()
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Pyodide(version=lock["version"], integrity=found, folder=folder, files=files)


def libraries(store: Path) -> Mapping[str, bytes]:
    """Return the .py files of all libraries; wheels are fetched into `store` unless they are there."""
    lock = locked()["libraries"]
    wheels = store / "wheels"
    known = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in wheels.glob("*.whl")
    }
    if not {entry["sha256"] for entry in lock.values()} <= known.keys():
        _fetch_wheels(lock, wheels)
        known = {
            hashlib.sha256(path.read_bytes()).hexdigest(): path
            for path in wheels.glob("*.whl")
        }
    files: dict[str, bytes] = {}
    for entry in lock.values():
        files |= wanted(_python_files(known[entry["sha256"]]), entry)
    return files


def wanted(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return the files that the page needs of one part; `entry` is its table in `page/lock.toml`."""
    without = tuple(entry.get("without", ()))
    if not without:
        return files
    return {name: data for name, data in files.items() if not name.startswith(without)}


def _fetch_wheels(lock: Mapping[str, Mapping[str, str]], wheels: Path) -> None:
    wheels.mkdir(parents=True, exist_ok=True)
    asked = wheels / "wanted.txt"
    lines = [
        f"{name}=={entry['version']} --hash=sha256:{entry['sha256']}\n"
        for name, entry in lock.items()
    ]
    asked.write_text("".join(lines), encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
    ]
    ask = [
        *pip,
        "--no-deps",
        "--require-hashes",
        *_LIKE,
        "--dest",
        str(wheels),
        "--requirement",
        str(asked),
    ]
    run(ask, "pip 取不到页面所需的库")


def _python_files(wheel: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(".py")]
        return {name: archive.read(name) for name in names}


def stand_ins() -> Mapping[str, bytes]:
    """Return what takes the place of libraries that no browser has."""
    found = sorted(_STAND_INS.rglob("*.py"))
    return {
        path.relative_to(_STAND_INS).as_posix(): path.read_bytes() for path in found
    }
