"""What a person decides stands in the ledger, with reason and name, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perfeval_xl.cli.main import commands
from perfeval_xl.collection.deciding import (
    choose,
    demand,
    project_named,
    waive,
    withdraw,
)
from perfeval_xl.collection.differences import differences
from perfeval_xl.collection.history import history_of
from perfeval_xl.collection.project_states import standing_of
from perfeval_xl.collection.records import State
from perfeval_xl.collection.roster_list import RosterList, read_roster_list
from perfeval_xl.errors import UsageError
from tests.collection.ledger_box import LIST, Box, blank, figures, row, unreadable
from tests.support.rosters import GOOD, roster
from tests.support.workbooks import edited

Make = Callable[..., bytes]
WHY = ("电话核对", "王经办")


def state(box: Box, project: str = "设备购置") -> str:
    return str(box.of(project).state)


def in_force(box: Box, project: str = "设备购置") -> int | None:
    version = box.of(project).version
    return None if version is None else version.arrival.number


def test_a_chosen_version_is_in_force_until_a_newer_one_comes(box: Box) -> None:
    box.put(figures("设备购置"), bare=True)
    box.put(figures("设备购置", errors=1), bare=True)
    assert (state(box), in_force(box)) == ("已报", 1)
    choose(box.ledger, project_named(box.standing(), "设备购置"), 2, *WHY)
    assert (state(box), in_force(box)) == ("退回", 2)
    choose(box.ledger, project_named(box.standing(), "设备购置"), 1, *WHY)
    assert (state(box), in_force(box)) == ("通过", 1)
    assert (
        box.put(figures("设备购置", self_total=Decimal(80)), bare=True)
        is State.DOUBTFUL
    )
    assert state(box) == "已报", "what came after the decision is a new question"


def test_a_withdrawn_version_gives_way_to_the_former_one_and_comes_back_when_chosen(
    box: Box,
) -> None:
    box.put(figures("设备购置"))
    box.put(figures("设备购置", errors=1))
    withdraw(box.ledger, project_named(box.standing(), "设备购置"), 2, *WHY)
    assert (state(box), in_force(box)) == ("通过", 1)
    withdraw(box.ledger, project_named(box.standing(), "设备购置"), 1, *WHY)
    assert (state(box), in_force(box)) == ("未报", None)
    choose(box.ledger, project_named(box.standing(), "设备购置"), 2, *WHY)
    assert (state(box), in_force(box)) == ("退回", 2)


def test_a_renamed_project_is_confirmed_by_choosing_it(box: Box) -> None:
    box.put(figures("设备采购", issued="设备购置"))
    assert state(box) == "已报"
    choose(box.ledger, project_named(box.standing(), "1"), 1, *WHY)
    assert state(box) == "通过"


def test_choosing_between_two_forms_puts_the_other_beside(box: Box) -> None:
    box.put(figures("设备购置", form_id=""))
    box.put(figures("设备购置", form_id="", subject="another scheme"))
    choose(box.ledger, project_named(box.standing(), "设备购置"), 2, *WHY)
    assert (state(box), in_force(box)) == ("通过", 2)
    assert [
        str(record.state)
        for record in box.standing().projects
        if record.position is None
    ] == ["重复项目"]


def test_what_is_waived_is_no_longer_owed_and_can_be_asked_for_again(box: Box) -> None:
    waive(box.ledger, project_named(box.standing(), "空气监测"), *WHY)
    record = box.of("空气监测", today=date(2025, 3, 1))
    assert (str(record.state), record.days_left) == ("免报", None)
    assert record.waiver is not None
    assert (record.waiver.reason, record.waiver.person) == WHY
    demand(box.ledger, project_named(box.standing(), "空气监测"), *WHY)
    assert state(box, "空气监测") == "未报"


def test_a_decision_needs_a_reason_a_person_and_a_version_of_the_project(
    box: Box,
) -> None:
    box.put(figures("设备购置"))
    for number, reason, person in ((1, " ", "王"), (1, "因", ""), (9, "因", "王")):
        with pytest.raises(UsageError):
            choose(
                box.ledger,
                project_named(box.standing(), "设备购置"),
                number,
                reason,
                person,
            )
    with box.ledger.snapshot() as seen:
        assert seen.decisions == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [("购置", None), ("设备", "设备购置"), ("图书购置", "图书购置"), ("没有", None)],
)
def test_a_project_is_named_by_as_much_of_it_as_tells_it_from_others(
    box: Box, text: str, found: str | None
) -> None:
    if found is None:
        with pytest.raises(UsageError):
            project_named(box.standing(), text)
    else:
        assert {record.project for record in project_named(box.standing(), text)} == {
            found
        }


def test_the_history_of_a_project_tells_everything_in_its_order(box: Box) -> None:
    box.put(blank("设备购置"))
    box.put(unreadable(), "设备购置.xlsx")
    box.put(figures("设备购置", errors=1))
    box.put(figures("设备购置"))
    withdraw(box.ledger, project_named(box.standing(), "设备购置"), 4, *WHY)
    with box.ledger.snapshot() as seen:
        events = history_of(
            seen, project_named(standing_of(seen, roster=LIST), "设备购置")
        )
    assert [(event.number, event.what) for event in events[:3]] == [
        (1, "空表"),
        (3, "在用"),
        (4, "已撤下"),
    ]
    assert (events[-1].what, events[-1].who, events[-1].text) == (
        "撤下",
        "王经办",
        "电话核对",
    )


def test_two_versions_are_compared_cell_by_cell(form: Make, document: Make) -> None:
    before = form()
    after = edited(
        before, lambda book: book.worksheets[0].__setitem__("I30", "样本偏少")
    )
    found = {
        (one.sheet, one.cell): (one.before, one.after)
        for one in differences(before, after)
    }
    assert found["项目支出绩效自评表", "I30"][1] == "样本偏少"
    assert len([place for place in found if place[1] == "I30"]) == 1
    assert [
        (one.cell, one.before, one.after)
        for one in differences(document(), document(self_total="97"))
    ] == [("self_total", "98", "97")]
    assert differences(before, before) == ()


def test_a_list_is_kept_once_and_the_latest_counts(box: Box) -> None:
    for listed in (
        LIST,
        LIST,
        RosterList(name="新清单.xlsx", projects=(row("设备购置"),)),
    ):
        box.ledger.note_roster(listed)
    box.ledger.note_deadline(date(2025, 1, 17))
    box.ledger.note_deadline(date(2025, 1, 24))
    with box.ledger.snapshot() as seen:
        assert seen.roster is not None
        assert (
            seen.roster.name,
            [project.project for project in seen.roster.projects],
        ) == (
            "新清单.xlsx",
            ["设备购置"],
        )
        assert seen.deadline == date(2025, 1, 24)


def test_a_project_list_gives_the_ids_of_the_forms_made_from_it() -> None:
    (project,) = read_roster_list(roster((GOOD,)), "项目清单.xlsx").projects
    assert (project.project, project.unit, project.year, project.scheme) == (
        "政务云运维",
        "大数据中心",
        "2024",
        "national-2020",
    )
    assert project.form_id.startswith("PF-")
    with pytest.raises(UsageError):
        read_roster_list(b"[1]", "清单.json")


def test_the_commands_decide_tell_and_give_the_originals_back(
    box: Box, tmp_path: Path
) -> None:
    url = str(tmp_path / "台账.sqlite")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(
            commands, ["ledger", *arguments, "--ledger", url], catch_exceptions=False
        )

    box.put(figures("设备购置"), "甲.xlsx")
    box.put(figures("设备购置", errors=1), "乙.xlsx")
    assert run(
        "withdraw", "设备购置", "2", "--reason", "误报", "--by", "王"
    ).output.startswith("已撤下：设备购置")
    told = run("history", "设备购置").output
    assert "[在用] 编号1" in told
    assert "[撤下] 编号2 王：误报" in told
    assert [
        event["what"]
        for event in json.loads(run("history", "设备购置", "--json").output)
    ] == [
        "在用",
        "已撤下",
        "撤下",
    ]
    run("waive", "设备购置", "--reason", "取消")
    assert "免报" in run("history", "设备购置").output
    assert (
        "已导出2个文件"
        in run("export", "设备购置", "-o", str(tmp_path / "原件")).output
    )
    assert (tmp_path / "原件" / "1_甲.xlsx").read_bytes() == b"1"
    (tmp_path / "原件" / "1_甲.xlsx").write_bytes(b"changed")
    with pytest.raises(UsageError):
        run("export", "-o", str(tmp_path / "原件"))
