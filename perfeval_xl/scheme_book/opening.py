"""What a person names on the command line as a scheme: an id, a Chinese title, a TOML file or a workbook."""

from __future__ import annotations

from pathlib import Path

from perfeval_xl.errors import (
    EnvironmentMissing,
    SchemeError,
    UsageError,
    system_reason,
)
from perfeval_xl.scheme.loader import find_scheme, parse_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme_book.importing import import_scheme

__all__ = ["is_file_name", "open_scheme"]

_SUFFIXES = (".toml", ".xlsx")


def is_file_name(name: str) -> bool:
    """Whether a name is that of a file, and not of a scheme."""
    return name.lower().endswith(_SUFFIXES)


def open_scheme(name: str) -> Scheme:
    """Return the scheme; raises `SchemeError` for a wrong one, `UsageError` or `EnvironmentMissing` for a file that is
    not there or may not be read.
    """
    if not is_file_name(name):
        return find_scheme(name)
    path = Path(name)
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise UsageError(f"没有文件“{name}”。", "请检查文件名。") from exc
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取“{name}”：{system_reason(exc)}。",
            "请检查文件名、文件的权限。",
        ) from exc
    # A workbook says all of its mistakes at once, a TOML file the first one
    if path.suffix.lower() == ".xlsx":
        return import_scheme(data, path.name)
    try:
        return parse_scheme(data.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as exc:
        raise SchemeError(
            f"方案文件“{path.name}”不是 UTF-8 编码的文字。",
            "请用 UTF-8 编码另存。",
        ) from exc
