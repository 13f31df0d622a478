"""One example or more of every rule kind, for the page `docs/rules.md` and for tests that go through all kinds.

A new kind needs one `Example` here; everything else on its page comes from the rule itself and from `parameters.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from perfeval_xl.citations import Source
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Outcome, Rule
from perfeval_xl.rules.registry import rule_for
from perfeval_xl.scheme.model import Rounding, RuleSpec

__all__ = ["EXAMPLES", "ROUNDING", "Example"]

ROUNDING = Rounding(places=2, stage="indicator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A rule with its parameters, as in a scheme file, and what somebody filled in; `facts` by their names."""

    kind: str
    weight: str
    facts: Mapping[str, str]
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        """The rule as a scheme would make it."""
        source = Source(document="示例", number="示例")
        return rule_for(
            RuleSpec(
                kind=self.kind,
                source=source,
                parameters=self.parameters,
                file="rules.md",
            )
        )

    def outcome(self) -> Outcome:
        """Return what the rule gives."""
        entries = {name: Entry(text) for name, text in self.facts.items()}
        return self.rule.score(Evidence(Decimal(self.weight), entries), ROUNDING)


_PARTS = {"numerator": "实际到位资金", "denominator": "计划到位资金"}
_BANDS = [
    {"lowest": "90%", "points": 8},
    {"lowest": "80%", "points": 6},
    {"lowest": "70%", "points": 4},
    {"lowest": "60%", "points": 2},
]
_SHARES = [
    {"lowest": "100%", "share": "1"},
    {"lowest": "80%", "share": "0.7"},
    {"lowest": "60%", "share": "0.5"},
]

EXAMPLES: tuple[Example, ...] = (
    Example(kind="ratio", weight="10", facts={"target": "4754", "actual": "4604"}),
    Example(
        kind="ratio",
        weight="10",
        facts={"target": "100", "actual": "80"},
        parameters={"threshold": "60%"},
    ),
    Example(
        kind="ratio",
        weight="3",
        facts={"target": "870", "actual": "900"},
        parameters={"direction": "at_most", "inverse": "excess"},
    ),
    Example(
        kind="ratio",
        weight="10",
        facts={"actual": "150"},
        parameters={"target": "100项", "over": "reduce", "floor": "50%"},
    ),
    Example(
        kind="ratio",
        weight="3",
        facts={"numerator": "700", "denominator": "868"},
        parameters={"facts": "parts", **_PARTS},
    ),
    Example(
        kind="execution", weight="10", facts={"budget": "43.2", "executed": "37.24"}
    ),
    Example(
        kind="execution",
        weight="3",
        facts={"received": "107", "executed": "106.8"},
        parameters={"denominator": "received", "over": "zero", "zero_budget": "full"},
    ),
    Example(
        kind="bands",
        weight="8",
        facts={"rate": "85.5%"},
        parameters={"value": "满意率", "bands": _BANDS},
    ),
    Example(
        kind="bands",
        weight="10",
        facts={"target": "≤20", "actual": "24"},
        parameters={"from": "target", "bands": _SHARES},
    ),
    Example(
        kind="bands",
        weight="10",
        facts={"budget": "100", "executed": "79.5"},
        parameters={"from": "execution", "bands": _SHARES},
    ),
    Example(
        kind="linear",
        weight="5",
        facts={"rate": "88.5%"},
        parameters={
            "value": "满意率",
            "full_from": "90%",
            "step": "1%",
            "deduct": "0.2",
            "per": "started_step",
        },
    ),
    Example(
        kind="linear",
        weight="4",
        facts={"numerator": "96", "denominator": "120"},
        parameters={
            "from": "parts",
            "numerator": "实际支出数",
            "denominator": "调整后预算数",
            "full_from": "90%",
            "full_to": "100%",
            "step": "1%",
            "deduct": "0.2",
            "zero_above": "100%",
        },
    ),
    Example(
        kind="in_range",
        weight="4",
        facts={"rate": "95%"},
        parameters={
            "value": "成本控制率",
            "lowest": "95%",
            "highest": "100%",
            "excluded": ["lowest"],
            "deduct": "1.5",
        },
    ),
    Example(
        kind="per_finding",
        weight="7",
        facts={"count": "2"},
        parameters={"value": "没有通过验收的项数", "deduct": "2.5"},
    ),
    Example(kind="all_or_nothing", weight="1", facts={"met": "是"}),
    Example(
        kind="all_or_nothing",
        weight="3",
        facts={"met": "否", "reason": "汛期停工"},
        parameters={"value": "是否如期完成", "unless_reason": True, "reason_points": 1},
    ),
    Example(kind="zero_target", weight="5", facts={"target": "0", "actual": "0"}),
    Example(
        kind="checklist",
        weight="4",
        facts={"1": "是", "proof_1": "年度工作计划", "2": "是", "3": "否"},
        parameters={
            "items": [
                {"text": "符合部门年度工作计划", "points": 2, "proof": "年度工作计划"},
                {"text": "符合发展规划", "points": 2},
                {"text": "与同类项目重复", "points": -1},
            ]
        },
    ),
    Example(
        kind="checklist",
        weight="4",
        facts={"1": "√", "2": "√", "3": "×"},
        parameters={
            "remainder": 1,
            "items": [
                {"text": "拨付手续完整", "points": "1.5"},
                {"text": "符合批复的用途", "points": "1.5"},
                {"text": "存在截留、挪用", "points": -1},
            ],
        },
    ),
    Example(
        kind="choice",
        weight="2",
        facts={"case": "不及时，但未影响进度"},
        parameters={
            "cases": [
                {"text": "到位及时", "points": 2},
                {"text": "不及时，但未影响进度", "points": 1},
                {"text": "不及时，并影响进度", "points": "0.5"},
            ]
        },
    ),
    Example(
        kind="deductions",
        weight="7",
        facts={"2": "2", "reason": "抽查的凭证缺少审批"},
        parameters={
            "findings": [
                {"text": "虚列、套取", "lowest": 4, "highest": 7},
                {"text": "依据不合规", "lowest": 2},
            ]
        },
    ),
    Example(
        kind="deadline",
        weight="3",
        facts={"target": "2024-12-31", "actual": "2024-10-25"},
    ),
    Example(
        kind="deadline",
        weight="5",
        facts={"target": "2024-12-31", "actual": "2025-02-10"},
        parameters={"late": "deduct", "deduct": "1", "per": "month"},
    ),
    Example(
        kind="levels",
        weight="10",
        facts={
            "target": "达标",
            "actual": "部分达成",
            "self_score": "7",
            "note": "两个点位未完工",
        },
        parameters={
            "levels": [
                {"name": "达成", "lowest": "80%", "highest": "100%"},
                {
                    "name": "部分达成",
                    "lowest": "60%",
                    "highest": "80%",
                    "words": ["基本达成"],
                },
                {"name": "未达成", "lowest": "0%", "highest": "60%"},
            ]
        },
    ),
    Example(
        kind="judgement",
        weight="8",
        facts={"score": "7.5", "reason": "办理时限缩短不明显"},
        parameters={"guide": "达到预期效果得满分，未达到的酌情扣分"},
    ),
)
"""Every kind at least once, in the order of the page."""
