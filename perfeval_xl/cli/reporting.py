"""`report`: the Word report of one project, or its PDF; `report lint` and `report new-template` for those who edit templates."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import (
    json_option,
    output_option,
    read_bytes,
    refuse_to_overwrite,
    write_bytes,
)
from perfeval_xl.cli.reporting_all import report_all
from perfeval_xl.cli.terminal import print_json, say
from perfeval_xl.cli.tracing import trace, verify

if TYPE_CHECKING:
    from perfeval_xl.evaluation import Evaluation
    from perfeval_xl.report.linting.places import Finding

__all__ = ["report"]

_MAKE = "make"


class _ReportCommands(click.Group):
    """What is no command is a form: `report 自评表.xlsx` is short for `report make 自评表.xlsx`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        asked = {"-h", "--help"}
        # A name of a file stands where a command is expected: `make` is put before it
        if args and args[0] not in self.commands and args[0] not in asked:
            args = [_MAKE, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_ReportCommands, subcommand_metavar="自评表 -o 报告.docx，或者：命令 [参数]…"
)
def report() -> None:
    """生成 Word 报告和 PDF，一份或许多份；查报告数据的来源；检查和新建报告模板。

    \b
    例：perfeval-xl report 忻州自评表.xlsx -o 忻州自评报告.docx
    例：perfeval-xl report 忻州自评表.xlsx -t 评分单 -o 评分单.docx
    例：perfeval-xl report lint 我的模板.docx
    例：perfeval-xl report all 收到的自评表 -o 报告
    例：perfeval-xl report trace 忻州自评报告.docx
    """


@report.command(name=_MAKE, options_metavar="[选项]")
@click.argument(
    "file",
    metavar="自评表",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-t",
    "--template",
    help="Word 模板的文件，或者自带模板的名称：自评报告、评价报告、评分单、核对单；不写时用方案自带的模板。",
)
@click.option(
    "--scheme",
    metavar="方案",
    help="表格没有标识、标题同时符合几个方案时，按哪一个方案读取。",
)
@click.option(
    "--chapters",
    metavar="文件夹",
    type=click.Path(
        exists=True,
        file_okay=False,
        path_type=Path,
    ),
    help="章节的 Word 文件在哪个文件夹；不写时用自评表旁边的“自评表名_章节”。",
)
@output_option("报告写到哪个 .docx 或 .pdf 文件")
@click.option(
    "--pdf",
    is_flag=True,
    help="除 .docx 外，同时写出同名的 PDF（用 LibreOffice 转换）。",
)
def make(
    *,
    file: Path,
    template: str | None,
    scheme: str | None,
    chapters: Path | None,
    output: Path,
    force: bool,
    pdf: bool,
) -> None:
    """由自评表（或填报内容 JSON）生成 Word 报告；“make”可以不写。

    \b
    例：perfeval-xl report make 忻州自评表.xlsx -o 忻州自评报告.docx
    例：perfeval-xl report make 忻州自评表.xlsx -o 忻州自评报告.pdf
    较长的章节可以写成 Word 文件：自评表.xlsx 旁边建文件夹“自评表_章节”，文件名同栏目名称，如“项目概况.docx”，整份写进报告。
    自评表有“错误”也照样生成，退出码仍为 0，并提示有几个。待评定的得分和缺少的文字在报告中以黄色标出。
    """
    from perfeval_xl.errors import UsageError
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.report.chapters.folder import chapters_beside
    from perfeval_xl.report.rendering import render_report
    from perfeval_xl.report.templates import named_template
    from perfeval_xl.scheme.loader import find_scheme
    from perfeval_xl.workers import bounded

    suffix = output.suffix.lower()
    if suffix not in {".docx", ".pdf"}:
        remedy = "报告是 Word 文档或 PDF，请把 -o 的文件名写成 .docx 或 .pdf。"
        raise UsageError(f"“{output.name}”不是 .docx 或 .pdf 文件名。", remedy)
    chosen = None if template is None else named_template(template)
    under = None if scheme is None else find_scheme(scheme)
    targets = _targets(output, file, pdf=pdf, force=force)
    taken = chapters or chapters_beside(file)
    with bounded(file.name):
        evaluation = evaluate(read_bytes(file), file.name, under)
        document = render_report(evaluation, chosen, taken)
    if taken is not None:
        say(f"章节取自：{taken}", err=True)
    made = [_as_file(document, target) for target in targets]
    for target, data in zip(targets, made, strict=True):
        write_bytes(target, data, force=force, inputs=(file,))
        say(f"报告：{target}")
    _say_errors(file.name, evaluation)


