"""What every class of the engine gets: all members of its xlwings class, and exceptions that can be understood.

A class names its xlwings class with `@implements(base_classes.Sheet)`. Members it does not define raise
`NotImplementedError` with their name; UNO's exceptions leave the others as those of `failures`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from xlwings_libreoffice.failures import translated, uno_exceptions

__all__ = ["implements", "refused_members", "unsupported"]

Made = TypeVar("Made", bound=type)

_REFUSED: dict[type, tuple[str, ...]] = {}


def unsupported(member: str) -> NotImplementedError:
    """Return the exception for a member of xlwings, such as `Sheet.charts`, that this engine does not have."""
    return NotImplementedError(f"LibreOffice 引擎不支持 {member}。")


def refused_members(made: type) -> tuple[str, ...]:
    """Return the public members of a class of the engine that raise `NotImplementedError`."""
    return _REFUSED[made]


def implements(model: type, *more: str) -> Callable[[Made], Made]:
    """Make a class complete: what `model` has and the class lacks is refused by name, UNO's exceptions are translated.

    `more` are properties xlwings asks engines for although `model` does not have them.
    """

    def complete(made: Made) -> Made:
        own_classes = [
            parent for parent in reversed(made.__mro__) if parent not in model.__mro__
        ]
        for name, own in [
            pair for parent in own_classes for pair in vars(parent).items()
        ]:
            if isinstance(own, property):
                setattr(made, name, _property(own, f"{model.__name__}.{name}"))
            elif inspect.isfunction(own) and (
                not name.startswith("__") or name in _SPEAKING
            ):
                setattr(made, name, _function(own, f"{model.__name__}.{name}"))
        lacking = _missing(made, model)
        for name in lacking:
            setattr(
                made,
                name,
                _refusal(vars(model)[name], f"{model.__name__}.{name}"),
            )
        for name in more:
            setattr(made, name, _refusal(property(), f"{model.__name__}.{name}"))
        _REFUSED[made] = (
            *(name for name in lacking if not name.startswith("_")),
            *more,
        )
        return made

    return complete


_SPEAKING = ("__call__", "__len__", "__iter__", "__getitem__", "__contains__")


def _missing(made: type, model: type) -> list[str]:
    """Return the public members that nothing between `made` and `model` defines."""
    known = {
        name
        for parent in made.__mro__
        if parent not in model.__mro__
        for name in vars(parent)
    }
    return [
        name
        for name, member in vars(model).items()
        if name not in known and _unwritten(member)
    ]


def _unwritten(member: object) -> bool:
    """Whether a member of xlwings' class only says that an engine has to define it; some work for every engine."""
    function: object
    if isinstance(member, property):
        function = member.fget
    else:
        function = getattr(member, "__func__", member)
    return (
        inspect.isfunction(function)
        and "NotImplementedError" in function.__code__.co_names
    )


def _property(own: property, member: str) -> property:
    reading = None
    if own.fget:
        reading = _function(own.fget, member)
    if own.fset:
        writing = _function(own.fset, member)
    else:
        writing = _refuse(member)
    return property(reading, writing, doc=own.__doc__)


def _function(own: Callable[..., Any], member: str) -> Callable[..., Any]:
    @functools.wraps(own)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return own(*args, **kwargs)
        except uno_exceptions() as error:
            raise translated(error, member) from error

    return call


def _refusal(of_model: object, member: str) -> object:
    if isinstance(of_model, property):
        return property(_refuse(member), _refuse(member))
    if inspect.iscoroutinefunction(of_model):
        return of_model
    return _refuse(member)


def _refuse(member: str) -> Callable[..., Any]:
    def refuse(*_args: object, **_kwargs: object) -> Any:
        raise unsupported(member)

    return refuse
