"""Two figures in cells, one of which may be shown as a percentage, in formulas: the same as `measures.figures`."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.measures.comparing import LOST_UNIT
from perfeval_xl.measures.model import LEAST_PERCENT, MOST_PERCENT, MOST_TIMES

__all__ = ["FigurePair", "rate_formula", "rate_is_clear_formula"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePair:
    """The cells of target and actual, and the formulas that are true where they show a percentage."""

    target: str
    target_percent: str
    actual: str
    actual_percent: str

    def comparable_formula(self) -> str:
        """Whether nobody can read the two in two ways: both alike and of one size, or a percentage beside a figure."""
        return f"IF({self._alike_formula()},OR({self.target_percent},{self._one_size_formula()}),{self._clear_formula()})"

    def scaled(self) -> str:
        """The actual as it stands beside the target: 98 beside 100% is 0.98, 98% beside 100 is 98."""
        # Below 1 a bare figure is a fraction already
        actual_bare = f"IF(ABS({self.actual})<1,1,0.01)"
        target_bare = f"IF(ABS({self.target})<1,1,100)"
        return f"({self.actual}*IF({self._alike_formula()},1,IF({self.target_percent},{actual_bare},{target_bare})))"

    def comparable_to_sign_formula(self) -> str:
        """The same in fewer letters, where nothing is told of a percentage beside a bare target."""
        # Beside a percentage the actual is one too, or bare and not to be mistaken
        beside_percentage = f"OR({self.actual_percent},{_clear_beside_formula(self.actual, self.target)})"
        beside_bare = f"AND(NOT({self.actual_percent}),OR({self._one_size_formula()}))"
        return f"IF({self.target_percent},{beside_percentage},{beside_bare})"

    def scaled_to_sign(self) -> str:
        """The actual as it stands beside the target, where `comparable_to_sign`."""
        in_percent = f"AND({self.target_percent},NOT({self.actual_percent}),ABS({self.actual})>=1)"
        return f"({self.actual}*IF({in_percent},0.01,1))"

    def _alike_formula(self) -> str:
        return f"{self.target_percent}={self.actual_percent}"

    def _one_size_formula(self) -> str:
        # Thousands of times the other, one of the two may stand in 元 beside 万元
        target = f"ABS({self.target})"
        actual = f"ABS({self.actual})"
        times = plain(LOST_UNIT)
        near = f"AND({actual}<{times}*{target},{target}<{times}*{actual})"
        return f"{self.target}=0,{self.actual}=0,{near}"

    def _clear_formula(self) -> str:
        beside_target = _clear_beside_formula(self.actual, self.target)
        beside_actual = _clear_beside_formula(self.target, self.actual)
        return f"IF({self.target_percent},{beside_target},{beside_actual})"


def _clear_beside_formula(bare: str, percentage: str) -> str:
    """Whether a bare figure beside a percentage is a fraction or a percentage, and not perhaps both."""
    # 0.95 beside 100% is a fraction, 95 a percentage; what may be both, such as 1, is left out
    size = f"ABS({bare})"
    fraction = f"AND({size}<1,{size}<={plain(MOST_TIMES)}*ABS({percentage}))"
    in_percent = f"AND({size}>={plain(LEAST_PERCENT)},{size}<={plain(MOST_PERCENT)})"
    return f"OR({bare}=0,{fraction},{in_percent})"


def rate_is_clear_formula(cell: str, percent: str) -> str:
    """Return the formula that is true unless a bare figure may be a fraction as well as a percentage: 1 is 100% or 1%."""
    return f"OR({percent},ABS({cell})<1,ABS({cell})>={plain(LEAST_PERCENT)})"


def rate_formula(cell: str, percent: str) -> str:
    """Return the formula of the rate in a cell that holds 0.95, 95% or 95."""
    return f"IF(OR({percent},ABS({cell})<1),{cell},{cell}/100)"
