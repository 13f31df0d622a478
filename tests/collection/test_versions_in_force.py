"""Of several versions of a project's form one is in force, in whatever order they are collected."""

from __future__ import annotations

import itertools

import pytest

from perfeval_xl.collection.ledger import open_ledger
from tests.collection.collected import Make, run_over, states
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter


def test_a_changed_form_of_the_same_project_is_a_correction(
    mailbox: Mailbox, document: Make
) -> None:
    days = ("06 Mar", "07 Mar", "08 Mar", "08 Mar")
    forms = (
        document(self_total="98"),
        document(self_total="97", project="“互联网+政务服务” 平台运维服务费"),
        document(self_total="96", unit="别的单位"),
        document(self_total="95", year=2023),
    )
    for number, (day, form) in enumerate(zip(days, forms, strict=True), start=1):
        mailbox.put(
            f"{number}.eml",
            letter(("表.json", form), date=f"{day} 2023 09:30:00 +0800"),
        )
    run = run_over(mailbox)
    assert [state for _, state in states(run)] == ["new", "correction", "new", "new"]
    versions = open_ledger(mailbox.ledger).versions()
    assert sorted(str(v.figures.self_total) for v in versions if v.in_force) == [
        "95",
        "96",
        "97",
    ]
    assert sorted((v.version, v.versions) for v in versions) == [
        (1, 1),
        (1, 1),
        (1, 2),
        (2, 2),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_version_in_force_does_not_depend_on_the_order_of_collection(
    mailbox: Mailbox, document: Make, order: tuple[int, ...]
) -> None:
    first, second = document(self_total="98"), document(self_total="97")
    mails = [
        letter(
            ("1.json", first),
            date="Mon, 06 Mar 2023 09:30:00 +0800",
            message_id="<1@x.example>",
        ),
        letter(
            ("2.json", second),
            date="Tue, 07 Mar 2023 09:30:00 +0800",
            message_id="<2@x.example>",
        ),
        letter(
            ("转发.json", first),
            date="Wed, 08 Mar 2023 09:30:00 +0800",
            message_id="<3@x.example>",
        ),
        letter(
            ("再转发.json", second),
            date="Thu, 09 Mar 2023 09:30:00 +0800",
            message_id="<4@x.example>",
        ),
    ]
    for position, number in enumerate(order):
        mailbox.put(f"{position}.eml", mails[number])
        run_over(mailbox)
    (valid,) = open_ledger(mailbox.ledger).in_force()
    assert (
        str(valid.figures.self_total),
        valid.arrival.file,
        valid.version,
        valid.versions,
    ) == ("97", "2.json", 2, 2)


def test_a_version_that_comes_in_late_is_outdated(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put(
        "a.eml",
        letter(
            ("表.json", document(self_total="97")), date="07 Mar 2023 09:30:00 +0800"
        ),
    )
    mailbox.put(
        "b.eml",
        letter(
            ("表.json", document(self_total="98")), date="06 Mar 2023 09:30:00 +0800"
        ),
    )
    run = run_over(mailbox)
    assert [state for _, state in states(run)] == ["new", "outdated"]
    assert (run.corrections, run.outdated) == (0, 1)


@pytest.mark.parametrize("days", [("06", "07"), ("07", "06")])
def test_of_bare_files_with_nothing_but_their_own_time_the_first_stays(
    mailbox: Mailbox, document: Make, days: tuple[str, str]
) -> None:
    mailbox.put(
        "a.json", document(self_total="97"), at=f"2023-03-{days[0]}T00:00:00+00:00"
    )
    mailbox.put(
        "b.json", document(self_total="98"), at=f"2023-03-{days[1]}T00:00:00+00:00"
    )
    run = run_over(mailbox)
    assert [state for _, state in states(run)] == ["new", "doubtful"]
    assert run.doubtful == 1
    (valid,) = open_ledger(mailbox.ledger).in_force()
    assert valid.arrival.file == "a.json"


@pytest.mark.parametrize("blank", ["project", "unit"])
def test_a_form_that_does_not_say_whose_it_is_replaces_nothing(
    mailbox: Mailbox, document: Make, blank: str
) -> None:
    mailbox.put("1.json", document(**{blank: None, "self_total": "98"}))
    mailbox.put("2.json", document(**{blank: " ", "self_total": "97"}))
    assert run_over(mailbox).new == 2
    assert len(open_ledger(mailbox.ledger).in_force()) == 2
