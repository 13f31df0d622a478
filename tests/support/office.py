"""LibreOffice as a witness: it opens, recalculates, converts and prints what the program wrote.

One `soffice` runs for the whole session and is reached over a pipe through Debian's `python3-uno`. When it dies in the
middle of a test, it is started once more and the request is made again.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from tests.support.missing import missing, program

__all__ = ["Office", "Value", "sheet_values"]

Value = str | float | None
Answer = TypeVar("Answer")

_DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
_START_SECONDS = 60
_STORE_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
}
_PDF_FILTERS = {
    "com.sun.star.sheet.SpreadsheetDocument": "calc_pdf_Export",
    "com.sun.star.text.TextDocument": "writer_pdf_Export",
}
_TEXT_DOCUMENT = "com.sun.star.text.TextDocument"
_ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR


class Office:
    """A running LibreOffice with its own profile below `folder`. Nothing starts before the first request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._desktop: Any = None

    def resave(self, source: Path, target: Path) -> Path:
        """Open, recalculate everything, and store as the suffix of `target` says; returns `target`."""

        def work(document: Any) -> Path:
            _recalculate(document)
            document.storeToURL(
                _url(target),
                _properties(FilterName=_STORE_FILTERS[target.suffix.lower()]),
            )
            return target

        return self._with_document(source, work)

    def changed(
        self, source: Path, change: Callable[[Any], None], target: Path
    ) -> Path:
        """Open, do to the document what a person might through the menus, and store; returns `target`."""

        def work(document: Any) -> Path:
            change(document)
            document.storeToURL(
                _url(target),
                _properties(FilterName=_STORE_FILTERS[target.suffix.lower()]),
            )
            return target

        return self._with_document(source, work)

    def stored(
        self, source: Path, change: Callable[[Any], None], targets: Iterable[Path]
    ) -> None:
        """Open once, change, and store in several formats."""

        def work(document: Any) -> None:
            change(document)
            _recalculate(document)
            for target in targets:
                document.storeToURL(
                    _url(target),
                    _properties(FilterName=_STORE_FILTERS[target.suffix.lower()]),
                )

        self._with_document(source, work)

    def locked(self, source: Path, target: Path, password: str) -> Path:
        """Open and store with a password without which it does not open; returns `target`."""

        def work(document: Any) -> Path:
            filter_name = _STORE_FILTERS[target.suffix.lower()]
            if target.suffix.lower() in {
                ".xlsx",
                ".xlsm",
            }:  # which take the password in the form of their own encryption
                secret = _named_values(CryptoType="Standard", OOXPassword=password)
                store = _properties(FilterName=filter_name, EncryptionData=secret)
            else:
                store = _properties(FilterName=filter_name, Password=password)
            document.storeToURL(_url(target), store)
            return target

        return self._with_document(source, work)

    def cells(self, path: Path, sheet: str) -> dict[str, Value]:
        """Return the recalculated value of every cell of the used area by address.

        A blank cell is `None` and an empty formula result `""`; errors are shown as the program shows them, `#VALUE!`.
        """

        def work(document: Any) -> dict[str, Value]:
            _recalculate(document)
            return sheet_values(document.Sheets.getByName(sheet))

        return self._with_document(path, work)

    def recalculations(self, path: Path, times: int) -> list[float]:
        """Return the seconds that each of so many recalculations of the whole workbook takes."""

        def work(document: Any) -> list[float]:
            seconds = []
            for _ in range(times):
                started = time.perf_counter()
                document.calculateAll()
                seconds.append(time.perf_counter() - started)
            return seconds

        return self._with_document(path, work)

    def sheets(self, path: Path) -> list[str]:
        """Return the titles of all sheets, hidden ones too."""
        return self._with_document(
            path, lambda document: list(document.Sheets.ElementNames)
        )

    def pdf(self, path: Path, target: Path | None = None) -> Path:
        """Print a workbook or a text document to PDF, beside `path` unless `target` is given."""
        written = target or path.with_suffix(".pdf")

        def work(document: Any) -> Path:
            kind = next(name for name in _PDF_FILTERS if document.supportsService(name))
            document.storeToURL(
                _url(written), _properties(FilterName=_PDF_FILTERS[kind])
            )
            return written

        return self._with_document(path, work)

    def png(self, path: Path, resolution: int = 80) -> list[Path]:
        """Return one picture per printed page, in order."""
        pdf = path if path.suffix == ".pdf" else self.pdf(path)
        stem = pdf.with_suffix("")
        subprocess.run(
            [program("pdftoppm"), "-png", "-r", str(resolution), pdf, stem],
            check=True,
            timeout=120,
        )
        return sorted(stem.parent.glob(f"{stem.name}-*.png"))

    def text(self, path: Path) -> str:
        """Return the running text of a text document, one paragraph per line; tables come by cell, row by row."""

        def work(document: Any) -> str:
            if not document.supportsService(_TEXT_DOCUMENT):
                raise ValueError(f"{path.name} is not a text document")
            return "\n".join(_paragraphs(document.Text))

        return self._with_document(path, work)

    def open(self, path: Path, **how: object) -> Any:
        """Load a document with these properties and leave it open: whoever asked for it closes it."""
        if self._desktop is None:
            self._start()
        document = self._desktop.loadComponentFromURL(
            _url(path), "_blank", 0, _properties(**how)
        )
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path.name}")
        return document

    def close(self) -> None:
        """End the office that this object started."""
        if self._process is not None:
            with contextlib.suppress(Exception):
                self._desktop.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            if self._process.poll() is None:
                os.killpg(self._process.pid, 9)
                self._process.wait(timeout=10)
        self._process = self._desktop = None

    def _with_document(self, path: Path, work: Callable[[Any], Answer]) -> Answer:
        """Load `path` hidden, let `work` use it, and close it; once more when the office died."""
        try:
            return self._once(path, work)
        except _uno_errors() as error:
            if self._alive():
                raise RuntimeError(
                    f"LibreOffice cannot work on {path.name}: {error}"
                ) from error
            self.close()
            return self._once(path, work)

    def _once(self, path: Path, work: Callable[[Any], Answer]) -> Answer:
        if not path.is_file():
            raise FileNotFoundError(path)
        if self._desktop is None:
            self._start()
        document = self._desktop.loadComponentFromURL(
            _url(path), "_blank", 0, _properties(Hidden=True)
        )
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path.name}")
        try:
            return work(document)
        finally:
            with contextlib.suppress(*_uno_errors()):
                document.close(True)

    def _alive(self) -> bool:
        """Whether the process runs and still answers."""
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            self._desktop.getComponents()
        except _uno_errors():
            return False
        return True

    def _start(self) -> None:
        soffice = program("soffice")
        uno = _uno()
        pipe = f"perfeval{uuid.uuid4().hex}"
        profile = (self._folder / "profile").as_uri()
        command = [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
        ]
        self._process = subprocess.Popen(
            [*command, f"--accept=pipe,name={pipe};urp;"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self._folder), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                context = resolver.resolve(
                    f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
                )
                break
            except _uno_errors() as error:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.close()
                    raise RuntimeError("LibreOffice did not start") from error
                time.sleep(0.1)
        self._desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )


