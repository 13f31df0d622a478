"""The tree of a formula as a Python function, built once and run for many cells.

What only some functions do: asking for a cell and not for its value (`ROW`, `CELL`), leaving arguments alone (`IF`),
taking errors (`ISERROR`), going over areas (`SUM`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import repeat
from types import MappingProxyType

from perfeval_xl.sheets.computing.asking import (
    HERE,
    EmptyOf,
    FormatOf,
    Frame,
    RowOf,
    RowsOf,
    ValuesOf,
    empty_of,
    figures_of,
    value_of,
)
from perfeval_xl.sheets.computing.functions import FUNCTIONS, OPERATORS
from perfeval_xl.sheets.computing.gathering import GATHERERS, Gathered
from perfeval_xl.sheets.computing.meanings import (
    Answer,
    Fault,
    Scalar,
    Unknown,
    number_of,
    text_of,
    truth_of,
)
from perfeval_xl.sheets.computing.parsing import (
    Area,
    Binary,
    Call,
    Constant,
    Listed,
    Node,
)

__all__ = ["Run", "compiled", "known_functions", "scalar"]

Run = Callable[[Frame], Answer]
_Arguments = Sequence[Node]
_OF_NUMBERS = frozenset({"COUNT", "MAX", "MIN", "SUM"})
_EMPTINESS = {"=": True, "<>": False}
_ERRORS = frozenset({Fault, Unknown})


def compiled(node: Node) -> Run:
    """Return the function that computes a tree; raises `Unknown` for a function that the forms do not use."""
    if isinstance(node, Constant):
        value = node.value
        return lambda _frame: value
    if isinstance(node, Listed):
        values = node.values
        return lambda _frame: values
    if isinstance(node, Area):
        question = value_of(node)
        return lambda frame: frame.read(question)
    if isinstance(node, Binary):
        joined = _joined_areas(node.left)
        if joined and node.right == Constant("") and node.operator in _EMPTINESS:
            return _empty_or_not(joined, _EMPTINESS[node.operator])
        sides = (node.left, node.right)
        return _spread(OPERATORS[node.operator], sides)
    special = _SPECIAL.get(node.name)
    if special is not None:
        return special(node.arguments)
    if node.name in GATHERERS:
        return _gathering(node)
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise Unknown(node.name)
    return _spread(function, node.arguments)


def known_functions() -> frozenset[str]:
    """Return the names of the functions that can be computed."""
    named = {*_SPECIAL, *GATHERERS, *FUNCTIONS}
    return frozenset(name for name in named if name.isalpha())


def scalar(answer: Answer) -> Scalar:
    """Return a single value; what programs make of an area in its place differs."""
    if isinstance(answer, tuple):
        raise Unknown("an area in the place of a value")
    if isinstance(answer, Fault):
        raise Fault(*answer.args)
    if isinstance(answer, Exception):
        raise Unknown(*answer.args)
    return answer


def _spread(function: Callable[..., Scalar], arguments: _Arguments) -> Run:
    """A function of single values; of areas and lists it gives one value for each element."""
    return _spread_runs(function, [compiled(argument) for argument in arguments])


def _spread_runs(function: Callable[..., Scalar], runs: Sequence[Run]) -> Run:
    def run(frame: Frame) -> Answer:
        values = [each(frame) for each in runs]
        areas = [value for value in values if isinstance(value, tuple)]
        if not areas:
            return function(*values)
        return _for_each(function, values, areas)

    return run


def _joined_areas(node: Node) -> tuple[Area, ...]:
    """Return the areas that are joined by `&`, none where anything else is."""
    if isinstance(node, Area):
        return (node,)
    if isinstance(node, Binary) and node.operator == "&":
        left, right = _joined_areas(node.left), _joined_areas(node.right)
        if left and right:
            return left + right
    return ()


def _empty_or_not(areas: Sequence[Area], wanted: bool) -> Run:  # noqa: FBT001 - what is compared with
    """Whether cells joined together are an empty text, which is asked without asking what they hold."""
    questions = [empty_of(area) for area in areas]

    def reading(question: EmptyOf) -> Run:
        return lambda frame: frame.read(question)

    def meets(*empty: Scalar) -> Scalar:
        return all(empty) is wanted

    return _spread_runs(meets, [reading(question) for question in questions])


def _for_each(
    function: Callable[..., Scalar],
    values: Sequence[Answer],
    areas: Sequence[tuple[Scalar | Exception, ...]],
) -> Answer:
    """Compute all elements, at once where no error is among them."""
    size = len(areas[0])
    if any(len(area) != size for area in areas):
        raise Unknown("areas of different sizes")
    if all(_ERRORS.isdisjoint(map(type, area)) for area in areas):
        columns = [
            value if isinstance(value, tuple) else repeat(value, size)
            for value in values
        ]
        with suppress(Fault, Unknown):
            return tuple(map(function, *columns))
    return tuple(_element(function, values, number) for number in range(size))


def _element(
    function: Callable[..., Scalar], values: Sequence[Answer], number: int
) -> Scalar | Exception:
    """Compute one element; an error is one of the results."""
    taken = [value[number] if isinstance(value, tuple) else value for value in values]
    try:
        return function(*map(scalar, taken))
    except (Fault, Unknown) as exc:
        return exc.with_traceback(None)


def _if(arguments: _Arguments) -> Run:
    condition, *branches = [compiled(argument) for argument in arguments]

    def run(frame: Frame) -> Answer:
        if truth_of(scalar(condition(frame))):
            return branches[0](frame)
        if len(branches) > 1:
            return branches[1](frame)
        return False

    return run


def _if_error(arguments: _Arguments) -> Run:
    tried, otherwise = [compiled(argument) for argument in arguments]

    def run(frame: Frame) -> Answer:
        try:
            return scalar(tried(frame))
        except Fault:
            return otherwise(frame)

    return run


def _asking(asks: Callable[[Scalar | Fault], bool]) -> Callable[[_Arguments], Run]:
    """A question about a value that may be an error."""

    def ask(answer: Scalar | Exception) -> Scalar | Exception:
        if isinstance(answer, Exception) and not isinstance(answer, Fault):
            return answer
        return asks(answer)

    def build(arguments: _Arguments) -> Run:
        (inner,) = [compiled(argument) for argument in arguments]

        def run(frame: Frame) -> Answer:
            try:
                answer = inner(frame)
            except Fault as exc:
                return asks(exc)
            if isinstance(answer, tuple):
                return tuple(map(ask, answer))
            return scalar(ask(answer))

        return run

    return build


def _is_number(value: Scalar | Fault) -> bool:
    return isinstance(value, float) and not isinstance(value, bool)


def _substitute(arguments: _Arguments) -> Run:
    """Many replacements within each other are done one after the other."""
    replaced: list[tuple[str, str]] = []
    inner: Node = Call("SUBSTITUTE", tuple(arguments))
    while isinstance(inner, Call) and inner.name == "SUBSTITUTE":
        if len(inner.arguments) != 3:
            raise Unknown("SUBSTITUTE")
        text, old, new = inner.arguments
        if not (isinstance(old, Constant) and isinstance(new, Constant)):
            break
        replaced.append((text_of(old.value), text_of(new.value)))
        inner = text
    if not replaced:
        return _spread(FUNCTIONS["SUBSTITUTE"], arguments)
    # The innermost is the first
    replaced.reverse()

    def replace_all(value: Scalar) -> Scalar:
        written = text_of(value)
        for before, after in replaced:
            if before:
                written = written.replace(before, after)
        return written

    return _spread(replace_all, (inner,))


def _area_of(node: Node) -> Area:
    if not isinstance(node, Area):
        raise Unknown("an address is expected")
    return node


def _row(arguments: _Arguments) -> Run:
    area = _area_of(arguments[0]) if arguments else HERE
    question = RowOf(area)
    return lambda frame: frame.read(question)


def _rows(arguments: _Arguments) -> Run:
    question = RowsOf(_area_of(arguments[0]))
    return lambda frame: frame.read(question)


def _cell(arguments: _Arguments) -> Run:
    kind, node = arguments
    if kind != Constant("format"):
        raise Unknown("CELL")
    question = FormatOf(_area_of(node))
    return lambda frame: frame.read(question)


def _is_blank(arguments: _Arguments) -> Run:
    question = value_of(_area_of(arguments[0]))
    return lambda frame: frame.ask(question) is None


def _offset(arguments: _Arguments) -> Run:
    area = _area_of(arguments[0])
    measures = [compiled(argument) for argument in arguments[1:]]
    if len(measures) != 4:
        raise Unknown("OFFSET")

    def run(frame: Frame) -> Answer:
        down, across, height, width = [
            int(number_of(scalar(measure(frame)))) for measure in measures
        ]
        if height < 1 or width < 1:
            raise Fault("#REF!")
        return frame.read(ValuesOf(area, down, across, height, width))

    return run


def _gathering(call: Call) -> Run:
    """A function that goes over areas; it is told which values stand in cells, where texts are passed over."""
    gather = GATHERERS[call.name]
    runs = [_gathered(call.name, argument) for argument in call.arguments]
    stands = [_stands_in_cells(argument) for argument in call.arguments]

    def run(frame: Frame) -> Answer:
        gathered = [
            Gathered(each(frame), in_cells)
            for each, in_cells in zip(runs, stands, strict=True)
        ]
        return gather(gathered)

    return run


def _gathered(name: str, argument: Node) -> Run:
    """Return what computes an argument; where only numbers count, no texts are asked for."""
    if name not in _OF_NUMBERS or not isinstance(argument, Area):
        return compiled(argument)
    question = figures_of(argument)
    return lambda frame: frame.read(question)


def _stands_in_cells(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name == "OFFSET"
    return isinstance(node, Area)


_SPECIAL: Mapping[str, Callable[[_Arguments], Run]] = MappingProxyType(
    {
        "IF": _if,
        "IFERROR": _if_error,
        "ISERROR": _asking(lambda value: isinstance(value, Fault)),
        "ISNUMBER": _asking(_is_number),
        "ISTEXT": _asking(lambda value: isinstance(value, str)),
        "ISBLANK": _is_blank,
        "SUBSTITUTE": _substitute,
        "ROW": _row,
        "ROWS": _rows,
        "CELL": _cell,
        "OFFSET": _offset,
    }
)
