"""What the program does with files of each kind, as functions that a process of its own can be given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from perfeval_xl.collection.content import kind_of
from perfeval_xl.collection.envelope import Attachment
from perfeval_xl.collection.intake import judge
from perfeval_xl.collection.opening import read_mail
from perfeval_xl.distribution.declarations import read_declarations
from perfeval_xl.distribution.grid import Grid
from perfeval_xl.distribution.roster import read_roster
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.report.rendering import render_report
from tests.hostile.makers import form

__all__ = ["check", "list_projects", "look_at", "open_mail", "report", "write_copy"]


def check(data: bytes) -> Evaluation:
    """What `check` does with one file."""
    return evaluate(data, "hostile")


def write_copy(data: bytes) -> bytes:
    """What `score --write` does."""
    return mark_up(evaluate(data, "hostile"))


def list_projects(data: bytes) -> None:
    """What `distribute` does with a list before it writes anything."""
    sheets = Grid.sheets(data, "hostile.xlsx")
    read_roster(sheets)
    read_declarations(sheets)


def open_mail(data: bytes) -> tuple[Attachment, ...]:
    """What `collect` does with a mail."""
    attachments = read_mail(
        data, "hostile.eml", datetime(2024, 1, 1, tzinfo=UTC)
    ).attachments
    for attachment in attachments[:3]:
        judge(attachment)
    return attachments


def look_at(data: bytes) -> None:
    """What `collect` does with anything."""
    kind_of(data)


def report(data: bytes) -> None:
    """What `report -t` does with a template."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "hostile.docx")
        path.write_bytes(data)
        render_report(evaluate(form(), "form"), path)
