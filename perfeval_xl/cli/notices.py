"""The lines of the issuer that every distributed form carries: until when, to whom, whom to ask, with what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

__all__ = ["notice_of", "notice_options"]

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
    """Return the lines, each with what it is about; what was not given has none."""
    until = ""
    if deadline is not None:
        until = f"{deadline.year}年{deadline.month}月{deadline.day}日前"
    lines = (
        ("报送截止", until),
        ("报送到", return_to),
        ("联系人", contact),
        ("随附材料", attachments),
    )
    return tuple((name, text) for name, text in lines if text)
