"""`demo`: the whole journey on a real submission, to see what the program does."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval_xl.cli.files import json_option
from perfeval_xl.cli.terminal import print_json, say

__all__ = ["demo"]


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="演示文件放在哪个文件夹；上次演示留下的文件会被替换。",
)
@json_option
def demo(output: Path, as_json: bool) -> None:
    """用一份真实的自评表把全部步骤走一遍。

    \b
    例：perfeval-xl demo -o 演示
    """
    from perfeval_xl.cli.saying import say_checks, say_totals
    from perfeval_xl.demo.demonstration import demonstrate
    from perfeval_xl.replies.status import status_tables

    shown = demonstrate(output)
    if as_json:
        paths = {name: str(path) for name, path in shown.files}
        print_json(
            {
                "files": paths,
                "score": shown.evaluation.as_json(),
                "collection": shown.run.as_json(),
            }
        )
        return
    run = shown.run
    say(say_checks(shown.evaluation))
    say(f"\n{say_totals(shown.evaluation.scorecard)}")
    say(
        f"示例收件箱：{run.envelopes}封邮件和文件，新收{run.new}份，重复{run.duplicates}份，未能读取{run.unreadable}份。"
    )
    say(f"收表一周：{status_tables(shown.week.standing).title}。")
    say("\n生成的文件：")
    for name, path in shown.files:
        say(f"  {name}：{path}")
