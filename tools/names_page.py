"""The page of all names that a report template may use, each with an example: `docs/report-names.md`."""

from __future__ import annotations

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.vocabulary.page import names_table
from perfeval_xl.scheme.loader import example_json

__all__ = ["names_page"]

_EXAMPLES = ("national-2020", "yantian-2024", "xianan-2024", "yueyang-2020")
"""The examples show an open form first, then what only fixed forms have."""
_HEAD = """# 报告模板可用的名称

每个名称都有中文和英文两种写法，可以混用：`{{ 项目名称 }}` 就是 `{{ project }}`。怎样写模板见 [修改报告模板](report-templates.md)。

“文字”和“数”可以直接写出；“是否”用在 if 里；“一组”用 for 逐个取；“一项”下面还有名称，用点号连接；“图表”独占一段。
文字为空时什么也不写，可以用 if 判断。例取自自带的示例（`perfeval-xl example`）。"""


def names_page() -> str:
    """Return the page."""
    reports = [
        draft(evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json"))
        for scheme_id in _EXAMPLES
    ]
    return f"{_HEAD}\n\n{names_table(reports)}\n"
