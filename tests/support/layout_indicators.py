"""The table of indicators of a form drawn at random: its columns, its levels, its points."""

from __future__ import annotations

from typing import Any

from perfeval_xl.foreign.words import words
from tests.support.layout_drawing import WIDTH, Drawer

__all__ = ["IndicatorDrawer"]

_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_NAMES = (
    "新建管网长度",
    "设备验收合格率",
    "按期完成率",
    "单位建设成本",
    "受益人口数",
    "投诉处理及时率",
    "群众满意度",
    "培训人次",
    "管护制度健全性",
)
_FIGURES = (
    ("≥", "12", "公里"),
    ("≥", "95", "%"),
    ("=", "100", "%"),
    ("≤", "3500", "元"),
    ("≥", "1200", "人"),
    ("", "健全", ""),
)
_REASONS = ("", "", "", "雨季停工，已顺延工期。", "部分设备到货晚，将提前采购。")


class IndicatorDrawer(Drawer):
    """Draws the table of indicators."""

    def indicators(self) -> None:
        roles = self.columns()
        side = 1
        known = words().columns
        widths = self.widths(len(roles), side)
        headings = [self.heading(known, role) for role in roles]
        beside = self.draw.choice(("绩效指标", "绩效指标（90分）", "年度绩效指标"))
        top = self.out.put((side, beside), *zip(widths, headings, strict=True))
        rows: list[dict[str, Any]] = []
        dimensions: dict[str, str | None] = {}
        level_points = self.points and self.maybe(0.4)
        count, sum_of_points = 0, 0
        starts: dict[tuple[int, str], tuple[int, int]] = {}
        for dimension, categories in _LEVELS.items():
            points = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}[dimension]
            dimensions[dimension] = points if level_points else None
            shown = dimension + (
                self.draw.choice((f"（{points}分）", f"\n({points}分)"))
                if level_points
                else ""
            )
            for category in self.draw.sample(
                categories, self.draw.randint(1, len(categories))
            ):
                for number in range(self.draw.randint(1, 2)):
                    count += 1
                    row = self.row(dimension, category, number + 1)
                    sum_of_points += 10
                    printed = self.printed(row, shown, category, roles, count)
                    at = self.out.put((side, ""), *zip(widths, printed, strict=True))
                    starts.setdefault((roles.index("dimension"), dimension), (at, 0))
                    self.stretch(starts, (roles.index("dimension"), dimension), at)
                    self.stretch(
                        starts, (roles.index("category"), dimension + category), at
                    )
                    rows.append(row)
            if self.maybe(0.15) and self.fitting == "repeated":
                self.out.put((side, ""), *zip(widths, headings, strict=True))
        self.levels(starts, widths, side)
        self.tall(top, self.out.rows - top + 1)
        self.out.expected["indicators"] = [
            {key: value for key, value in row.items() if key != "parts"} for row in rows
        ]
        self.out.expected["dimensions"] = [
            {"name": name, "weight": points} for name, points in dimensions.items()
        ]
        self.roles, self.column_widths = roles, widths

    def stretch(
        self,
        starts: dict[tuple[int, str], tuple[int, int]],
        key: tuple[int, str],
        row: int,
    ) -> None:
        first, _ = starts.get(key, (row, row))
        starts[key] = (first, row)

    def levels(
        self,
        starts: dict[tuple[int, str], tuple[int, int]],
        widths: list[int],
        side: int,
    ) -> None:
        """Merge the names of the levels, leave the repeated ones blank, or repeat them."""
        if self.fitting == "repeated":
            return
        cells = self.out.cells
        for (index, _), (first, last) in starts.items():
            column = 1 + side + sum(widths[:index])
            if last == first:
                continue
            for n, (row, left, height, width, text) in enumerate(cells):
                if left == column and row == first and self.fitting == "merged":
                    cells[n] = (row, left, last - first + 1, width, text)
                if left == column and first < row <= last and self.fitting == "blank":
                    cells[n] = (row, left, height, width, "")
            if self.fitting == "merged":
                cells[:] = [
                    cell
                    for cell in cells
                    if not (cell[1] == column and first < cell[0] <= last)
                ]

    def columns(self) -> list[str]:
        values = ["target", "actual"]
        if self.maybe(0.35):
            values = (
                ["sign", "target", "measure", "actual"]
                if self.maybe()
                else ["measure", "sign", "target", "actual"]
            )
        if self.points:
            values += self.draw.choice((["weight", "score"], ["weight", "score"]))
        if self.points and self.maybe(0.3):
            values.remove("weight")
            values.insert(0, "weight")
        if self.maybe(0.7) and len(values) < 6:
            values.append("note")
        self.extra = self.maybe(0.3) and len(values) < 6
        if self.extra:
            values.insert(len(values), "other")
        return ["dimension", "category", "name", *values]

    def widths(self, count: int, side: int) -> list[int]:
        widths = [1] * count
        for _ in range(max(0, WIDTH - side - count)):
            widths[2 + self.draw.randrange(count - 2)] += 1
        return widths

    def heading(self, known: Any, role: str) -> str:
        usual = {
            "name": "三级指标",
            "dimension": "一级指标",
            "category": "二级指标",
            "other": "财政审定评分",
            "note": "偏差原因分析及改进措施",
        }
        if role in usual:
            return usual[role]
        if role == "target":
            return self.draw.choice(
                ("年度指标值", "指标值", "年初目标值", "目标值", "预期指标值\n（A）")
            )
        return self.said(known, role, 5)

    def row(self, dimension: str, category: str, number: int) -> dict[str, Any]:
        sign, value, unit = self.draw.choice(_FIGURES)
        name = f"{self.draw.choice(('', f'指标{number}'))}{self.draw.choice(_NAMES)}{self.draw.randrange(100)}"
        actual = self.draw.choice((f"{value}{unit}", value))
        points = (
            {"weight": "10", "self_score": self.draw.choice(("10", "9.5"))}
            if self.points
            else {}
        )
        return {
            "path": [dimension, category, name],
            "actual": actual,
            "note": "",
            "parts": (sign, value, unit),
        } | points

    def printed(
        self,
        row: dict[str, Any],
        dimension: str,
        category: str,
        roles: list[str],
        count: int,
    ) -> list[str]:
        sign, value, unit = row["parts"]
        split = "sign" in roles
        joined = " ".join(part for part in (sign, value, unit) if part)
        row["target"] = joined if split else joined.replace(" ", "")
        if "note" in roles:
            row["note"] = self.draw.choice(_REASONS)
        texts = {
            "dimension": dimension,
            "category": category,
            "name": row["path"][2],
            "sign": sign,
            "measure": unit,
            "target": value if split else row["target"],
            "actual": row["actual"],
            "weight": row.get("weight", ""),
            "score": row.get("self_score", ""),
            "note": row["note"],
            "other": self.draw.choice(("", "8")),
        }
        del count
        return [texts[role] for role in roles]
