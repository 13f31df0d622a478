"""The 评分标准 column of a fixed form: the words of the scheme, or those of the rule, as documents print them."""

from __future__ import annotations

from perfeval_xl.rules.base import Rule
from perfeval_xl.scheme.model import IndicatorSpec

__all__ = ["grades_text", "standard_of"]


def standard_of(spec: IndicatorSpec, rule: Rule) -> str:
    """Return the text of one indicator: numbered points on lines of their own."""
    # The words of the document, where it has any; else those of the rule
    lines = list(rule.standard())
    if spec.standard:
        lines = [spec.standard]
    if spec.proof:
        lines.append(f"须提供佐证资料：{'、'.join(spec.proof)}。")
    return "\n".join(lines)


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
