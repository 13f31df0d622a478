"""Which Word template a scheme's reports are made from: `report_templates/index.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing, TemplateError
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.files import home_folder

__all__ = ["available_templates", "own_folder", "template_for"]

_INDEX = "index.toml"


def available_templates() -> Mapping[str, Path]:
    """Return the template of every scheme that has one, by scheme id; raises `EnvironmentMissing` without a folder."""
    folder = data_folder("report_templates")
    try:
        index = tomllib.loads((folder / _INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise EnvironmentMissing("缺少报告模板的清单，安装不完整。", "请重新安装 perfeval-xl 后重试。") from exc
    return {scheme_id: folder / name for scheme_id, name in index.items()}


def own_folder() -> Path | None:
    """Return where a person's own templates stand, named by the id of the scheme; `None` without a home folder."""
    home = home_folder()
    return None if home is None else home.parent / "templates"


def template_for(scheme_id: str) -> Path:
    """Return the template of a scheme, a person's own before that of the program; raises `TemplateError` when it has none."""
    folder = own_folder()
    own = None if folder is None else folder / f"{scheme_id}.docx"
    if own is not None and own.is_file():
        return own
    templates = available_templates()
    if scheme_id not in templates:
        known = "、".join(templates)
        raise TemplateError(
            f"评价方案“{scheme_id}”没有自带的报告模板。",
            f"请用 -t 指定一个 .docx 模板，或把模板存为用户文件夹下的 .perfeval_xl/templates/{scheme_id}.docx；"
            f"有自带模板的方案：{known}。",
        )
    return templates[scheme_id]
