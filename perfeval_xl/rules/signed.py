"""Targets with a sign, such as `≥95%`, in formulas: most targets of real forms are written so.

A formula reads only what is certain: `≥` or `≤` (also `>=` and `<=`), then digits, one decimal point at most, and a
percent sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.rules.cells import holds_only_formula, percent_shown_formula

__all__ = ["SignedTarget"]

# Signs of a target that is read here; longer ones are left to the program
_LONGEST = 20
_PLAIN = "0123456789.%"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTarget:
    """A target cell that holds a number, or a text with a sign before one; `percent` says whether a number is one."""

    cell: str
    percent: str = ""

    @property
    def number(self) -> str:
        """The number, of a text the one behind its sign."""
        return f"IF(ISNUMBER({self.cell}),{self.cell},VALUE({self._figure}))"

    @property
    def is_percent_formula(self) -> str:
        """Whether the number is a percentage."""
        shown = self.percent or percent_shown_formula(self.cell)
        return f'IF(ISNUMBER({self.cell}),{shown},RIGHT({self.cell})="%")'

    @property
    def at_most_formula(self) -> str:
        """Whether a text has the sign of a limit; never a number."""
        return f'ISNUMBER(FIND(LEFT({self.cell}),"≤<"))'

    def readable_formula(self) -> str:
        """Whether a text is a sign and a plain number above 0, nothing else."""
        # A sign that points somewhere, in one of its four spellings
        figure = self._figure
        bare = f'SUBSTITUTE({figure},"%","")'
        sign, two = f"LEFT({self.cell})", f"LEFT({self.cell},2)"
        signed = f'OR({sign}="≥",{sign}="≤",{two}=">=",{two}="<=")'
        # Behind it a plain number: at most a percent sign, and that at the end
        only = holds_only_formula(figure, _PLAIN)
        at_the_end = f'OR({bare}={figure},{bare}&"%"={figure})'
        # Digits at both ends: ≥.5 and ≥5. are left to the program
        digits = ",".join(
            f'ISNUMBER(FIND({side}({bare}),"0123456789"))' for side in ("LEFT", "RIGHT")
        )
        short = f"LEN({self.cell})<={_LONGEST},LEN({bare})>0"
        return f"IF(AND({signed},{short}),IF(AND({only},{digits},{at_the_end}),VALUE({figure})>0,FALSE),FALSE)"

    @property
    def _figure(self) -> str:
        return f'MID({self.cell},2+(MID({self.cell},2,1)="="),{_LONGEST})'
