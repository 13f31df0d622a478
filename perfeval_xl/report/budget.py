"""How long a template may take and how much it may write: a template from outside must not stop the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence, Sized
from typing import Any

from perfeval_xl.errors import TemplateError
from perfeval_xl.limits import LIMITS

__all__ = ["Budget", "Counted"]

# Loops inside each other multiply: few tags can take very many turns
_MOST_TURNS = 200_000


class Budget:
    """What one report may use up; raises `TemplateError` when it is spent. `clock` counts seconds."""

    def __init__(
        self, template: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._template = template
        self._clock = clock
        self._ends = clock() + LIMITS.work_seconds
        self._turns = 0
        self._characters = 0

    def turn(self) -> None:
        """Count one turn of a loop."""
        self._turns += 1
        if self._turns > _MOST_TURNS:
            raise self._spent(f"循环超过{_MOST_TURNS}次")
        self._check_time()

    def write(self, text: str) -> str:
        """Count a piece of the document, and return it."""
        self._characters += len(text)
        if self._characters > LIMITS.report_characters:
            raise self._spent("填写后过大")
        self._check_time()
        return text

    def counted(self, items: Sequence[Any]) -> Counted:
        """Return the items of a loop, each of which counts as a turn."""
        return Counted(items, self)

    def _check_time(self) -> None:
        if self._clock() > self._ends:
            raise self._spent(f"用时超过{LIMITS.work_seconds}秒")

    def _spent(self, what: str) -> TemplateError:
        remedy = "请减少模板中 for 里面的内容和 for 的嵌套。"
        return TemplateError(f"报告模板“{self._template}”{what}，已停止。", remedy)


class Counted(Sized):
    """A sequence whose turns are counted; jinja asks for its length only where `loop.length` is used."""

    def __init__(self, items: Sequence[Any], budget: Budget) -> None:
        self._items = items
        self._budget = budget

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self._budget.turn()
            yield item
