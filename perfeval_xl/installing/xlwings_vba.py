"""xlwings' own VBA, taken from the installed package: `RunPython` and, for the Mac, a dictionary class.

Every version of xlwings comes with VBA of its own that names the files of that very version; a copy kept here would
fall behind. Of the two texts xlwings has we take the one that speaks of the add-in (`ThisWorkbook`) and not of the
workbook in front: settings, Python code and shell commands must never come from a workbook somebody sent, nor from
its file name.
"""

from __future__ import annotations

from importlib import metadata, util
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing.vba_project import Kind, Module

__all__ = [
    "PROJECT",
    "apple_script",
    "class_text",
    "xlwings_folder",
    "xlwings_modules",
    "xlwings_version",
]

PROJECT = "perfeval"
"""The name under which this add-in keeps its settings: the sheet `perfeval.conf`. Other add-ins have their own."""

_CHANGES = {
    'Public Const PROJECT_NAME As String = "xlwings"': f'Public Const PROJECT_NAME As String = "{PROJECT}"',
    # The sheet of settings is read in WPS too, whatever it calls itself.
    'If Application.Name = "Microsoft Excel" Then': "If True Then",
    # Without a sheet in front, as when no workbook is open, `Range` alone is an error.
    'For Each cell In Range(sht.Range("A1"), lastCell)': 'For Each cell In sht.Range(sht.Range("A1"), lastCell)',
    # What xlwings says on a Mac is said in Chinese, from the sheet of messages.
    'Application.StatusBar = "Running..."': 'Application.StatusBar = Ribbon.Message("running", "")',
    "MsgBox \"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\", vbCritical": (
        'Application.StatusBar = False: Err.Raise 1001, "PerfEval", "no-script"'
    ),
}
_CLASS_BASE = 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"'
_CLASS_LAST = "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False"
_REINSTALL = "请重新安装：python -m pip install --force-reinstall xlwings"


def xlwings_version() -> str:
    """Return the version of the installed xlwings. Raises `EnvironmentMissing` where there is none."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError as exc:
        raise EnvironmentMissing("没有安装 xlwings。", _REINSTALL) from exc


def xlwings_modules() -> tuple[Module, ...]:
    """Return the modules that `RunPython` needs, with the settings of this add-in instead of everybody's.

    Raises `EnvironmentMissing` when xlwings is missing or its VBA does not look as it did in the versions known here.
    """
    text = _read("xlwings.bas")
    for line, ours in _CHANGES.items():
        if text.count(line) != 1:
            raise EnvironmentMissing(
                f"xlwings {xlwings_version()} 的 VBA 与已知版本不同。",
                "请升级 perfeval-xl 后重试。",
            )
        text = text.replace(line, ours)
    return (
        Module(
            name="Dictionary",
            kind=Kind.CLASS,
            source=_stored_class(_read("addin/Dictionary.cls")),
        ),
        Module(name="xlwings", kind=Kind.STANDARD, source=text),
    )


def apple_script() -> tuple[str, bytes]:
    """Return name and content of the script through which Excel for Mac may start programs."""
    name = f"xlwings-{xlwings_version()}.applescript"
    return name, (xlwings_folder() / name).read_bytes()


def class_text(exported: str) -> str:
    """Return an exported class without the block in front of its attributes, which only files have."""
    return exported[exported.index("Attribute VB_Name") :]


def _stored_class(exported: str) -> str:
    """Return an exported class as Excel stores it: with the attributes that exporting leaves out."""
    name, _, rest = class_text(exported).partition("\n")
    exposed = next(
        line for line in rest.splitlines() if line.startswith("Attribute VB_Exposed")
    )
    return "\n".join(
        [
            name,
            _CLASS_BASE,
            rest.replace(exposed, f"{exposed}\n{_CLASS_LAST}", 1),
        ]
    )


def _read(name: str) -> str:
    try:
        return (xlwings_folder() / name).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as exc:
        raise EnvironmentMissing(
            f"xlwings 缺少文件 {name}，安装不完整。", _REINSTALL
        ) from exc


def xlwings_folder() -> Path:
    """Return where xlwings is installed, without importing it. Raises `EnvironmentMissing` where it is not."""
    spec = util.find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise EnvironmentMissing("没有安装 xlwings。", _REINSTALL)
    return Path(spec.submodule_search_locations[0])
