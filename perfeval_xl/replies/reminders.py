"""Reminders (催报): a mail for every project of the list that is still owed, with its prefilled form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from perfeval_xl.collection.project_states import ProjectRecord, ProjectState, Standing
from perfeval_xl.dates import plain_year
from perfeval_xl.distribution.manifest import MANIFEST_JSON, FormRecord, parse_manifest
from perfeval_xl.distribution.model import match_text
from perfeval_xl.distribution.naming import safe_name
from perfeval_xl.distribution.notices import lines_for
from perfeval_xl.distribution.prefilling import prefilled
from perfeval_xl.distribution.preparing import NamedFile, prepare
from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason
from perfeval_xl.form.drawing.guide_sheets import Notice
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.replies.draft import Draft, DraftFile
from perfeval_xl.replies.receipts import Office
from perfeval_xl.replies.texts import MailKind, MailTexts
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["Forms", "form_mails", "forms_made_anew", "forms_of_folder", "reminders"]

_Names = tuple[str, str, str]
# Bytes of the name of a project in that of its form
_LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms by project, unit and year: files of a folder, or bytes that were made anew."""

    files: Mapping[_Names, Path] = field(default_factory=dict)
    made: Mapping[_Names, DraftFile] = field(default_factory=dict)

    def of(self, project: str, unit: str, year: str) -> tuple[DraftFile, ...]:
        """Return the form of a project, nothing where there is none.

        Raises `EnvironmentMissing` where its file cannot be read any more.
        """
        names = _names(project, unit, year)
        if names in self.made:
            return (self.made[names],)
        path = self.files.get(names)
        if path is None:
            return ()
        return (_read(path),)


def forms_of_folder(folder: Path) -> Forms:
    """Return the forms that `distribute` wrote into a folder, as its manifest says.

    Raises `UsageError` where there is no manifest.
    """
    manifest = folder / MANIFEST_JSON
    if not manifest.is_file():
        raise UsageError(
            f"“{folder}”里没有{MANIFEST_JSON}。", "请给出下发时写的文件夹。"
        )
    records = parse_manifest(_read(manifest).data, MANIFEST_JSON)
    return Forms(
        files={
            # Only the name counts: a manifest must not lead out of its folder
            _names(r.project, r.unit, r.year): folder / Path(r.file).name
            for r in records
        }
    )


def forms_made_anew(
    roster: NamedFile,
    wanted: Sequence[ProjectRecord],
    key: bytes | None,
    notice: Notice = (),
) -> Forms:
    """Make the forms of the wanted projects from their list, as `distribute` makes them without further files.

    `notice` are the lines of the issuer in every form that has none of its own in the list: those that were distributed,
    for the same form.
    """
    # Only forms that are asked for are made: a list may have thousands of projects
    names = {_names(record.project, record.unit, record.year) for record in wanted}
    made: dict[_Names, DraftFile] = {}
    # One for each scheme: what it has drawn once, it pours again
    casters: dict[str, FormCaster] = {}
    for project in prepare(roster, scheme="national-2020").plan.good:
        own = _names(
            project.project.text or "", project.unit.text or "", project.year.text or ""
        )
        if own in names:
            scheme = load_scheme(project.scheme)
            if scheme.id not in casters:
                casters[scheme.id] = FormCaster(scheme, key)
            form = casters[scheme.id].form(
                prefilled(project, scheme),
                Whose(
                    code=project.code.text or "",
                    notice=lines_for(project.notice, notice),
                ),
            )
            name = safe_name(project.project.text or "", _LONGEST_NAME)
            made[own] = DraftFile(name=f"{name}_自评表.xlsx", data=form.data)
    return Forms(made=made)


