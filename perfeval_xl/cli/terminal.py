"""The one way to the terminal: nothing that somebody else wrote is obeyed there.

File names, titles and texts of forms come from outside. A terminal takes some characters for commands, and others turn
the text around that stands behind them; they are spelled out instead.
"""

from __future__ import annotations

import io
import json
import logging

import click

from perfeval_xl.texts import visible

__all__ = ["VisibleFormatter", "print_json", "print_json_text", "say", "say_progress", "say_refusal"]


def say(text: object, *, err: bool = False) -> None:
    """Print a line, or several, on stdout or stderr."""
    click.echo(visible(str(text)), err=err)


def say_progress(line: str, *, last: bool) -> None:
    """Write the progress over the line before, on stderr."""
    click.echo(f"\r\033[K{visible(line)}", nl=last, err=True)


def say_refusal(refusal: click.ClickException) -> None:
    """Print what click says of a wrong usage."""
    told = io.StringIO()
    refusal.show(told)
    say(told.getvalue().removesuffix("\n"), err=True)


def print_json(data: object) -> None:
    """Print JSON on stdout, Chinese unescaped."""
    print_json_text(json.dumps(data, ensure_ascii=False, indent=2))


def print_json_text(text: str) -> None:
    """Print a JSON text on stdout: what a terminal would obey is escaped, and the data stay the same."""
    text = text.rstrip("\n")
    if visible(text) != text:
        text = "".join(char if visible(char) == char else json.dumps(char)[1:-1] for char in text)
    click.echo(text)


class VisibleFormatter(logging.Formatter):
    """Writes log lines like everything else."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return visible(super().format(record))
