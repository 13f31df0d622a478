"""A real ledger that is filled without reading workbooks: forms as records, mails as envelopes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.project_states import ProjectRecord, Standing, standing_of
from perfeval_xl.collection.records import Judgement, State, SubmissionFigures
from perfeval_xl.collection.roster_list import ListedProject, RosterList

__all__ = ["DEADLINE", "FIRST", "LIST", "Box", "blank", "figures", "row", "unreadable"]

DEADLINE = date(2025, 1, 17)
FIRST = datetime(2025, 1, 8, 1, tzinfo=UTC)


def row(
    project: str, unit: str = "第一中学", department: str = "市教育局", **more: str
) -> ListedProject:
    """A project of the list; the id of its form is made of its name."""
    values = {
        "code": "",
        "year": "2024",
        "scheme": "national-2020",
        "mail": f"{unit}@x.example",
    }
    values |= {"form_id": f"PF-{project}{unit}"} | more
    return ListedProject(project=project, unit=unit, department=department, **values)


LIST = RosterList(
    name="清单.xlsx",
    projects=(
        row("设备购置"),
        row("校舍维修"),
        row("道路维修", "养护中心", "市交通局"),
        row("空气监测", "监测站", "市生态环境局"),
        row("图书购置", "第二中学"),
    ),
)


def figures(project: str, unit: str = "第一中学", **changes: Any) -> SubmissionFigures:
    """What a form says that was sent out for this project; `issued` is what it was made for."""
    issued = changes.pop("issued", project)
    form_id = changes.pop("form_id", f"PF-{issued}{unit}")
    texts = {
        "subject": f"national-2020\x1f{form_id or project + unit}",
        "scheme": "national-2020",
        "scheme_version": "1",
        "year": "2024",
        "project": project,
        "department": "市教育局",
        "unit": unit,
        "money_unit": "万元",
        "self_grade": "优",
        "rule_grade": "优",
        "form_id": form_id,
        "issued_year": "2024" if form_id else "",
        "issued_project": issued if form_id else "",
        "issued_unit": unit if form_id else "",
        "issued_code": "",
    }
    texts |= dict.fromkeys(
        ("sheet", "budget_cell", "executed_cell", "self_total_cell"), ""
    )
    numbers = dict.fromkeys(
        ("budget", "executed", "execution_rate", "self_total", "rule_total"),
        Decimal(90),
    )
    counts = dict.fromkeys(("errors", "warnings", "hints"), 0)
    return SubmissionFigures(**texts | numbers | counts | changes)


class Box:
    """A ledger that takes in what is put into it, one mail after another, a day apart unless said."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.mails = 0

    def put(
        self,
        said: SubmissionFigures | Judgement,
        file: str = "自评表.xlsx",
        *,
        at: datetime | None = None,
        sender: str = "a@unit.example",
        subject: str = "报送",
        inner: datetime | None = None,
        saved: datetime | None = None,
        bare: bool = False,
    ) -> State:
        """Take in one attachment; `bare` is a file without a mail."""
        self.mails += 1
        attachment = replace(
            Attachment.of(file, f"{self.mails}".encode()), inner_date=inner
        )
        envelope = Envelope(
            key=f"{'file' if bare else 'id'}:{self.mails}",
            origin=f"{self.mails}.eml",
            received_at=at or FIRST + timedelta(days=self.mails - 1),
            sender="" if bare else sender,
            subject=subject,
            attachments=(attachment,),
        )
        judgement = said
        if isinstance(said, SubmissionFigures):
            judgement = Judgement(
                state=State.NEW, kind=Kind.WORKBOOK, submission=said, saved_at=saved
            )
        assert isinstance(judgement, Judgement)
        return self.ledger.record(envelope, 0, judgement)

    def standing(
        self, roster: RosterList | None = LIST, today: date = DEADLINE
    ) -> Standing:
        with self.ledger.snapshot() as seen:
            return standing_of(seen, roster=roster, deadline=DEADLINE, today=today)

    def of(self, project: str, **more: Any) -> ProjectRecord:
        """The record of a project of the list."""
        standing = self.standing(**more)
        return next(
            record
            for record in standing.projects
            if record.project == project and record.position
        )


def unreadable(code: str = "PE-075") -> Judgement:
    return Judgement(
        state=State.UNREADABLE,
        kind=Kind.UNKNOWN,
        code=code,
        message="打不开。",
        remedy="请重新报送。",
    )


def blank(project: str) -> Judgement:
    return Judgement(
        state=State.BLANK,
        kind=Kind.WORKBOOK,
        code="PE-250",
        submission=figures(project),
    )
