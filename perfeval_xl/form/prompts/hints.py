"""What to write where, as far as it is the same in every form: one record per kind of field.

Cell prompts, error texts and 填报说明 are made from these records and from those of `open_hints` and `rating_hints`, which
say what depends on the rows of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "ABSENT_IN_PRINTED_ROWS",
    "ABSENT_IN_ROWS_OF_UNITS",
    "SCORE_SHOWN",
    "TEXT_TRUE",
    "TOO_LONG",
    "Hint",
    "goal_hints",
    "name_hints",
]

TOO_LONG = "打印时会显示不全；请精简，或者把本行调高。"
"""What is said of a text that does not print whole; from how many characters on, drawing knows."""

SCORE_SHOWN = "自动显示按评分标准算出的得分，可以改写；与评分标准不同的请写明原因。空着的请自己填。"
"""What is said beside a cell of 得分 that the form computes."""

TEXT_TRUE = "请据实填写，文中的金额、分数应与表中一致。"

_ABSENT = {
    "rescale": "不适用的填“不适用”，该项不计分，总分按其余指标的分值折算。",
    "redistribute": "不适用的填“不适用”，该项的分值并入同一一级指标的其他指标。",
}
ABSENT_IN_ROWS_OF_UNITS: Mapping[str, str] = {
    **_ABSENT,
    "forbidden": "不适用的指标整行留空，分值分给其他指标，不填“不适用”。",
}
"""What to do with an indicator that does not apply, by what the scheme makes of it: a unit need not fill in a row of its own."""
ABSENT_IN_PRINTED_ROWS: Mapping[str, str] = {
    **_ABSENT,
    "forbidden": "本方案没有规定缺项怎样计分，不要填“不适用”。",
}
"""The same where the form prints the row: its points cannot go anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """How one kind of field is filled in. `error` is shown for a wrong entry, empty where anything may be written."""

    title: str
    prompt: str
    error: str = ""


def name_hints() -> dict[str, Hint]:
    """Return the hints of the three names, which are how a form is found again."""
    return {
        "project": Hint(
            title="项目名称", prompt="请填写预算批复中的项目全称，各处名称应当一致。"
        ),
        "department": Hint(title="主管部门", prompt="请填写主管部门全称。"),
        "unit": Hint(title="实施单位", prompt="请填写实际使用资金的单位全称。"),
    }


def goal_hints() -> dict[str, Hint]:
    """Return the hints of both sides of a goal."""
    return {
        "expected": Hint(
            title="预期目标",
            prompt="请按批复的绩效目标填写，不要事后改写。",
            error=TOO_LONG,
        ),
        "achieved": Hint(
            title="实际完成情况",
            prompt="请写实际做成了什么，不要照抄预期目标。",
            error=TOO_LONG,
        ),
    }
