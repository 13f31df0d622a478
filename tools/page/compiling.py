"""Compile the page's Python once, at building: the browser then starts in a fraction of the time."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.own_wheel import IngredientMissing
from tools.page.ingredients import Pyodide

__all__ = ["compiled"]

_PROGRAM = Path(__file__).with_name("compiling.mjs")
_MOST_SECONDS = 600


def compiled(engine: Pyodide, site: bytes, store: Path) -> bytes:
    """Return the zip of `site` with .pyc instead of .py, made by Pyodide in node; raises `IngredientMissing`.

    What was compiled before is found again in `store`.
    """
    digest = hashlib.sha256(
        site + engine.integrity.encode() + _PROGRAM.read_bytes()
    ).hexdigest()
    kept = store / "compiled" / f"{digest[:24]}.zip"
    if kept.is_file():
        return kept.read_bytes()
    node = shutil.which("node")
    if node is None:
        raise IngredientMissing(
            "没有 node，不能编译页面中的程序。请安装 Node.js 20 或更高版本后重试。"
        )
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "in.zip"), Path(folder, "out.zip")
        given.write_bytes(site)
        command = [
            node,
            str(_PROGRAM),
            str(engine.folder.resolve()),
            str(given),
            str(made),
        ]
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, timeout=_MOST_SECONDS
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made.read_bytes())
    return kept.read_bytes()
