"""Receipts (回执): the reply to every submission in force, with its marked-up workbook, and to what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.records import Arrival, ProblemFigures, State, Version
from perfeval_xl.collection.repairs import repairs
from perfeval_xl.dates import in_china
from perfeval_xl.distribution.naming import safe_name
from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.evaluation import evaluate
from perfeval_xl.markup.marking import marked_up
from perfeval_xl.replies.draft import Draft, DraftFile, address_in
from perfeval_xl.replies.mending import mending_lines, mending_sheet
from perfeval_xl.replies.texts import MailKind, MailTexts
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.workers import Worker, worker

__all__ = ["Office", "Unanswered", "known_addresses", "receipts", "reply_workbook"]


@dataclass(slots=True, kw_only=True)
class Unanswered:
    """The submissions whose reply has no workbook, each with the reason in Chinese."""

    reasons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who writes: the words of the mails, the address of the sender, and addresses by unit.

    `sender` is empty where the mail program puts it in. `addresses` serve where a form came without a sender.
    """

    texts: MailTexts
    sender: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)


def receipts(
    ledger: Ledger, office: Office, unanswered: Unanswered
) -> Iterator[tuple[str, Draft]]:
    """Yield a name and a draft for every submission in force, then for every file that could not be read.

    A workbook that cannot be marked up any more is told in `unanswered`; its mail says in words what is to be mended.
    """
    # The ledger is read at once and left alone: marking up takes minutes
    with ledger.snapshot() as seen:
        versions = seen.versions
        unreadable = seen.arrivals(State.UNREADABLE, State.INTERNAL)
        found = seen.all_problems()
    problems: dict[int, list[ProblemFigures]] = {}
    for number, problem in found:
        problems.setdefault(number, []).append(problem)
    # Originals are hostile files: one process reads them all, and is replaced when it fails
    with worker() as hands:
        for version in versions:
            if version.in_force:
                told = problems.get(version.arrival.number, [])
                # The list of what to mend is the first sheet the unit sees
                front = mending_sheet(told, office.texts)
                files = _workbook(
                    ledger,
                    hands,
                    version,
                    front,
                    unanswered,
                )
                yield _receipt(version, told, files, office)
    # What could not be read is answered last, unless it came again under the same name
    repaired = repairs(unreadable, versions)
    for arrival in unreadable:
        repair = repaired.get(arrival.number)
        settled = repair is not None and repair.certain
        # A refusal without an address would be a draft about a file that nobody knows
        if address_in(arrival.sender) and not settled:
            yield _refusal(arrival, office)


def _workbook(
    ledger: Ledger,
    hands: Worker,
    version: Version,
    front: Sheet,
    unanswered: Unanswered,
) -> tuple[DraftFile, ...]:
    """Return the marked-up workbook of a submission, nothing where the original is not kept or not readable any more."""
    arrival = version.arrival
    data = ledger.original(arrival.sha256)
    if data is None:
        unanswered.reasons.append((arrival.file, "台账没有保存原件"))
        return ()
    try:
        copy = hands.run(
            arrival.file,
            reply_workbook,
            data,
            arrival.file,
            front,
        )
    except SubmissionFileError as exc:
        unanswered.reasons.append((arrival.file, exc.message))
        return ()
    # The name of the workbook tells the unit what is asked of it
    name = safe_name(
        f"{version.figures.project}_请改正"
        if version.figures.errors
        else f"{version.figures.project}_已收到"
    )
    return (DraftFile(name=f"{name}.xlsx", data=copy),)


def reply_workbook(data: bytes, file: str, front: Sheet) -> bytes:
    """Return the marked-up copy with the list of what to mend in front; judgements a unit wrote itself do not count."""
    evaluation = evaluate(data, file, received=True)
    return marked_up(evaluation, front).data


def _receipt(
    version: Version,
    problems: Sequence[ProblemFigures],
    files: tuple[DraftFile, ...],
    office: Office,
) -> tuple[str, Draft]:
    figures, arrival = version.figures, version.arrival
    # Warnings send nothing back
    kind = MailKind.PASSED
    if figures.errors:
        kind = MailKind.RETURNED
    values = {
        "收件单位": figures.unit or figures.department,
        "项目名称": figures.project,
        "主管部门": figures.department,
        "年度": figures.year,
        "版本": str(version.version),
        "文件名": arrival.file,
        "收到时间": in_china(arrival.received_at),
        "问题": mending_lines(problems, office.texts),
        "表格": files[0].name if files else "（无）",
        "落款": office.texts.office,
    }
    draft = Draft(
        # Another version, or another outcome of the same one, is answered again
        key=f"receipt\x1f{figures.subject}\x1f{arrival.sha256}\x1f{kind}",
        # The reply goes to who sent it, and only else to the address that is known of the unit
        to=address_in(arrival.sender) or office.addresses.get(figures.unit, ""),
        sender=office.sender,
        subject=office.texts.subject(kind, values),
        body=office.texts.body(kind, values),
        files=files,
    )
    return f"{figures.department}_{figures.unit}_{figures.project}", draft


def _refusal(arrival: Arrival, office: Office) -> tuple[str, Draft]:
    values = {
        "文件名": arrival.file,
        "收到时间": in_china(arrival.received_at),
        "原因": arrival.message,
        "怎么办": arrival.remedy,
        "落款": office.texts.office,
    }
    draft = Draft(
        # The same broken file may come from several senders, each of whom is to know
        key=f"unreadable\x1f{arrival.sha256}\x1f{arrival.sender}\x1f{arrival.number}",
        to=address_in(arrival.sender),
        sender=office.sender,
        subject=office.texts.subject(MailKind.UNREADABLE, values),
        body=office.texts.body(MailKind.UNREADABLE, values),
    )
    return f"未能读取_{arrival.file}", draft


def known_addresses(ledger_url: str) -> dict[str, str]:
    """Return mail addresses by unit: what the list of projects says, else from where the unit sent a form last."""
    with open_ledger(ledger_url, create=False).snapshot() as seen:
        versions = seen.in_force
        roster = seen.roster
    found: dict[str, str] = {}
    # In the order of receipt, so that the last address stays
    for version in sorted(versions, key=lambda version: version.arrival.received_at):
        address = address_in(version.arrival.sender)
        if address:
            found[version.figures.unit] = address
    # The list goes before what was seen in mails
    for project in roster.projects if roster is not None else ():
        if project.mail:
            found[project.unit] = project.mail
    return found
