"""Old Word documents (.doc, .wps, .rtf): LibreOffice, where it is installed, saves them as .docx."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from perfeval_xl.errors import NotAWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import not_a_workbook, too_large

__all__ = ["converted", "is_old_word"]

# How compound files begin, of which old Word documents are one kind
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams in the directory of the file, which is in UTF-16: that of a document, those of workbooks
_STREAM = "WordDocument".encode("utf-16-le")
_WORKBOOKS = tuple(
    name.encode("utf-16-le") for name in ("Workbook\0", "Book\0", "EncryptedPackage")
)
_WORD_FIB = b"\xec\xa5"
"""How the main stream of a .doc begins (MS-DOC 2.5.2)."""
_RTF = b"{\\rtf"
# Names under which the program is found
_PLACES = ("soffice", "libreoffice")


def is_old_word(data: bytes) -> bool:
    """Whether bytes are a .doc, a .wps or an .rtf."""
    if data.startswith(_RTF):
        return True
    # A workbook may hold a Word document, and stays a workbook
    if (
        not data.startswith(_COMPOUND)
        or _WORD_FIB not in data
        or any(name in data for name in _WORKBOOKS)
    ):
        return False
    return _STREAM in data


def converted(data: bytes, file: str) -> bytes:
    """Return the document as .docx; raises `NotAWorkbook` where LibreOffice is not installed or cannot read it."""
    program = next(filter(None, map(shutil.which, _PLACES)), None)
    if program is None:
        told = (
            f"“{file}”是旧版 Word 或 WPS 文字文档，本机没有安装 LibreOffice，无法读取。"
        )
        raise NotAWorkbook(
            told, "请用 Word 或 WPS 另存为 .docx 后再读，或者安装 LibreOffice。"
        )
    if len(data) > LIMITS.part_bytes:
        raise too_large(file)
    with tempfile.TemporaryDirectory(prefix="perfeval-") as folder:
        return _saved(program, data, file, Path(folder))


def _saved(program: str, data: bytes, file: str, folder: Path) -> bytes:
    source = folder / "document.doc"
    source.write_bytes(data)
    # A profile of its own: an office that is open keeps the usual one locked
    profile = (folder / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
    ]
    command += ["--outdir", str(folder), str(source)]
    _run(command, file)
    # Only the file tells whether it worked: the exit code does not
    result = folder / "document.docx"
    if not result.is_file() or result.stat().st_size > LIMITS.file_bytes:
        raise not_a_workbook(file, "LibreOffice 打不开这份文档")
    return result.read_bytes()


def _run(command: list[str], file: str) -> None:
    """Run the office in a process group of its own, which is ended as a whole when it takes too long."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 — the program that is installed, no shell
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as office:
        try:
            office.wait(timeout=LIMITS.convert_seconds)
        except subprocess.TimeoutExpired:
            _end(office)
            raise not_a_workbook(
                file, "LibreOffice 在规定时间内没有打开这份文档"
            ) from None


def _end(office: subprocess.Popen[bytes]) -> None:
    """End the office and what it started: on Windows, which has no process groups, from its root down."""
    if sys.platform == "win32":
        _end_tree(office)
    else:
        os.killpg(office.pid, signal.SIGKILL)


def _end_tree(office: subprocess.Popen[bytes]) -> None:
    program = shutil.which("taskkill")
    if program is not None:
        command = [program, "/F", "/T", "/PID", str(office.pid)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 — a program of the system
    # Whatever that did, the office itself has to end
    office.kill()
