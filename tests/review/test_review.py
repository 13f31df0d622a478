"""抽查复核: the same seed draws the same sample, risk comes first, and what reviewers wrote stands beside self and rule."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from perfeval_xl.cli.reviewing import review
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.intake import judge
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.records import Version
from perfeval_xl.collection.reviewed import read_review
from perfeval_xl.review.comparing import agreement
from perfeval_xl.review.sampling import draw_sample, risks_of, usual_count
from tests.replies.conftest import form

COUNT = 12


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twelve projects made of one real form: 03 has errors, 07 full marks at a low execution rate."""
    path = str(tmp_path_factory.mktemp("抽查") / "台账.db")
    data = form(satisfaction={"self_score": "8", "note": "样本偏少，下年扩大。"})
    judgement = judge(Attachment.of("表.xlsx", data))
    assert judgement.submission is not None
    opened = open_ledger(path)
    numbers = list(range(COUNT))
    random.Random(7).shuffle(numbers)
    for number in numbers:
        figures = replace(
            judgement.submission,
            subject=f"s{number:02}",
            project=f"项目{number:02}",
            warnings=0,
        )
        if number == 3:
            figures = replace(figures, errors=2)
        if number == 7:
            figures = replace(
                figures, self_total=Decimal(100), execution_rate=Decimal("0.5")
            )
        attachment = Attachment.of(f"{number}.xlsx", data + str(number).encode())
        envelope = Envelope(
            key=f"k{number}",
            origin="x.eml",
            received_at=datetime(2025, 1, 8, tzinfo=UTC),
            attachments=(attachment,),
        )
        opened.record(
            envelope, 0, replace(judgement, submission=figures, standing=None)
        )
    return path


@pytest.fixture
def versions(ledger: str) -> Iterator[tuple[Version, ...]]:
    with open_ledger(ledger).snapshot() as seen:
        yield seen.in_force


def _projects(versions: tuple[Version, ...], count: int, seed: str) -> list[str]:
    return [one.version.figures.project for one in draw_sample(versions, count, seed)]


def test_the_riskiest_come_first_and_say_why(versions: tuple[Version, ...]) -> None:
    first, second, *rest = draw_sample(versions, 6, "a")
    assert [first.version.figures.project, second.version.figures.project] == [
        "项目07",
        "项目03",
    ]
    assert first.reasons == ("自评满分", "执行率低而得分高")
    assert [one.at_random for one in rest] == [False, True, True, True]
    assert risks_of(second.version) == (Decimal(3), ("有“错误”级问题",))


def test_one_seed_draws_one_sample_whatever_the_order_and_another_draws_another(
    versions: tuple[Version, ...],
) -> None:
    assert _projects(versions, 6, "2024") == _projects(
        tuple(reversed(versions)), 6, "2024"
    )
    assert len({tuple(_projects(versions, 6, str(seed))) for seed in range(20)}) > 10
    assert len(set(_projects(versions, 6, "2024"))) == 6
    assert sorted(_projects(versions, 100, "x")) == [
        f"项目{number:02}" for number in range(COUNT)
    ]


def test_every_project_can_be_drawn(versions: tuple[Version, ...]) -> None:
    seen = {name for seed in range(60) for name in _projects(versions, 4, str(seed))}
    assert len(seen) == COUNT


def test_without_a_number_a_tenth_is_drawn_but_a_few_at_least() -> None:
    assert [usual_count(projects) for projects in (0, 3, 40, 101)] == [0, 3, 5, 11]


def _sample(ledger: str, folder: Path) -> dict[str, Any]:
    options = [
        "sample",
        "--ledger",
        ledger,
        "--count",
        "3",
        "--seed",
        "2024",
        "-o",
        str(folder),
        "--json",
    ]
    done = CliRunner().invoke(review, options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def _filled(folder: Path, drawn: list[dict[str, Any]]) -> int:
    """Fill the first workbook, the second one wrongly, lay another file beside them; returns the last row of points."""
    first, second, _ = (folder / one["file"] for one in drawn)
    book = openpyxl.load_workbook(first)
    page = book["复核表"]
    last = page.max_row - 1
    for row in range(6, last + 1):
        assert not page.cell(row, 10).protection.locked
        page.cell(row, 10).value = page.cell(row, 8).value
    page.cell(last, 10).value = 5
    page.cell(last, 12).value = "问卷只有3份"
    book.save(first)
    wrong = openpyxl.load_workbook(second)
    wrong["复核表"]["J6"] = 999
    wrong.save(second)
    (folder / "别的.xlsx").write_bytes(form())
    return last


def test_a_filled_workbook_comes_back_beside_self_and_rule(
    ledger: str, tmp_path: Path
) -> None:
    drawn = _sample(ledger, tmp_path / "抽查")["sample"]
    last = _filled(tmp_path / "抽查", drawn)
    options = [
        "collect",
        str(tmp_path / "抽查"),
        "-o",
        str(tmp_path / "结果.xlsx"),
        "--json",
    ]
    done = CliRunner().invoke(review, options)
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["unread"] == {"别的.xlsx": "不是抽查时发出的复核表"}
    by_project = {one["project"]: one for one in told["projects"]}
    complete = by_project[drawn[0]["project"]]
    assert (complete["complete"], complete["self"], complete["review"]) == (
        True,
        "98",
        "95",
    )
    rows = told["self_review"]["rows"]
    assert (told["self_review"]["same"], rows) == (rows - 1, last - 5)
    (problem,) = by_project[drawn[1]["project"]]["problems"]
    assert (problem["code"], problem["cell"]) == ("PE-270", "J6")
    result = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    lines = [
        row
        for row in result["指标对照"].iter_rows(min_row=3, values_only=True)
        if row[-1]
    ]
    assert [(line[5], line[7], line[8], line[-1]) for line in lines] == [
        (8, 5, 3, "问卷只有3份")
    ]


def test_an_unfilled_workbook_has_no_total_and_disagrees_with_nothing(
    ledger: str, tmp_path: Path
) -> None:
    drawn = _sample(ledger, tmp_path)["sample"][0]
    data = (tmp_path / drawn["file"]).read_bytes()
    found = read_review(data, "a.xlsx")
    assert found is not None
    assert (found.complete, found.problems) == (False, ())
    assert sum(row.weight for row in found.rows) == 100
    assert agreement([(Decimal(8), None)]).said == "没有可以比较的指标"
    assert (
        agreement([(Decimal(8), Decimal(8)), (Decimal(8), Decimal(5))]).said
        == "2项指标中1项一致（50%），平均相差1.5分"
    )
    assert (
        openpyxl.load_workbook(io.BytesIO(data))["复核标识"].sheet_state == "veryHidden"
    )
