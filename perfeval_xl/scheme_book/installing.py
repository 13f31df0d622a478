"""A scheme of one's own, put where the program finds it."""

from __future__ import annotations

from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.scheme.files import VARIABLE, own_folders, scheme_files, shipped_files

__all__ = ["own_path", "shipped_ids"]


def shipped_ids() -> frozenset[str]:
    """Return the ids of the package, which no scheme of one's own may have."""
    return frozenset(shipped_files())


def own_path(scheme_id: str) -> Path:
    """Return the file for a scheme of one's own; one that stands elsewhere already is never doubled.

    Raises `EnvironmentMissing` on a machine with neither `PERFEVAL_SCHEMES` nor a home folder, `UsageError` when
    another of one's folders has the id.
    """
    folders = own_folders()
    if not folders:
        raise EnvironmentMissing(
            "找不到存放自己方案的文件夹。",
            f"请用环境变量 {VARIABLE} 指定一个文件夹。",
        )
    target = folders[0] / f"{scheme_id}.toml"
    # The same id in another folder would make both unusable
    for file in scheme_files().get(scheme_id, ()):
        if not file.shipped and Path(str(file.path)) != target:
            raise UsageError(
                f"方案“{scheme_id}”已经在“{file.name}”。",
                "请先删除或移走该文件，或者换一个编号。",
            )
    return target
