"""Random evidence: what people, and people who mean harm, write into the cells that a rule looks at.

A draw is a function from a source of randomness to what stands in one cell. There is one maker of draws for every kind
of fact; `near` are the thresholds of the rule, at which and next to which most mistakes live.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from perfeval_xl.amounts import HUNDRED, plain
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.sheets.model import Cell, Formula, Style
from perfeval_xl.sheets.values import as_cell, printed

__all__ = [
    "Draw",
    "Written",
    "choices",
    "counts",
    "dates",
    "draw_for",
    "figures",
    "numbers",
    "one_of",
    "points",
    "rates",
    "texts",
    "ticks",
    "weights",
    "written",
]

_BLANKS = (None, "", " ", "　")
_WORDS = (
    "达标",
    "不适用",
    "—",
    "≥95%",
    "７",
    "１２．５",
    "3个",
    "1e5",
    "007",
    "+5",
    "-0",
    "TRUE",
    "5-",
    "。",
    "=1+1",
    "是",
)
_ERRORS = ("#N/A", "#DIV/0!", "#VALUE!")
_DATE_FORMATS = ("yyyy/m/d", 'yyyy"年"m"月"d"日"', "yyyy-mm-dd")
_DIGITS = 15  # significant digits that a cell keeps
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in one cell, and the text under which the reader hands it over."""

    text: str | None
    cell: Cell

    @property
    def number(self) -> Decimal | None:
        """The number in the cell; a date is one too."""
        return self.cell.value if isinstance(self.cell.value, Decimal) else None

    @property
    def dated(self) -> bool:
        """Whether it is a date cell."""
        return self.cell.style.number_format in _DATE_FORMATS


Draw = Callable[[random.Random], Written]


def written(text: str | None) -> Written:
    """Return the cell that the form makes of a text: numbers and percentages are numbers there."""
    if not text:
        return Written(text, Cell())
    value, number_format = as_cell(text)
    return Written(text, Cell(value=value, style=Style(number_format=number_format)))


def one_of(texts: Sequence[str | None]) -> Draw:
    """Draw one of these texts."""
    return lambda source: written(source.choice(texts))


def numbers(near: Iterable[Decimal] = ()) -> Draw:
    """Draw amounts: blank, words, plain, negative, huge, long, at `near` and one small step beside it."""
    return partial(_draw_number, tuple(near), _amount)


def rates(near: Iterable[Decimal] = ()) -> Draw:
    """Draw rates, most of them between 0 and 1.5, half of them spelled as percentages."""
    return partial(_draw_number, tuple(near), _rate)


def counts() -> Draw:
    """Draw how many there were: mostly small whole numbers, and fractions and negative ones."""
    return partial(_draw_number, (Decimal(0), Decimal(1)), _count)


def points(near: Iterable[Decimal] = ()) -> Draw:
    """Draw points that somebody gave."""
    return partial(_draw_number, tuple(near), _points)


def weights() -> Draw:
    """Draw the points available: mostly those of real forms, then odd ones, blanks, words and negative ones."""

    def draw(source: random.Random) -> Written:
        if source.random() < 0.05:
            return written(source.choice(["", None, "十", "-2", "10分", " "]))
        if source.random() < 0.1:
            return written(
                plain(
                    Decimal(source.randrange(0, 1_000_000)).scaleb(
                        -source.choice([2, 3, 4])
                    )
                )
            )
        return written(
            source.choice(
                [
                    "10",
                    "7",
                    "8",
                    "2.5",
                    "3",
                    "5",
                    "4",
                    "12.25",
                    "0.7",
                    "100",
                    "0",
                    "50",
                    "10%",
                ]
            )
        )

    return draw


def ticks() -> Draw:
    """Draw 是 or 否, now and then something else."""
    return choices(("是", "否"))


def choices(words: Sequence[str]) -> Draw:
    """Draw one of the words, or something that nearly is one."""

    def draw(source: random.Random) -> Written:
        chance, word = source.random(), source.choice(words)
        if chance < 0.8:
            return written(word)
        wrong = (
            word + " ",
            " " + word,
            word[:-1],
            word + word,
            word + "。",
            "√",
            "1",
            "0",
            *_WORDS,
            *_BLANKS,
        )
        return _error(source) if chance > 0.98 else written(source.choice(wrong))

    return draw


def texts() -> Draw:
    """Draw a reason, or none, or what only looks like one."""

    def draw(source: random.Random) -> Written:
        if source.random() < 0.02:
            return _error(source)
        return written(
            source.choice(
                [
                    None,
                    None,
                    "",
                    " ",
                    "　",
                    "原因",
                    "资料不全",
                    "原因",
                    " 见说明 ",
                    "0",
                    "5",
                    "—",
                ]
            )
        )

    return draw


