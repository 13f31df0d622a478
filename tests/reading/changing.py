"""Changes of a distributed form, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.workbook import Workbook

from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission

FORM = "项目支出绩效自评表"
Change = Callable[[Workbook], None]


def told(data: bytes) -> list[Problem]:
    """The problems about changes and signatures."""
    return [
        problem
        for problem in read_submission(data, "表.xlsx").problems
        if "PE-120" <= problem.code <= "PE-127"
    ]
