"""Whether the add-ins are installed, in the version of this program, with a Python that is still there."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.doctor.findings import Finding, State
from perfeval_xl.doctor.hosts import has_excel, has_libreoffice, has_wps
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing import excel, extension
from perfeval_xl.installing.places import ADDIN_NAME, find_places

__all__ = ["addins"]

_TOPIC = "加载项"


def addins() -> Iterator[Finding]:
    """Examine the add-in of Excel and WPS, and the extension of LibreOffice, each where its program is."""
    # The add-in is one file for both programs
    if has_excel() or has_wps():
        found = excel.status(find_places())
        where = f"已安装，{found.version or '版本不详'}，Python：{found.interpreter}"
        yield _finding(
            ADDIN_NAME,
            found.complaints,
            where if found.installed else "",
            "perfeval-xl addin install",
        )
    if has_libreoffice():
        yield _extension()


def _extension() -> Finding:
    install = "perfeval-xl addin install --libreoffice"
    try:
        found = extension.status()
    except EnvironmentMissing as exc:
        return Finding(
            topic=_TOPIC,
            name=extension.EXTENSION_NAME,
            state=State.ABSENT,
            told=exc.message,
            remedy=exc.remedy,
        )
    where = f"已安装，{found.version}，Python：{found.interpreter}"
    return _finding(
        extension.EXTENSION_NAME,
        found.complaints,
        where if found.installed else "",
        install,
    )


def _finding(
    name: str,
    complaints: tuple[str, ...],
    installed: str,
    install: str,
) -> Finding:
    if not installed:
        return Finding(
            topic=_TOPIC,
            name=name,
            state=State.ABSENT,
            told="没有安装。",
            remedy=f"需要时运行：{install}",
        )
    if complaints:
        return Finding(
            topic=_TOPIC,
            name=name,
            state=State.BROKEN,
            told=installed,
            remedy="".join(complaints),
        )
    return Finding(topic=_TOPIC, name=name, state=State.GOOD, told=installed)
