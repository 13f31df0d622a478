"""Where the data folders stand: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import perfeval_xl
from perfeval_xl.errors import EnvironmentMissing

__all__ = ["data_folder"]


def data_folder(
    name: Literal["templates", "report_templates", "macros"],
) -> Path:
    """Return the folder of the official forms, of the report templates, or of the sources of the add-ins.

    A wheel carries the folders inside the package; a checkout has them beside it. Raises `EnvironmentMissing` when
    neither is there, as after an incomplete installation.
    """
    # A wheel first: a checkout has no such folder inside the package
    package = Path(perfeval_xl.__file__).parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise EnvironmentMissing(
        f"缺少数据文件夹 {name}，安装不完整。",
        "请重新安装 perfeval-xl 后重试。",
    )
