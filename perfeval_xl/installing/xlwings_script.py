"""The script of xlwings through which Excel for Mac starts Python: the one file of xlwings that the add-in needs.

Its VBA is not taken: it declares functions of Windows, starts a command interpreter, and loads pandas before anything
else (`macros/excel/Starter.bas` says why that matters).
"""

from __future__ import annotations

from importlib import metadata, util
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing

__all__ = ["apple_script", "xlwings_folder", "xlwings_version"]

_REINSTALL = "请重新安装：python -m pip install --force-reinstall xlwings"


def xlwings_version() -> str:
    """Return the version of the installed xlwings. Raises `EnvironmentMissing` where there is none."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError as exc:
        raise EnvironmentMissing("没有安装 xlwings。", _REINSTALL) from exc


def apple_script() -> tuple[str, bytes]:
    """Return name and content of the script. Raises `EnvironmentMissing` where xlwings is missing."""
    name = f"xlwings-{xlwings_version()}.applescript"
    return name, (xlwings_folder() / name).read_bytes()


def xlwings_folder() -> Path:
    """Return where xlwings is installed, without importing it. Raises `EnvironmentMissing` where it is not."""
    # Importing it would load pandas, for a path
    spec = util.find_spec("xlwings")
    if spec is None or not spec.submodule_search_locations:
        raise EnvironmentMissing("没有安装 xlwings。", _REINSTALL)
    return Path(spec.submodule_search_locations[0])
