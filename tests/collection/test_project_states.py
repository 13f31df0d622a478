"""The list of projects beside what came in: who has handed in what, and what nobody but a person can tell."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from perfeval_xl.collection.project_states import ProjectRecord
from perfeval_xl.collection.records import State
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.standing import APART
from tests.collection.ledger_box import (
    DEADLINE,
    LIST,
    Box,
    blank,
    figures,
    row,
    unreadable,
)


def codes(record: ProjectRecord) -> list[str]:
    return [question.code for question in record.questions]


def test_every_project_of_the_list_has_one_record_in_its_order(box: Box) -> None:
    box.put(figures("校舍维修", errors=2))
    box.put(figures("道路维修", "养护中心", department="交通局"))
    standing = box.standing()
    assert [(record.project, str(record.state)) for record in standing.projects] == [
        ("设备购置", "未报"),
        ("校舍维修", "退回"),
        ("道路维修", "通过"),
        ("空气监测", "未报"),
        ("图书购置", "未报"),
    ]
    assert [record.position for record in standing.projects] == [1, 2, 3, 4, 5]
    assert list(standing.departments()) == ["市教育局", "市交通局", "市生态环境局"]
    counts = {
        str(state): number for state, number in standing.counts().items() if number
    }
    assert counts == {"未报": 3, "退回": 1, "通过": 1}


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2025, 1, 10), "未报", 7),
        (DEADLINE, "未报", 0),
        (date(2025, 1, 20), "逾期", -3),
    ],
)
def test_what_is_missing_is_overdue_after_the_deadline(
    box: Box, today: date, state: str, left: int
) -> None:
    record = box.of("空气监测", today=today)
    assert (str(record.state), record.days_left) == (state, left)


def test_a_form_that_came_late_says_by_how_many_days(box: Box) -> None:
    box.put(
        figures("设备购置"), at=datetime(2025, 1, 19, 17, tzinfo=UTC)
    )  # the 20th in China
    record = box.of("设备购置", today=date(2025, 1, 21))
    assert (str(record.state), record.days_late, record.days_left) == ("通过", 3, None)


def test_an_empty_form_and_a_file_that_cannot_be_read_are_no_submissions(
    box: Box,
) -> None:
    box.put(blank("设备购置"))
    box.put(unreadable(), "校舍维修_自评表.xlsx")
    empty, broken = box.of("设备购置"), box.of("校舍维修")
    assert (str(empty.state), len(empty.blanks), empty.version) == ("未报", 1, None)
    assert (str(broken.state), len(broken.unreadable)) == ("退回", 1)
    box.put(figures("校舍维修"))
    assert (str(box.of("校舍维修").state), box.of("校舍维修").unreadable) == (
        "通过",
        (),
    )


def test_whose_an_unreadable_file_is_is_told_by_its_sender_where_there_is_one_project_only(
    box: Box,
) -> None:
    box.put(unreadable(), "扫描件.pdf", sender="监测站 <监测站@x.example>")
    box.put(unreadable(), "扫描件.pdf", sender="第一中学 <第一中学@x.example>")
    states = {record.project: str(record.state) for record in box.standing().projects}
    assert states["空气监测"] == "退回"
    assert (states["设备购置"], states["校舍维修"]) == ("未报", "未报")


def test_what_is_not_on_the_list_stands_behind_it_and_is_not_averaged(box: Box) -> None:
    box.put(figures("食堂改造"))
    last = box.standing().projects[-1]
    assert (str(last.state), last.position, last.averaged, codes(last)) == (
        "不在清单",
        None,
        False,
        ["PE-251"],
    )


def test_a_form_of_another_year_does_not_stand_for_the_project(box: Box) -> None:
    box.put(figures("设备购置", year="2023年度"))
    standing = box.standing()
    assert str(standing.projects[0].state) == "未报"
    assert (str(standing.projects[-1].state), codes(standing.projects[-1])) == (
        "别的年度",
        ["PE-252"],
    )
    assert [str(record.state) for record in box.standing(roster=None).projects] == [
        "别的年度"
    ]


def test_a_form_with_another_name_waits_for_a_person(box: Box) -> None:
    box.put(figures("设备采购", issued="设备购置"))
    record = box.of("设备购置")
    assert (str(record.state), codes(record), record.averaged) == (
        "已报",
        ["PE-254"],
        False,
    )


def test_a_form_filled_in_for_a_project_that_came_by_itself_is_a_repetition(
    box: Box,
) -> None:
    box.put(figures("校舍维修", issued="设备购置"))
    assert str(box.of("设备购置").state) == "已报"
    box.put(figures("校舍维修"))
    standing = box.standing()
    assert [str(record.state) for record in standing.projects[:2]] == ["未报", "通过"]
    assert (str(standing.projects[-1].state), standing.projects[-1].project) == (
        "重复项目",
        "校舍维修",
    )


def test_two_forms_with_the_same_right_are_a_question(box: Box) -> None:
    box.put(figures("设备购置", form_id=""))
    assert str(box.of("设备购置").state) == "通过"
    box.put(
        figures("设备购置", form_id="", scheme="xinzhou-2022", subject="another scheme")
    )
    standing = box.standing()
    assert (str(standing.projects[0].state), codes(standing.projects[0])) == (
        "已报",
        ["PE-253"],
    )
    assert str(standing.projects[-1].state) == "重复项目"


@pytest.mark.parametrize("roster", [LIST, None])
def test_a_form_that_may_not_stand_for_its_project_is_a_repetition_of_the_one_that_does(
    box: Box, roster: RosterList | None
) -> None:
    box.put(figures("设备购置"))
    box.put(figures("设备购置", form_id="", subject=f"forged{APART}", errors=1))
    own = [
        record
        for record in box.standing(roster=roster).projects
        if record.project == "设备购置"
    ]
    assert sorted(str(record.state) for record in own) == ["通过", "重复项目"]
    assert next(record for record in own if record.averaged).version is not None


def test_names_that_fit_two_projects_are_a_question_and_not_a_guess(box: Box) -> None:
    twins = RosterList(
        name="清单.xlsx",
        projects=(row("设备购置", "第一中学"), row("设备购置", "第二中学")),
    )
    box.put(figures("设备购置", "中学", form_id=""))
    assert [str(record.state) for record in box.standing(roster=twins).projects] == [
        "未报",
        "未报",
        "不在清单",
    ]
    assert "PE-256" in codes(box.standing(roster=twins).projects[-1])
    box.put(figures("设备购置", "学校", form_id=""), sender="第二中学@x.example")
    assert str(box.standing(roster=twins).projects[1].state) == "通过"


def test_a_forwarded_older_form_does_not_replace_the_correction(box: Box) -> None:
    box.put(figures("设备购置", errors=0), at=datetime(2025, 1, 15, tzinfo=UTC))
    old = figures("设备购置", errors=3)
    assert (
        box.put(
            old,
            at=datetime(2025, 1, 20, tzinfo=UTC),
            inner=datetime(2025, 1, 8, tzinfo=UTC),
        )
        is State.OUTDATED
    )
    assert (str(box.of("设备购置").state), len(box.of("设备购置").versions)) == (
        "通过",
        2,
    )


def test_of_bare_files_the_time_inside_counts_and_not_that_of_the_file(
    box: Box,
) -> None:
    ten, later = (
        datetime(2025, 1, 10, 2, tzinfo=UTC),
        datetime(2025, 1, 10, 3, tzinfo=UTC),
    )
    corrected, first = (
        figures("设备购置", self_total=Decimal(97)),
        figures("设备购置", self_total=Decimal(98)),
    )
    box.put(corrected, bare=True, at=ten, saved=datetime(2025, 1, 9, tzinfo=UTC))
    assert (
        box.put(first, bare=True, at=later, saved=datetime(2025, 1, 6, tzinfo=UTC))
        is State.OUTDATED
    )
    version = box.of("设备购置").version
    assert version is not None
    assert version.figures.self_total == 97


def test_bare_files_with_nothing_but_their_own_time_are_a_question(box: Box) -> None:
    box.put(figures("设备购置"), bare=True)
    assert box.put(figures("设备购置", errors=1), bare=True) is State.DOUBTFUL
    record = box.of("设备购置")
    assert (str(record.state), codes(record)) == ("已报", ["PE-255"])
    assert "编号2" in record.questions[0].message
    assert (
        box.put(figures("设备购置"), at=datetime(2025, 2, 1, tzinfo=UTC))
        is State.DOUBTFUL
    )


def test_a_later_mail_with_a_form_that_was_saved_earlier_is_a_question(
    box: Box,
) -> None:
    box.put(figures("设备购置"), saved=datetime(2025, 1, 7, tzinfo=UTC))
    assert (
        box.put(figures("设备购置", errors=1), saved=datetime(2025, 1, 5, tzinfo=UTC))
        is State.DOUBTFUL
    )
    assert (
        box.put(figures("设备购置"), saved=datetime(2025, 1, 9, tzinfo=UTC))
        is State.CORRECTION
    )
    assert str(box.of("设备购置").state) == "通过"
