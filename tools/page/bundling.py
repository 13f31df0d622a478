"""Several small ES modules into one script: each keeps its file, and the page needs no server to find it.

A module says `import { a, b } from "./x.js";` (or `"../folder/x.js"`) at its top and `export` in front of what others may use. Here the modules are
put behind one another, those that are imported first; a name that two modules use at their top is an error.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["bundled"]

_IMPORT = re.compile(
    r'^import \{[^}]*\} from "(\.{1,2}/[\w/-]+\.m?js)";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
_TOP = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


def bundled(first: Path) -> str:
    """Return one script that does what the module `first` does; raises `ValueError` for names that are taken twice."""
    done: dict[Path, str] = {}
    _add(first.resolve(), done)
    owners: dict[str, str] = {}
    for path, text in done.items():
        name = f"{path.parent.name}/{path.name}"
        for top in _TOP.findall(text):
            if top in owners:
                raise ValueError(f"{name} and {owners[top]} both name {top}")
            owners[top] = name
    body = "\n".join(f"// {path.name}\n{text}" for path, text in done.items())
    return f'"use strict";\n(() => {{\n{body}}})();\n'


def _add(path: Path, done: dict[Path, str]) -> None:
    """Put a module behind those it imports."""
    if path in done:
        return
    text = path.read_text(encoding="utf-8")
    for name in _IMPORT.findall(text):
        _add((path.parent / name).resolve(), done)
    done[path] = _EXPORT.sub("", _IMPORT.sub("", text))
