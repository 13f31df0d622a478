"""`report`: the Word report of one project."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval_xl.cli.files import output_option, read_bytes, write_bytes
from perfeval_xl.cli.terminal import say

__all__ = ["report"]


@click.command()
@click.argument("file", metavar="自评表", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-t",
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Word 模板；不写时用方案自带的模板。",
)
@output_option("报告写到哪个 .docx 文件")
def report(file: Path, template: Path | None, output: Path, force: bool) -> None:
    """由自评表（或填报内容 JSON）生成 Word 报告。

    \b
    例：perfeval-xl report 忻州自评表.xlsx -o 忻州自评报告.docx
    自评表有“错误”也照样生成，退出码仍为 0，并提示有几个。
    """
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.problems import Severity
    from perfeval_xl.report.rendering import render_report

    evaluation = evaluate(read_bytes(file), file.name)
    write_bytes(output, render_report(evaluation, template), force=force, inputs=(file,))
    say(f"报告：{output}")
    errors = sum(problem.severity is Severity.ERROR for problem in evaluation.problems)
    if errors:
        told = f"注意：“{file.name}”有{errors}个错误，请单位改正后重新生成报告（用 check 列出全部问题）。"
        say(told, err=True)
