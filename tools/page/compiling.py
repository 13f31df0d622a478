"""Work for Pyodide in node, done once, at building: compile the page's Python, and start it and keep its memory."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.own_wheel import CHECKOUT, IngredientMissing
from tools.page.ingredients import Pyodide

__all__ = ["compiled", "remembered"]

_HERE = Path(__file__).parent
_WORKER = CHECKOUT / "page" / "worker"
_FORMS = CHECKOUT / "templates"
_READ = ("自评表", "岳阳评分表", "盐田评分表", "河东评分表")
"""The forms that are read at building. Each makes the page 0.4 MB larger, and the first form of its scheme half a second
quicker: with all of them it would be larger than it may be."""
_MOST_SECONDS = 600


def compiled(engine: Pyodide, site: bytes, store: Path) -> bytes:
    """Return the zip of `site` with .pyc instead of .py; raises `IngredientMissing`.

    What was compiled before is found again in `store`.
    """
    return _made(engine, (site,), store, (_HERE / "compiling.mjs",))


def remembered(
    engine: Pyodide, stdlib: bytes, site: bytes, store: Path
) -> tuple[frozenset[str], bytes]:
    """Return what is in memory after the program has been started and has read some forms: modules by file, and all of it.

    What the page does with it stands in `page/worker/memory.mjs`. Raises `IngredientMissing`.
    """
    reading = (_WORKER / "files.mjs", _WORKER / "memory.mjs")
    forms = [(_FORMS / f"{name}.xlsx").read_bytes() for name in _READ]
    sources = (_HERE / "remembering.mjs", *reading)
    made = _made(engine, (stdlib, site, *forms), store, sources)
    loaded, _, memory = made.partition(b"\n")
    return frozenset(json.loads(loaded)), memory


def _made(
    engine: Pyodide,
    given: tuple[bytes, ...],
    store: Path,
    sources: tuple[Path, ...],
) -> bytes:
    """Run the first of `sources` in node with files to read and one to write; the others are what it imports."""
    program = sources[0]
    digest = hashlib.sha256(engine.integrity.encode())
    for data in (*given, *(source.read_bytes() for source in sources)):
        digest.update(hashlib.sha256(data).digest())
    kept = store / program.stem / f"{digest.hexdigest()[:24]}"
    if kept.is_file():
        return kept.read_bytes()
    node = shutil.which("node")
    if node is None:
        raise IngredientMissing(
            "没有 node，不能编译页面中的程序。请安装 Node.js 20 或更高版本后重试。"
        )
    with tempfile.TemporaryDirectory() as folder:
        read = [Path(folder, f"in{number}") for number in range(len(given))]
        for path, data in zip(read, given, strict=True):
            path.write_bytes(data)
        written = Path(folder, "out")
        command = [node, program, engine.folder.resolve(), *read, written]
        subprocess.run(
            list(map(str, command)),
            check=True,
            stdin=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(written, kept)
    return kept.read_bytes()
