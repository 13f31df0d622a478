"""The folder with the chapters of one workbook: `自评表.xlsx` has `自评表_章节/`, with one Word file for each section.

The name of a file says which section it is. A file that cannot be used stops the report: a chapter that somebody wrote
must not be missing in silence.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from perfeval_xl.distribution.naming import safe_name
from perfeval_xl.errors import TemplateError, UsageError
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.package import read_package
from perfeval_xl.scheme.model import Scheme

__all__ = ["chapters_beside", "read_chapters"]

_ENDING = "_章节"
_HIDDEN = (".", "~$")
_SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”，仍放在这个文件夹里。"


def chapters_beside(workbook: Path) -> Path | None:
    """Return the folder with the chapters of a workbook, `None` where it has none."""
    folder = workbook.with_name(f"{workbook.stem}{_ENDING}")
    if not folder.is_dir():
        return None
    return folder


def read_chapters(folder: Path, scheme: Scheme) -> Mapping[str, Chapter]:
    """Return the chapters by the section they stand for.

    Raises `UsageError` for a file that is no section of the scheme, no .docx, or cannot be read.
    """
    sections = {safe_name(section.name): section.name for section in scheme.sections}
    chapters: dict[str, Chapter] = {}
    for path in _files(folder):
        section = sections.get(path.stem.strip())
        if section is None:
            raise _unknown(path, list(sections))
        chapters[section] = _chapter(path, section)
    return chapters


def _files(folder: Path) -> Iterator[Path]:
    """The files that people put there, in the order of their names; those of an open Word are not meant."""
    # `~$` begins the lock files of Word, a point hidden files
    found = sorted(
        path for path in folder.iterdir() if not path.name.startswith(_HIDDEN)
    )
    if len(found) > LIMITS.chapter_files:
        told = f"文件夹“{folder.name}”里有{len(found)}个文件，超过{LIMITS.chapter_files}个。"
        raise UsageError(told, "请只放要写进报告的章节，每个栏目一个文件。")
    # A link could lead anywhere on the machine
    for path in found:
        if path.is_symlink() or not path.is_file():
            told = f"“{folder.name}/{path.name}”不是文件，而是文件夹或指向别处的链接，没有跟随。"
            raise UsageError(told, "请把章节的 .docx 文件本身放进来。")
        if path.suffix.lower() != ".docx":
            raise UsageError(
                f"章节文件“{folder.name}/{path.name}”不是 .docx 文件。", _SAVE_AS
            )
        yield path


def _unknown(path: Path, known: list[str]) -> UsageError:
    meant = ""
    for near in difflib.get_close_matches(path.stem, known, 1):
        meant = f"是否应为“{near}.docx”？"
    told = f"章节文件“{path.parent.name}/{path.name}”的名称不是这个方案的栏目。"
    return UsageError(
        told, f"{meant}文件名要与栏目名称相同，可用的名称：{'、'.join(known)}。"
    )


def _chapter(path: Path, section: str) -> Chapter:
    try:
        package = read_package(path)
    except TemplateError as exc:
        told = f"章节文件“{path.parent.name}/{path.name}”不能取用：不是可以读取的 Word 文档，或已加密、损坏、过大。"
        raise UsageError(told, _SAVE_AS) from exc
    return Chapter(
        section=section,
        file=path.name,
        parts=package.parts,
        main=package.stories[0].part,
    )