def dates(near: Iterable[date] = ()) -> Draw:
    """Draw true date cells, most of them around `near`, some with a time of day; now and then a text or a number."""
    around = tuple(near) or (date(2024, 12, 31),)

    def draw(source: random.Random) -> Written:
        chance = source.random()
        if chance < 0.1:
            return written(
                source.choice(
                    [
                        "2024年12月31日",
                        "2024-12-31",
                        "2024.12.31",
                        "45657",
                        "45657.5",
                        "0",
                        "-1",
                    ]
                )
            )
        if chance < 0.2:
            return _odd(source)
        serial = Decimal((source.choice(around) - _EPOCH).days)
        serial += source.choice(
            [0, 0, 1, -1, source.randrange(-40, 400), source.randrange(-2000, 2000)]
        )
        if source.random() < 0.05:
            serial += Decimal(source.choice(["0.5", "0.25", "0.999"]))
        number_format = source.choice(_DATE_FORMATS)
        return Written(
            printed(serial, number_format),
            Cell(value=serial, style=Style(number_format=number_format)),
        )

    return draw


def draw_for(fact: Fact, near: Iterable[Decimal] = ()) -> Draw:
    """Return what is drawn for a fact when nobody says otherwise."""
    makers: Mapping[FactKind, Callable[[], Draw]] = {
        FactKind.NUMBER: lambda: numbers(near),
        FactKind.RATE: lambda: rates(near),
        FactKind.COUNT: counts,
        FactKind.POINTS: lambda: points(near),
        FactKind.DATE: dates,
        FactKind.TICK: lambda: choices(fact.words or ("是", "否")),
        FactKind.CHOICE: lambda: choices(fact.words),
        FactKind.TEXT: texts,
    }
    return makers[fact.kind]()


def figures(value: object) -> tuple[Decimal, ...]:
    """Return every number in the parameters of a rule, however deep: its thresholds."""
    if isinstance(value, Mapping):
        return tuple(found for inner in value.values() for found in figures(inner))
    if isinstance(value, (list, tuple)):
        return tuple(found for inner in value for found in figures(inner))
    if isinstance(value, Decimal) or (
        isinstance(value, int) and not isinstance(value, bool)
    ):
        return (Decimal(value),)
    number = written(value).number if isinstance(value, str) else None
    return () if number is None else (number,)


def as_text(source: random.Random, number: Decimal) -> str:
    """Spell a number as a cell would hold it: at most 15 significant digits, sometimes as a percentage."""
    number = number.quantize(
        Decimal(1).scaleb(max(-_DIGITS + 1, number.adjusted() - _DIGITS + 1))
    )
    if source.random() < 0.25 and abs(number) < HUNDRED:
        return plain(number * HUNDRED) + "%"
    return plain(number)


def _draw_number(
    near: Sequence[Decimal],
    usual: Callable[[random.Random], Decimal],
    source: random.Random,
) -> Written:
    chance = source.random()
    if chance < 0.1:
        return _odd(source)
    if chance < 0.2:
        return written(as_text(source, _extreme(source)))
    if near and chance < 0.5:
        return written(as_text(source, _beside(source, source.choice(near))))
    return written(as_text(source, usual(source)))


def _beside(source: random.Random, threshold: Decimal) -> Decimal:
    """Return a threshold, or what lies one step beside it, the step being anything down to the last digit."""
    if source.random() < 0.4:
        return threshold
    step = Decimal(source.choice([1, 1, 5, -1, -1, -5])).scaleb(
        -source.choice([1, 2, 3, 4, 6, 9, 10, 11, 14])
    )
    return threshold + step


def _odd(source: random.Random) -> Written:
    chance = source.random()
    if chance < 0.1:
        return _error(source)
    return written(source.choice(_BLANKS if chance < 0.5 else _WORDS))


def _error(source: random.Random) -> Written:
    shown = source.choice(_ERRORS)
    formula = {"#N/A": "NA()", "#DIV/0!": "1/0", "#VALUE!": '"a"+1'}[shown]
    return Written(shown, Cell(value=Formula(formula)))


def _amount(source: random.Random) -> Decimal:
    places = source.choice([0, 0, 1, 2, 4])
    return Decimal(source.randrange(-200, 20000)).scaleb(-places)


def _rate(source: random.Random) -> Decimal:
    places = source.choice([2, 2, 3, 4, 6, 13])
    return Decimal(source.randrange(-(10**places) // 50, 3 * 10**places // 2)).scaleb(
        -places
    )


def _count(source: random.Random) -> Decimal:
    if source.random() < 0.1:
        return Decimal(
            source.choice(["0.5", "-1", "2.0", "1.000000001", "-0.5", "1000000"])
        )
    return Decimal(source.choice([0, 0, 1, 1, 2, 3, 4, 5, source.randrange(0, 60)]))


def _points(source: random.Random) -> Decimal:
    return Decimal(source.randrange(-100, 1500)).scaleb(-source.choice([0, 1, 2, 2, 3]))


def _extreme(source: random.Random) -> Decimal:
    """Return a number with up to 15 digits, of any size that a cell shows without exponent."""
    digits = source.randrange(1, _DIGITS + 1)
    number = Decimal(source.randrange(10 ** (digits - 1), 10**digits)).scaleb(
        -source.randrange(0, digits + 1)
    )
    return -number if source.random() < 0.2 else number
