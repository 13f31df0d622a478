"""The LibreOffice extension: PerfEval.oxt, built from `macros/libreoffice`. Not here yet; this is what `cli` calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from perfeval_xl.errors import EnvironmentMissing

__all__ = ["ExtensionStatus", "build_extension", "install", "status", "uninstall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionStatus:
    """What is installed. `complaints` keep it from working, each with its remedy; empty when all is well."""

    installed: bool
    complaints: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the status for `--json`."""
        return {"installed": self.installed, "complaints": list(self.complaints)}

    def said(self) -> str:
        """Return the status as the command line shows it."""
        return "\n".join(["已安装。" if self.installed else "没有安装。", *self.complaints])


def build_extension() -> bytes:
    """Return PerfEval.oxt, the same bytes for the same sources."""
    _missing()


def install() -> ExtensionStatus:
    """Install the extension into the LibreOffice of this machine, with the interpreter that runs now."""
    _missing()


def uninstall() -> bool:
    """Remove the extension; returns whether there was one."""
    _missing()


def status() -> ExtensionStatus:
    """Return what is installed."""
    _missing()


def _missing() -> NoReturn:
    raise EnvironmentMissing("LibreOffice 扩展还没有完成。", "请使用命令行，或者在 Windows、Mac 上安装 Excel 加载项。")
