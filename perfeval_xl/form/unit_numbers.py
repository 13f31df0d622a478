"""The number in a text such as 4个, for the preview: only where the program reads the very same one.

Target and actual must end in the same unit of a short list and have nothing but a plain number before it; then the
unit does not matter to their ratio. Everything else stays text, and the preview blank.
"""

from __future__ import annotations

__all__ = ["number_formula"]

_UNITS = ("个", "项", "件", "次", "人", "户", "套", "台", "份", "场", "元", "万元", "人次", "公里", "平方米")


def number_formula(own: str, other: str) -> str:
    """Return the formula of the number in cell `own`, beside which `other` has the same unit; else what stands there."""
    units = "{" + ",".join(f'"{unit}"' for unit in _UNITS) + "}"
    long = f"SUMPRODUCT(MAX(LEN({units})*EXACT(RIGHT(TRIM({own}),LEN({units})),{units})))"
    alike = f"AND({long}>0,EXACT(RIGHT(TRIM({own}),{long}),RIGHT(TRIM({other}),{long})))"
    figures = [f"LEFT(TRIM({cell}),LEN(TRIM({cell}))-{long})" for cell in (own, other)]
    plain = ",".join(f'EXACT(VALUE({figure})&"",{figure}),VALUE({figure})>0' for figure in figures)
    as_written = f'IF(TRIM({own})="","",{own})'
    read = f"IF({alike},IF(AND({plain}),VALUE({figures[0]}),{as_written}),{as_written})"
    return f"IF(ISNUMBER({own}),{own},IFERROR({read},{as_written}))"
