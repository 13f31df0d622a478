"""The 评分标准 column of a fixed form: the words of the scheme, or those of the rule, as documents print them."""

from __future__ import annotations

from perfeval_xl.amounts import plain
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.checklist import Checklist
from perfeval_xl.rules.choice import Choice
from perfeval_xl.rules.deductions import Deductions
from perfeval_xl.rules.items import mark
from perfeval_xl.rules.judgement import Judgement
from perfeval_xl.scheme.model import IndicatorSpec

__all__ = ["grades_text", "standard_of"]


def standard_of(spec: IndicatorSpec, rule: Rule) -> str:
    """Return the text of one indicator: numbered points on lines of their own."""
    proofs = [f"须提供佐证资料：{'、'.join(spec.proof)}。"] if spec.proof else []
    if spec.standard:
        return "\n".join([spec.standard, *proofs])
    return "\n".join([*_lines(rule), *proofs])


def grades_text(bands: tuple[tuple[str, str], ...], full: str) -> str:
    """Return the footnote of the grades: `90（含）—100分为优，80（含）—90分为良，…`; bands are label and lowest.

    >>> grades_text((("优", "90"), ("差", "0")), "100")
    '90（含）—100分为优，90分以下为差'
    """
    # From the best grade down; each ends where the one above it begins
    parts, above = [], full
    for number, (label, lowest) in enumerate(bands):
        last = number == len(bands) - 1 and number > 0
        parts.append(
            f"{above}分以下为{label}" if last else f"{lowest}（含）—{above}分为{label}"
        )
        above = lowest
    return "，".join(parts)


def _lines(rule: Rule) -> list[str]:
    if isinstance(rule, Checklist):
        lines = []
        for number, item in enumerate(rule.items, 1):
            points = (
                f"{plain(item.points)}分"
                if item.points > 0
                else f"扣{plain(-item.points)}分"
            )
            lines.append(f"{mark(number)}{item.text}（{points}）")
        if rule.exclusive:
            lines.append("以上各项只取其一。")
        proofs = [
            f"以上{mark(number)}需提供佐证资料。"
            for number, item in enumerate(rule.items, 1)
            if item.proof
        ]
        return [*lines, *proofs]
    if isinstance(rule, Choice):
        return [
            f"{mark(number)}{case.text}（{plain(case.points)}分）"
            for number, case in enumerate(rule.cases, 1)
        ]
    if isinstance(rule, Deductions):
        return [
            f"{mark(number)}{each.text}扣{each.limits}分"
            for number, each in enumerate(rule.findings, 1)
        ]
    if isinstance(rule, Judgement) and rule.guide:
        return [f"{rule.guide}。"]
    return [rule.describe()]
