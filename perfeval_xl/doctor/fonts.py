"""The fonts of forms and reports: which of them this machine has, and what will stand in for the others."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator, Sequence

from perfeval_xl.doctor.findings import Finding, State
from perfeval_xl.doctor.hosts import output_of
from perfeval_xl.resources import data_folder

__all__ = ["fonts", "reports_fonts"]

_TOPIC = "字体"
_LIST = "字体.toml"


def fonts() -> Iterator[Finding]:
    """Ask fontconfig, where there is one: for a font that shows Chinese, and for those of the reports."""
    program = shutil.which("fc-list")
    if program is None:
        return
    listed = output_of([program, ":lang=zh", "family"])
    families = sorted(
        {line.partition(",")[0].strip() for line in listed.splitlines() if line.strip()}
    )
    if not families:
        remedy = "请安装一种中文字体，如软件包 fonts-noto-cjk。"
        yield Finding(
            topic=_TOPIC,
            name="中文字体",
            state=State.ABSENT,
            told="没有，中文显示为方框。",
            remedy=remedy,
        )
        return
    told = f"有{len(families)}种，如{families[0]}。"
    yield Finding(topic=_TOPIC, name="中文字体", state=State.GOOD, told=told)
    every = output_of([program, ":", "family"])
    installed = {
        name.strip() for line in every.splitlines() for name in line.split(",")
    }
    yield from reports_fonts(installed)


def reports_fonts(installed: set[str]) -> Iterator[Finding]:
    """Yield one finding per font of the reports (`report_templates/字体.toml`), by the families that are installed."""
    listed = tomllib.loads(
        (data_folder("report_templates") / _LIST).read_text(encoding="utf-8")
    )
    for font in listed.values():
        names: Sequence[str] = font["names"]
        have = next((name for name in names if name in installed), "")
        if have == names[0]:
            yield Finding(
                topic=_TOPIC,
                name=font["use"],
                state=State.GOOD,
                told=f"有{have}。",
            )
        elif have:
            told = f"没有{names[0]}，用{have}代替。"
            yield Finding(topic=_TOPIC, name=font["use"], state=State.GOOD, told=told)
        else:
            told = f"没有{'、'.join(names)}，{_stand_in(names[0])}。"
            remedy = f"正式打印前请安装{names[0]}，或在装有它的电脑上打印。"
            yield Finding(
                topic=_TOPIC,
                name=font["use"],
                state=State.ABSENT,
                told=told,
                remedy=remedy,
            )


def _stand_in(name: str) -> str:
    """What fontconfig takes for a font that is not there."""
    program = shutil.which("fc-match")
    if program is None:
        return "由系统另选字体代替"
    family = (
        output_of([program, "--format=%{family}", f"{name}:lang=zh-cn"])
        .partition(",")[0]
        .strip()
    )
    if family:
        return f"用{family}代替"
    return "由系统另选字体代替"
