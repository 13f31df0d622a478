"""Our own wheel, built from a copy of the sources, for whatever is made of it: the page, the folder for offices without a network."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["CHECKOUT", "IngredientMissing", "own_wheel", "run"]

CHECKOUT = Path(__file__).resolve().parents[1]
_FOLDERS = (
    "perfeval_xl",
    "xlwings_libreoffice",
    "templates",
    "report_templates",
    "macros",
)
_BESIDE = (
    "pyproject.toml",
    "setup.py",
    "README.md",
    "LICENSE",
    "MANIFEST.in",
    "tools/shipping.py",
)


class IngredientMissing(Exception):
    """Something cannot be had on this machine, or is not what the lock names; the text says what to do."""


def own_wheel(store: Path) -> Path:
    """Return our own wheel, built from a copy of the sources without leftovers, unless these are unchanged."""
    sources = _sources()
    digest = hashlib.sha256()
    for name, data in sources.items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    folder = store / "own" / digest.hexdigest()[:16]
    if not list(folder.glob("*.whl")):
        with tempfile.TemporaryDirectory() as copy:
            for name, data in sources.items():
                path = Path(copy, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            pip = [
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--disable-pip-version-check",
            ]
            run(
                [
                    *pip,
                    "--no-deps",
                    "--no-build-isolation",
                    "--wheel-dir",
                    str(folder),
                    copy,
                ],
                "不能生成程序包",
            )
    return next(folder.glob("*.whl"))


def _sources() -> Mapping[str, bytes]:
    """Return every file that our wheel is built from, by name."""
    found = [CHECKOUT / name for name in _BESIDE]
    for folder in _FOLDERS:
        found += [
            path
            for path in (CHECKOUT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
    return {
        path.relative_to(CHECKOUT).as_posix(): path.read_bytes()
        for path in sorted(found)
    }


def run(command: list[str], failure: str) -> None:
    """Run a program that is asked nothing; raises `IngredientMissing` with what failed and its last line."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        told = done.stderr.strip().splitlines()
        last = told[-1] if told else ""
        raise IngredientMissing(
            f"{failure}（{last}）。请检查网络和软件源的设置后重试。"
        )
