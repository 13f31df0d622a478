"""What a promise, a name with its target, says wrongly by itself: told to whoever wrote it, before anything is done."""

from __future__ import annotations

from enum import Enum

from perfeval_xl.amounts import normalise
from perfeval_xl.measures.model import Kind
from perfeval_xl.measures.names import words
from perfeval_xl.measures.parsing import parse_measure
from perfeval_xl.measures.row import Why, read_row

__all__ = [
    "Sign",
    "counts_execution",
    "is_called_a_rate",
    "is_no_percentage",
    "sign_of",
]


class Sign(Enum):
    """How the sign of a target goes with the name."""

    RIGHT = "right"
    MISSING = "missing"
    ODD = "odd"


def sign_of(path: tuple[str, ...], target: str | None) -> Sign:
    """Say whether a target points the way its name does; nothing is known of what will be reached.

    >>> sign_of(("产出指标", "成本指标", "总成本"), "≥30万元"), sign_of(("效益指标", "社会效益指标", "投诉次数"), "2次")
    (<Sign.ODD: 'odd'>, <Sign.MISSING: 'missing'>)
    """
    # The target stands for its own actual, so that only the direction can be in doubt
    row = read_row(path, target, target)
    if row.doubt is not None and row.doubt.why is Why.DIRECTION:
        return Sign.MISSING
    if row.odd:
        return Sign.ODD
    return Sign.RIGHT


def is_called_a_rate(name: str) -> bool:
    """Whether a name, brackets behind it aside, ends with 率 and means a percentage.

    >>> is_called_a_rate("合格率（%）"), is_called_a_rate("办事效率")
    (True, False)
    """
    bare = normalise(name).split("(")[0]
    return bare.endswith("率") and not bare.endswith(words().not_rates)


def is_no_percentage(target: str | None) -> bool:
    """Whether a target is a word, or has a unit that is no percentage; a bare figure may be one.

    >>> is_no_percentage("400件"), is_no_percentage("达标"), is_no_percentage("95"), is_no_percentage("95%")
    (True, True, False, False)
    """
    measure = parse_measure(target)
    if measure.kind is Kind.QUALITY:
        return True
    has_unit = bool(measure.written or measure.unit)
    return has_unit and not measure.rate


def counts_execution(name: str) -> bool:
    """Whether an indicator is the execution rate of the budget under another name.

    >>> counts_execution("年度预算资金执行率"), counts_execution("会诊医师排班制度执行率")
    (True, False)
    """
    bare = normalise(name)
    known = words()
    # 预算执行率 is one, 制度执行率 is not
    named = any(word in bare for word in known.execution)
    return named and not any(word in bare for word in known.not_execution)
