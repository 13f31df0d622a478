"""The two colours that repeat what a hint says in words: amber for what is still missing, red for what is wrong."""

from __future__ import annotations

from perfeval_xl.sheets.model import Area, Conditional

__all__ = ["amber", "begins_formula", "red"]

_RED, _RED_TEXT = "FFC7CE", "9C0006"
_AMBER, _AMBER_TEXT = "FFD966", "5C4400"


def amber(area: Area, formula: str) -> Conditional:
    """Return the format of what is still missing where the formula is true."""
    return Conditional(area=area, formula=formula, fill=_AMBER, colour=_AMBER_TEXT)


def red(area: Area, formula: str) -> Conditional:
    """Return the format of what is wrong where the formula is true."""
    return Conditional(
        area=area,
        formula=formula,
        fill=_RED,
        colour=_RED_TEXT,
        bold=True,
    )


def begins_formula(cell: str, words: str) -> str:
    """Return the formula that is true when a cell begins with these words."""
    return f'LEFT({cell},{len(words)})="{words}"'
