"""收表的一周: forms out, mails in, who has not reported, replies, reminders, 汇总表, and a sample for review."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.collection.collecting import CollectionRun, collect
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.project_states import Standing, standing_of
from perfeval_xl.collection.roster_list import read_roster_list
from perfeval_xl.distribution.distributing import distribute_forms
from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.prefilling import prefilled
from perfeval_xl.distribution.preparing import NamedFile, prepare
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.refs import Entry
from perfeval_xl.replies.folder import write_drafts
from perfeval_xl.replies.receipts import Office, Unanswered, known_addresses, receipts
from perfeval_xl.replies.reminders import form_mails, forms_of_folder, reminders
from perfeval_xl.replies.status import status_workbook
from perfeval_xl.replies.texts import mail_texts
from perfeval_xl.review.sampling import draw_sample
from perfeval_xl.review.workbook import review_workbook
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.sheets.model import Cell, Sheet, Value, Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Goal, Indicator, Submission
from perfeval_xl.summary.holdings import SummaryWish
from perfeval_xl.summary.summarising import write_summary

__all__ = ["Week", "collect_for_a_week"]

_SCHEME = "national-2020"
_ROSTER = "项目清单.xlsx"
_OFFICE = "caiwu@finance.example"
_SEED = "2024"
_REVIEWED = 2
_FIRST_MAIL = datetime(2025, 1, 13, 1, 30, tzinfo=UTC)
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the week brought: every file or folder with its name in words, the run of collecting, and the standing."""

    files: tuple[tuple[str, Path], ...]
    run: CollectionRun
    standing: Standing


