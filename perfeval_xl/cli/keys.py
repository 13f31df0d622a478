"""`--key-file`: the key by which the finance office signs its forms and knows them again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from perfeval_xl.cli.terminal import say

__all__ = ["key_option", "use_key"]

_OPEN_TO_OTHERS = (
    "注意：密钥文件“{name}”本机的其他用户也能读取，得到它的人可以冒充本部门下发表格。"
    "请运行 chmod 600 {name}，或者在文件属性里改为只有本人可以读取。"
)

F = TypeVar("F", bound=Callable[..., Any])


def key_option(what: str) -> Callable[[F], F]:
    """Add `--key-file`; `what` says in the help what the key is for."""
    return click.option(
        "--key-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=f"签名密钥文件（也可以把密钥放在环境变量 PERFEVAL_KEY 里）：{what}。",
    )


def use_key(path: Path | None) -> bytes | None:
    """Return the key of the file, else that of the environment; `None` for none."""
    from perfeval_xl.form.identity.issue import configured_key, key_from, open_to_others

    # The file that was named goes before the environment
    if path is None:
        return configured_key()
    # Whoever reads the key can sign forms in the name of the office
    if open_to_others(path):
        say(_OPEN_TO_OTHERS.format(name=path.name), err=True)
    return key_from(path)
