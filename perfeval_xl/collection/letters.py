"""What a mail wants that brought no form: told by the words and links of `letters.toml`."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.records import Judgement, State
from perfeval_xl.limits import LIMITS

__all__ = ["Letter", "answer_to", "is_bounce", "label_count", "plain_text", "words"]

# Tags, parts that are never shown, and ends of lines of an HTML letter
_TAG = re.compile(r"<[^<>]*>")
_HIDDEN = re.compile(r"<(style|script|head)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(br|/p|/div|/tr|/li|/td)\b[^<>]*>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\u3000\xa0]+")
# The key of the reason that is a bounce
_BOUNCE = "bounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is looked at of a mail: `headers` are its lines in lower case, `report` the type of a report, else empty.

    `text` is what its sender wrote, links of an HTML letter included; `failed` is whom a bounce did not reach.
    """

    sender: str
    subject: str
    text: str = ""
    headers: str = ""
    report: str = ""
    failed: str = ""


@cache
def words() -> Mapping[str, Any]:
    """Return the lists and texts of `letters.toml`."""
    text = (
        resources.files("perfeval_xl.collection")
        .joinpath("letters.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def answer_to(letter: Letter) -> Judgement:
    """Say why a mail brings no form, and what to do."""
    # Reasons are in order; the last one fits every letter
    reason = next(reason for reason in words()["reason"] if _fits(reason, letter))
    failed = ""
    if letter.failed:
        failed = f"：{letter.failed}"
    return Judgement(
        state=State(reason["state"]),
        kind=Kind.MAIL,
        code=reason.get("code", ""),
        message=reason["message"].format(failed=failed) + "。",
        remedy=reason["remedy"],
    )


def is_bounce(letter: Letter) -> bool:
    """Whether a mail tells that one of ours did not arrive: what it brings is what we sent.

    A report says so itself; a letter that only sounds like one must come from the server, too.
    """
    reason = next(reason for reason in words()["reason"] if reason["key"] == _BOUNCE)
    # A report says so itself
    if letter.report in reason["report"]:
        return True
    return _has(reason["sender"], letter.sender.lower()) and _has(
        reason["subject"], letter.subject
    )


def label_count(text: str) -> int:
    """Return how many of the headings of a form stand in a text."""
    reason = next(reason for reason in words()["reason"] if "labels" in reason)
    return sum(label in text for label in reason["labels"])


def plain_text(markup: str) -> str:
    """Return the text of an HTML letter with the addresses of its links; scripts and styles are no text."""
    # Hidden parts first, since scripts hold what looks like tags
    shown = " ".join(_outside_hidden(markup))
    links = " ".join(re.findall(r"href=[\"']?([^\"' >]+)", shown, re.IGNORECASE))
    text = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", shown)))
    return f"{_SPACE.sub(' ', text)}\n{links}"


def _outside_hidden(markup: str) -> list[str]:
    """Cut out what is never shown, up to its end, or to the end of the letter where that is missing."""
    kept = []
    here = 0
    while (begin := _HIDDEN.search(markup, here)) is not None:
        kept.append(markup[here : begin.start()])
        # One that is not closed hides all that follows
        end = markup.lower().find(f"</{begin[1].lower()}", begin.end())
        if end < 0:
            return kept
        here = end
    return [*kept, markup[here:]]


def _fits(reason: Mapping[str, Any], letter: Letter) -> bool:
    # A bounce is told by more than words
    if reason["key"] == _BOUNCE:
        return is_bounce(letter)
    conditions = ("report", "subject", "text", "header", "links", "labels")
    # A reason without conditions is the last one, for whatever is left
    if not any(condition in reason for condition in conditions):
        return True
    # A report goes before all words
    if letter.report and letter.report in reason.get("report", ()):
        return True
    # Words count only where the sender wrote them, not where he quotes
    own = _own_words(letter.text)
    if "labels" in reason and label_count(own) >= reason["least"]:
        return True
    return (
        _has(reason.get("subject", ()), letter.subject)
        or _has(reason.get("header", ()), letter.headers)
        or _has(reason.get("links", ()), letter.text)
        or _has(reason.get("text", ()), own)
    )


def _own_words(text: str) -> str:
    """Return what the sender wrote himself, without the letter he answers."""
    # Behind such a mark stands the letter that is answered
    cut = min(
        (text.find(mark) for mark in words()["read"]["quoted"] if mark in text),
        default=len(text),
    )
    lines = text[:cut].split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))[
        : LIMITS.letter_characters
    ]


def _has(wanted: Sequence[str], text: str) -> bool:
    return any(word in text for word in wanted)
