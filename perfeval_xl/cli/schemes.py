"""`schemes` and `example`: what can be evaluated, and a real submission to try things with."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval_xl.cli.files import json_option, output_option, print_json, write_bytes

__all__ = ["example", "schemes"]


@click.command()
@json_option
def schemes(as_json: bool) -> None:
    """列出全部评价方案。

    \b
    例：perfeval-xl schemes
    """
    from perfeval_xl.scheme.loader import has_example, load_scheme, scheme_ids

    loaded = [load_scheme(scheme_id) for scheme_id in scheme_ids()]
    if as_json:
        print_json(
            [
                {
                    "id": s.id,
                    "title": s.title,
                    "version": s.version,
                    "source": s.source.citation,
                    "valid_from": s.valid_from.isoformat(),
                    "valid_to": s.valid_to.isoformat() if s.valid_to else None,
                    "example": has_example(s.id),
                }
                for s in loaded
            ]
        )
        return
    for scheme in loaded:
        sample = "，有样例" if has_example(scheme.id) else ""
        until = scheme.valid_to.isoformat() if scheme.valid_to else "今"
        period = f"{scheme.valid_from.isoformat()}至{until}"
        click.echo(f"{scheme.id}\t{scheme.title}\t依据{scheme.source.citation}\t适用{period}{sample}")


@click.command()
@click.argument("scheme", metavar="方案")
@output_option("样例写到哪个 JSON 文件")
def example(scheme: str, output: Path, force: bool) -> None:
    """输出一份真实填报的样例（JSON），供试用 fill、check、score。

    \b
    例：perfeval-xl example xinzhou-2022 -o 忻州.json
    """
    from perfeval_xl.scheme.loader import example_json, find_scheme

    write_bytes(output, example_json(find_scheme(scheme).id).encode(), force=force)
    click.echo(f"样例：{output}")
