"""The lines of the issuer that every distributed form carries: until when, to whom, whom to ask, with what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from perfeval_xl.cli.terminal import say

if TYPE_CHECKING:
    from datetime import datetime

    from perfeval_xl.distribution.distributing import Distribution
    from perfeval_xl.distribution.manifest import FormRecord
    from perfeval_xl.distribution.model import Project
    from perfeval_xl.distribution.preparing import Preparation
    from perfeval_xl.replies.draft import Draft
    from perfeval_xl.replies.receipts import Office

__all__ = ["mails_of", "notice_of", "notice_options", "say_notices"]

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--contact", default="", metavar="文字", help="联系人和电话，写进表格。"
    ),
    click.option(
        "--return-to",
        default="",
        metavar="文字",
        help="报送到哪里，如邮箱地址，写进表格。",
    ),
    click.option(
        "--attachments",
        default="",
        metavar="文字",
        help="随表报送哪些材料，写进表格。",
    ),
)


def notice_options(function: F) -> F:
    """Add the options; they arrive as `contact`, `return_to` and `attachments`."""
    # Decorators apply from the inside out: reversed, the help shows them as they stand here
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def notice_of(
    deadline: date | None, contact: str, return_to: str, attachments: str
) -> tuple[tuple[str, str], ...]:
    """Return the lines for all forms, each with what it is about; what was not given has none."""
    from perfeval_xl.distribution.notices import day_shown, notice_lines

    until = ""
    if deadline is not None:
        until = day_shown(deadline)
    return notice_lines(
        {
            "deadline": until,
            "return_to": return_to,
            "contact": contact,
            "attachments": attachments,
        }
    )


def say_notices(projects: Sequence[Project]) -> None:
    """Say which lines about handing in were taken from the list, and what holds where it says nothing."""
    from perfeval_xl.distribution.notices import labels_of

    labels = labels_of(project.notice for project in projects)
    if labels:
        say(
            f"表格里的{'、'.join(labels)}取自清单；清单没有写的，用命令给出的（--deadline、--contact、--return-to、--attachments）。"
        )


def _own_days(
    projects: Sequence[Project], records: Sequence[FormRecord]
) -> Mapping[str, date]:
    """Return the last days that the list gives to projects, by the file of their form."""
    pairs = zip(projects, records, strict=True)
    return {
        record.file: project.due for project, record in pairs if project.due is not None
    }


def mails_of(
    prepared: Preparation,
    done: Distribution,
    deadline: datetime | None,
    office: Office,
) -> Iterator[tuple[str, Draft]]:
    """Yield the mails that send the forms out."""
    from perfeval_xl.replies.reminders import form_mails

    due = None if deadline is None else deadline.date()
    own = _own_days(prepared.plan.good, done.records)
    return form_mails(done.records, done.folder, due, office, own)
