"""The live preview of fixed forms, recalculated by LibreOffice, is blank or what the program scores."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import conform, drawn, empty_form, fill_form
from perfeval_xl.form.formulas.hint_words import (
    AGREES,
    BY_PERSON,
    BY_PROGRAM,
    MISSING,
    NO_PROOF,
    NOT_APPLICABLE,
    OVER_WEIGHT,
    PENDING,
    UNEXPLAINED,
)
from perfeval_xl.form.formulas.own_scores import ASKS_WHY
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for
from perfeval_xl.form.layout.sizes import sizes_for
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Submission
from tests.support.draws import DRAWS
from tests.support.office import Office
from tests.support.ratings import (
    EXAMPLES,
    FIXED,
    example_of,
    random_submission,
    with_evidence,
)
from tests.support.workbooks import edited


def shown(
    office: Office, folder: Path, submission: Submission
) -> tuple[dict[str, object], RatingLayout]:
    """The recalculated cells of the sheet with the rating table, and the layout."""
    scheme = load_scheme(submission.scheme)
    path = folder / "form.xlsx"
    path.write_bytes(fill_form(scheme, submission))
    layout = rating_layout_for(scheme, sizes_for(scheme, conform(scheme, submission)))
    return dict(office.cells(path, layout.sheet)), layout


def points(value: object) -> Decimal:
    assert isinstance(value, float)
    return Decimal(f"{value:.15g}")


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_the_preview_of_an_example_is_its_score(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    example = example_of(scheme_id)
    cells, layout = shown(office, tmp_path, example)
    card = score_submission(example, load_scheme(scheme_id))
    told = [
        points(cells[layout.at(f"indicator_{n}_rule_score")])
        for n in range(len(card.indicators))
    ]
    assert told == [row.score for row in card.indicators]
    assert points(cells[layout.at("rule_total")]) == card.total
    assert cells[layout.at("rule_grade")] == card.grade
    for number, dimension in enumerate(card.dimensions):
        assert (
            points(cells[layout.at(f"dimension_{number}_rule_score")])
            == dimension.score
        )


@pytest.mark.parametrize("scheme_id", FIXED)
def test_random_evidence_shows_nothing_or_the_score(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    scheme = load_scheme(scheme_id)
    source = random.Random(f"rating {scheme_id}")
    told = 0
    for _ in range(max(4, DRAWS // 8)):
        submission = random_submission(source, scheme)
        path = tmp_path / "form.xlsx"
        path.write_bytes(fill_form(scheme, submission))
        layout = rating_layout_for(scheme, sizes_for(scheme, submission))
        cells = office.cells(path, layout.sheet)
        card = score_submission(
            read_submission(path.read_bytes(), "a.xlsx").submission, scheme
        )
        for number, row in enumerate(card.indicators):
            value = cells[layout.at(f"indicator_{number}_rule_score")]
            if value not in {"", None}:
                assert points(value) == row.score, (row.path, row.explanation)
                told += 1
        grade = str(cells[layout.at("rule_grade")])
        if grade and not grade.endswith(PENDING):
            assert points(cells[layout.at("rule_total")]) == card.total
    assert told > 4, "the draws must reach the formulas"


@pytest.mark.parametrize("scheme_id", FIXED)
def test_an_empty_form_counts_what_is_missing_and_judges_nothing(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    scheme = load_scheme(scheme_id)
    path = tmp_path / "empty.xlsx"
    path.write_bytes(empty_form(scheme))
    layout = rating_layout_for(scheme)
    cells = office.cells(path, layout.sheet)
    assert str(cells[layout.at("progress")]).startswith("还差")
    assert not any(
        cells[layout.at(f"indicator_{each.index}_hint")] for each in layout.asked
    )
    grade = str(cells[layout.at("rule_grade")])
    assert not grade or grade.endswith(PENDING)
    errors = {
        cell: value
        for cell, value in cells.items()
        if str(value).startswith(("#", "Err:"))
    }
    assert errors == {}


def hint(office: Office, folder: Path, submission: Submission, name: str) -> object:
    cells, layout = shown(office, folder, submission)
    index = next(each.index for each in layout.asked if each.spec.path[-1] == name)
    return cells[layout.at(f"indicator_{index}_hint")]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({"1": "是", "2": "是", "3": "是", "proof_1": "办法全文"}, AGREES),
        ({"1": "是", "2": "是", "3": "是"}, f"{NO_PROOF}①"),
        ({"1": "是", "3": "是"}, f"{MISSING}要点②"),
        (
            {"1": "是", "2": "否", "3": "是", "proof_1": "办法全文"},
            f"按评分标准应得2分，{ASKS_WHY}",
        ),
    ],
)
def test_the_hint_of_checkpoints(
    office: Office, tmp_path: Path, evidence: dict[str, str], said: str
) -> None:
    path = ("项目决策", "资金分配", "分配办法")
    assert (
        hint(
            office,
            tmp_path,
            with_evidence(example_of("yueyang-2020"), path, **evidence),
            path[-1],
        )
        == said
    )


def with_score(
    submission: Submission, name: str, own: str, **evidence: str
) -> Submission:
    changed = tuple(
        replace(row, self_score=Entry(own)) if row.path[-1] == name else row
        for row in submission.indicators
    )
    path = next(row.path for row in changed if row.path[-1] == name)
    return with_evidence(replace(submission, indicators=changed), path, **evidence)


def test_too_many_points_and_points_lost_without_a_reason(
    office: Office, tmp_path: Path
) -> None:
    example = example_of("hedong-2022")
    assert (
        hint(office, tmp_path, with_score(example, "满意度", "8", score="7"), "满意度")
        == OVER_WEIGHT
    )
    assert (
        hint(office, tmp_path, with_score(example, "满意度", "6", score="6"), "满意度")
        == UNEXPLAINED
    )
    reasoned = with_score(example, "满意度", "6", score="6", reason="样本不足")
    assert hint(office, tmp_path, reasoned, "满意度") == AGREES
    unsaid = with_score(example, "满意度", "6", score="6", reason="无")
    assert hint(office, tmp_path, unsaid, "满意度") == UNEXPLAINED
    # the points of the unit alone decide nothing
    alone = with_score(example, "满意度", "6", reason="样本不足")
    assert hint(office, tmp_path, alone, "满意度") == BY_PERSON


@pytest.mark.parametrize(
    ("name", "actual"), [("完成及时性", "2024年9月底"), ("实施效益", "已完成")]
)
def test_what_only_the_program_reads_is_not_called_a_judgement(
    office: Office, tmp_path: Path, name: str, actual: str
) -> None:
    example = example_of("framework-2020")
    rows = tuple(
        replace(row, actual=Entry(actual)) if row.path[-1] == name else row
        for row in example.indicators
    )
    assert hint(office, tmp_path, replace(example, indicators=rows), name) == BY_PROGRAM


@pytest.mark.parametrize(
    ("rule", "judged"),
    [("forbidden", True), ("rescale", True), ("redistribute", False)],
)
def test_what_does_not_apply_is_said_and_leaves_the_grade_open(
    office: Office, tmp_path: Path, rule: str, judged: bool
) -> None:
    """Where its points move to the others of the dimension, their preview stays blank too."""
    scheme = replace(load_scheme("framework-2020"), not_applicable=rule)
    submission = example_of("framework-2020")
    rows = tuple(
        replace(row, actual=Entry("不适用" if row.path[-1] == "满意度" else "达成"))
        for row in submission.indicators
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        write_workbook(
            drawn(scheme, conform(scheme, replace(submission, indicators=rows)))
        )
    )
    layout = rating_layout_for(scheme)
    cells = office.cells(path, layout.sheet)
    other, absent = (each.index for each in layout.asked if each.spec.path[0] == "效益")
    assert cells[layout.at(f"indicator_{absent}_hint")] == NOT_APPLICABLE
    assert cells[layout.at(f"indicator_{absent}_rule_score")] == ""
    assert (cells[layout.at(f"indicator_{other}_rule_score")] != "") == judged
    grade = str(cells[layout.at("rule_grade")])
    assert not grade or grade.endswith(PENDING)


def test_sums_and_the_grade_follow_what_is_typed(
    office: Office, tmp_path: Path
) -> None:
    example = replace(
        example_of("hedong-2022"),
        weight_total=Entry(),
        self_total=Entry(),
        dimensions=(),
    )
    scheme = load_scheme("hedong-2022")
    path = tmp_path / "form.xlsx"
    path.write_bytes(fill_form(scheme, example))
    layout = rating_layout_for(scheme)
    sheet = layout.fields["self_total"].sheet
    cells = office.cells(path, sheet)
    assert [cells[layout.at(key)] for key in ("weight_total", "self_total")] == [
        100,
        86,
    ]
    assert [cells[layout.at(f"dimension_{n}_self_score")] for n in range(4)] == [
        13,
        18,
        36,
        19,
    ]
    assert cells[layout.at("dimension_2_rate")] == pytest.approx(36 / 42)


def live_points(
    office: Office, folder: Path, submission: Submission, name: str
) -> tuple[object, Decimal]:
    """What the preview shows for one indicator of a form as it lies, and what the program gives it."""
    cells, layout = shown(office, folder, submission)
    scheme = load_scheme(submission.scheme)
    index = next(each.index for each in layout.asked if each.spec.path[-1] == name)
    card = score_submission(
        read_submission((folder / "form.xlsx").read_bytes(), "a.xlsx").submission,
        scheme,
    )
    return cells[layout.at(f"indicator_{index}_rule_score")], card.indicators[
        index
    ].score


@pytest.mark.parametrize(
    ("actual", "told"),
    [
        ("3", "5.25"),
        ("3个", "5.25"),
        ("3.5", "6.13"),
        ("0", "0"),
        ("300%", ""),
        ("45000", ""),
    ],
)
def test_a_plain_number_beside_a_target_with_a_unit(
    office: Office, tmp_path: Path, actual: str, told: str
) -> None:
    """Of a percentage nothing is shown, since the program does not count it, nor of what may be a day."""
    rows = tuple(
        replace(row, actual=Entry(actual))
        if row.path[-1] == "事件专题库建设数"
        else row
        for row in example_of("yantian-2024").indicators
    )
    submission = replace(example_of("yantian-2024"), indicators=rows)
    value, score = live_points(office, tmp_path, submission, "事件专题库建设数")
    assert (value or "") == "" if not told else points(value) == score == Decimal(told)


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("≥90%", "95%", "10"),
        ("≥90%", "45%", "5"),
        (">=90%", "95%", "10"),
        ("≤20", "40", "5"),
        ("≥90%", "约九成", ""),
    ],
)
def test_a_target_with_a_sign(
    office: Office, tmp_path: Path, target: str, actual: str, told: str
) -> None:
    """Where the formula cannot read a figure, the program does, and nobody is told to judge."""
    example = example_of("framework-2020")
    rows = tuple(
        replace(row, target=Entry(target), actual=Entry(actual), self_score=Entry("10"))
        if row.path[-1] == "满意度"
        else row
        for row in example.indicators
    )
    submission = replace(example, indicators=rows, self_total=Entry(), dimensions=())
    value, score = live_points(office, tmp_path, submission, "满意度")
    said = hint(office, tmp_path, submission, "满意度")
    if told:
        assert points(value) == score == Decimal(told)
        assert said == (AGREES if told == "10" else "按评分标准应得5分")
    else:
        assert (value or "", said) == ("", BY_PROGRAM)


@pytest.mark.parametrize(
    ("actual", "told"),
    [("89.5%", True), ("89.5％", False), ("1.2.3%", False), ("约90%", False)],
)
def test_a_rate_typed_as_text(
    office: Office, tmp_path: Path, actual: str, told: bool
) -> None:
    scheme = load_scheme("yantian-2024")
    workbook = drawn(scheme, conform(scheme, example_of("yantian-2024")))
    layout = rating_layout_for(
        scheme, sizes_for(scheme, conform(scheme, example_of("yantian-2024")))
    )
    name = "政府部门及市民满意度"
    index = next(each.index for each in layout.asked if each.spec.path[-1] == name)
    path = tmp_path / "form.xlsx"
    ref = layout.fields[f"indicator_{index}_actual"]
    path.write_bytes(
        edited(write_workbook(workbook), lambda book: as_text(book, ref, actual))
    )
    value = office.cells(path, layout.sheet)[layout.at(f"indicator_{index}_rule_score")]
    card = score_submission(
        read_submission(path.read_bytes(), "a.xlsx").submission, scheme
    )
    assert (
        points(value) == card.indicators[index].score == Decimal("4.9")
        if told
        else not value
    )


def as_text(book: Workbook, ref: CellRef, text: str) -> None:
    cell = book[ref.sheet][ref.address]
    cell.value, cell.number_format, cell.data_type = text, "@", "s"
