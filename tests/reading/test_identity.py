"""What was filled in is what is read back: by us, and after LibreOffice has saved the workbook again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval_xl.form.filling import empty_form
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import as_json, dumps
from tests.support.office import Office
from tests.support.samples import SCHEME, changed, example, filled

ODD: dict[str, object] = {
    "year": None,
    "project": "=1+1",
    "department": "",
    "unit": "{{ 7*7 }} <b>&amp;",
    "funds.0.initial_budget": "1,234.50",
    "funds.0.budget": "24.50",
    "funds.0.executed": "0",
    "funds.0.rate": "99.97%",
    "funds.0.self_score": None,
    "goals.0.expected": "第一行\n第二行\t制表 尾空格 ",
    "goals.0.achieved": None,
    "dimensions.0.weight": "50",
    "dimensions.0.self_score": "48.5",
    "indicators.0.target": "≥95%",
    "indicators.0.actual": "0.950",
    "indicators.1.target": "007",
    "indicators.1.actual": "2024年12月31日前",
    "indicators.2.target": "-5",
    "indicators.2.actual": "+5",
    "indicators.3.actual": "1e5",
    "indicators.4.actual": "12345678901234567890",
    "indicators.5.note": "_x0041_ 不是转义",
    "indicators.6.self_score": "8.00",
    "indicators.7.actual": "TRUE",
    "indicators.8.actual": "2022-12-08",
    "weight_total": None,
    "self_total": None,
    "self_grade": "优",
    "sections.主要经验做法": "很长" * 3000,
}


def test_the_example_comes_back_letter_by_letter() -> None:
    reading = read_submission(filled(), "忻州.xlsx")
    assert dumps(reading.submission) == example_json(SCHEME)
    assert reading.scheme is load_scheme(SCHEME)


def test_odd_values_come_back_as_they_were_written() -> None:
    data = {**changed(ODD), "department": None}
    assert as_json(read_submission(filled(data), "a.xlsx").submission) == data


@pytest.mark.parametrize("changes", [{}, ODD], ids=["example", "odd"])
def test_libreoffice_may_save_in_between(
    office: Office, tmp_path: Path, changes: dict[str, object]
) -> None:
    data = changed(changes)
    data["department"] = data["department"] or None
    source, target = tmp_path / "filled.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(filled(data))
    office.resave(source, target)
    assert (
        as_json(read_submission(target.read_bytes(), "saved.xlsx").submission) == data
    )


def test_more_indicators_than_the_official_rows_are_all_there() -> None:
    data = example()
    extra = [
        {**data["indicators"][0], "path": ["产出指标", "数量指标", f"第{n}项"]}
        for n in range(30)
    ]
    data["indicators"] = data["indicators"][:1] + extra + data["indicators"][1:]
    read = as_json(read_submission(filled(data), "a.xlsx").submission)
    assert read == data


def test_five_hundred_indicators_are_all_there() -> None:
    data = example()
    data["indicators"] = [
        {
            **data["indicators"][0],
            "path": ["产出指标", "数量指标", f"第{n}项"],
            "weight": "0.18",
        }
        for n in range(500)
    ]
    assert as_json(read_submission(filled(data), "a.xlsx").submission) == data


def test_an_empty_form_reads_as_empty() -> None:
    submission = read_submission(
        empty_form(load_scheme("national-2020")), "空.xlsx"
    ).submission
    assert submission.indicators == ()
    assert submission.project.blank
    assert submission.year.blank
    assert submission.self_total.blank
    assert as_json(submission)["sections"] == {}


def test_every_value_knows_its_cell() -> None:
    submission = read_submission(filled(), "忻州.xlsx").submission
    satisfaction = submission.indicators[-1]
    assert satisfaction.self_score.location.cell.startswith("H")
    assert satisfaction.self_score.location.file == "忻州.xlsx"
    assert satisfaction.self_score.location.sheet == "项目支出绩效自评表"
    assert submission.funds[0].budget.location.label == "年度资金总额全年预算数"


def test_json_is_read_where_a_workbook_is() -> None:
    text = json.dumps(example(), ensure_ascii=False)
    for data in (
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        b"\n  " + text.encode(),
    ):
        reading = read_submission(data, "a.json")
        assert reading.layout is None
        assert as_json(reading.submission) == example()
