"""Intake (登记): judge one attachment by what it holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from perfeval_xl.amounts import normalise, parse_number, round_half_up
from perfeval_xl.collection.content import Kind, claims_to_be_a_form, kind_of
from perfeval_xl.collection.envelope import Attachment
from perfeval_xl.collection.letters import words
from perfeval_xl.collection.passages import passages_of
from perfeval_xl.collection.readable import READABLE, holds_a_form, left_unopened
from perfeval_xl.collection.records import (
    IndicatorFigures,
    Judgement,
    Standing,
    State,
    SubmissionFigures,
)
from perfeval_xl.collection.reviewed import read_review
from perfeval_xl.collection.saved_time import saved_time
from perfeval_xl.collection.standing import APART, figures_of, names_key
from perfeval_xl.errors import NotAWorkbook, SubmissionFileError, TooLargeWorkbook
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.identity.issue import form_id
from perfeval_xl.limits import LIMITS
from perfeval_xl.markup.copies import is_untouched_copy
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import NOWHERE, Entry, Location
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow, Indicator, Submission

__all__ = ["judge", "passed_over", "too_large", "unusable"]

_DOUBTFUL = frozenset({"PE-122", "PE-123", "PE-190"})
"""Findings after which the identity of a form is worth nothing."""
_UNSIGNED = "PE-121"
_WORKBOOKS = frozenset({Kind.WORKBOOK, Kind.OLD_OFFICE})
# Decimals of a rate that is kept: those of a percentage with some more
_RATE_PLACES = 8
# Bytes; a lock file of an office program is much smaller
_LOCK_FILE = 1024
_OWN_COPY = "本程序生成的评分结果副本，填报内容没有改动，不作为报送。"
_RESEND = "请联系报送单位重新报送。"
# Kinds that are called workbooks and are none
_RENAMED = {
    Kind.WORD,
    Kind.SLIDES,
    Kind.DRAWING,
    Kind.PDF,
    Kind.PICTURE,
    Kind.SAVED_MAIL,
}
_FILL_IN = "请报送单位在下发的自评表（Excel 或 WPS 表格）中填写后重新报送。"
_REFUSED = {
    Kind.EMPTY: ("“{name}”是空文件（0字节）。", _RESEND),
    Kind.ARCHIVE: (
        "“{name}”是压缩包。",
        "请解压后把其中的自评表放入收集文件夹，或请报送单位直接报送自评表。",
    ),
    Kind.OUTLOOK: (
        "“{name}”是 Outlook 专用格式的附件。",
        "请报送单位以普通附件（不用 RTF 格式邮件）重新报送。",
    ),
    Kind.MAIL: ("“{name}”是一封无法打开的邮件。", _RESEND),
}


def passed_over(attachment: Attachment) -> Judgement | None:
    """Return the judgement of what obviously is no submission (pictures, signatures, letters), else `None`.

    What its sender calls a workbook is never passed over, whatever it holds: the sender must be answered.
    """
    name, data = attachment.name, attachment.data
    if data is None or attachment.damage:
        return None
    kind = kind_of(data)
    # Programs put such a file beside every workbook that is open
    if name.startswith("~$") and len(data) < _LOCK_FILE:
        return Judgement(
            state=State.IGNORED, kind=kind, message="办公软件打开文件时留下的临时文件。"
        )
    # What may be a form is evaluated
    if claims_to_be_a_form(name) or not kind.harmless or holds_a_form(data, name, kind):
        return None
    message = f"{kind}，不是自评表。"
    # Nothing is said of what was not looked at
    if kind in READABLE and left_unopened(data, name, kind):
        message = words()["document"]["unopened"].format(kind=kind)
    return Judgement(state=State.IGNORED, kind=kind, message=message)


def judge(attachment: Attachment, key: bytes | None = None) -> Judgement:
    """Evaluate one attachment; a file that cannot be used becomes an unreadable verdict with its problem code."""
    kind = Kind.UNKNOWN if attachment.data is None else kind_of(attachment.data)
    try:
        return _read(attachment, kind, key)
    except SubmissionFileError as exc:
        # What is no form may still be a review workbook
        return _review(attachment, kind) or unusable(attachment, exc)


def _review(attachment: Attachment, kind: Kind) -> Judgement | None:
    """Return the judgement of a review workbook that comes back; `None` for anything else."""
    # Nothing else can be one
    if attachment.data is None or kind not in _WORKBOOKS:
        return None
    try:
        found = read_review(attachment.data, attachment.name)
    except SubmissionFileError:
        return None
    if found is None:
        return None
    message = f"复核表：{len(found.rows)}项指标中填了{found.filled}项"
    if found.problems:
        message += f"，{len(found.problems)}项不在0和分值之间，没有计入"
    return Judgement(
        state=State.REVIEW,
        kind=kind,
        message=message,
        review=found,
        saved_at=saved_time(attachment.data),
        problems=tuple(figures_of(problem) for problem in found.problems),
    )


def too_large(name: str, size: int) -> TooLargeWorkbook:
    """Return the error of a file of more bytes than are read."""
    megabytes = -(-size // 2**20)
    return TooLargeWorkbook(
        f"“{name}”有{megabytes}MB，超过{LIMITS.file_bytes // 2**20}MB，没有打开。",
        _RESEND,
    )


def unusable(attachment: Attachment, error: SubmissionFileError) -> Judgement:
    """Return the judgement of an attachment that cannot be used, with the problem code of the error."""
    kind = Kind.UNKNOWN if attachment.data is None else kind_of(attachment.data)
    damage = ""
    if attachment.damage:
        damage = f"（{attachment.damage}。）"
    actual = ""
    if kind.harmless:
        actual = f"（实际内容：{kind}。）"
    return Judgement(
        state=State.UNREADABLE,
        kind=kind,
        code=error.code,
        message=f"{error.message}{actual}{damage}",
        remedy=error.remedy,
    )


def _read(attachment: Attachment, kind: Kind, key: bytes | None) -> Judgement:
    name, data = attachment.name, attachment.data
    if data is None:
        raise too_large(name, attachment.size)
    if kind in _REFUSED:
        message, remedy = _REFUSED[kind]
        raise NotAWorkbook(message.format(name=name), remedy)
    if kind in _RENAMED and not holds_a_form(data, name, kind):
        raise NotAWorkbook(f"“{name}”是{kind}，只是改了扩展名，不是工作簿。", _FILL_IN)
    evaluation = evaluate(data, name, received=True, key=key)
    # A copy of ours that nobody changed would replace the original it was made from
    opened = evaluation.opened
    if (
        opened is not None
        and evaluation.layout is not None
        and is_untouched_copy(opened.raw, evaluation.submission)
    ):
        return Judgement(
            state=State.IGNORED,
            kind=kind,
            message=_OWN_COPY,
            remedy="原件如果没有报送，请补报原件。",
        )
    standing = _standing(evaluation)
    figures = _figures(evaluation, _subject(evaluation, standing, attachment.sha256))
    figures = _with_issue(figures, evaluation, standing)
    # An empty form must not replace one that was filled in
    if not _filled_in(evaluation.submission):
        blank = figures_of(Problem(code="PE-250", slots={"name": name}))
        return Judgement(
            state=State.BLANK,
            kind=kind,
            code=blank.code,
            message=blank.message,
            remedy=blank.remedy,
            submission=figures,
            saved_at=saved_time(data),
        )
    return Judgement(
        state=State.NEW,
        kind=kind,
        standing=standing,
        submission=figures,
        saved_at=saved_time(data),
        indicators=_indicators(evaluation),
        problems=tuple(figures_of(problem) for problem in evaluation.problems),
        passages=passages_of(evaluation.submission),
    )


def _figures(evaluation: Evaluation, subject: str) -> SubmissionFigures:
    submission, card = evaluation.submission, evaluation.scorecard
    # The first funds row is the total
    funds = submission.funds[0] if submission.funds else FundsRow(source="")
    funded = card.indicator(EXECUTION_PATH)
    rate = None if funded is None else funded.outcome.rate
    severities = Counter(problem.severity for problem in evaluation.problems)
    # The sheet of the first place that has one is that of the form
    places = [
        entry.location
        for entry in (submission.project, funds.budget, submission.self_total)
    ]
    return SubmissionFigures(
        subject=subject,
        scheme=evaluation.scheme.id,
        scheme_version=evaluation.scheme.version,
        year=_text(submission.year),
        project=_text(submission.project),
        department=_text(submission.department),
        unit=_text(submission.unit),
        money_unit=submission.money_unit,
        budget=parse_number(funds.budget.text),
        executed=parse_number(funds.executed.text),
        execution_rate=None if rate is None else round_half_up(rate, _RATE_PLACES),
        self_total=card.self_total,
        self_grade=card.self_grade or "",
        rule_total=card.lowest,
        rule_highest=card.highest if card.total is None else None,
        rule_said=card.said_total(),
        rule_grade=card.shown_grade,
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        hints=severities[Severity.HINT],
        sheet=next((place.sheet for place in places if place.sheet), ""),
        budget_cell=_address(funds.budget.location),
        executed_cell=_address(funds.executed.location),
        self_total_cell=_address(submission.self_total.location),
    )


def _with_issue(
    figures: SubmissionFigures, evaluation: Evaluation, standing: Standing
) -> SubmissionFigures:
    """Say for whom the form was made; nothing where its origin does not hold."""
    # An id that does not hold says nothing about the project
    issue = evaluation.issue
    if issue is None or not standing.form_id:
        return replace(
            figures,
            form_id="",
            issued_year="",
            issued_project="",
            issued_unit="",
            issued_code="",
        )
    return replace(
        figures,
        form_id=standing.form_id,
        issued_year=issue.year,
        issued_project=issue.project,
        issued_unit=issue.unit,
        issued_code=issue.code,
    )


def _filled_in(submission: Submission) -> bool:
    """Whether anybody wrote a result into the form: money spent, what was reached, points, or the evidence for them."""
    # Every field that a unit fills in; what was prefilled says nothing
    written: list[Entry | None] = [submission.self_total, submission.self_grade]
    for row in submission.funds:
        written += [row.executed, row.rate, row.self_score]
    written += [goal.achieved for goal in submission.goals]
    written += [dimension.self_score for dimension in submission.dimensions]
    for indicator in submission.indicators:
        written += [
            indicator.actual,
            indicator.self_score,
            indicator.note,
            *indicator.evidence.values(),
        ]
    return any(entry is not None and not entry.blank for entry in written)


def _standing(evaluation: Evaluation) -> Standing:
    """Say what a form can show for itself.

    A distributed form has an id, and stays the same submission when its project is renamed; an id that is not that of
    the project it was made for is worth nothing, nor is one whose fingerprint or signature does not hold.
    """
    submission, issue, scheme = (
        evaluation.submission,
        evaluation.issue,
        evaluation.scheme.id,
    )
    codes = {problem.code for problem in evaluation.problems}
    names = names_key(
        scheme,
        _text(submission.year),
        _text(submission.project),
        _text(submission.unit),
    )
    # An id is computed from what it stands for: any change shows
    if issue is None or issue.form_id != form_id(scheme, issue) or codes & _DOUBTFUL:
        return Standing(names=names)
    return Standing(
        form_id=issue.form_id,
        fingerprint=issue.fingerprint.lower(),
        names=names,
        issued_names=names_key(scheme, issue.year, issue.project, issue.unit),
        signed=bool(issue.signature.strip()),
        trusted=_UNSIGNED not in codes,
    )


def _subject(evaluation: Evaluation, standing: Standing, sha256: str) -> str:
    """Say whose submission it is: the id of its form, else scheme, year, project and unit, however they are spaced.

    A form that does not say whose it is replaces nothing: its own content is its subject. Neither does one whose
    identity was tampered with, or that has no signature where there is a key.
    """
    submission, scheme = evaluation.submission, evaluation.scheme.id
    # A form with an id keeps its subject when its project is renamed
    if standing.form_id:
        subject = f"{scheme}\x1f{standing.form_id}"
        if standing.trusted:
            return subject
        return subject + APART
    # Any other is known by its names
    names = [
        normalise(_text(entry)).casefold()
        for entry in (submission.project, submission.unit)
    ]
    identity = [scheme, normalise(_text(submission.year)), *names]
    # Without names the content is all there is
    subject = "\x1f".join(identity if all(names) else [*identity, sha256])
    doubtful = any(problem.code in _DOUBTFUL for problem in evaluation.problems)
    if doubtful:
        return subject + APART
    return subject


def _indicators(evaluation: Evaluation) -> tuple[IndicatorFigures, ...]:
    # Indicators of one name are matched in their order
    by_path: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in evaluation.submission.indicators:
        by_path.setdefault(indicator.path, []).append(indicator)
    rows = []
    for row in evaluation.scorecard.indicators:
        written = by_path.get(row.path)
        rows.append(_indicator(row, written.pop(0) if written else None, evaluation))
    return tuple(rows)


def _indicator(
    row: IndicatorScore, written: Indicator | None, evaluation: Evaluation
) -> IndicatorFigures:
    """Put what was scored beside what was written; the funds row has 预算数 and 执行数 as target and actual."""
    if written is not None:
        target, actual = written.target, written.actual
    elif row.path == EXECUTION_PATH and evaluation.submission.funds:
        funds = evaluation.submission.funds[0]
        target, actual = funds.budget, funds.executed
    else:
        target = actual = Entry()
    # The cell of the score, or of the result where there is none
    own = row.self_score_entry.location
    place = own
    if own == NOWHERE:
        place = actual.location
    return IndicatorFigures(
        path=row.path,
        target=_text(target),
        actual=_text(actual),
        weight=row.weight,
        score=row.lowest,
        highest=row.highest if row.score is None else None,
        self_score=row.self_score,
        explanation=row.explanation,
        sheet=place.sheet,
        cell=_address(place),
    )


def _address(place: Location) -> str:
    """Return the cell; in a JSON file, which has no sheets, the key."""
    return place.cell or ("" if place.sheet else place.label)


def _text(entry: Entry) -> str:
    return (entry.text or "").strip()
