"""Published forms laid out again as workbooks, in the layout that their notes describe."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import openpyxl

__all__ = ["laid_out"]

Form = Mapping[str, Any]
_LEVELS = ("一级指标", "二级指标", "三级指标")


def laid_out(form: Form) -> bytes:
    """Return the workbook of a published form: what is not visible in it stays out, as do columns that it does not have."""
    page = _Page()
    note = form["layout"]
    page.row(form["form"])
    page.row(f"（{form['year']}年度）")
    _fields(page, form)
    _funds(page, form, note)
    goal = form.get("goal")
    if goal:
        page.row("年度总体目标", "预期目标", None, None, "实际完成情况")
        page.row("", goal["expected"], None, None, goal["actual"])
    blocks = groupby(form["indicators"], key=lambda row: row.get("block", "绩效指标"))
    for block, rows in blocks:
        points = form.get("blocks_stated", {}).get(block)
        _indicators(
            page,
            form,
            block if points is None else f"{block}（{points}分）",
            list(rows),
        )
    _closing(page, form)
    return page.saved()


class _Page:
    """Rows of texts below each other."""

    def __init__(self) -> None:
        self._book = openpyxl.Workbook()
        self._rows = 0

    def row(self, *texts: object) -> None:
        self._rows += 1
        for column, text in enumerate(texts, start=1):
            if text is not None and text != "":
                cell = self._book.active.cell(self._rows, column, text)
                if isinstance(text, str):
                    cell.data_type = "s"  # a text, though it may begin with =

    def saved(self) -> bytes:
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def _fields(page: _Page, form: Form) -> None:
    for label, value in form["fields"].items():
        printed = label.replace("(推断)", "名称")
        page.row(printed, None, value)


def _funds(page: _Page, form: Form, note: str) -> None:
    rows = form["budget_rows"]
    if not rows:
        return
    unit = form["money_unit"].partition("(")[0]
    scored = any(row["weight"] is not None or row["score"] is not None for row in rows)
    initial = any(row["initial"] is not None for row in rows)
    headings = ["年初预算数"] if initial else []
    headings += ["全年预算数", "全年执行数", "执行率"]
    in_blocks = "blocks_stated" in form
    if scored:
        headings += ["得分"] if in_blocks else ["分值", "得分"]
    page.row(f"项目资金（{unit}）" + ("（20分）" if in_blocks else ""), None, *headings)
    for row in rows:
        money = [row["initial"]] if initial else []
        money += [row["budget"], row["executed"], row["rate_stated"]]
        if scored:
            money += [row["score"]] if in_blocks else [row["weight"], row["score"]]
        page.row("", row["item"], *money)
    del note


def _indicators(page: _Page, form: Form, side: str, rows: list[Form]) -> None:
    """Draw a table of indicators with the columns that the form has, names of levels where they begin."""
    note = form["layout"]
    columns = _columns(note, rows, pointless="blocks_stated" in form)
    page.row(side, *_LEVELS, *columns)
    before: tuple[object, object] = ("", "")
    for row in rows:
        first = _level(form, row["l1"])
        levels = (
            first if before[0] != row["l1"] else "",
            row["l2"] if before != (row["l1"], row["l2"]) else "",
        )
        before = (row["l1"], row["l2"])
        page.row(
            "",
            *levels,
            row["l3"],
            *(_value(heading, row, columns) for heading in columns),
        )


def _columns(note: str, rows: Iterable[Form], *, pointless: bool) -> list[str]:
    given = list(rows)
    columns = ["年度指标值", "实际完成值"]
    if "指标性质" in note:
        columns = ["指标性质", "指标值", "度量单位", "完成值"]
    if any(row["weight"] is not None for row in given) and not pointless:
        columns.insert(0 if "分值列在三级指标后" in note else len(columns), "分值")
    if any(row["score"] is not None for row in given):
        columns.append("得分")
    if any(row["deviation_reason"] for row in given):
        columns.append("偏差原因分析及改进措施")
    return columns


def _level(form: Form, name: str) -> str:
    points = (form.get("level1_stated") or {}).get(name)
    return name if points is None else f"{name}（{points}分）"


def _value(heading: str, row: Form, columns: list[str]) -> object:
    parts = (row["target_raw"] or "").split(" ") if "指标性质" in columns else []
    split = {"指标性质": "", "指标值": row["target_raw"], "度量单位": ""}
    if len(parts) >= 2:
        split = {
            "指标性质": parts[0],
            "指标值": parts[1],
            "度量单位": parts[2] if len(parts) > 2 else "",
        }
    given = {
        "年度指标值": row["target_raw"],
        "实际完成值": row["actual_raw"],
        "完成值": row["actual_raw"],
        "分值": row["weight"],
        "得分": row["score"],
        "偏差原因分析及改进措施": row["deviation_reason"],
    }
    return (given | split)[heading]


def _closing(page: _Page, form: Form) -> None:
    weight, score = form["total_weight_stated"], form["total_score_stated"]
    if weight is not None or score is not None:
        columns = _columns(
            form["layout"], form["indicators"], pointless="blocks_stated" in form
        )
        points = {"分值": weight, "得分": score}
        page.row(
            "总分", None, None, None, *(points.get(heading) for heading in columns)
        )
    if form["grade_stated"]:
        page.row("自评等级", None, form["grade_stated"])
    for label, text in (form.get("narrative") or {}).items():
        page.row(label, None, text)
