"""What a person decides about a project: which version counts, that one does not, that none need be handed in.

Every decision is appended with its reason and the person; a later one on the same version or project takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.project_states import ProjectRecord, Standing
from perfeval_xl.collection.records import Decision, Version
from perfeval_xl.collection.version_order import CHOOSE, DEMAND, WAIVE, WITHDRAW
from perfeval_xl.distribution.model import match_text
from perfeval_xl.errors import UsageError

__all__ = ["choose", "demand", "project_named", "waive", "withdraw"]

# Projects that a message names before it says 等
_SHOWN = 5


def project_named(standing: Standing, text: str) -> tuple[ProjectRecord, ...]:
    """Return the records of the one project that a text names: its 项目编码, its name, a part of it, or an 收件编号.

    Several records are one project where forms came in beside the one that stands for it. Raises `UsageError` where
    none fits, or several projects do.
    """
    found = _fitting(standing.projects, text)
    if not found:
        raise UsageError(
            f"台账和清单里没有“{text}”。",
            "请写项目名称、项目编码或收件编号；perfeval-xl status 列出全部项目。",
        )
    # Records of one project may be several; two projects need a decision of the person who asks
    identities = {
        (match_text(record.project), match_text(record.unit)) for record in found
    }
    if len(identities) > 1:
        raise UsageError(
            f"“{text}”对得上的不止一个：{_listed(found)}。",
            "请写全项目名称，或者写项目编码、收件编号。",
        )
    return tuple(found)


def _fitting(records: Sequence[ProjectRecord], text: str) -> list[ProjectRecord]:
    """Return the records with this name or code, else those whose name holds the text, else those with this 收件编号."""
    # What is written out in full goes before a part of it
    wanted = match_text(text)
    exact = [
        record
        for record in records
        if wanted in {match_text(record.project), match_text(record.code)}
    ]
    if exact or not wanted:
        return exact
    partly = [record for record in records if wanted in match_text(record.project)]
    if partly or not wanted.isdigit():
        # A number is a project code, or part of a name, before it is an 收件编号
        return partly
    return [record for record in records if int(wanted) in _numbers(record)]


def _listed(records: Sequence[ProjectRecord]) -> str:
    """Name the first few projects; say how many there are where more follow."""
    names = [f"“{record.project}”（{record.unit}）" for record in records[:_SHOWN]]
    shown = "、".join(names)
    if len(records) > _SHOWN:
        return f"{shown}等{len(records)}个"
    return shown


def choose(
    ledger: Ledger,
    records: Iterable[ProjectRecord],
    number: int,
    reason: str,
    person: str,
) -> Version:
    """Put a version in force, whatever its date; return it. Raises `UsageError` where the project has no such version."""
    record, version = _version(records, number)
    ledger.decide(_decision(CHOOSE, record, version, reason, person))
    return version


def withdraw(
    ledger: Ledger,
    records: Iterable[ProjectRecord],
    number: int,
    reason: str,
    person: str,
) -> Version:
    """Take a version back: it no longer counts, and stays in the ledger; return it."""
    record, version = _version(records, number)
    ledger.decide(_decision(WITHDRAW, record, version, reason, person))
    return version


def waive(
    ledger: Ledger, records: Iterable[ProjectRecord], reason: str, person: str
) -> None:
    """Note that a project need not be handed in."""
    ledger.decide(_decision(WAIVE, _main(records), None, reason, person))


def demand(
    ledger: Ledger, records: Iterable[ProjectRecord], reason: str, person: str
) -> None:
    """Note that a project must be handed in after all."""
    ledger.decide(_decision(DEMAND, _main(records), None, reason, person))


def _main(records: Iterable[ProjectRecord]) -> ProjectRecord:
    """Return the record of the list, or the first where there is no list."""
    every = list(records)
    return next((record for record in every if record.position is not None), every[0])


def _version(
    records: Iterable[ProjectRecord], number: int
) -> tuple[ProjectRecord, Version]:
    every = list(records)
    for record in every:
        for version in record.versions:
            if version.arrival.number == number:
                return record, version
    # What could have been meant is said with the refusal
    known = (
        "、".join(str(number) for record in every for number in _numbers(record))
        or "没有"
    )
    raise UsageError(
        f"“{every[0].project}”没有收件编号为{number}的一版。",
        f"这个项目的收件编号：{known}。",
    )


def _numbers(record: ProjectRecord) -> list[int]:
    return [version.arrival.number for version in record.versions]


def _decision(
    kind: str, record: ProjectRecord, version: Version | None, reason: str, person: str
) -> Decision:
    # A decision without a reason or a person could not be understood later
    if not reason.strip() or not person.strip():
        raise UsageError("没有写明理由或经办人。", "请加 --reason 理由 --by 姓名。")
    return Decision(
        number=0,
        kind=kind,
        subject="" if version is None else version.figures.subject,
        project=record.project,
        unit=record.unit,
        year=record.year,
        arrival=None if version is None else version.arrival.number,
        after=0,
        reason=reason.strip(),
        person=person.strip(),
        decided_at=datetime.now(UTC),
    )
