"""The `uno` module, wherever it is, and the few values it makes."""

from __future__ import annotations

import glob
import importlib
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from xlwings_libreoffice.failures import OfficeMissing

__all__ = ["find_program", "load_uno", "named_values"]

_DEBIAN = Path("/usr/lib/python3/dist-packages")
_PROGRAMS = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def find_program(wanted: str | None = None) -> Path:
    """Return the path of `soffice`: `wanted`, or the variable SOFFICE, or on the path, or where installers put it.

    Raises:
        OfficeMissing: there is none.
    """
    named = wanted or os.environ.get("SOFFICE")
    if named:
        places = [named]
    else:
        places = ["soffice", "libreoffice", *_PROGRAMS]
    for place in places:
        # An absolute pattern: pathlib has none.
        newest_first = sorted(glob.glob(place), reverse=True)  # noqa: PTH207
        found = shutil.which(place) or next(iter(newest_first), None)
        if found:
            return Path(found)
    where = ""
    if named:
        where = f"在 {named} "
    raise OfficeMissing(
        f"{where}没有找到 LibreOffice。请从 https://zh-cn.libreoffice.org 下载安装；已装在别处时，把环境变量 SOFFICE 设为 soffice 的完整路径。"
    )


def load_uno() -> Any:
    """Import `uno`: as usual, else from Debian's packages, else from LibreOffice's own program folder.

    Raises:
        OfficeMissing: it is nowhere, or made for another version of Python.
    """
    if {"uno", "unohelper"} <= sys.modules.keys():
        return sys.modules["uno"]
    loaded = "uno" in sys.modules  # by somebody else, whose module stays the only one
    complaints = []
    for folder in (None, *_uno_folders()):
        if folder:
            sys.path.append(str(folder))
        try:
            uno = importlib.import_module("uno")
            importlib.import_module("unohelper")
            return uno
        except ImportError as error:
            complaints.append(str(error))
            if not loaded:
                sys.modules.pop("uno", None)
        finally:
            if folder:
                sys.path.remove(str(folder))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise OfficeMissing(
        f"Python {version} 用不了 LibreOffice 的 uno 模块（{complaints[-1]}）。"
        "Debian、Ubuntu、统信、麒麟：安装 python3-uno，并使用系统自带的 Python；"
        "Windows、Mac：使用 LibreOffice 自带的 Python，或版本相同的 Python。"
    )


def named_values(**values: object) -> tuple[Any, ...]:
    """Return the `PropertyValue` records most calls of UNO take."""
    make = load_uno().getClass("com.sun.star.beans.PropertyValue")
    made = []
    for name, value in values.items():
        item = make()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def _uno_folders() -> list[Path]:
    folders = [_DEBIAN]
    try:
        program = find_program().resolve().parent
    except OfficeMissing:
        return folders
    return [
        *folders,
        program,
        program.parent / "Resources",
        program.parent / "Frameworks",
    ]
