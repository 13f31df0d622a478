"""`schemes` and `example`: what can be evaluated, and a filled-in submission to try things with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import json_option, output_option, write_bytes
from perfeval_xl.cli.terminal import print_json, say

if TYPE_CHECKING:
    from perfeval_xl.scheme.model import Scheme

__all__ = ["example", "schemes"]


@click.command()
@json_option
def schemes(as_json: bool) -> None:
    """列出全部评价方案，包括自己的；有错的方案注明“有错”，详情用 scheme lint 查看。

    \b
    例：perfeval-xl schemes
    """
    from perfeval_xl.errors import SchemeError
    from perfeval_xl.scheme.loader import load_scheme, scheme_ids

    rows: list[dict[str, object]] = []
    lines = []
    for scheme_id in scheme_ids():
        # A broken scheme of one's own must not hide the others
        try:
            scheme = load_scheme(scheme_id)
        except SchemeError as exc:
            rows.append({"id": scheme_id, "error": str(exc)})
            lines.append(f"{scheme_id}\t有错\t{exc.message}")
        else:
            rows.append(_row(scheme))
            lines.append(_line(scheme))
    if as_json:
        print_json(rows)
    else:
        say("\n".join(lines))


def _row(scheme: Scheme) -> dict[str, object]:
    from perfeval_xl.scheme.loader import has_example

    return {
        "id": scheme.id,
        "title": scheme.title,
        "version": scheme.version,
        "source": scheme.source.citation,
        "audience": scheme.audience,
        "valid_from": scheme.valid_from.isoformat(),
        "valid_to": scheme.valid_to.isoformat() if scheme.valid_to else None,
        "example": has_example(scheme.id),
    }


def _line(scheme: Scheme) -> str:
    from perfeval_xl.scheme.loader import has_example

    sample = ""
    if has_example(scheme.id):
        sample = "，有样例"
    until = "今"
    if scheme.valid_to:
        until = scheme.valid_to.isoformat()
    period = f"{scheme.valid_from.isoformat()}至{until}"
    if scheme.audience:
        audience = f"，{scheme.audience}"
    else:
        audience = ""
    return f"{scheme.id}\t{scheme.title}\t依据{scheme.source.citation}\t适用{period}{audience}{sample}"


@click.command()
@click.argument("scheme", metavar="方案")
@output_option("样例写到哪个 JSON 文件")
def example(scheme: str, output: Path, force: bool) -> None:
    """输出一份填好的样例（JSON），供试用 fill、check、score。

    \b
    例：perfeval-xl example xinzhou-2022 -o 忻州.json

    各地方案的样例取自已公开的报告；通用方案的样例是虚构的项目，单位名称带“示例”二字。
    """
    from perfeval_xl.scheme.loader import example_json, find_scheme

    write_bytes(output, example_json(find_scheme(scheme).id).encode(), force=force)
    say(f"样例：{output}")
