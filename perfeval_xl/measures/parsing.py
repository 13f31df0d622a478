"""From the text of a cell to its value."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from perfeval_xl.amounts import FULL_WIDTH, normalise
from perfeval_xl.measures.comparators import INCLUDED, SIGN_CHARACTERS, SIGNS, peel
from perfeval_xl.measures.dated import read_written_date
from perfeval_xl.measures.figure import lead_of, read_figure
from perfeval_xl.measures.model import ABSENT, Direction, Kind, Measure, Note
from perfeval_xl.measures.numerals import CHINESE
from perfeval_xl.measures.phrases import (
    behind_a_verb,
    without_done,
    without_remark,
    without_wrapping,
)
from perfeval_xl.measures.ranges import range_of, two_bounds

__all__ = ["parse_measure"]

_DIGITS = frozenset("0123456789")
_LONGEST = 64
"""A value is short; a longer text is a sentence, and is not searched for figures."""

_SAME = str.maketrans(
    {
        "−": "-",
        "﹣": "-",
        "﹪": "%",
        "〜": "~",
        "∼": "~",
        "–": "—",
        "―": "—",
        "∙": "·",
        "•": "·",
        "・": "·",
    }
)
_LATEX = {
    "\\geq": "≥",
    "\\leq": "≤",
    "\\ge": "≥",
    "\\le": "≤",
    "\\%": "%",
    "\\times": "*",
    "\\sim": "~",
    "$": "",
}
_SIGNED = re.compile(f"([{SIGN_CHARACTERS}]+)")
_BETWEEN = re.compile(
    r"(?<=[0-9%‰)\w])(?:--?|~|——?|至|到)(?=[0-9+一二两三四五六七八九十百])"
)
_AROUND = re.compile(r"^(?:控制在|保持在|维持在|介于|在)|(?:之间|范围内)$")
_JOINS = re.compile(r"并且|且|(?<![普涉])及(?![时格早])|和(?!谐)|(?<!参)与|并(?!发)")
_CLAUSES = re.compile(r"[,;、。]|" + _JOINS.pattern)
_LABEL = re.compile(
    r"(?P<label>(?!每)[^\W\d_]{1,14}?(?:率|(?<![年季月])度|比例|占比|比重|金额|成本|投资|数量|人数|人次|面积))(?:均|应)?(?:为|是|达|:)?"
    r"(?=[0-9≥≤<>=]|不|未|高于|低于|大于|小于|至少|达到|控制|百分之)"
)
_CHANGE = re.compile(
    r"^(?:较上年|比上年|同比|环比)|^(?:提高|提升|增长|增加|上升|下降|降低|减少|缩短|压减|压缩|节约|节省)"
)
_ROUGHLY = re.compile(
    r"^(?:约|大约|大概|近|将近|接近)|[0-9十百千万亿][多余来几]|左右$|上下$|[几数][十百千万]"
)
_ROUGHLY_IN_WORDS = re.compile(r"[十百千万亿][多余来几]|[几数][十百千万]")
_DAMAGED_SIGN = re.compile(r"[之乏Zz](?=[0-9])")
_TWO_FOR_SIGN = re.compile(r"2(?P<rest>[1-9][0-9](?:\.[0-9]+)?|100(?:\.0+)?)%\Z")
_LETTERS = str.maketrans("OoIl|", "00111")


def parse_measure(text: str | None) -> Measure:
    """Return what `text` says; what cannot be read is a `QUALITY`, with a note where it speaks of figures.

    >>> parse_measure("≥95%").number, parse_measure("24.5万元").number, parse_measure("达标").kind.value
    (Decimal('0.95'), Decimal('245000.0'), 'quality')
    >>> parse_measure("95%≤N≤100%").low, parse_measure("290%").suspect
    (Decimal('0.95'), '≥90%')
    """
    if text is None:
        return _BLANK
    if len(text) <= _LONGEST:
        return _parse(text)
    return _parse_long(text)


_BLANK = Measure(kind=Kind.BLANK, text="")


@lru_cache(maxsize=4096)
def _parse(text: str) -> Measure:
    folded = normalise(text)
    if not folded:
        return _BLANK
    if folded in ABSENT:
        return Measure(kind=Kind.NOT_APPLICABLE, text=folded)
    # An apostrophe in front is how a cell was made a text
    bare = without_wrapping(folded)
    if bare != folded:
        return replace(_parse(bare), text=folded)
    # A date before figures: 2024.12.31 would else be read as numbers
    date = read_written_date(text, folded)
    if date is not None:
        return date
    # Dropping the blanks would make one number of 40 and 400
    if _stand_apart(text):
        shown = " ".join(text.translate(FULL_WIDTH).split())
        return Measure(kind=Kind.QUALITY, text=shown, note=Note.SEVERAL)
    return _read(folded, _folded_signs(folded)) or _quality(folded)


def _stand_apart(text: str) -> bool:
    """Whether a cell holds several figures with nothing but blanks or line ends between them: 40⏎400, ≥95% ≥90%."""
    parts = text.translate(FULL_WIDTH).split()
    if len(parts) < 2:
        return False
    # Digits that would touch without the blank
    for before, after in pairwise(parts):
        touching = before[-1] in _DIGITS and after[0] in _DIGITS
        if touching:
            return True
    # Or parts that are values one by one but nothing together
    every_one_read = all(_read(part, _folded_signs(part)) for part in parts)
    return every_one_read and _read("", _folded_signs("".join(parts))) is None


def _parse_long(text: str) -> Measure:
    """Read a long text: nothing but blanks between short ones, or a sentence."""
    folded = normalise(text)
    if len(folded) <= _LONGEST:
        return _parse(folded)
    note = ""
    if any(map(str.isdecimal, folded)):
        note = Note.UNREAD
    return Measure(kind=Kind.QUALITY, text=folded, note=note)


def _folded_signs(folded: str) -> str:
    for written, sign in _LATEX.items() if "\\" in folded or "$" in folded else ():
        folded = folded.replace(written, sign)
    return folded.translate(_SAME)


def _read(folded: str, text: str) -> Measure | None:
    """Read one quantity or one range; `text` is `folded` with one spelling for each sign."""
    text = text.strip(",;、。")
    if not _speaks_of_figures(text):
        return None
    read = (
        _read_signed(folded, text)
        or _read_quantity(folded, text)
        or _read_between(folded, text)
    )
    if read is not None:
        return read
    # Words around the figure that change nothing: 12期(每月1期), 举办培训班12期
    shorter = without_remark(text) or behind_a_verb(text)
    if shorter:
        return _read(folded, shorter)
    return None


def _speaks_of_figures(text: str) -> bool:
    return any(sign in "0123456789" or sign in CHINESE or sign == "半" for sign in text)


def _read_signed(folded: str, text: str) -> Measure | None:
    """Read 95%≤N≤100%, N≥95% and 满意度≥95%: signs with a name between or before."""
    parts = _SIGNED.split(text)
    signs = [SIGNS.get(sign, "") for sign in parts[1::2]]
    # One sign: behind a name it is that of the figure, in front of a letter it is turned round
    if len(parts) == 3 and parts[0] and signs[0]:
        if _is_name(parts[0]):
            return _read_quantity(folded, parts[1] + parts[2])
        flipped = {"≥": "≤", "≤": "≥", ">": "<", "<": ">", "=": "="}[signs[0]]
        if len(parts[2]) == 1 and _is_name(parts[2]):
            return _read_quantity(folded, flipped + parts[0])
        return None
    if len(parts) != 5 or not (parts[0] and _is_name(parts[2])):
        return None
    # Two signs round a name: both must point the same way
    if signs[0] + signs[1] in {"≤≤", "≤<", "<≤", "<<"}:
        return range_of(
            folded,
            parts[0],
            parts[4],
            low_excluded=signs[0] == "<",
            high_excluded=signs[1] == "<",
        )
    if signs[0] + signs[1] in {"≥≥", "≥>", ">≥", ">>"}:
        return range_of(
            folded,
            parts[4],
            parts[0],
            low_excluded=signs[1] == ">",
            high_excluded=signs[0] == ">",
        )
    return None


def _is_name(text: str) -> bool:
    """Whether `text` can only be the name of the indicator: N, 成本控制率."""
    plain = text.removesuffix(":")
    if (
        not plain
        or len(plain) > 14
        or not plain.replace("(", "").replace(")", "").isalpha()
    ):
        return False
    if len(plain) == 1 and plain.isascii():
        return True
    return (
        not _JOINS.search(plain)
        and not _speaks_of_figures(plain)
        and not plain.isascii()
        and _names(plain)
    )


def _names(text: str) -> bool:
    match = _LABEL.match(text + "0")
    return match is not None and match["label"] == text


def _read_quantity(folded: str, text: str) -> Measure | None:
    # 满意度95% names the indicator once more
    label = _LABEL.match(text)
    if label is not None and not _JOINS.search(label["label"]):
        text = text[label.end() :]
    # 每年不少于2次: the comparator stands behind the span
    lead = lead_of(text)
    bounds = peel(text[lead:])
    figure = None
    if bounds is not None:
        figure = read_figure(text[:lead] + bounds.core)
    if bounds is None or figure is None:
        return None
    if bounds.sign in {"≤", "<"} and "*" in bounds.core and figure.unit.per == "周":
        # 7*24小时以内: within a week?
        return None
    unit = figure.unit
    suspect = ""
    if not bounds.sign and (match := _TWO_FOR_SIGN.match(bounds.core)):
        suspect = f"≥{match['rest']}%"
    return Measure(
        kind=Kind.QUANTITY,
        text=folded,
        number=figure.number,
        unit=unit.base,
        comparator=bounds.comparator,
        direction=Direction.AT_MOST
        if bounds.sign in {"≤", "<"}
        else Direction.AT_LEAST,
        sign=bounds.sign,
        rate=unit.rate,
        per=unit.per,
        written=unit.written,
        factor=unit.factor,
        suspect=suspect,
    )


def _read_between(folded: str, text: str) -> Measure | None:
    """Read 90%-100%, 3~5个, 3至5个; (含) behind one bound alone leaves out the other."""
    core = _AROUND.sub("", text)
    parts = _BETWEEN.split(core)
    if len(parts) != 2:
        return None
    included = [INCLUDED.search(part) is not None for part in parts]
    low, high = (INCLUDED.sub("", part) for part in parts)
    if not low or not high:
        return None
    # 90(含)-100分 ends with all there is
    if included == [True, False] and not high.startswith("100"):
        return range_of(folded, low, high, low_excluded=False, high_excluded=True)
    return range_of(
        folded,
        low,
        high,
        low_excluded=included == [False, True],
        high_excluded=False,
    )


def _quality(folded: str) -> Measure:
    """Return a text, with a note and a suspicion where it has figures."""
    text = _folded_signs(folded)
    quality = Measure(kind=Kind.QUALITY, text=folded)
    if folded in {"一", "ー"}:
        return replace(quality, suspect="—")
    in_clauses = _in_clauses(folded, text, quality)
    if in_clauses is not None:
        return in_clauses
    if not any(map(str.isdecimal, text)):
        if _ROUGHLY_IN_WORDS.search(text):
            return replace(quality, note=Note.APPROXIMATE)
        return quality
    # Figures that are no value: why, as far as it can be told
    for pattern, note in (
        (_CHANGE, Note.CHANGE),
        (_ROUGHLY, Note.APPROXIMATE),
    ):
        if pattern.search(text):
            return replace(quality, note=note)
    return replace(quality, note=Note.UNREAD, suspect=_suspect(text))


def _in_clauses(folded: str, text: str, quality: Measure) -> Measure | None:
    """Read clauses one by one: two bounds of one range, one value beside 已完成, or several; `None` where none is a value."""
    parts = [part for part in _CLAUSES.split(text) if part]
    if len(parts) <= 1:
        return None
    parts = without_done(parts)
    readings = [_read(part, part) or read_written_date(part, part) for part in parts]
    # 已完成，实际12期 has one value only
    if len(parts) == 1 and readings[0] is not None:
        return replace(readings[0], text=folded)
    if any(readings):
        return two_bounds(folded, readings) or replace(quality, note=Note.SEVERAL)
    return None


def _suspect(text: str) -> str:
    """Return what a text may have been before it was scanned: 之95% for ≥95%, 1OO% for 100%."""
    if _DAMAGED_SIGN.match(text) and (_read(text, text[1:])) is not None:
        return "≥" + text[1:]
    repaired = text.translate(_LETTERS)
    if repaired != text and _read(repaired, repaired) is not None:
        return repaired
    return ""
