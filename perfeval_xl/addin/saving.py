"""New files beside the workbook: what is there already stays, the new one gets a number."""

from __future__ import annotations

from pathlib import Path

import xlwings

from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason

__all__ = ["folder_of", "save_new"]

_MOST = 1000


def folder_of(book: xlwings.Book) -> Path:
    """Return the folder in which the workbook is saved; raises `UsageError` for one that never was."""
    # The name of the book alone says nothing: it may never have been saved
    try:
        path = Path(book.fullname)
    except (
        xlwings.XlwingsError
    ):  # in a cloud folder that stands nowhere on this machine
        path = Path()
    if not path.is_absolute() or not path.parent.is_dir():
        raise UsageError(
            f"工作簿“{book.name}”还没有保存在本机的文件夹里。",
            "请先保存到本机，再试一次。",
        )
    return path.parent


def save_new(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a new file and return where it is: 报告.docx, or 报告（2）.docx when that is there.

    Raises `EnvironmentMissing` when the folder cannot be written to.
    """
    # Created only where nothing stands yet: a report that somebody wrote in is never replaced
    for number in range(1, _MOST):
        path = folder / f"{stem}{'' if number == 1 else f'（{number}）'}{suffix}"
        try:
            with path.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            continue
        # Half a file helps nobody
        except OSError as exc:
            path.unlink(missing_ok=True)
            raise EnvironmentMissing(
                f"无法写入“{path}”：{system_reason(exc)}。",
                "请检查文件夹的权限和剩余空间。",
            ) from exc
        return path
    raise UsageError(
        f"“{folder}”里已有{_MOST - 1}份“{stem}{suffix}”。",
        "请先整理这个文件夹。",
    )
