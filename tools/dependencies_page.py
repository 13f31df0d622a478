"""The page of libraries: each with its licence, why it is there, and which room imports it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

__all__ = ["ALLOWED", "dependencies_page", "licence_of", "reasons", "required"]

_CHECKOUT = Path(__file__).resolve().parents[1]
_PACKAGE = _CHECKOUT / "perfeval_xl"
_ENGINE = _CHECKOUT / "xlwings_libreoffice"
_SPELLED = (
    (r"LGPL-?v?2\.1|Lesser General Public License v2", "LGPL-2.1"),
    (r"LGPL-?v?3|Lesser General Public License v3", "LGPL-3.0"),
    (r"\bMIT\b", "MIT"),
    (r"\bBSD\b", "BSD"),
    (r"PSF|Python Software Foundation", "PSF-2.0"),
    (r"Apache", "Apache-2.0"),
)
"""How libraries spell their licences, and one name for each; the first that is found counts."""

ALLOWED = frozenset({"MIT", "BSD", "PSF-2.0", "Apache-2.0", "LGPL-2.1", "LGPL-3.0"})
"""Licences under which a library may be used by an MIT program that imports it unchanged."""


def required() -> dict[str, str]:
    """Return what `pyproject.toml` requires: name to bounds, those for a ledger on a server and for clusters too."""
    project = tomllib.loads((_CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["postgresql"], *extras["cluster"]]
    parts = (re.fullmatch(r"([\w-]+)(?:\[\w+\])?(.*)", line) for line in lines)
    return {part[1]: part[2] for part in parts if part is not None}


def reasons() -> Mapping[str, Any]:
    """Return why each library is there (`dependencies.toml`)."""
    return tomllib.loads(
        Path(__file__).with_name("dependencies.toml").read_text(encoding="utf-8")
    )


def licence_of(name: str) -> str:
    """Return the licence that an installed library states, in one spelling; as it is where it is none we know."""
    told = metadata.metadata(name)
    stated = list(told.get_all("License-Expression") or ())
    stated += [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    stated += [text.partition("\n")[0] for text in told.get_all("License") or ()]
    for text in stated:
        for pattern, spelled in _SPELLED:
            if re.search(pattern, text):
                return spelled
    return next((text for text in stated if text), "没有写明")


@cache
def _imports() -> Mapping[str, frozenset[str]]:
    """Return the modules that each room and the engine import, inside functions too, by the first part of their names."""
    found: dict[str, set[str]] = {}
    places = [
        (path.relative_to(_PACKAGE).parts[0].removesuffix(".py"), path)
        for path in _PACKAGE.rglob("*.py")
    ]
    places += [(_ENGINE.name, path) for path in _ENGINE.rglob("*.py")]
    for room, path in places:
        modules = found.setdefault(room, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add((node.module or "").partition(".")[0])
    return {room: frozenset(modules) for room, modules in found.items()}


def _rooms_importing(modules: list[str]) -> list[str]:
    return sorted(
        room for room, imported in _imports().items() if imported & set(modules)
    )


def dependencies_page() -> str:
    """Return the page; raises `KeyError` for a library without a reason."""
    lines = [
        "# 用到的库",
        "",
        "程序本身用 MIT 许可证。下面的库原样安装、原样导入，不修改，也不打进程序里；许可证取自安装好的包。",
        "版本的下限高于已知的漏洞；写明理由的见最后一栏。每个库只由一个房间导入（见[架构](architecture.md)）。",
        "",
        "| 库 | 版本 | 许可证 | 为什么 | 由谁导入 | 下限的理由 |",
        "|---|---|---|---|---|---|",
    ]
    told = reasons()
    for name, bounds in sorted(required().items(), key=lambda item: item[0].lower()):
        reason = told[name]
        rooms = reason.get("loaded_by") or "、".join(
            f"`{room}`" for room in _rooms_importing(reason["imports"])
        )
        lines.append(
            f"| {name} | {bounds} | {licence_of(name)} | {reason['why']} | {rooms} | {reason['bound']} |"
        )
    return "\n".join(lines) + "\n"
