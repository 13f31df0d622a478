"""Which Word template a report is made from: `report_templates/index.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from perfeval_xl.errors import EnvironmentMissing, TemplateError
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.files import home_folder
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "available_templates",
    "extra_templates",
    "named_template",
    "own_folder",
    "report_kind",
    "template_for",
]

_INDEX = "index.toml"


def available_templates() -> Mapping[str, Path]:
    """Return the templates that belong to one scheme, by its id; raises `EnvironmentMissing` without a folder."""
    return _paths("schemes")


def extra_templates() -> Mapping[str, Path]:
    """Return the templates that any scheme can use, by the name people call them: 评分单, 核对单, …"""
    return _paths("names")


def own_folder() -> Path | None:
    """Return where a person's own templates stand, named by the id of the scheme; `None` without a home folder."""
    home = home_folder()
    if home is None:
        return None
    return home.parent / "templates"


def template_for(scheme: Scheme) -> Path:
    """Return the template of a scheme: a person's own, that of the program, else the general one of its family."""
    folder = own_folder()
    own = None if folder is None else folder / f"{scheme.id}.docx"
    if own is not None and own.is_file():
        return own
    shipped = available_templates()
    if scheme.id in shipped:
        return shipped[scheme.id]
    return _paths("families")[scheme.family]


def report_kind(scheme: Scheme) -> str:
    """Return what the report of a scheme is called, as files are named: 绩效自评报告 or 绩效评价报告."""
    kinds = _index()["kinds"]
    kind: str = kinds.get(scheme.id, kinds[scheme.family])
    return kind


def named_template(name: str) -> Path:
    """Return a template by its file or by its name; raises `TemplateError` for what is neither."""
    path = Path(name)
    if path.is_file():
        return path
    extra = extra_templates()
    if name in extra:
        return extra[name]
    known = "、".join(extra)
    raise TemplateError(
        f"没有报告模板“{name}”。", f"请写 .docx 文件的路径，或者自带的模板：{known}。"
    )


def _paths(table: str) -> Mapping[str, Path]:
    folder = data_folder("report_templates")
    return {key: folder / name for key, name in _index()[table].items()}


def _index() -> Mapping[str, Any]:
    path = data_folder("report_templates") / _INDEX
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as exc:
        raise EnvironmentMissing(
            "缺少报告模板的清单，安装不完整。", "请重新安装 perfeval-xl 后重试。"
        ) from exc


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Mapping[str, Any]:
    """Read the list once for as long as it does not change."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
