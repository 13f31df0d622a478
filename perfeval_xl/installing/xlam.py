"""PerfEval.xlam: the VBA project, the ribbon, and two plain sheets in one package.

The sheets are read by the VBA: `messages` (Chinese, which VBA source cannot hold) and `settings` (which Python to start).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing.vba_project import Kind, Module, vba_project
from perfeval_xl.installing.xlwings_script import xlwings_version
from perfeval_xl.resources import data_folder
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.packing import pack, packed
from perfeval_xl.sheets.raw import OoxmlWorkbook
from perfeval_xl.sheets.xml_text import cell_xml

__all__ = [
    "OLD_RIBBON_PART",
    "RIBBON_PART",
    "build_addin",
    "old_ribbon_xml",
    "read_settings",
    "ribbon_xml",
    "source_modules",
]

RIBBON_PART = "customUI/customUI14.xml"
OLD_RIBBON_PART = "customUI/customUI.xml"
"""The same ribbon in the namespace of Office 2007, which WPS reads; an Excel that knows the newer part takes that."""

_RIBBON, _OLD_RIBBON = (
    f"http://schemas.microsoft.com/office/{year}/customui"
    for year in ("2009/07", "2006/01")
)
_SETTINGS_SHEET = "settings"
_OUR_MODULES = ("Hands", "Marks", "Locks", "Ribbon")
_STARTER = "Starter"
_SHEET_GUID = "0{00020820-0000-0000-C000-000000000046}"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


_Sheets = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
"""Of each sheet the title, the name VBA knows it by, and the rows: name and text."""


def build_addin(
    settings: Mapping[str, str] | None = None,
    starter: Module | None = None,
) -> bytes:
    """Return PerfEval.xlam; the same sources, versions and settings give the same bytes.

    `settings` are added to those every copy has, such as `INTERPRETER_WIN`. `starter` stands in for the module
    that starts Python, which no office but Excel can run; `None` means ours. Raises `EnvironmentMissing` when the sources or
    xlwings are missing.
    """
    # What the add-in is asked for by `status` and by its own macros
    versions = {
        "PERFEVAL_VERSION": perfeval_xl.__version__,
        "XLWINGS_VERSION": xlwings_version(),
    }
    sheets: _Sheets = (
        ("messages", "MessagesSheet", tuple(_messages().items())),
        (
            _SETTINGS_SHEET,
            "SettingsSheet",
            tuple({**versions, **(settings or {})}.items()),
        ),
    )
    # The sheets first: VBA must know a module for each of them
    project = vba_project(
        source_modules([code_name for _, code_name, _ in sheets], starter)
    )
    # Both ribbons, so that Excel 2007 and WPS show it too
    parts = _package_parts(sheets) | {
        "xl/vbaProject.bin": project,
        RIBBON_PART: ribbon_xml(),
        OLD_RIBBON_PART: old_ribbon_xml(),
    }
    return pack(
        (name, packed(part if isinstance(part, bytes) else part.encode()))
        for name, part in parts.items()
    )


def _package_parts(sheets: _Sheets) -> dict[str, str | bytes]:
    """Return the parts of the package by name, the sources of VBA and the ribbon aside."""
    worksheets = {
        f"xl/worksheets/sheet{number}.xml": _sheet(code_name, rows)
        for number, (_, code_name, rows) in enumerate(sheets, 1)
    }
    return {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(
            (f"{_DOCUMENT}/officeDocument", "xl/workbook.xml"),
            (
                "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
                RIBBON_PART,
            ),
            (
                "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
                OLD_RIBBON_PART,
            ),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                _CORE_PART,
            ),
        ),
        _CORE_PART: _CORE,
        "xl/workbook.xml": _workbook([title for title, _, _ in sheets]),
        "xl/_rels/workbook.xml.rels": _relations(
            *(
                (f"{_DOCUMENT}/worksheet", f"worksheets/sheet{number}.xml")
                for number in range(1, len(sheets) + 1)
            ),
            (f"{_DOCUMENT}/styles", "styles.xml"),
            (
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                "vbaProject.bin",
            ),
        ),
        **worksheets,
        "xl/styles.xml": _STYLES,
    }


def read_settings(addin: bytes, file: str) -> dict[str, str]:
    """Return the settings of a built add-in by key; empty where it has none.

    Raises `NotAWorkbook` for a file that is no workbook.
    """
    book = OoxmlWorkbook(Package(addin, file))
    if _SETTINGS_SHEET not in book.titles:
        return {}
    # Name and value side by side, as `_sheet` wrote them
    cells = book.cells(_SETTINGS_SHEET)
    return {
        str(cells[row, 1].value): str(cells[row, 2].value)
        for row, column in cells
        if column == 2
    }


def source_modules(
    sheet_names: Sequence[str], starter: Module | None = None
) -> tuple[Module, ...]:
    """Return all modules of the add-in: the workbook's and the sheets' own, and ours."""
    return (
        Module(
            name="ThisWorkbook",
            kind=Kind.DOCUMENT,
            source=_class_text(_source("ThisWorkbook.cls")),
        ),
        *(
            Module(
                name=name,
                kind=Kind.DOCUMENT,
                source=_sheet_module(name),
            )
            for name in sheet_names
        ),
        starter or _standard_module(_STARTER),
        *(_standard_module(name) for name in _OUR_MODULES),
    )


def _standard_module(name: str) -> Module:
    return Module(name=name, kind=Kind.STANDARD, source=_source(f"{name}.bas"))


def _class_text(exported: str) -> str:
    """Return an exported class without the block in front of its attributes, which only files have."""
    return exported[exported.index("Attribute VB_Name") :]


def ribbon_xml() -> bytes:
    """Return the ribbon as Excel 2010 and later read it."""
    return _source("customUI14.xml").encode()


def old_ribbon_xml() -> bytes:
    """Return the ribbon as Excel 2007 and WPS read it: what it uses of the newer form is in the older one, too."""
    return ribbon_xml().replace(_RIBBON.encode(), _OLD_RIBBON.encode())


def _messages() -> dict[str, str]:
    return tomllib.loads(_source("messages.toml"))


def _source(name: str) -> str:
    path = data_folder("macros") / "excel" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as exc:
        raise EnvironmentMissing(
            f"缺少加载项的源文件“{path}”。", "请重新安装 perfeval-xl 后重试。"
        ) from exc


def _sheet_module(name: str) -> str:
    attributes = {
        "Name": f'"{name}"',
        "Base": f'"{_SHEET_GUID}"',
        "GlobalNameSpace": "False",
        "Creatable": "False",
        "PredeclaredId": "True",
        "Exposed": "True",
        "TemplateDerived": "False",
        "Customizable": "True",
    }
    return "\n".join(
        f"Attribute VB_{key} = {value}" for key, value in attributes.items()
    )


def _content_types(sheets: int) -> str:
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = {
        "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        **{
            f"/xl/worksheets/sheet{number}.xml": f"{spreadsheet}.worksheet+xml"
            for number in range(1, sheets + 1)
        },
        "/xl/styles.xml": f"{spreadsheet}.styles+xml",
        f"/{_CORE_PART}": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>'
        for part, kind in overrides.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>{listed}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _workbook(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView visibility="hidden"/></bookViews><sheets>{sheets}</sheets></workbook>'
    )


def _sheet(code_name: str, rows: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<row r="{row}">{cell_xml(f"A{row}", 1, key)}{cell_xml(f"B{row}", 1, value)}</row>'
        for row, (key, value) in enumerate(rows, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{code_name}"/>'
        f'<cols><col min="1" max="2" width="40" style="1" customWidth="1"/></cols><sheetData>{lines}</sheetData></worksheet>'
    )


_CORE_PART = "docProps/core.xml"
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>绩效评价</dc:title>'
    "<dc:description>项目支出绩效评价：校验、评分、报告和汇总（perfeval-xl）。</dc:description></cp:coreProperties>"
)
_STYLES = (  # style 1 is text: a setting is never taken for a number
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
