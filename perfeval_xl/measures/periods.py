"""Spans of days in target and actual cells: 2024年1月-12月, 1月1日至12月31日.

A span is read only beside a day or the same span: of 1-11月 beside 1-12月 nobody can say whether it was early or short.
"""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval_xl.measures.dated import read_written_date
from perfeval_xl.measures.model import Kind, Measure

__all__ = ["with_spans"]

_SPAN = re.compile(
    r"(?P<first>[^-—~至到]{1,12})(?:--?|——?|~|至|到)(?P<last>[^-—~至到]{1,12})"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")


def with_spans(target: Measure, actual: Measure) -> tuple[Measure, Measure]:
    """Return both, a span as the days from its first to its last, where the other is a day or the same span.

    >>> from perfeval_xl.measures.parsing import parse_measure
    >>> pair = with_spans(parse_measure("2024年1月-12月"), parse_measure("2024年12月20日"))
    >>> str(pair[0].since), str(pair[0].date)
    ('2024-01-01', '2024-12-31')
    """
    wanted, done = _span(target), _span(actual)
    if wanted is not None and done is not None:
        same = (wanted.since, wanted.date) == (done.since, done.date)
        if same and wanted.yearless is done.yearless:
            return wanted, done
        return target, actual
    if wanted is not None and _is_day(actual):
        return wanted, actual
    if done is not None and target.kind is Kind.DATE:
        return target, done
    return target, actual


def _is_day(measure: Measure) -> bool:
    return measure.kind is Kind.DATE and measure.since is not None


def _span(measure: Measure) -> Measure | None:
    """Return the days of a span, of which the end may leave the year to the beginning, and the beginning the 月 to the end."""
    if measure.kind is not Kind.QUALITY:
        return None
    match = _SPAN.fullmatch(measure.text)
    if match is None:
        return None
    first, last = match["first"], match["last"].removesuffix("完成")
    if last.endswith("月") and "月" not in first:
        first += "月"
    year = _YEAR.match(first)
    if year is not None and _YEAR.match(last) is None:
        last = year[0] + last
    begins, ends = read_written_date(first, first), read_written_date(last, last)
    if begins is None or ends is None or begins.since is None or ends.date is None:
        return None
    if begins.yearless is not ends.yearless or begins.since > ends.date:
        return None
    return replace(ends, since=begins.since, text=measure.text)
