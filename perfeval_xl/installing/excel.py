"""The Excel add-in on this machine: put it where Excel starts it, take it away, say what is there.

The path of the interpreter is written into the add-in itself, into its sheet of settings: it may then hold any characters
(a settings file is read in the code page of the machine), and the settings of xlwings stay as they are.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing, NotAWorkbook
from perfeval_xl.installing.places import Places
from perfeval_xl.installing.xlam import build_addin, read_settings
from perfeval_xl.installing.xlwings_script import apple_script

__all__ = ["Status", "install", "status", "uninstall"]

_SCRIPT_KEY = "PERFEVAL_SCRIPT"
_PRIVATE = "LocalCache"
"""The folder into which Windows puts what a program of the Microsoft Store writes below AppData: only that program sees it."""

_CLOSE_EXCEL = "请关闭 Excel（WPS）后重试；仍不行时检查该文件夹的权限。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What stands in the startup folder. Versions and interpreter are empty where there is no add-in of ours."""

    addin: Path
    installed: bool
    version: str = ""
    xlwings: str = ""
    interpreter: str = ""
    interpreter_exists: bool = False
    script_exists: bool = True
    """Whether the script is there through which Excel for Mac starts Python; always so on Windows."""

    @property
    def complaints(self) -> tuple[str, ...]:
        """What keeps an installed add-in from working, each with its remedy; empty when all is well."""
        if not self.installed:
            return ()
        again = "请重新运行：perfeval-xl addin install"
        # Every complaint with whether it holds, so that several are told at once
        told = {
            f"安装时的 Python 已不存在：{self.interpreter}。{again}": not self.interpreter_exists,
            f"加载项是 {self.version} 版，程序是 {perfeval_xl.__version__} 版。{again}": self.version
            != perfeval_xl.__version__,
            f"缺少 Excel 启动 Python 所需的脚本。{again}": not self.script_exists,
        }
        return tuple(text for text, holds in told.items() if holds)

    def as_json(self) -> dict[str, object]:
        """Return the status for `--json`."""
        return {
            "addin": str(self.addin),
            "installed": self.installed,
            "version": self.version or None,
            "xlwings": self.xlwings or None,
            "interpreter": self.interpreter or None,
            "interpreter_exists": self.interpreter_exists,
            "complaints": list(self.complaints),
        }


def install(places: Places, interpreter: str = sys.executable) -> Status:
    """Build the add-in for this interpreter and put it into the startup folder; an earlier one is replaced.

    Raises `EnvironmentMissing` when the folder may not be written to, as while Excel has the add-in open, or when nobody but
    this Python would see what is written.
    """
    # Whether the script is ours to remove again: one that xlwings put there stays when the add-in goes
    script = _script(places)
    ours = script is not None and (not script[0].exists() or _had_put_script(places))
    settings = {
        places.interpreter_key: interpreter,
        _SCRIPT_KEY: "ours" if ours else "",
    }
    if script is not None:
        settings["SCRIPT"] = script[0].name
    data = build_addin(settings)
    # Under another name first: Excel may look at any moment, and must never see half an add-in
    try:
        if script is not None:
            script[0].parent.mkdir(parents=True, exist_ok=True)
            script[0].write_bytes(script[1])
        places.startup.mkdir(parents=True, exist_ok=True)
        beside = places.addin.with_suffix(".new")
        beside.write_bytes(data)
        beside.replace(places.addin)
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法写入“{places.addin}”：{exc.strerror}。", _CLOSE_EXCEL
        ) from exc
    # Only once it is written can be seen where Windows has put it
    _refuse_private(places.addin)
    return status(places)


def _refuse_private(addin: Path) -> None:
    """Take the add-in away again where Windows has put it out of Excel's sight."""
    if _PRIVATE in addin.resolve().parts:
        addin.unlink()
        raise EnvironmentMissing(
            "这个 Python 来自微软应用商店，它写入的文件 Excel 看不到，加载项没有安装。",
            "请安装 python.org 的 Python 和 perfeval-xl，用它再运行一次：perfeval-xl addin install",
        )


def uninstall(places: Places) -> bool:
    """Remove the add-in, and the script if it came with it; returns whether there was anything to remove.

    Raises `EnvironmentMissing` when it may not be removed, as while Excel has it open.
    """
    script = _script(places)
    if not places.addin.exists():
        return False
    # To be asked before the add-in goes, which knows it
    put_script = _had_put_script(places)
    try:
        places.addin.unlink()
        if script is not None and put_script:
            script[0].unlink(missing_ok=True)
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法删除“{places.addin}”：{exc.strerror}。", _CLOSE_EXCEL
        ) from exc
    return True


def status(places: Places) -> Status:
    """Return what is installed; a file that is not ours has neither version nor interpreter."""
    if not places.addin.exists():
        return Status(addin=places.addin, installed=False)
    # What is installed says itself which program and which Python it belongs to
    settings = _installed_settings(places)
    interpreter = settings.get(places.interpreter_key, "")
    script = _script(places)
    return Status(
        addin=places.addin,
        installed=True,
        version=settings.get("PERFEVAL_VERSION", ""),
        xlwings=settings.get("XLWINGS_VERSION", ""),
        interpreter=interpreter,
        interpreter_exists=bool(interpreter) and Path(interpreter).is_file(),
        script_exists=script is None or script[0].exists(),
    )


def _script(places: Places) -> tuple[Path, bytes] | None:
    """Return where the script of Excel for Mac goes and what it says; `None` on Windows, which needs none."""
    if places.scripts is None:
        return None
    name, content = apple_script()
    return places.scripts / name, content


def _had_put_script(places: Places) -> bool:
    return _installed_settings(places).get(_SCRIPT_KEY) == "ours"


def _installed_settings(places: Places) -> dict[str, str]:
    """Return the settings of the installed add-in; none where it is missing or damaged."""
    try:
        return read_settings(places.addin.read_bytes(), places.addin.name)
    except (OSError, NotAWorkbook):
        return {}