def _uno() -> Any:
    """Import Debian's `uno`, or end the test: it works only in the Python version it was built for."""
    if "uno" not in sys.modules and _DEBIAN_PACKAGES not in sys.path:
        sys.path.append(_DEBIAN_PACKAGES)
        try:
            importlib.import_module("uno")
        except ImportError as error:
            missing(
                f"python3-uno cannot be imported in Python {sys.version_info[0]}.{sys.version_info[1]}: {error}"
            )
        finally:
            sys.path.remove(_DEBIAN_PACKAGES)
    return importlib.import_module("uno")


def _uno_errors() -> tuple[type[BaseException], ...]:
    if "uno" not in sys.modules:
        return ()
    return (sys.modules["uno"].getClass("com.sun.star.uno.Exception"),)


def _url(path: Path) -> str:
    return path.resolve().as_uri()


def _properties(**values: object) -> tuple[Any, ...]:
    make = _uno().getClass("com.sun.star.beans.PropertyValue")
    made = []
    for name, value in values.items():
        item = make()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def _named_values(**values: str) -> Any:
    make = _uno().getClass("com.sun.star.beans.NamedValue")
    return _uno().Any(
        "[]com.sun.star.beans.NamedValue",
        tuple(make(name, value) for name, value in values.items()),
    )


def _recalculate(document: Any) -> None:
    if hasattr(document, "calculateAll"):
        document.calculateAll()


def sheet_values(sheet: Any) -> dict[str, Value]:
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    first = cursor.RangeAddress
    values: dict[str, Value] = {}
    for row, (shown, typed) in enumerate(
        zip(cursor.getDataArray(), cursor.getFormulaArray(), strict=True)
    ):
        for column, (value, formula) in enumerate(zip(shown, typed, strict=True)):
            address = (
                f"{_letters(first.StartColumn + column)}{first.StartRow + row + 1}"
            )
            values[address] = None if value == "" and formula == "" else value
    for area in cursor.queryFormulaCells(_ERROR_RESULTS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                values[f"{_letters(column)}{row + 1}"] = sheet.getCellByPosition(
                    column, row
                ).String
    return values


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0; written anew so that the witness shares no code with the program."""
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)


def _paragraphs(text: Any) -> list[str]:
    lines: list[str] = []
    blocks = text.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                lines += _paragraphs(block.getCellByName(name))
        else:
            lines.append(block.String)
    return lines
