"""Answers of the desk outside the browser, with real libraries or with the stand-ins."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["Question", "answers", "unpacked"]

CHECKOUT = Path(__file__).resolve().parents[2]
_STAND_INS = CHECKOUT / "page" / "stand_ins"

Question = tuple[str, dict[str, str], Sequence[Path]]
"""Name, words, files."""


def answers(
    folder: Path, questions: Sequence[Question], *, stand_ins: bool = False
) -> tuple[list[Any], dict[str, bytes]]:
    """Return the answers, and what was handed out by number of the question and name.

    openpyxl writes XML with lxml where there is one, and with Python's own where there is none, as in the page: here always
    with Python's own, so that bytes can be compared.
    """
    made = folder / ("stand-ins" if stand_ins else "real")
    made.mkdir()
    listed = [
        {"ask": name, "words": words, "files": [str(path) for path in files]}
        for name, words, files in questions
    ]
    given = made / "questions.json"
    given.write_text(json.dumps(listed), encoding="utf-8")
    paths = [str(CHECKOUT), *([str(_STAND_INS)] if stand_ins else [])]
    environment = {
        **os.environ,
        "OPENPYXL_LXML": "False",
        "PYTHONPATH": os.pathsep.join(reversed(paths)),
    }
    program = [sys.executable, "-m", "tests.page.asking", str(made), str(given)]
    done = subprocess.run(
        program,
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    given.unlink()
    return told, {path.name: path.read_bytes() for path in made.iterdir()}


_MERGED = re.compile(rb"(?:<mergeCell [^>]*>)+")


def _sorted(match: re.Match[bytes]) -> bytes:
    """Openpyxl writes merged cells in the order of a set, another one in every process."""
    return b"".join(sorted(re.findall(rb"<mergeCell [^>]*>", match[0])))


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package, packages inside it taken apart as well; when it was saved does not count."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xlsx", ".docx")):
                parts |= {
                    f"{name}/{inner}": text for inner, text in unpacked(content).items()
                }
            elif name != "docProps/core.xml":
                parts[name] = _MERGED.sub(_sorted, content)
    return parts
