"""What people write into target and actual cells, as values that can be compared.

`≥95%`, `不低于90%`, `7项`, `24.5万元`, `95%≤N≤100%`, `2024年12月31日前`, `0`, `达标`, `不适用` and plain numbers are told
apart here. What is not understood is a `QUALITY` with its text, never a guess.
"""

from perfeval_xl.measures.comparing import compare, figures, meets
from perfeval_xl.measures.done import is_best_of, is_done, is_partly_done
from perfeval_xl.measures.model import ABSENT, Direction, Kind, Measure, Note
from perfeval_xl.measures.parsing import parse_measure
from perfeval_xl.measures.row import RowReading, read_row

__all__ = [
    "ABSENT",
    "Direction",
    "Kind",
    "Measure",
    "Note",
    "RowReading",
    "compare",
    "figures",
    "is_best_of",
    "is_done",
    "is_partly_done",
    "meets",
    "parse_measure",
    "read_row",
]
