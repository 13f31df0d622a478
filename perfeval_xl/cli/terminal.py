"""The one way to the terminal: nothing that somebody else wrote is obeyed there.

File names, titles and texts of forms come from outside. A terminal takes some characters for commands, and others turn
the text around that stands behind them; they are spelled out instead.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

import click

from perfeval_xl.texts import shown_width, visible

__all__ = [
    "VisibleFormatter",
    "print_json",
    "print_json_rows",
    "print_json_text",
    "progress",
    "say",
    "say_refusal",
    "say_table",
]

_BAR_WIDTH = 30
_LONGEST_PLACE = 60


def say(text: object, *, err: bool = False) -> None:
    """Print a line, or several, on stdout or stderr."""
    click.echo(visible(str(text)), err=err)


def say_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows as columns that stand below each other, numbers to the right; the first row are headings."""
    texts = [
        [visible("" if value is None else str(value)) for value in row] for row in rows
    ]
    # Chinese characters are two columns wide: what is padded is counted as shown, not in characters
    widths = [max(map(shown_width, column)) for column in zip(*texts, strict=True)]
    for row, values in zip(texts, rows, strict=True):
        padded = []
        for text, value, width in zip(row, values, widths, strict=True):
            room = " " * (width - shown_width(text))
            padded.append(room + text if isinstance(value, int) else text + room)
        click.echo("  ".join(padded).rstrip())


def progress(label: str) -> Callable[..., None] | None:
    """Return what draws a bar on stderr when it is told `(done, total)` or `(done, total, place)`.

    `None` means that nobody watches: stderr is no terminal.
    """
    if not sys.stderr.isatty():
        return None
    # The length is set anew with every step: how much there is may only become known on the way
    bar = click.progressbar(
        length=1,
        label=label,
        file=sys.stderr,
        width=_BAR_WIDTH,
        fill_char="█",
        empty_char="░",
        show_pos=True,
        item_show_func=_place_shown,
    )

    def show(done: int, total: int, place: str = "") -> None:
        bar.length = total
        # The bar counts steps, and is told where it stands
        bar.update(done - bar.pos, place)
        if done == total:
            bar.render_finish()

    return show


def _place_shown(place: str | None) -> str | None:
    """Return the end of a path, which tells more than its beginning."""
    if not place:
        return None
    return visible(place[-_LONGEST_PLACE:])


def say_refusal(refusal: click.ClickException) -> None:
    """Print what click says of a wrong usage."""
    # What click says may quote a name from outside: it is caught and filtered
    told = io.StringIO()
    refusal.show(told)
    say(told.getvalue().removesuffix("\n"), err=True)


def print_json(data: object) -> None:
    """Print JSON on stdout, Chinese unescaped."""
    print_json_text(json.dumps(data, ensure_ascii=False, indent=2))


def print_json_rows(
    head: Mapping[str, object], name: str, rows: Iterable[object]
) -> None:
    """Print JSON as `print_json` prints it, of which the last value is a long list: row by row, for memory's sake."""
    text = json.dumps(dict(head), ensure_ascii=False, indent=2).removesuffix("\n}")
    before = f"{text},\n  {json.dumps(name)}: ["
    end = "]\n}"
    for row in rows:
        # What stands before a row is printed with it: whether a comma follows shows only then
        print_json_text(before)
        shown = json.dumps(row, ensure_ascii=False, indent=2)
        before = f"    {shown},".replace("\n", "\n    ")
        end = "\n  ]\n}"
    print_json_text(before.removesuffix(",") + end)


def print_json_text(text: str) -> None:
    """Print a JSON text on stdout: what a terminal would obey is escaped, and the data stay the same."""
    text = text.rstrip("\n")
    # Escaped inside their JSON strings, these characters stay the same data
    if visible(text) != text:
        text = "".join(
            char if visible(char) == char else json.dumps(char)[1:-1] for char in text
        )
    click.echo(text)


class VisibleFormatter(logging.Formatter):
    """Writes log lines like everything else."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return visible(super().format(record))
