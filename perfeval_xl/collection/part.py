"""One thing that a mail or an archive held, before it becomes an attachment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from perfeval_xl.collection.records import Judgement

__all__ = ["Part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file with its name as written, or a text of the letter, whose media type `body` then says.

    `damage` says in Chinese what transport did to it. `inline` is what stands in the letter itself, as a logo does.
    `said` is what was decided when the mail was taken apart, `None` where it is still to be judged. `inner_sender` and
    `inner_date` are those of the innermost mail that held it, empty and `None` in the outermost one.
    """

    name: str
    data: bytes
    damage: str = ""
    body: str = ""
    inline: bool = False
    said: Judgement | None = None
    inner_sender: str = ""
    inner_date: datetime | None = None
