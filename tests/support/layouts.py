"""Forms in layouts of every kind, drawn at random: what is printed, and the submission that should be read from it.

A drawing is rows of cells; each cell has a text and covers some rows and columns. `layout_files` writes it as .xlsx,
.docx and .html.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from perfeval_xl.foreign.words import words

__all__ = ["WIDTH", "Drawing", "drawn"]

WIDTH = 10
"""How many columns every drawing has."""
_PROJECTS = (
    "农村饮水安全巩固提升",
    "老旧小区加装电梯补助",
    "中小学校舍维修改造",
    "森林防火监测预警",
    "博物馆免费开放补助",
)
_OFFICES = ("示例市水利局", "示例县教育局", "示例区住房和城乡建设局", "示例市林业局")
_UNITS = ("示例市供水中心", "示例县第二中学", "示例区房屋管理所", "示例市博物馆")
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
_SECTIONS = {
    "存在问题": "项目管理中存在的主要问题及原因分析",
    "改进措施": "下一步改进措施及管理建议",
}


@dataclass(slots=True)
class Drawing:
    """The printed form: for each cell its row, column, rows, columns and text; and what it should be read as."""

    cells: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    expected: dict[str, Any] = field(default_factory=dict)
    rows: int = 0

    def put(self, *texts: tuple[int, str]) -> int:
        """Add a row of cells that lie side by side, each with its width."""
        self.rows += 1
        column = 1
        for width, text in texts:
            self.cells.append((self.rows, column, 1, width, text))
            column += width
        return self.rows


class _Drawer:
    """Draws one form; every choice comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.out = Drawing()
        self.points = self.draw.random() < 0.8
        self.fitting = self.draw.choice(("merged", "blank", "repeated"))

    def maybe(self, chance: float = 0.5) -> bool:
        return self.draw.random() < chance

    def said(self, group: Any, role: str, most: int = 6) -> str:
        spellings = [
            said for said, meaning in group._same.items() if meaning.role == role
        ]
        text: str = self.draw.choice(spellings[:most])
        return self.draw.choice(
            (
                text,
                text,
                f"{text[:2]}\n{text[2:]}",
                f" {text} ",
                f"{text}（{self.draw.choice('AB')}）",
            )
        )

    def form(self) -> Drawing:
        self.head()
        parts = [self.funds, self.goals]
        if self.maybe(0.2):
            parts.reverse()
        for part in parts:
            part()
        self.indicators()
        self.closing()
        return self.out

    def head(self) -> None:
        known, out = words().fields, self.out
        year = self.draw.choice(("2022", "2023", "2024"))
        spelled = {"2022": "二〇二二", "2023": "二〇二三", "2024": "二○二四"}[year]
        style = self.draw.randrange(4)
        title = (
            "项目支出绩效自评表",
            f"{year}年度项目支出绩效自评表",
            "部门预算项目支出绩效自评表",
            f"项目绩效自评表（{spelled}年度）",
        )
        if self.maybe(0.3):
            out.put((WIDTH, "附件2"))
        out.put((WIDTH, title[style]))
        if style in {0, 2}:
            out.put(
                (
                    WIDTH,
                    self.draw.choice(
                        (f"（{year}年度）", f"（ {year} 年度）", f"{year}年度")
                    ),
                )
            )
        project, office, unit = (
            self.draw.choice(_PROJECTS),
            self.draw.choice(_OFFICES),
            self.draw.choice(_UNITS),
        )
        self.unit_of_money = self.draw.choice(("万元", "万元", "元"))
        self.unit_in_line = self.maybe(0.3)
        if self.unit_in_line:
            out.put(
                (6, "填报日期：2025年2月20日"),
                (4, self.draw.choice(("金额单位：", "单位：")) + self.unit_of_money),
            )
        labels = [
            self.draw.choice(sorted(known.spellings([role]))) for role in ("project",)
        ]
        labels += [
            self.draw.choice(("主管部门", "主管部门名称", "预算主管部门")),
            self.draw.choice(("实施单位", "项目实施单位", "项目单位", "资金使用单位")),
        ]
        self.fields(labels, (project, office, unit))
        if self.maybe(0.3):
            out.put((2, "项目类别"), (8, "1、部门预算项目☑ 2、专项资金□"))
        out.expected |= {
            "scheme": "national-2020",
            "year": int(year),
            "project": project,
            "department": office,
            "unit": unit,
            "money_unit": self.unit_of_money,
        }

    def fields(self, labels: list[str], values: tuple[str, ...]) -> None:
        style = self.draw.randrange(3)
        project, office, unit = (
            f"{label}（盖章）" if self.maybe(0.2) and n else label
            for n, label in enumerate(labels)
        )
        if style == 0:
            self.out.put((2, project), (8, values[0]))
            self.out.put((2, office), (3, values[1]), (2, unit), (3, values[2]))
        elif style == 1:
            for label, value in zip((project, office, unit), values, strict=True):
                self.out.put((3, label), (7, value))
        else:
            self.out.put((10, f"{project}：{values[0]}"))
            self.out.put((5, f"{office}：{values[1]}"), (5, f"{unit}：{values[2]}"))

    def funds(self) -> None:
        known, out = words().funds, self.out
        roles = ["budget", "executed", "rate"]
        if self.maybe():
            roles.insert(0, "initial_budget")
        self.stated = self.points
        if self.stated:
            roles += self.draw.choice(
                (["weight", "self_score"], ["self_score"], ["weight", "self_score"])
            )
        heading = "项目资金" + (
            "" if self.unit_in_line else f"（{self.unit_of_money}）"
        )
        if self.stated and "weight" not in roles:
            heading += "（10分）"
        width = WIDTH - len(roles)
        names = {"budget": "全年预算数", "executed": "全年执行数"}
        side = self.draw.choice((1, 1, 2)) if width > 3 else 1
        top = out.put(
            (side, heading),
            (width - side, ""),
            *((1, self.named(known, role, names)) for role in roles),
        )
        sources = [
            "年度资金总额",
            *self.draw.sample(
                ["当年财政拨款", "上年结转资金", "其他资金", "省级资金"],
                self.draw.randrange(4),
            ),
        ]
        rows: list[dict[str, Any]] = []
        for number, source in enumerate(sources):
            money = {
                "initial_budget": "120.5",
                "budget": str(100 + number),
                "executed": str(90 + number),
                "rate": f"{90 - number}.00%",
            }
            points = {"weight": "10", "self_score": "9"}
            given = {role: (money | points)[role] for role in roles}
            if number:
                given = {
                    role: self.draw.choice((text, ""))
                    if role in money
                    else self.draw.choice(("—", "", "-"))
                    for role, text in given.items()
                }
            label = (
                f"其中：{source}"
                if number == 1
                else source + self.draw.choice(("", "：", ""))
            )
            out.put(
                (side, ""), (width - side, label), *((1, given[role]) for role in roles)
            )
            row = {"source": source} | {
                role: text for role, text in given.items() if text not in {"", "—", "-"}
            }
            if not number and self.stated:
                row["weight"] = "10"
            rows.append(row)
        self.tall(top, len(rows) + 1)
        out.expected["funds"] = rows

    def named(self, group: Any, role: str, usual: dict[str, str]) -> str:
        return (
            usual[role]
            if role in usual and self.maybe(0.6)
            else self.said(group, role, 4)
        )

    def tall(self, top: int, height: int) -> None:
        """Make the first cell of a row cover the rows below it."""
        cells = self.out.cells
        at = next(n for n, cell in enumerate(cells) if cell[:2] == (top, 1))
        row, column, _, width, text = cells[at]
        cells[:] = [
            cell
            for cell in cells
            if not (top < cell[0] < top + height and cell[1] == 1)
        ]
        cells[at] = (row, column, height, width, text)

    def goals(self) -> None:
        out = self.out
        style = self.draw.randrange(4)
        expected, achieved = (
            "保障二十个村的饮水安全。",
            "完成二十个村的管网改造，水质全部达标。",
        )
        if style == 0:
            out.put((1, "年度总体目标"), (5, "预期目标"), (4, "实际完成情况"))
            out.put((1, ""), (5, expected), (4, achieved))
            self.tall(out.rows - 1, 2)
            out.expected["goals"] = [{"expected": expected, "achieved": achieved}]
        elif style == 1:
            out.put((2, "年度目标"), (8, expected))
            out.expected["goals"] = [{"expected": expected}]
        elif style == 2:
            top = out.put(
                (1, "年度绩效目标"), (5, "年初设定目标"), (4, "全年实际完成情况")
            )
            pairs = [
                ("目标1：建成泵站。", "目标1：已建成。"),
                ("目标2：改造管网。", "目标2：改造完成九成。"),
            ]
            for one, other in pairs:
                out.put((1, ""), (5, one), (4, other))
            self.tall(top, 3)
            out.expected["goals"] = [
                {"expected": one, "achieved": other} for one, other in pairs
            ]

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

    def closing(self) -> None:
        out = self.out
        if self.points and self.maybe(0.8):
            before = (
                self.roles.index("weight")
                if "weight" in self.roles
                else self.roles.index("score")
            )
            width = 1 + sum(self.column_widths[:before])
            texts = {"weight": "100", "score": "97.5"}
            if before >= 2:
                tail = [
                    (w, texts.get(role, ""))
                    for role, w in zip(
                        self.roles[before:], self.column_widths[before:], strict=True
                    )
                ]
                out.put((width, self.draw.choice(("总分", "合 计", "总计"))), *tail)
                out.expected |= {"weight_total": "100", "self_total": "97.5"}
        if self.maybe(0.4):
            for label, name in _SECTIONS.items():
                text = f"{label}的文字。"
                out.put((2, label), (8, text))
                out.expected.setdefault("sections", {})[name] = text
        if self.maybe(0.4):
            out.put((5, "项目负责人："), (5, "财务负责人："))
        if self.maybe(0.3):
            out.put((WIDTH, "备注：1.得分一档最高不能超过该指标分值上限。"))


def drawn(seed: int) -> Drawing:
    """Return one form in a layout of its own."""
    return _Drawer(seed).form()