def collect_for_a_week(folder: Path) -> Week:
    """Play the week in `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    office = Office(texts=mail_texts(), sender=_OFFICE)
    data = _settings()
    # The forms go out, each with a mail.
    roster = _roster()
    (folder / _ROSTER).write_bytes(roster)
    projects = prepare(NamedFile(_ROSTER, roster), scheme=_SCHEME).plan.good
    sent = distribute_forms(projects, folder / "下发")
    write_drafts(
        folder / "下发邮件",
        form_mails(sent.records, sent.folder, data["deadline"], office),
    )
    # The mails come in.
    _mailbox(folder / "收件箱", projects)
    ledger_url = str(folder / "台账.db")
    listed = read_roster_list(roster, _ROSTER)
    run = collect([folder / "收件箱"], ledger_url, manifests=sent.records)
    ledger = open_ledger(ledger_url)
    with ledger.snapshot() as seen:
        standing = standing_of(
            seen, roster=listed, deadline=data["deadline"], today=data["today"]
        )
    # Everybody hears what became of it, and who has not reported is asked.
    (folder / "报送情况.xlsx").write_bytes(status_workbook(standing))
    write_drafts(folder / "回复", receipts(ledger, office, Unanswered()))
    known = replace(office, addresses=known_addresses(ledger_url))
    write_drafts(
        folder / "催报", reminders(standing, forms_of_folder(folder / "下发"), known)
    )
    wish = SummaryWish(
        roster=listed,
        deadline=data["deadline"],
        today=data["today"],
        originals=folder / "汇总表_原件",
    )
    (folder / "汇总表.xlsx").write_bytes(write_summary(ledger_url, wish))
    _sample(ledger, folder / "抽查")
    return Week(
        files=tuple(_paths(folder)),
        run=run,
        standing=standing,
    )


@cache
def _settings() -> Mapping[str, Any]:
    text = (
        resources.files("perfeval_xl.demo")
        .joinpath("week.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "项目清单", folder / _ROSTER
    yield "下发的表格", folder / "下发"
    yield "下发的邮件", folder / "下发邮件"
    yield "一周的收件箱", folder / "收件箱"
    yield "报送情况", folder / "报送情况.xlsx"
    yield "给单位的回复", folder / "回复"
    yield "催报的邮件", folder / "催报"
    yield "一周的汇总表", folder / "汇总表.xlsx"
    yield "抽查复核表", folder / "抽查"


def _roster() -> bytes:
    """Return the list of projects as an office keeps it, with the targets on a second sheet."""
    data = _settings()
    rows: list[Sequence[Value]] = [
        (
            "主管部门",
            "实施单位",
            "项目名称",
            "项目编码",
            "邮箱",
            "年度",
            "年度资金总额（万元）",
            "当年财政拨款（万元）",
        )
    ]
    targets: list[Sequence[Value]] = [
        (
            "项目名称",
            "一级指标",
            "二级指标",
            "三级指标",
            "计算符号",
            "指标值",
            "度量单位",
            "分值",
        )
    ]
    for project in data["project"]:
        names = (
            project["department"],
            project["unit"],
            project["name"],
            project["code"],
            project["mail"],
        )
        budget = Decimal(project["budget"])
        rows.append((*names, data["year"], budget, budget))
        for target in data["target"]:
            figures = (
                target["symbol"],
                Decimal(target["target"]),
                target["unit"],
                Decimal(target["weight"]),
            )
            targets.append((project["name"], *target["path"], *figures))
    sheets = (_plain_sheet("项目清单", rows), _plain_sheet("绩效目标", targets))
    return write_workbook(Workbook(title="项目清单", sheets=sheets))


def _plain_sheet(title: str, rows: Sequence[Sequence[Value]]) -> Sheet:
    cells = {
        (row, column): Cell(value=value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
    }
    return Sheet(
        title=title, cells=cells, widths=dict.fromkeys(range(1, len(rows[0]) + 1), 20.0)
    )


def _mailbox(folder: Path, projects: Sequence[Project]) -> None:
    """Write the mails of the week, one a day from each unit that writes at all."""
    folder.mkdir()
    told = {project["name"]: project for project in _settings()["project"]}
    for number, project in enumerate(projects, start=1):
        name = project.project.text or ""
        how = told[name]["how"]
        if how == "missing":
            continue
        mail = _letter(number, told[name])
        if how != "declined":
            form = _filled(project, told[name])
            if how == "broken":
                form = form[: len(form) // 3]
            mail.add_attachment(
                form, maintype=_XLSX[0], subtype=_XLSX[1], filename=f"{name}自评表.xlsx"
            )
            mail.set_boundary(f"=-week-{number}")
        (folder / f"{number}-{told[name]['unit']}.eml").write_bytes(mail.as_bytes())


def _letter(number: int, project: Mapping[str, str]) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"{project['unit']} <{project['mail']}>"
    mail["To"] = _OFFICE
    mail["Subject"] = f"报送：{project['name']}"
    mail["Date"] = format_datetime(_FIRST_MAIL + timedelta(hours=9 * number))
    mail["Message-ID"] = f"<week-{number}@perfeval.example>"
    text = "现报送自评表，请查收。\n"
    if project["how"] == "declined":
        text = "本项目因故未实施，申请不报，说明材料另行寄送。\n"
    mail.set_content(text, cte="base64")
    return mail


def _filled(project: Project, told: Mapping[str, str]) -> bytes:
    """Return the distributed form as the unit filled it in; a wrong one has points added up wrongly."""
    scheme = load_scheme(_SCHEME)
    form = prefilled(project, scheme)
    actuals = {tuple(target["path"]): target for target in _settings()["target"]}
    indicators = tuple(_answered(indicator, actuals) for indicator in form.indicators)
    budget, executed = Decimal(told["budget"]), Decimal(told["executed"])
    points = (executed / budget * 10).quantize(Decimal("0.01"))
    total = points + sum(Decimal(target["weight"]) for target in actuals.values())
    filled = _with_funds(
        replace(form, indicators=indicators), plain(executed), plain(points)
    )
    if told["how"] == "wrong":
        filled = replace(filled, self_total=Entry(plain(total - 6)))
    expected = f"完成{told['name']}的年度任务，保障正常运转。"
    done = f"{told['name']}按计划完成，验收合格，{told['unit']}按月考核。"
    filled = replace(
        filled, goals=(Goal(expected=Entry(expected), achieved=Entry(done)),)
    )
    written = {
        name: Entry(f"{told['unit']}：{text}")
        for name, text in _settings()["sections"].items()
    }
    filled = replace(filled, sections={**filled.sections, **written})
    return FormCaster(scheme).form(filled, Whose(code=told["code"])).data


def _answered(
    indicator: Indicator, actuals: Mapping[tuple[str, ...], Mapping[str, str]]
) -> Indicator:
    target = actuals[tuple(indicator.path)]
    return replace(
        indicator, actual=Entry(target["actual"]), self_score=Entry(target["weight"])
    )


def _with_funds(form: Submission, executed: str, points: str) -> Submission:
    first, second, *others = form.funds
    first = replace(
        first,
        executed=Entry(executed),
        self_score=Entry(points),
    )
    return replace(
        form, funds=(first, replace(second, executed=Entry(executed)), *others)
    )


def _sample(ledger: Ledger, folder: Path) -> None:
    """Draw a sample, and make its review workbooks."""
    folder.mkdir()
    with ledger.snapshot() as seen:
        drawn = draw_sample(seen.in_force, _REVIEWED, _SEED)
        rows = dict(seen.indicators_of_each())
    for one in drawn:
        figures = one.version.figures
        scored = rows[one.version.arrival.number]
        data = review_workbook(one.version, scored, one.reasons, _SEED)
        (folder / f"{figures.project}_复核表.xlsx").write_bytes(data)
