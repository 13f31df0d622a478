"""The two ways in which a scheme comes by its rows, as data: what each of them has to say, and what it says nothing about.

Nothing else in the program asks for the name of a family. What has been read is asked for what it has: `Scheme.has_slots`,
`Scheme.rows`, `Scheme.scores_execution`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.scheme.model import HEAD_FIELDS, REQUIRABLE

__all__ = ["FAMILIES", "Family"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What the schemes of one family say.

    `needed` are the keys that are written even where they are empty, `usual` what must be filled in where a scheme does
    not say so. `own` are the tables, and keys of tables, that the other family does not have.
    """

    needed: frozenset[str]
    own: frozenset[str]
    usual: tuple[str, ...]

    def has(self, key: str) -> bool:
        """Whether schemes of the family have such a table, or key of a table, at all."""
        return key in self.own


FAMILIES: Mapping[str, Family] = {
    # Units write their indicators below the headings of the scheme
    "open": Family(
        needed=frozenset({"execution_weight", "funds", "rules"}),
        own=frozenset({"categories", "together", "rules"}),
        usual=REQUIRABLE,
    ),
    # The scheme has every indicator with its rule, and the form prints them
    "fixed": Family(
        needed=frozenset({"indicators"}),
        own=frozenset({"indicators"}),
        usual=HEAD_FIELDS,
    ),
}
"""The families by the word that stands in the TOML file of a scheme."""
