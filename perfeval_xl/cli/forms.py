"""`template`, `fill` and `read`: the form, a submission into it, and back."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from perfeval_xl.cli.files import json_option, output_option, read_bytes, write_bytes
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.terminal import print_json_text, say
from perfeval_xl.errors import UsageError

__all__ = ["fill", "read", "template"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("scheme", metavar="方案")
@output_option("空白表格写到哪个 .xlsx 文件")
def template(scheme: str, output: Path, force: bool) -> None:
    """生成一份空白的自评表或评分表。

    \b
    例：perfeval-xl template national-2020 -o 自评表.xlsx
        perfeval-xl template yueyang-2020 -o 岳阳评分表.xlsx
    """
    from perfeval_xl.form.filling import empty_form
    from perfeval_xl.scheme.loader import find_scheme

    write_bytes(output, empty_form(find_scheme(scheme)), force=force)
    say(f"空白表格：{output}")


@click.command()
@click.argument("scheme", metavar="方案")
@click.argument("data", metavar="填报内容.json", type=_FILE)
@output_option("填好的表格写到哪个 .xlsx 文件")
def fill(scheme: str, data: Path, output: Path, force: bool) -> None:
    """把填报内容（JSON）填入自评表或评分表。

    \b
    例：perfeval-xl fill xinzhou-2022 忻州.json -o 忻州自评表.xlsx
    """
    from perfeval_xl.form.filling import fill_form
    from perfeval_xl.scheme.loader import find_scheme
    from perfeval_xl.submission.repeated import SCORED, repeated_points
    from perfeval_xl.submission.spelling import loads

    found = find_scheme(scheme)
    submission = loads(read_bytes(data), data.name)
    # A submission may name its scheme by id or by title
    if submission.scheme not in (found.id, found.title):
        told = f"“{data}”的方案是“{submission.scheme}”，命令中的方案是“{found.id}”。"
        raise UsageError(told, "请改用同一个方案。")
    write_bytes(
        output,
        fill_form(found, replace(submission, scheme=found.id)),
        force=force,
        inputs=(data,),
    )
    # Points beside a source of the money are counted twice where the total is scored
    if found.scores_execution:
        from perfeval_xl.cli.saying import say_problem

        for problem in repeated_points(submission, SCORED):
            say(say_problem(problem), err=True)
    say(f"自评表：{output}")


@click.command()
@click.argument("file", metavar="自评表", type=_FILE)
@key_option("核对表格是不是本部门下发的")
@click.option(
    "--scheme",
    metavar="方案",
    help="表格没有标识、标题同时符合几个方案时，按哪一个方案读取。",
)
@json_option
def read(file: Path, scheme: str | None, key_file: Path | None, as_json: bool) -> None:
    """读取一份自评表或评分表的填报内容。

    \b
    例：perfeval-xl read 忻州自评表.xlsx --json > 忻州.json
    """
    from perfeval_xl.cli.saying import say_problem, say_submission, say_understood
    from perfeval_xl.problems import Severity
    from perfeval_xl.reading import read_submission
    from perfeval_xl.scheme.loader import find_scheme
    from perfeval_xl.scoring.own_scores import with_own_scores
    from perfeval_xl.submission.spelling import dumps
    from perfeval_xl.workers import bounded

    key = use_key(key_file)
    scheme_id = ""
    if scheme is not None:
        scheme_id = find_scheme(scheme).id
    # A hostile file is held to limits of time and memory
    with bounded(file.name):
        reading = read_submission(read_bytes(file), file.name, scheme_id, key)
        submission = with_own_scores(reading.submission, reading.scheme).submission
    if as_json:
        print_json_text(dumps(submission))
    else:
        say(say_submission(submission))
        # How surely each value of a foreign form was understood
        if reading.foreign is not None:
            say(say_understood(reading.foreign))
    # Hints are for `check`: here they would hide what could not be read
    grave = [
        problem for problem in reading.problems if problem.severity is not Severity.HINT
    ]
    for problem in grave:
        say(say_problem(problem), err=True)
    if grave:
        sys.exit(1)