def reminders(
    standing: Standing, forms: Forms, office: Office, *, returned: bool = False
) -> Iterator[tuple[str, Draft]]:
    """Yield a name and a draft for every project from which nothing usable came.

    With `returned` also for those whose form was returned and did not come again; they have it already.
    """
    for record in standing.of(
        ProjectState.MISSING, ProjectState.OVERDUE, ProjectState.RETURNED
    ):
        kind = _kind(record, standing)
        files: tuple[DraftFile, ...] = ()
        # Who only has to correct has the form already
        if kind is not MailKind.CORRECTION:
            files = forms.of(record.project, record.unit, record.year)
        elif not returned:
            continue
        yield _reminder(
            record,
            kind,
            files,
            standing,
            office,
        )


def _kind(record: ProjectRecord, standing: Standing) -> MailKind:
    """Say which letter a project gets: a file that could not be read is as good as none."""
    # Returned without a version means that nothing could be read
    if record.state is ProjectState.RETURNED and record.version is not None:
        return MailKind.CORRECTION
    # The day of the deadline itself is not over
    over = standing.days_left is not None and standing.days_left < 0
    if over:
        return MailKind.OVERDUE
    return MailKind.REMINDER


def form_mails(
    records: Sequence[FormRecord],
    folder: Path,
    deadline: date | None,
    office: Office,
    own: Mapping[str, date] = MappingProxyType({}),
) -> Iterator[tuple[str, Draft]]:
    """Yield a name and a draft for every form that was distributed, with the form.

    `own` are the days of forms that have one of their own, by the name of the file.
    """
    for record in records:
        file = _read(folder / Path(record.file).name)
        values = {
            "收件单位": record.unit,
            "项目名称": record.project,
            "主管部门": record.department,
            "年度": record.year,
            "截止日期": _deadline(office.texts, own.get(record.file, deadline)),
            "表格": file.name,
            "落款": office.texts.office,
        }
        draft = Draft(
            # The same form is sent once; a form that was issued anew is another matter
            key=f"form\x1f{record.form_id}\x1f{record.sha256}",
            to=record.mail,
            sender=office.sender,
            subject=office.texts.subject(MailKind.FORM, values),
            body=office.texts.body(MailKind.FORM, values),
            files=(file,),
        )
        yield f"{record.department}_{record.unit}_{record.project}", draft


def _reminder(
    record: ProjectRecord,
    kind: MailKind,
    files: tuple[DraftFile, ...],
    standing: Standing,
    office: Office,
) -> tuple[str, Draft]:
    # A project without a form, such as one the folder does not have, is told where to find it
    form = "（见下发时的邮件）"
    if files:
        form = files[0].name
    values = {
        "收件单位": record.unit or record.department,
        "项目名称": record.project,
        "主管部门": record.department,
        "年度": record.year,
        "截止日期": _deadline(office.texts, standing.deadline),
        "还剩": _left(office.texts, standing.days_left),
        "表格": form,
        "落款": office.texts.office,
    }
    # A second reminder on another day is another mail; two on one day are one.
    whose = "\x1f".join(_names(record.project, record.unit, record.year))
    draft = Draft(
        key=f"remind\x1f{kind}\x1f{whose}\x1f{standing.today.isoformat()}",
        to=record.mail or office.addresses.get(record.unit, ""),
        sender=office.sender,
        subject=office.texts.subject(kind, values),
        body=office.texts.body(kind, values),
        files=files,
    )
    return f"{record.state}_{record.department}_{record.unit}_{record.project}", draft


def _deadline(texts: MailTexts, deadline: date | None) -> str:
    if deadline is None:
        return ""
    return texts.word(
        "deadline", 日期=f"{deadline.year}年{deadline.month}月{deadline.day}日"
    )


def _left(texts: MailTexts, days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return texts.word("last_day")
    key = "days_over"
    if days > 0:
        key = "days_left"
    return texts.word(key, 天数=str(abs(days)))


def _names(project: str, unit: str, year: str) -> _Names:
    """Return whose a form is, however it is spelled."""
    return match_text(project), match_text(unit), plain_year(year)


def _read(path: Path) -> DraftFile:
    try:
        return DraftFile(name=path.name, data=path.read_bytes())
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取“{path}”：{system_reason(exc)}。",
            "请检查下发的文件夹是否完整，或者重新下发。",
        ) from exc
