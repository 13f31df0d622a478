"""What the key of a field says: `indicator_3_target` is the `target` of the `indicator` with the number 3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

__all__ = ["FieldKey"]

_MOST_DIGITS = 4  # no form has ten thousand rows, but the names in a received file may say anything


@dataclass(frozen=True, slots=True)
class FieldKey:
    """The key of a field that there are several of, as it stands in defined names.

    `part` is `funds`, `goal`, `dimension`, `indicator`, `evidence`, `section` or `table`; `number` counts from 0; `name` is
    what the field holds, empty where the part is one field only.
    """

    part: str
    number: int
    name: str = ""

    @classmethod
    def parse(cls, key: str) -> Self | None:
        """Return the parts of a key; `None` for a field that there is only one of, such as `project` or `rule_total`.

        >>> FieldKey.parse("funds_0_initial_budget"), FieldKey.parse("section_2"), FieldKey.parse("weight_total")
        (FieldKey(part='funds', number=0, name='initial_budget'), FieldKey(part='section', number=2, name=''), None)
        """
        # `initial_budget` holds an underscore too, so the number is looked for from the left
        part, _, rest = key.partition("_")
        number, _, name = rest.partition("_")
        if not (
            number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
        ):
            return None
        return cls(part, int(number), name)

    def __str__(self) -> str:
        """Return the key as it stands in the workbook."""
        if not self.name:
            return f"{self.part}_{self.number}"
        return f"{self.part}_{self.number}_{self.name}"
