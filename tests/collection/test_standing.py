"""A form that cannot show where it comes from never takes the place of one that can."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.distribution.manifest import FormRecord, manifest_json, parse_manifest
from perfeval_xl.errors import UsageError
from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.reading import read_submission
from tests.collection.conftest import Mailbox
from tests.support.forging import (
    FORM,
    KEY,
    LAYOUT,
    Change,
    at,
    filled,
    hidden_row,
    put,
    sent_out,
)
from tests.support.workbooks import saved_on

FIRST, LATER = "2025-03-06T00:00:00+00:00", "2025-03-07T00:00:00+00:00"


def answered(data: bytes, *changes: Change) -> bytes:
    """A form filled in without a mistake, and then changed."""
    return filled(data, put(at("actual"), "11台"), *changes)


def strip(book) -> None:  # type: ignore[no-untyped-def]
    """Take off every trace of the distribution, and unlock what it had locked."""
    import openpyxl.styles

    sheet = book[IDENTITY_SHEET]
    for row in list(sheet.iter_rows()):
        if row[0].value not in {"scheme", "version", "title", "layout"}:
            row[0].value = row[1].value = None
    for name in list(book.custom_doc_props.names):
        if name not in {"perfeval_scheme", "perfeval_version"}:
            del book.custom_doc_props[name]
    for row in book[FORM].iter_rows():
        for cell in row:
            cell.protection = openpyxl.styles.Protection(locked=False)


def claiming(project: str, unit: str) -> Change:
    """The hidden sheet of another form made to say that it is this project's."""
    genuine = read_submission(sent_out(project, unit), "表.xlsx").issue
    assert genuine is not None

    def change(book) -> None:  # type: ignore[no-untyped-def]
        for key in ("project", "unit", "code", "form_id"):
            hidden_row(key, getattr(genuine, key))(book)
        put(LAYOUT.at("project"), project)(book)
        put(LAYOUT.at("unit"), unit)(book)

    return change


def record(data: bytes, *, signed: bool = True) -> FormRecord:
    """What the manifest says of a form."""
    issue = read_submission(data, "表.xlsx").issue
    assert issue is not None
    return FormRecord(
        file="表.xlsx",
        project=issue.project,
        code=issue.code,
        department=issue.department,
        unit=issue.unit,
        year=issue.year,
        scheme="national-2020",
        mail="",
        sha256="",
        form_id=issue.form_id,
        fingerprint=issue.fingerprint,
        signed=signed,
    )


def states(box: Mailbox, *manifests: FormRecord) -> list[tuple[str, int]]:
    run = collect([box.folder], box.ledger, manifests=manifests)
    return [(str(verdict.state), verdict.errors) for verdict in run.verdicts]


def accepted(box: Mailbox) -> list[str]:
    """The projects in force that are not sent back."""
    return [
        version.figures.project
        for version in open_ledger(box.ledger).in_force()
        if not version.figures.errors
    ]


FORGERIES = {
    "claims another project": answered(
        sent_out("道路维修", "交通运输局"), claiming("设备购置项目", "第一中学")
    ),
    "signed with another key": answered(
        sent_out(key="the key of somebody else"), put(at("actual"), "10台")
    ),
    "signature emptied": answered(sent_out(), hidden_row("signature", "")),
    "never signed": answered(sent_out(key="")),
    "fingerprint emptied": answered(sent_out(), hidden_row("fingerprint", "")),
    "stripped of everything": answered(sent_out(), strip, put(at("target"), "≥5台")),
}


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("first", [True, False], ids=["genuine first", "forged first"])
def test_a_forged_form_takes_nobodys_place(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, name: str, *, first: bool
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    mailbox.put(
        "1.xlsx" if first else "2.xlsx",
        answered(sent_out()),
        at=FIRST if first else LATER,
    )
    mailbox.put(
        "2.xlsx" if first else "1.xlsx", FORGERIES[name], at=LATER if first else FIRST
    )
    found = states(mailbox, record(sent_out()))
    assert [state for state, _ in found] == ["new", "new"]
    forged = found[1 if first else 0]
    assert forged[1] > 0
    assert accepted(mailbox) == ["设备购置项目"]


@pytest.mark.parametrize(
    "name",
    [
        "claims another project",
        "fingerprint emptied",
        "stripped of everything",
        "signature emptied",
    ],
)
def test_without_a_key_the_fingerprint_and_the_ledger_tell(
    mailbox: Mailbox, name: str
) -> None:
    mailbox.put("1.xlsx", answered(sent_out()), at=FIRST)
    mailbox.put("2.xlsx", FORGERIES[name], at=LATER)
    assert [(state, errors > 0) for state, errors in states(mailbox)] == [
        ("new", False),
        ("new", True),
    ]
    assert accepted(mailbox) == ["设备购置项目"]


def test_a_form_of_an_earlier_distribution_takes_nobodys_place(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    earlier, latest = sent_out(target="≥5台"), sent_out()
    mailbox.put("1.xlsx", answered(latest), at=FIRST)
    mailbox.put("2.xlsx", answered(earlier), at=LATER)
    assert states(mailbox, record(earlier), record(latest)) == [("new", 0), ("new", 1)]
    assert accepted(mailbox) == ["设备购置项目"]


def test_a_form_that_was_made_for_another_project_counts_for_neither(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    road = put(LAYOUT.at("project"), "道路维修"), put(LAYOUT.at("unit"), "交通运输局")
    mailbox.put("1.xlsx", answered(sent_out()), at=FIRST)
    mailbox.put("2.xlsx", answered(sent_out("道路维修", "交通运输局")), at=FIRST)
    mailbox.put("3.xlsx", answered(sent_out(), *road), at=LATER)
    assert [(state, errors > 0) for state, errors in states(mailbox)] == [
        ("new", False),
        ("new", False),
        ("new", True),
    ]
    assert sorted(accepted(mailbox)) == ["设备购置项目", "道路维修"]


def test_an_honest_correction_is_still_one(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    first = answered(sent_out(), put(at("actual"), "12台"))
    corrected = answered(sent_out())
    mailbox.put("1.xlsx", saved_on(first, "2025-03-06T00:00:00Z"), at=FIRST)
    mailbox.put("2.xlsx", saved_on(corrected, "2025-03-07T00:00:00Z"), at=LATER)
    assert states(mailbox, record(sent_out())) == [("new", 0), ("correction", 0)]


def test_a_manifest_comes_back_as_it_was_written() -> None:
    records = (
        record(sent_out()),
        record(sent_out("道路维修", "交通运输局"), signed=False),
    )
    assert parse_manifest(b"".join(manifest_json(records)), "清单.json") == records


@pytest.mark.parametrize(
    "content", ["{", "{}", "[1]", json.dumps([{"file": "表.xlsx"}]), "[" * 100_000]
)
def test_what_is_no_manifest_is_refused_with_a_remedy(content: str) -> None:
    with pytest.raises(UsageError, match="下发清单"):
        parse_manifest(content.encode(), Path("清单.json").name)
