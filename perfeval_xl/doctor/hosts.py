"""Which spreadsheet programs this machine has, and whether Python can reach them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perfeval_xl.doctor.findings import Finding, State
from xlwings_libreoffice import OfficeMissing
from xlwings_libreoffice.bridge import find_program, load_uno

__all__ = ["has_excel", "has_libreoffice", "has_wps", "hosts", "output_of"]

_TOPIC = "表格软件"
# Names under which the programs register on Windows
_EXCEL, _WPS = "Excel.Application", "Ket.Application"
_MAC_EXCEL = Path("/Applications/Microsoft Excel.app")
# Of waiting for a program to say its version
_VERSION_SECONDS = 30


def hosts() -> Iterator[Finding]:
    """Examine Excel, WPS and LibreOffice; none of them is needed for the commands of the terminal."""
    yield _excel()
    yield _wps()
    yield _libreoffice()
    # Said once, beside what is said of each of them
    if not (has_excel() or has_wps() or has_libreoffice()):
        told = (
            "没有可以使用加载项的表格软件；命令行（check、score、collect 等）不受影响。"
        )
        yield Finding(topic=_TOPIC, name="加载项", state=State.ABSENT, told=told)


def has_excel() -> bool:
    """Whether Microsoft Excel is installed."""
    if sys.platform == "darwin":
        return _MAC_EXCEL.exists()
    return _registered(_EXCEL)


def has_wps() -> bool:
    """Whether WPS 表格 is installed; only its Windows edition can be reached from outside."""
    return _registered(_WPS)


def has_libreoffice() -> bool:
    """Whether LibreOffice is installed and this Python can reach it."""
    try:
        find_program()
        load_uno()
    except OfficeMissing:
        return False
    return True


def _excel() -> Finding:
    if has_excel():
        return Finding(
            topic=_TOPIC,
            name="Microsoft Excel",
            state=State.GOOD,
            told="已安装，加载项可用。",
        )
    # Elsewhere there is no edition of it that could be installed
    told = "没有 Linux 版。"
    if sys.platform in {"win32", "darwin"}:
        told = "没有安装。"
    return Finding(topic=_TOPIC, name="Microsoft Excel", state=State.ABSENT, told=told)


def _wps() -> Finding:
    if has_wps():
        told = "已安装；加载项在 WPS 里是试验性的。"
        return Finding(topic=_TOPIC, name="WPS 表格", state=State.GOOD, told=told)
    if sys.platform == "win32":
        told = "没有安装。"
    else:
        told = "只有 Windows 版的 WPS 能用加载项。"
    return Finding(topic=_TOPIC, name="WPS 表格", state=State.ABSENT, told=told)


def _libreoffice() -> Finding:
    name = "LibreOffice"
    try:
        program = find_program()
    except OfficeMissing as exc:
        return Finding(
            topic=_TOPIC,
            name=name,
            state=State.ABSENT,
            told="没有安装。",
            remedy=str(exc),
        )
    # It may be there without a Python that can talk to it
    version = output_of([str(program), "--version"]).strip() or "版本未知"
    try:
        load_uno()
    except OfficeMissing as exc:
        return Finding(
            topic=_TOPIC,
            name=name,
            state=State.BROKEN,
            told=f"{version}，{program}",
            remedy=str(exc),
        )
    return Finding(
        topic=_TOPIC,
        name=name,
        state=State.GOOD,
        told=f"{version}，{program}",
    )


def _registered(program: str, platform: str = sys.platform) -> bool:
    """Whether Windows knows a COM program by this name; `False` on other platforms."""
    if platform != "win32":
        return False
    # The module is there on Windows only
    winreg: Any = importlib.import_module("winreg")
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, program))
    except OSError:
        return False
    return True


def output_of(command: list[str]) -> str:
    """Return what a program prints; "" when it fails or hangs."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            timeout=_VERSION_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")