def _targets(output: Path, file: Path, *, pdf: bool, force: bool) -> list[Path]:
    """Return what will be written; one that may not be written keeps the other from being written: both or none."""
    targets = [output]
    if pdf and output.suffix.lower() == ".docx":
        targets.append(output.with_suffix(".pdf"))
    for target in targets:
        refuse_to_overwrite(target, force=force, inputs=(file,))
    return targets


def _say_errors(name: str, evaluation: Evaluation) -> None:
    """Say on stderr how many errors the form has that was reported on all the same."""
    from perfeval_xl.problems import Severity

    errors = sum(problem.severity is Severity.ERROR for problem in evaluation.problems)
    if errors:
        say(
            f"注意：“{name}”有{errors}个错误，请单位改正后重新生成报告（用 check 列出全部问题）。",
            err=True,
        )


@report.command(options_metavar="[选项]")
@click.argument(
    "template",
    metavar="模板.docx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--scheme",
    "scheme_name",
    metavar="方案",
    help="一并检查模板用到的栏目、表格在这个方案里有没有。",
)
@click.option(
    "--comments",
    metavar="副本.docx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另写一份模板，在每处错误旁加上批注；改好后可以直接当模板用，批注不会进入报告。",
)
@click.option("--force", is_flag=True, help="副本已存在时覆盖。")
@json_option
def lint(
    template: Path,
    scheme_name: str | None,
    comments: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """检查报告模板，一次列出全部错误：在哪里、哪个标记、怎样改。

    \b
    例：perfeval-xl report lint 我的模板.docx --comments 我的模板（批注）.docx
    没有错误时退出码为 0，有错误时为 1。
    """
    from perfeval_xl.report.comments import with_comments
    from perfeval_xl.report.linting.lint import lint_template
    from perfeval_xl.report.linting.scheme_names import unknown_use

    # A template is judged by itself; whether its fields exist only a scheme can say
    linted = lint_template(template)
    findings = list(linted.findings)
    if scheme_name is not None:
        from perfeval_xl.scheme_book.opening import open_scheme

        opened = open_scheme(scheme_name)
        unknown = (unknown_use(use, opened) for use in linted.uses)
        findings += [finding for finding in unknown if finding is not None]
    # Without findings a copy with comments would be the template itself
    if comments is not None and findings:
        write_bytes(
            comments,
            with_comments(linted.package, findings),
            force=force,
            inputs=(template,),
        )
    if as_json:
        print_json([_as_json(finding) for finding in findings])
    else:
        for number, finding in enumerate(findings, 1):
            say(f"{number}. {finding.message}\n   {finding.remedy}")
        say(_counted(len(findings), comments))
    if findings:
        sys.exit(1)


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "place": finding.place.said,
        "tag": finding.tag,
        "what": finding.what,
        "remedy": finding.remedy,
    }


@report.command(name="new-template", options_metavar="[选项]")
@click.argument("scheme_name", metavar="方案")
@output_option("模板写到哪个 .docx 文件")
def new_template(scheme_name: str, output: Path, force: bool) -> None:
    """为一个方案新建报告模板：复制自带的模板，用 Word 打开就能改。

    \b
    例：perfeval-xl report new-template yantian-2024 -o 我的模板.docx
    """
    from perfeval_xl.report.templates import template_for
    from perfeval_xl.scheme_book.opening import open_scheme

    opened = open_scheme(scheme_name)
    write_bytes(output, template_for(opened).read_bytes(), force=force)
    say(f"模板：{output}")
    say(f"改好后检查：perfeval-xl report lint {output} --scheme {opened.id}")


for _command in (report_all, trace, verify):
    report.add_command(_command)


def _as_file(document: bytes, target: Path) -> bytes:
    """Return the report as the ending of its file asks for it."""
    if target.suffix.lower() != ".pdf":
        return document
    from perfeval_xl.report.pdf import printer

    with printer() as lent:
        return lent.pdf(document, target.name)


def _counted(count: int, comments: Path | None) -> str:
    if not count:
        return "没有发现错误。"
    copy = "" if comments is None else f"批注写在：{comments}"
    return f"共{count}处错误。{copy}"
