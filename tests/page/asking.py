"""Questions to the desk as the page asks them; run as a program it answers many, with the libraries it is told to use.

`python tests/page/asking.py FOLDER QUESTIONS.json`: writes every file that is handed out into FOLDER, and prints the answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from perfeval_xl.page.desk import answer

__all__ = ["ask"]


def ask(
    name: str,
    words: Mapping[str, str] | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> tuple[Any, list[bytes]]:
    """Return the answer and the bytes that are handed out."""
    question = json.dumps(
        {"ask": name, "words": words or {}, "files": [file for file, _ in files]}
    )
    text, bytes_out = answer(question, [data for _, data in files])
    return json.loads(text), bytes_out


def _answer_all(folder: Path, questions: Sequence[Mapping[str, Any]]) -> None:
    for number, question in enumerate(questions):
        files = [
            (Path(path).name, Path(path).read_bytes()) for path in question["files"]
        ]
        told, made = ask(question["ask"], question["words"], files)
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        for name, data in zip(told.get("files", []), made, strict=True):
            (folder / f"{number} {name}").write_bytes(data)


if __name__ == "__main__":
    _answer_all(
        Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    )
