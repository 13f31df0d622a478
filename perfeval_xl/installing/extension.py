"""The LibreOffice extension: PerfEval.oxt, built from `macros/libreoffice`, and whether it is installed.

The installed copy carries the path of the interpreter, in `interpreter.txt` and in the description that the extension
manager shows: taking the extension away takes everything away.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing.profile import forget_toolbar, user_profile
from perfeval_xl.installing.unopkg import Unopkg, find_unopkg
from perfeval_xl.resources import data_folder

__all__ = [
    "EXTENSION_NAME",
    "IDENTIFIER",
    "ExtensionStatus",
    "build_extension",
    "install",
    "status",
    "uninstall",
]

EXTENSION_NAME = "PerfEval.oxt"
IDENTIFIER = "perfeval.libreoffice"
"""What the extension manager knows the extension by."""

_SOURCES = ("*.xml", "*.xcu", "*.txt", "*.py", "*/*.xml", "*/*.py", "*/*.png")
_MANIFEST = "META-INF/manifest.xml"
_INTERPRETER = "执行命令的 Python："
_SAME_TIME = (2020, 1, 1, 0, 0, 0)
_AGAIN = "请重新运行：perfeval-xl addin install --libreoffice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionStatus:
    """What is installed. `version` and `interpreter` are empty where nothing is.

    `complaints` keep it from working, each with its remedy; empty when all is well, or nothing is installed.
    """

    installed: bool
    version: str = ""
    interpreter: str = ""
    shared: bool = False
    """Whether it is installed for all users of the machine."""

    @property
    def complaints(self) -> tuple[str, ...]:
        """What keeps an installed extension from working, each with its remedy; empty when all is well."""
        if not self.installed:
            return ()
        told = {
            f"扩展里没有记下 Python 的位置。{_AGAIN}": not self.interpreter,
            f"安装时的 Python 已不存在：{self.interpreter}。{_AGAIN}": bool(
                self.interpreter
            )
            and not Path(self.interpreter).is_file(),
            f"扩展是 {self.version} 版，程序是 {perfeval_xl.__version__} 版。{_AGAIN}": self.version
            != perfeval_xl.__version__,
        }
        return tuple(text for text, holds in told.items() if holds)

    def as_json(self) -> dict[str, object]:
        """Return the status for `--json`."""
        return {
            "installed": self.installed,
            "version": self.version or None,
            "interpreter": self.interpreter or None,
            "shared": self.shared,
            "complaints": list(self.complaints),
        }

    def said(self) -> str:
        """Return the status as the command line shows it."""
        if not self.installed:
            return "没有安装 LibreOffice 扩展。"
        return "\n".join(
            (
                f"LibreOffice 扩展已安装（{'本机所有用户' if self.shared else '当前用户'}），版本 {self.version}。",
                f"使用的 Python：{self.interpreter or '没有记录'}",
                *(
                    self.complaints
                    or (
                        "重新打开 LibreOffice 后，电子表格窗口中有“绩效评价”菜单和工具栏。",
                    )
                ),
            )
        )


def build_extension(interpreter: str = "") -> bytes:
    """Return PerfEval.oxt, the same bytes for the same sources, version and interpreter.

    Without `interpreter` the extension says, when it is clicked, how to install it. Raises `EnvironmentMissing` when the
    sources are missing.
    """
    folder = data_folder("macros") / "libreoffice"
    # Everything of the folder that belongs into the package, by its name there
    parts = {
        path.relative_to(folder).as_posix(): path
        for pattern in _SOURCES
        for path in folder.glob(pattern)
    }
    if _MANIFEST not in parts:
        raise EnvironmentMissing(
            "缺少 LibreOffice 扩展的源文件，安装不完整。",
            "请重新安装 perfeval-xl 后重试。",
        )
    written = io.BytesIO()
    with zipfile.ZipFile(
        written,
        "w",
        zipfile.ZIP_DEFLATED,
        compresslevel=9,
    ) as package:
        # The manifest first, as the package format wants it
        for name in sorted(parts, key=lambda each: (each != _MANIFEST, each)):
            _put(
                package,
                name,
                _completed(name, parts[name].read_bytes(), interpreter),
            )
        # Last, and only where it is known: the package without it is the same on every machine
        if interpreter:
            _put(package, "interpreter.txt", interpreter.encode())
    return written.getvalue()


def install(
    unopkg: Unopkg | None = None, interpreter: str = sys.executable
) -> ExtensionStatus:
    """Install the extension into the LibreOffice of this machine; an earlier one is replaced.

    `unopkg` is looked for when not given. Raises `EnvironmentMissing` when there is none, or when it refuses, as for a
    LibreOffice without Python.
    """
    program = unopkg or find_unopkg()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, EXTENSION_NAME)
        path.write_bytes(build_extension(interpreter))
        program.add(path)
    return status(program)


def uninstall(unopkg: Unopkg | None = None) -> bool:
    """Remove the extension and what LibreOffice keeps of it; returns whether there was one.

    Raises `EnvironmentMissing` when it cannot be removed.
    """
    program = unopkg or find_unopkg()
    if not _status(program).installed:
        return False
    program.remove(IDENTIFIER)
    # LibreOffice keeps where a toolbar stood, and would show an empty one
    profile = user_profile(dict(program.settings))
    if profile is not None:
        with contextlib.suppress(OSError):  # it may be read but not changed
            forget_toolbar(profile)
    return True


def status(unopkg: Unopkg | None = None) -> ExtensionStatus:
    """Return what is installed, for this user or else for all. Raises `EnvironmentMissing` without LibreOffice."""
    program = unopkg or find_unopkg()
    # For this user before all users, as LibreOffice itself looks
    own = _status(program)
    if own.installed or program.shared:
        return own
    return _status(replace(program, shared=True))


def _status(program: Unopkg) -> ExtensionStatus:
    # The manager lists all extensions one after another: from ours to the next one
    found = re.search(
        rf"^Identifier: {re.escape(IDENTIFIER)}$(.*?)(?=^Identifier: |\Z)",
        program.told(),
        re.MULTILINE | re.DOTALL,
    )
    if found is None:
        return ExtensionStatus(installed=False, shared=program.shared)
    # Its description says which Python it was made for: nothing else is kept of it
    version = re.search(r"^\s*Version: (.*)$", found[1], re.MULTILINE)
    interpreter = re.search(rf"{_INTERPRETER}(.*)$", found[1], re.MULTILINE)
    return ExtensionStatus(
        installed=True,
        version=version[1].strip() if version else "",
        interpreter=interpreter[1].strip() if interpreter else "",
        shared=program.shared,
    )


def _completed(name: str, source: bytes, interpreter: str) -> bytes:
    """Put the version and the interpreter where the extension manager shows them."""
    if name == "description.xml":
        return source.replace(
            b'<version value="0"/>',
            f'<version value="{perfeval_xl.__version__}"/>'.encode(),
        )
    if name == "description.txt" and interpreter:
        return source + f"{_INTERPRETER}{interpreter}\n".encode()
    return source


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _SAME_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)
