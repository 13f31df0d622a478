"""`doctor`: what works on this machine, and the proof in the real spreadsheet program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import json_option
from perfeval_xl.cli.terminal import print_json, say

if TYPE_CHECKING:
    from perfeval_xl.doctor.findings import Finding

__all__ = ["doctor"]

_ENVIRONMENT, _PROBLEMS = 3, 1


@click.command()
@click.option(
    "--live",
    is_flag=True,
    help="在本机的表格软件里真正运行一遍加载项的各个命令（约一分钟，不碰已打开的文件）。",
)
@json_option
def doctor(live: bool, as_json: bool) -> int:
    """检查本机：装了什么、缺什么、怎样补上；加 --live 在表格软件里实际试一遍。

    \b
    例：perfeval-xl doctor
        perfeval-xl doctor --live
    退出码：0 一切正常；1 实际试用时有不符；3 缺少必需的东西。
    """
    from perfeval_xl.doctor.examination import examine
    from perfeval_xl.doctor.findings import healthy

    found = examine()
    tried: list[Finding] = []
    # People see each finding as soon as it is there: trying a program takes a minute
    if not as_json:
        _say(found)
    if live:
        from perfeval_xl.doctor.live import try_hosts

        for finding in try_hosts():
            tried.append(finding)
            if not as_json:
                _say([finding])
    if as_json:
        print_json([finding.as_json() for finding in [*found, *tried]])
    # What is missing weighs more than what failed: without it nothing can be tried
    if not healthy(found):
        return _ENVIRONMENT
    if healthy(tried):
        return 0
    return _PROBLEMS


def _say(findings: list[Finding]) -> None:
    for finding in findings:
        say(f"[{finding.state}] {finding.topic}·{finding.name}：{finding.told}")
        if finding.remedy:
            say(f"    → {finding.remedy}")
