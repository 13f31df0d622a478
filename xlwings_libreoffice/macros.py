"""Calling Basic: the macros of the application, those of a document, and the VBA project of an Excel workbook.

A macro that fails while it is called from outside leaves LibreOffice's Basic unable to run anything more, and tells
nobody. So it is called by a small Basic function of ours, which has an error handler; it stands in a library of the
application for as long as the office runs and is never saved.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import Any

from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.office import Office

__all__ = ["find_macro", "run_macro"]

_LIBRARY = "XlwingsEngine"
_MODULE = "Calling"
_FUNCTION = "Run"
_WAKING = "XlwingsWaking"
_RUNNER = """Function Run(script, arguments)
    On Error Goto Failed
    Dim places(), outs(), answer
    answer = script.invoke(arguments, places, outs)
    Run = Array("done", answer)
    Exit Function
Failed:
    Run = Array("failed", Err, Error$)
End Function
"""
_URL = "vnd.sun.star.script:{}?language=Basic&location={}"
_NAME = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<plain>[^'!]+)!)?(?P<name>[^!']+)"
)
_DEFINITION = r"^\s*(?:public\s+)?(?:static\s+)?(?:sub|function)\s+{}\b"
_EPOCH = dt.datetime(1899, 12, 30)


def find_macro(name: str, books: Any, office: Office) -> tuple[Any, str, str]:
    """Return the script provider, the full name `Library.Module.Macro` and the location of a macro.

    `name` is what Excel takes: `Macro`, `Module.Macro` or `'Book1.xlsm'!Module.Macro`. A prefix that is no open book names
    a library of the application, whatever its suffix: `PerfEval.xlam!Hands.Apply` is `PerfEval.Hands.Apply`.

    Raises:
        OfficeFailure: there is no such macro, or the document may not run macros.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise OfficeFailure(
            f"{name} 不是宏的名称。请写成 宏名、模块.宏名 或 '工作簿'!模块.宏名。"
        )
    prefix = (parts["quoted"] or parts["plain"] or "").replace("''", "'")
    document = _document_of(prefix, parts["name"], books, office)
    if document is not None:
        if not document.AllowMacroExecution:
            raise OfficeFailure(
                f"工作簿 {document.getTitle()} 不允许运行宏。请在 LibreOffice 的宏安全性选项中信任它，再重新打开。"
            )
        full = _find(document.BasicLibraries, parts["name"], "")
        provider = document.getScriptProvider()
        location = "document"
        if full is not None:
            _wake(document, full.partition(".")[0], office)
    else:
        full = _find(_application(office), parts["name"], PurePath(prefix).stem)
        factory = office.service(
            "com.sun.star.script.provider.MasterScriptProviderFactory"
        )
        provider = factory.createScriptProvider("")
        location = "application"
    if full is None:
        raise OfficeFailure(
            f"没有找到宏 {name}。请核对模块名和宏名；Excel 工作簿中的宏要先以启用宏的格式（.xlsm）打开。"
        )
    return provider, full, location


def _document_of(prefix: str, name: str, books: Any, office: Office) -> Any:
    """Return the document to look in: the one named, or the first that has such a macro; `None` for the application."""
    if prefix:
        if prefix in books:
            return books(prefix).api
        return None
    if _find(_application(office), name, "") is not None:
        return None
    for book in books:
        allowed = book.api.AllowMacroExecution
        if allowed and _find(book.api.BasicLibraries, name, "") is not None:
            return book.api
    return None


def run_macro(macro: tuple[Any, str, str], arguments: list[Any], office: Office) -> Any:
    """Call what `find_macro` returned; lists become arrays, dates become the numbers Excel keeps for them.

    Raises:
        OfficeFailure: the macro failed; the message has Basic's own words.
    """
    provider, full, location = macro
    script = provider.getScript(_URL.format(full, location))
    given = tuple(_as_basic(argument) for argument in arguments)
    outcome, *rest = _runner(office).invoke((script, given), (), ())[0]
    if outcome != "done":
        raise OfficeFailure(f"宏 {full} 出错：{rest[1]}（错误 {rest[0]}）")
    return rest[0]


def _application(office: Office) -> Any:
    return office.service("com.sun.star.script.ApplicationScriptLibraryContainer")


def _runner(office: Office) -> Any:
    if office.state.macro_runner is None:
        libraries = _application(office)
        if not libraries.hasByName(_LIBRARY):
            libraries.createLibrary(_LIBRARY)
        library = libraries.getByName(_LIBRARY)
        if not library.hasByName(_MODULE):
            library.insertByName(_MODULE, _RUNNER)
        factory = office.service(
            "com.sun.star.script.provider.MasterScriptProviderFactory"
        )
        name = f"{_LIBRARY}.{_MODULE}.{_FUNCTION}"
        office.state.macro_runner = factory.createScriptProvider("").getScript(
            _URL.format(name, "application")
        )
    return office.state.macro_runner


def _wake(document: Any, library: str, office: Office) -> None:
    """Run an empty macro in a VBA project, once: called from Basic, its first macro would find no VBA objects."""
    number = document.getPropertyValue("RuntimeUID")
    if number in office.state.woken or not document.BasicLibraries.VBACompatibilityMode:
        return
    office.state.woken.add(number)
    modules = document.BasicLibraries.getByName(library)
    modules.insertByName(_WAKING, f"Sub {_WAKING}\nEnd Sub\n")
    try:
        name = f"{library}.{_WAKING}.{_WAKING}"
        document.getScriptProvider().getScript(_URL.format(name, "document")).invoke(
            (),
            (),
            (),
        )
    finally:
        modules.removeByName(_WAKING)


def _find(libraries: Any, name: str, only: str) -> str | None:
    """Return `Library.Module.Macro` for one, two or three parts of it; `only` is the library to look in, if any."""
    *places, macro = name.split(".")
    definition = re.compile(
        _DEFINITION.format(re.escape(macro)),
        re.IGNORECASE | re.MULTILINE,
    )
    for library in sorted(
        libraries.getElementNames(), key=lambda each: each != "Standard"
    ):
        if library == _LIBRARY or (only and library.lower() != only.lower()):
            continue
        if len(places) > 1 and library.lower() != places[-2].lower():
            continue
        if not libraries.isLibraryLoaded(library):
            libraries.loadLibrary(library)
        modules = libraries.getByName(library)
        for module in modules.getElementNames():
            if places and module.lower() != places[-1].lower():
                continue
            if definition.search(modules.getByName(module)):
                return f"{library}.{module}.{macro}"
    return None


def _as_basic(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_as_basic(each) for each in value)
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return float((dt.datetime(value.year, value.month, value.day) - _EPOCH).days)
    return value
