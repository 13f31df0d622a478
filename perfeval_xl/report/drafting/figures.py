"""The charts of a report, from the same figures as its tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfeval_xl.amounts import parse_number
from perfeval_xl.report.charts.model import Chart, Series
from perfeval_xl.report.vocabulary.findings import Charts
from perfeval_xl.report.vocabulary.form import Execution
from perfeval_xl.report.vocabulary.scores import DimensionLine

__all__ = ["charts_of"]


def charts_of(
    dimensions: Sequence[DimensionLine], execution: Execution, unit: str, *, own: bool
) -> Charts:
    """Return all charts. `own` shows what the unit gave itself, else what was scored."""
    names = tuple(dimension.name for dimension in dimensions)
    # From the printed texts, so that chart and table cannot differ
    weights = tuple(parse_number(dimension.weight) for dimension in dimensions)
    scores = tuple(
        parse_number(dimension.self_score if own else dimension.score)
        for dimension in dimensions
    )
    rates = tuple(
        parse_number(dimension.self_rate if own else dimension.rate)
        for dimension in dimensions
    )
    return Charts(
        rates=Chart(
            key="rates",
            title="各一级指标得分率",
            unit="%",
            categories=names,
            series=(Series(name="得分率", values=rates),),
            percent=True,
            lying=True,
        ),
        execution=_execution(execution, unit),
        scores=Chart(
            key="scores",
            title="各一级指标的分值和得分",
            unit="分",
            categories=names,
            series=(
                Series(name="分值", values=weights),
                Series(name="得分", values=scores),
            ),
        ),
    )


def _execution(execution: Execution, unit: str) -> Chart:
    figures = {
        "年初预算数": execution.initial_budget,
        "全年预算数": execution.budget,
        "全年执行数": execution.executed,
    }
    # A bar for each figure that is there
    known: dict[str, Decimal] = {}
    for name, text in figures.items():
        value = parse_number(text)
        if value is not None:
            known[name] = value
    return Chart(
        key="execution",
        title=f"预算安排和执行情况（{unit}）",
        unit=unit,
        categories=tuple(known),
        series=(Series(name=f"金额（{unit}）", values=tuple(known.values())),),
    )
