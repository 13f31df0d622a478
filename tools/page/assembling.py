"""Put the page together: one HTML file with its style, its script, and everything else packed inside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.own_wheel import CHECKOUT, own_wheel
from tools.page.bundling import bundled
from tools.page.compiling import compiled, remembered
from tools.page.ingredients import libraries, locked, pyodide, stand_ins, wanted

__all__ = ["PAGE", "Look", "Page", "assemble"]

_PAGE = CHECKOUT / "page"
_MOST_BYTES = 20 * 2**20
_STDLIB = "/lib/python314.zip"
"""Where Pyodide has Python's own modules."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What makes the page by itself, the pane in WPS and the pane in Excel differ.

    `script` is the module that begins, below `page/`; `workbook` the file with the section about the open workbook, empty
    for none; `head` is markup for the head, and `sources` what else the policy lets scripts come from.
    """

    script: str
    workbook: str = ""
    head: str = ""
    sources: str = ""


PAGE = Look(script="script/main.js")


class Page:
    """The finished file and the list of what went in, each line with its hash."""

    def __init__(self, text: str, contents: Mapping[str, str]) -> None:
        self.data = text.encode()
        self.contents = contents

    def write(self, target: Path) -> None:
        """Write the page, and beside it `….校验值.txt` with the hashes of the page and of what went into it."""
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.data)
        own = hashlib.sha256(self.data).hexdigest()
        lines = [
            f"{own}  {target.name}",
            *(f"{digest}  {name}" for name, digest in self.contents.items()),
        ]
        beside = target.with_name(f"{target.stem}.校验值.txt")
        beside.write_text("\n".join(lines) + "\n", encoding="utf-8")


def assemble(store: Path, look: Look = PAGE) -> Page:
    """Return the page, or a pane made of it; what is fetched and compiled is kept in `store`. Raises `IngredientMissing`."""
    engine = pyodide(store)
    wheel = own_wheel(store)
    lists = locked()
    own = wanted(_unzipped(wheel), lists["own"])
    python = {**own, **libraries(store), **stand_ins()}
    site = _unzip(compiled(engine, _zipped(python), store))
    theirs = wanted(_unzip(engine.files["python_stdlib.zip"]), lists["python"])
    stdlib = _unzip(compiled(engine, _zipped(theirs), store))
    loaded, memory = remembered(engine, _zipped(stdlib), _in_one_piece(site), store)
    lock = json.loads(engine.files["pyodide-lock.json"])
    parts = {
        "pyodide": engine.files["pyodide.mjs"],
        "asm": engine.files["pyodide.asm.mjs"],
        "wasm": engine.files["pyodide.asm.wasm"],
        # stored, and packed with the rest: smaller, and Python imports from it faster
        "stdlib": _zipped(_without(stdlib, loaded, f"{_STDLIB}/")),
        "lock": json.dumps({"info": lock["info"], "packages": {}}).encode(),
        "site": _in_one_piece(_without(site, loaded, "/site/")),
        "memory": memory,
    }
    contents = _contents(wheel, engine.integrity)
    return Page(_text(parts, contents, look), contents)


def _contents(wheel: Path, integrity: str) -> Mapping[str, str]:
    """Return the hash of everything that went in, by its name as people know it."""
    lock = locked()
    named = {wheel.name: hashlib.sha256(wheel.read_bytes()).hexdigest()}
    named[f"pyodide {lock['pyodide']['version']}（{lock['pyodide']['licence']}）"] = (
        integrity
    )
    for name, entry in lock["libraries"].items():
        named[f"{name} {entry['version']}（{entry['licence']}）"] = entry["sha256"]
    for path in sorted(_PAGE.rglob("*")):
        if (
            path.is_file()
            and path.suffix in {".py", ".js", ".mjs", ".css", ".html", ".xml"}
            and "__pycache__" not in path.parts
        ):
            named[path.relative_to(CHECKOUT).as_posix()] = hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
    return named


def _text(parts: Mapping[str, bytes], contents: Mapping[str, str], look: Look) -> str:
    style = "\n" + (_PAGE / "style.css").read_text(encoding="utf-8")
    script = "\n" + bundled(_PAGE / look.script)
    packed = {name: _packed(data) for name, data in parts.items()}
    packed["worker-plain"] = bundled(_PAGE / "worker" / "main.js")
    text = (_PAGE / "page.html").read_text(encoding="utf-8")
    workbook = ""
    if look.workbook:
        workbook = (_PAGE / look.workbook).read_text(encoding="utf-8")
    shown = "\n".join(
        f"<li><code>{html.escape(name)}</code> {digest}</li>"
        for name, digest in contents.items()
    )
    pieces = {
        "policy": _policy(style, script, look),
        "style": style,
        "head": look.head,
        "workbook": workbook,
        "script": script,
        "contents": shown,
        "parts": "\n".join(
            f'<script type="text/plain" id="part-{name}">{data}</script>'
            for name, data in packed.items()
        ),
    }
    for name, piece in pieces.items():
        text = text.replace(f"{{{{{name}}}}}", piece, 1)
    if len(text.encode()) > _MOST_BYTES:
        raise ValueError(
            f"the page has {len(text.encode())} bytes, more than {_MOST_BYTES}"
        )
    return text


def _policy(style: str, script: str, look: Look) -> str:
    """Return the content security policy: this script and this style, threads of its own, and no network at all."""
    rules = {
        "default-src": "'none'",
        "script-src": f"{_hash(script)} blob: 'wasm-unsafe-eval' {look.sources}".strip(),
        "worker-src": "blob:",
        "style-src": _hash(style),
        "img-src": "data:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    )


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def _unzipped(path: Path) -> Mapping[str, bytes]:
    return {
        name: data
        for name, data in _unzip(path.read_bytes()).items()
        if ".dist-info/" not in name
    }


def _unzip(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/")
        }


def _in_one_piece(files: Mapping[str, bytes]) -> bytes:
    """Return files as `page/worker/files.mjs` reads them: the length of the list, the list, one file behind the other."""
    listed = json.dumps([(name, len(data)) for name, data in files.items()]).encode()
    return b"".join([len(listed).to_bytes(4, "little"), listed, *files.values()])


def _without(
    files: Mapping[str, bytes], loaded: frozenset[str], folder: str
) -> Mapping[str, bytes]:
    """Return the files of a folder that are not in memory already."""
    return {name: data for name, data in files.items() if folder + name not in loaded}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data)
    return made.getvalue()
