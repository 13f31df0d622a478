"""Forms in layouts of every kind, drawn at random: what is printed, and the submission that should be read from it.

A drawing is rows of cells; each cell has a text and covers some rows and columns. `layout_files` writes it as .xlsx,
.docx and .html.
"""

from __future__ import annotations

from typing import Any

from perfeval_xl.foreign.words import words
from tests.support.layout_drawing import WIDTH, Drawing
from tests.support.layout_indicators import IndicatorDrawer

__all__ = ["WIDTH", "Drawing", "drawn"]

_PROJECTS = (
    "农村饮水安全巩固提升",
    "老旧小区加装电梯补助",
    "中小学校舍维修改造",
    "森林防火监测预警",
    "博物馆免费开放补助",
)
_OFFICES = ("示例市水利局", "示例县教育局", "示例区住房和城乡建设局", "示例市林业局")
_UNITS = ("示例市供水中心", "示例县第二中学", "示例区房屋管理所", "示例市博物馆")
_SECTIONS = {
    "存在问题": "项目管理中存在的主要问题及原因分析",
    "改进措施": "下一步改进措施及管理建议",
}
_MONEY = {"budget": "全年预算数", "executed": "全年执行数"}


class _Drawer(IndicatorDrawer):
    """Draws one form from its head to its last line."""

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

    def title(self) -> str:
        """Print the title, and return the year it says."""
        out = self.out
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
            below = (f"（{year}年度）", f"（ {year} 年度）", f"{year}年度")
            out.put((WIDTH, self.draw.choice(below)))
        return year

    def head(self) -> None:
        known, out = words().fields, self.out
        year = self.title()
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
        side = self.draw.choice((1, 1, 2)) if width > 3 else 1
        top = out.put(
            (side, heading),
            (width - side, ""),
            *((1, self.named(known, role, _MONEY)) for role in roles),
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
            given = self.money(roles, number)
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

    def money(self, roles: list[str], number: int) -> dict[str, str]:
        """Return what stands in a row of money by its column; below the first one much may be left blank."""
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
        return given

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
