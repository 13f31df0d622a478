"""`report trace` and `report verify`: where the figures of a report come from, and whether they still hold."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfeval_xl.cli.files import json_option, read_bytes
from perfeval_xl.cli.terminal import print_json, say

if TYPE_CHECKING:
    from perfeval_xl.problems import Problem
    from perfeval_xl.report.lineage.model import Figure, Lineage
    from perfeval_xl.report.lineage.reading import Standing, Traced

__all__ = ["trace", "verify"]

_REPORT = click.argument(
    "report",
    metavar="报告.docx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@click.command(options_metavar="[选项]")
@_REPORT
@click.option(
    "--find",
    "wanted",
    metavar="文字",
    default="",
    help="只列出名称、位置或数字中含有这些文字的。",
)
@json_option
def trace(report: Path, wanted: str, as_json: bool) -> None:
    """列出报告中每个数据的来源：哪个文件、工作表、单元格，按什么规则、怎样算出。

    \b
    例：perfeval-xl report trace 忻州自评报告.docx
    例：perfeval-xl report trace 忻州自评报告.docx --find 执行率
    来源记录在报告文件里，用 Word、WPS、LibreOffice 编辑保存后仍在。
    """
    from perfeval_xl.report.lineage.reading import read_report
    from perfeval_xl.workers import bounded

    with bounded(report.name):
        traced = read_report(read_bytes(report), report.name)
    # The whole line is searched: people look for a number as it is printed, or for its place
    told = [_told(figure, traced) for figure in traced.lineage.figures]
    told = [
        one
        for one in told
        if wanted in f"{one['name']}{one['place']}{one['printed']}{one['now']}"
    ]
    if as_json:
        print_json({**_head(traced.lineage), "figures": told})
        return
    say(
        f"{report.name}：由“{traced.lineage.file}”生成，共{len(traced.lineage.figures)}个数据。"
    )
    for one in told:
        say(_lines(one))


@click.command(options_metavar="[选项]")
@_REPORT
@click.argument(
    "workbook",
    metavar="自评表",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@json_option
def verify(report: Path, workbook: Path, as_json: bool) -> None:
    """核对报告和自评表：哪些数据在报告中改过、删过，哪些与自评表不再一致。

    \b
    例：perfeval-xl report verify 忻州自评报告.docx 忻州自评表.xlsx
    只核对数字和等级；改写文字而数字不变的，不算不同。有不同时退出码为 1。
    """
    from perfeval_xl.cli.saying import say_problem
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.report.lineage.comparing import compare_report
    from perfeval_xl.report.lineage.reading import read_report
    from perfeval_xl.workers import bounded

    with bounded(report.name):
        traced = read_report(read_bytes(report), report.name)
    with bounded(workbook.name):
        evaluation = evaluate(read_bytes(workbook), workbook.name)
    problems = compare_report(traced, evaluation)
    count = len(traced.lineage.figures)
    if as_json:
        print_json(
            {
                **_head(traced.lineage),
                "compared": count,
                "problems": [_as_json(one) for one in problems],
            }
        )
    else:
        for problem in problems:
            say(say_problem(problem))
        # Another file is not an error: a corrected form has another name
        if traced.lineage.file != workbook.name:
            say(f"报告由“{traced.lineage.file}”生成，这里用“{workbook.name}”核对。")
        say(_counted(count, problems))
    if problems:
        sys.exit(1)


def _head(lineage: Lineage) -> dict[str, str]:
    return {
        "file": lineage.file,
        "scheme": lineage.scheme,
        "version": lineage.version,
    }


def _told(figure: Figure, traced: Traced) -> dict[str, Any]:
    from perfeval_xl.report.lineage.naming import figure_name

    # A figure that was deleted from the report has no standing
    standing: Standing | None = traced.now(figure)
    origin = figure.origin
    cells = [
        {
            "file": traced.lineage.file,
            "sheet": cell.sheet,
            "cell": cell.cell,
            "label": cell.label,
            "text": cell.text,
        }
        for cell in origin.all_cells()
    ]
    return {
        "name": figure_name(figure.path),
        "path": figure.path,
        "place": "" if standing is None else standing.place,
        "printed": figure.printed,
        "now": "" if standing is None else standing.text,
        "rule": origin.rule,
        "source": origin.source,
        "steps": list(origin.all_steps()),
        "cells": cells,
    }


def _lines(one: dict[str, Any]) -> str:
    """One figure: what and where, then rule, steps and cells below it."""
    place = one["place"] or "已从报告中删去"
    # Only a figure that was changed shows both readings
    if one["now"] in {"", one["printed"]}:
        shown = one["printed"]
    else:
        shown = f"{one['printed']}（现为“{one['now']}”）"
    lines = [f"“{shown}”　{one['name']}", f"    位置：{place}"]
    for cell in one["cells"]:
        if cell["cell"]:
            where = f"{cell['sheet']} {cell['cell']}（{cell['label']}）"
        else:
            where = cell["label"]
        lines.append(f"    取自：{cell['file']} {where}：{cell['text'] or '（空）'}")
    source = ""
    if one["source"]:
        source = f"（{one['source']}）"
    lines.append(f"    规则：{one['rule']}{source}")
    lines += [f"      {step}" for step in one["steps"]]
    return "\n".join(lines)


def _as_json(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "name": problem.place.label,
        "sheet": problem.place.sheet,
        "cell": problem.place.cell,
        "found": problem.found,
        "expected": problem.expected,
        "message": problem.message,
        "remedy": problem.remedy,
    }


def _counted(count: int, problems: tuple[Problem, ...]) -> str:
    if not problems:
        return f"核对{count}个数据，与自评表一致，没有改动。"
    kinds = {
        "PE-222": "在报告中改过",
        "PE-223": "与自评表不一致",
        "PE-224": "被删去",
    }
    told = (
        f"{said}{sum(one.code == code for one in problems)}处"
        for code, said in kinds.items()
    )
    return f"核对{count}个数据：{'，'.join(told)}。"
