r"""Where Excel looks for add-ins, and which Python is written down for it.

Windows: `%APPDATA%\Microsoft\Excel\XLSTART`. Mac: the `Startup/Excel` folder of Office's group container, the only
one that Excel may read without asking. What stands there is opened whenever Excel starts.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from perfeval_xl.errors import EnvironmentMissing

__all__ = ["ADDIN_NAME", "Places", "find_places"]

ADDIN_NAME = "PerfEval.xlam"

_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
_FOR_OTHERS = (
    "Excel 加载项只能安装在 Windows 和 Mac 上。",
    "在 Linux 上请使用 LibreOffice：perfeval-xl addin install --libreoffice；只想生成文件时用 perfeval-xl addin build。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of one person on one machine. `scripts` is the folder of AppleScripts; `None` on Windows."""

    startup: Path
    scripts: Path | None
    interpreter_key: Literal["INTERPRETER_WIN", "INTERPRETER_MAC"]

    @property
    def addin(self) -> Path:
        """Where the add-in stands once it is installed."""
        return self.startup / ADDIN_NAME


def find_places(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> Places:
    """Return the places of a platform, as named in `sys.platform`, from its environment variables.

    Raises `EnvironmentMissing` on a platform without Excel, or where the variable is not set.
    """
    # What stands in these folders is opened with every Excel; no registry, and no rights are needed
    if platform == "win32":
        startup = Path(
            _variable(environment, "APPDATA"),
            "Microsoft",
            "Excel",
            "XLSTART",
        )
        return Places(startup=startup, scripts=None, interpreter_key="INTERPRETER_WIN")
    if platform == "darwin":
        home = Path(_variable(environment, "HOME"))
        return Places(
            startup=home / _MAC_STARTUP,
            scripts=home / _MAC_SCRIPTS,
            interpreter_key="INTERPRETER_MAC",
        )
    raise EnvironmentMissing(*_FOR_OTHERS)


def _variable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise EnvironmentMissing(
            f"环境变量 {name} 没有设置，找不到 Excel 的启动文件夹。",
            "请在用户自己的会话中运行本命令。",
        )
    return value
