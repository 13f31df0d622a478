"""Files on the command line: reading what was named, writing without ever losing something that is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason

__all__ = [
    "json_option",
    "output_option",
    "read_bytes",
    "refuse_to_overwrite",
    "write_bytes",
]

F = TypeVar("F", bound=Callable[..., Any])


def json_option(function: F) -> F:
    """Add `--json`: the result as JSON on stdout."""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        help="以 JSON 输出结果（分数和金额为字符串）。",
    )(function)


def output_option(what: str) -> Callable[[F], F]:
    """Add `-o` and `--force`; `what` names the file in the help."""

    def add(function: F) -> F:
        # Options are decorators: the last one applied stands first in the help
        force = click.option("--force", is_flag=True, help="目标文件已存在时覆盖。")
        output = click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            required=True,
            help=f"{what}。",
        )
        return output(force(function))

    return add


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; raises `EnvironmentMissing` when it may not be read."""
    try:
        return path.read_bytes()
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取“{path}”：{system_reason(exc)}。",
            "请检查文件是否被其他程序占用、是否有权限。",
        ) from exc


def refuse_to_overwrite(
    path: Path, *, force: bool, inputs: tuple[Path, ...] = ()
) -> None:
    """Raise `UsageError` when the file exists and `force` is not given, or when it is one of the `inputs`.

    Commands that write several files, or work long before they write, ask before they begin.
    """
    # Looked at first, since --force must not allow it either
    if any(_same(path, source) for source in inputs):
        raise UsageError(
            f"输出“{path}”就是输入的文件，原件不会被改动。",
            "请用 -o 或 --write 换一个文件名。",
        )
    if path.exists() and not force:
        raise UsageError(f"“{path}”已经存在。", "请换一个文件名，或者加 --force 覆盖。")


def write_bytes(
    path: Path, data: bytes, *, force: bool, inputs: tuple[Path, ...] = ()
) -> None:
    """Write a file in one piece: it is there whole or not at all.

    Raises `UsageError` when the file exists and `force` is not given, or when it is one of the `inputs`, which are never
    changed; `EnvironmentMissing` when the folder may not be written to.
    """
    refuse_to_overwrite(path, force=force, inputs=inputs)
    try:
        # In the same folder: a file is moved in one piece only within one file system
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=".perfeval-", delete=False
        ) as stream:
            unfinished = Path(stream.name)
            try:
                stream.write(data)
                # Windows replaces no file that is open
                stream.close()
                # A temporary file is private; the result shall be as readable as any other file
                unfinished.chmod(0o666 & ~_umask())
                unfinished.replace(path)
            finally:
                # It is still there when something went wrong
                unfinished.unlink(missing_ok=True)
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法写入“{path}”：{system_reason(exc)}。",
            "请检查文件夹的权限和磁盘空间，或者关闭占用该文件的程序。",
        ) from exc


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _umask() -> int:
    # The mask can only be read by setting it
    mask = os.umask(0)
    os.umask(mask)
    return mask
