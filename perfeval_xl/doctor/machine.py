"""Python and what this program rests on: its version, the libraries with their versions, the data folders, own schemes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

from perfeval_xl import __version__
from perfeval_xl.doctor.findings import Finding, State
from perfeval_xl.errors import EnvironmentMissing, SchemeError
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.files import scheme_files
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["DISTRIBUTION", "libraries", "program", "schemes"]

DISTRIBUTION = "perfeval_xl"
_REINSTALL = "请在本软件的文件夹中重新安装：pip install --upgrade ."


def program() -> Iterator[Finding]:
    """Examine the interpreter, the package itself and the folders it carries."""
    version = ".".join(map(str, sys.version_info[:3]))
    # A Python of 32 bits cannot use the memory that large files need
    if sys.maxsize > 2**32:
        bits = 64
    else:
        bits = 32
    yield Finding(
        topic="程序",
        name="Python",
        state=State.GOOD,
        told=f"{version}（{bits}位），{sys.executable}",
    )
    yield Finding(topic="程序", name="perfeval_xl", state=State.GOOD, told=__version__)
    # A checkout has these folders beside the package, a wheel inside it
    for folder in ("templates", "report_templates", "macros"):
        try:
            where = data_folder(folder)
        except EnvironmentMissing as exc:
            yield Finding(
                topic="程序",
                name=folder,
                state=State.MISSING,
                told=exc.message,
                remedy=exc.remedy,
            )
        else:
            yield Finding(topic="程序", name=folder, state=State.GOOD, told=str(where))


def libraries() -> Iterator[Finding]:
    """Compare every library that the package asks for with what is installed; those of the extras can be absent."""
    # The package says itself what it needs
    try:
        asked = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        told = "perfeval_xl 不是用 pip 安装的，无法核对程序包的版本。"
        yield Finding(
            topic="程序包",
            name=DISTRIBUTION,
            state=State.BROKEN,
            told=told,
            remedy=_REINSTALL,
        )
        return
    for requirement in map(Requirement, asked):
        # Optional libraries are asked for by the name of their extra
        needed = requirement.marker is None or requirement.marker.evaluate(
            {"extra": ""}
        )
        if needed or (
            requirement.marker and requirement.marker.evaluate({"extra": "postgresql"})
        ):
            yield _library(requirement, optional=not needed)


def _library(requirement: Requirement, *, optional: bool) -> Finding:
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        if optional:
            told = "台账放在 PostgreSQL 里时才需要。"
            remedy = "需要时在本软件的文件夹中运行：pip install '.[postgresql]'。"
            return Finding(
                topic="程序包",
                name=requirement.name,
                state=State.ABSENT,
                told=told,
                remedy=remedy,
            )
        told = f"没有安装，需要 {requirement.specifier}。"
        return Finding(
            topic="程序包",
            name=requirement.name,
            state=State.MISSING,
            told=told,
            remedy=_REINSTALL,
        )
    # A version before its release may be good enough too
    if not requirement.specifier.contains(version, prereleases=True):
        told = f"已装 {version}，需要 {requirement.specifier}。"
        return Finding(
            topic="程序包",
            name=requirement.name,
            state=State.BROKEN,
            told=told,
            remedy=_REINSTALL,
        )
    return Finding(
        topic="程序包", name=requirement.name, state=State.GOOD, told=version
    )


def schemes() -> Iterator[Finding]:
    """Load every scheme, the person's own included; a broken one is told with its file and key."""
    files = scheme_files()
    broken = 0
    # A broken scheme must not hide the others
    for scheme_id in files:
        try:
            load_scheme(scheme_id)
        except SchemeError as exc:
            broken += 1
            yield Finding(
                topic="评价方案",
                name=scheme_id,
                state=State.BROKEN,
                told=exc.message,
                remedy=exc.remedy,
            )
    own = sum(not file.shipped for group in files.values() for file in group)
    told = f"共{len(files)}个，其中自己的{own}个" + (
        f"，有错的{broken}个。" if broken else "，都能使用。"
    )
    yield Finding(topic="评价方案", name="全部", state=State.GOOD, told=told)
