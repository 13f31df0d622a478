"""What stands where on the screen, as LibreOffice tells it to screen readers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from xlwings_libreoffice.bridge import load_uno

__all__ = ["button", "contexts", "is_box", "middle", "named", "names_in"]


_DEPTH, _DEPTH_OF_BOX = 3, 6
"""How deep the buttons of the toolbar stand in a window, and those of a box of many parts."""


def is_box(window: Any) -> bool:
    """Whether a window is a message; one that is just opening or closing is not."""
    with contextlib.suppress(load_uno().getClass("com.sun.star.uno.Exception")):
        shown = (
            window.getAccessibleContext()
            if window is not None and window.isVisible()
            else None
        )
        return shown is not None and shown.getAccessibleRole() in _roles(
            "ALERT", "DIALOG"
        )
    return False


def _roles(*names: str) -> set[int]:
    return {
        load_uno().getConstantByName(
            f"com.sun.star.accessibility.AccessibleRole.{name}"
        )
        for name in names
    }


def named(within: Any, name: str, depth: int) -> Any:
    """Return what is called so, or begins so, within something on the screen; `None` when nothing is."""
    return next(
        (
            found
            for found in contexts(within, depth)
            if found.getAccessibleName().startswith(name)
        ),
        None,
    )


def button(within: Any, name: str) -> Any:
    """Return the button called exactly so, as items of menus are not: they end with the letter to press."""
    depth = _DEPTH
    if is_box(within):
        depth = _DEPTH_OF_BOX
    for found in contexts(within, depth):
        if found.getAccessibleName() == name:
            return found
    return None


def names_in(within: Any) -> list[str]:
    """Return all texts within a message, its buttons and title aside."""
    aside = _roles("PUSH_BUTTON", "ALERT", "DIALOG")
    found = [
        each for each in contexts(within, 3) if each.getAccessibleRole() not in aside
    ]
    return list(
        dict.fromkeys(
            each.getAccessibleName() for each in found if each.getAccessibleName()
        )
    )


def contexts(within: Any, depth: int) -> Iterator[Any]:
    """Yield something on the screen and what it holds, `depth` levels deep."""
    context = within.getAccessibleContext()
    yield context
    if depth == 0:
        return
    refused = load_uno().getClass("com.sun.star.uno.Exception")
    for at in range(min(context.getAccessibleChildCount(), 80)):
        with contextlib.suppress(refused):
            child = context.getAccessibleChild(at)
            if child is not None:
                yield from contexts(child, depth - 1)


def middle(shown: Any) -> tuple[int, int]:
    """Return the place in the middle of something on the screen."""
    corner, size = shown.getLocationOnScreen(), shown.getSize()
    return corner.X + size.Width // 2, corner.Y + size.Height // 2
