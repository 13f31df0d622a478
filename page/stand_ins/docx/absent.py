"""Functions that are named and never called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

__all__ = ["absent"]


def absent(name: str) -> Callable[..., Any]:
    """Return a function that says it is not there."""

    def missing(*_given: object, **_named: object) -> NoReturn:
        raise NotImplementedError(f"python-docx is not in the page: {name}")

    return missing
