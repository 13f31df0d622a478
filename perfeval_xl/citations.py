"""Citations: which document says what, and how far that has been verified; all of them stand in `citations.toml`.

Nothing else in the program writes the number of a document or a clause. A clause is printed only where it was read;
what nobody has read is printed with （条文待核）, and what no document says is called 本方案的默认.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from perfeval_xl.toml_tables import TomlTables, sections_of

__all__ = [
    "Basis",
    "Clause",
    "Document",
    "Source",
    "State",
    "clauses",
    "documents",
    "source_of",
]


class State(StrEnum):
    """How far a citation has been verified; `UNSTATED` is a person's own scheme that does not say."""

    READ = "已核"
    SECOND_HAND = "第二手"
    UNSEEN = "条文待核"
    OURS = "本方案的默认"
    UNSTATED = "未注明"


class Basis(StrEnum):
    """What a finding rests on: the program's own checks, or a part of the scheme at hand, which names its document."""

    PROGRAM = "本程序"
    SCHEME = "评价方案"
    WEIGHTS = "评价方案的权重"
    GRADES = "评价方案的等级"
    RULE = "评价方案的计分规则"
    OURS = "本方案的默认"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a requirement comes from: document, its number or short name, the clause, and how far that was verified.

    `note` says what is taken from it, `ours` what the scheme adds of its own. What is all `State.OURS` has no document.
    """

    document: str = ""
    number: str = ""
    clause: str = ""
    note: str = ""
    state: State = State.UNSTATED
    ours: str = ""

    @property
    def citation(self) -> str:
        """The short form for a sentence; the clause only where it was read."""
        if self._to_be_read:
            return f"{self._name}（{State.UNSEEN}）"
        return self._name

    @property
    def within(self) -> str:
        """The short form for use in brackets."""
        if self._to_be_read:
            return f"{self._name}，{State.UNSEEN}"
        return self._name

    @property
    def full(self) -> str:
        """The title of the document and the short form, once where both are the same."""
        # The short form says it already where the title is the number
        if self.document in ("", self.number):
            return self.citation
        return f"{self.document} {self.citation}"

    def told(self, known: Source | None = None) -> str:
        """Return the form for who fills in a form, with what is the scheme's own beside it.

        The title is left out where it is that of `known`, a source that stands on the same page.
        """
        if known is not None and known.document == self.document:
            named = self.citation
        else:
            named = self.full
        if not self.ours:
            return named
        # What is ours is named as such, unless all of it is
        lead = ""
        if self.state is not State.OURS:
            lead = f"{State.OURS}："
        return f"{named}；{lead}{self.ours}"

    @property
    def _name(self) -> str:
        if self.state is State.OURS:
            return str(State.OURS)
        name = self.number or self.document
        # A clause that nobody has read is not printed
        if self.state is State.READ:
            return f"{name}{self.clause}"
        return name

    @property
    def _to_be_read(self) -> bool:
        """Whether nobody has read what is cited; a document that is named without a clause cites no text."""
        # A scheme of one's own that names a clause without saying whether it was read
        unstated = self.state is State.UNSTATED and bool(self.clause)
        return unstated or self.state in (State.SECOND_HAND, State.UNSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: for whom it is (`audience`, empty where that is plain), what was `read` of it, what is `open`."""

    key: str
    title: str
    number: str
    audience: str = ""
    read: str = ""
    open: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One citation: what it `says`, where that was `read`, and what is still `open`. `document` is `None` for ours."""

    key: str
    document: Document | None
    says: str
    state: State
    clause: str = ""
    ours: str = ""
    read: str = ""
    open: str = ""

    @property
    def source(self) -> Source:
        """What schemes and findings print."""
        return Source(
            document=self.document.title if self.document else "",
            number=self.document.number if self.document else "",
            clause=self.clause,
            note=self.says,
            state=self.state,
            ours=self.ours,
        )


@cache
def documents() -> Mapping[str, Document]:
    """Return every document by key."""
    return TomlTables(sections_of(_text(), within="documents"), _document)


def _document(key: str, row: Mapping[str, str]) -> Document:
    return Document(key=key, **row)


@cache
def clauses() -> Mapping[str, Clause]:
    """Return every citation by key; one that names a document that is not there raises `KeyError`."""
    return TomlTables(sections_of(_text(), within="clauses"), _clause)


def _clause(key: str, row: Mapping[str, str]) -> Clause:
    texts = {
        name: text for name, text in row.items() if name not in {"document", "state"}
    }
    document = None
    if "document" in row:
        document = documents()[row["document"]]
    return Clause(key=key, document=document, state=State(row["state"]), **texts)


def source_of(key: str) -> Source:
    """Return the source of a citation; raises `KeyError` for a key that is not there."""
    return clauses()[key].source


@cache
def _text() -> str:
    file = resources.files("perfeval_xl").joinpath("citations.toml")
    return file.read_text(encoding="utf-8")
