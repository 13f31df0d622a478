"""What was prefilled may be spelled in other words, and may not mean something else."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import conform
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.form.layout.open import Layout, layout_for, slots_for
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import FundsRow, Indicator, Submission
from tests.reading.changing import FORM, told
from tests.support.issued import SCHEME
from tests.support.workbooks import edited


def plain_form() -> tuple[bytes, Layout]:
    """A distributed form with one target of each kind, in the order of its rows, and its layout."""
    scheme = load_scheme(SCHEME)
    dimension = scheme.dimensions[0]
    path = (dimension.name, dimension.categories[0].name)
    targets = ("≥95%", "2024年12月31日前", "达标")
    made = conform(
        scheme,
        Submission(
            scheme=SCHEME,
            money_unit=scheme.money_unit,
            year=Entry("2024"),
            project=Entry("平台运维"),
            department=Entry("数据局"),
            unit=Entry("数据中心"),
            funds=(
                FundsRow(
                    source=scheme.funds[0],
                    initial_budget=Entry("24.5"),
                    budget=Entry("24.5"),
                ),
            ),
            indicators=tuple(
                Indicator(
                    path=(*path, f"指标甲{number}"),
                    target=Entry(target),
                    weight=Entry("15"),
                )
                for number, target in enumerate(targets)
            ),
        ),
    )
    data = FormCaster(scheme, None).form(made, Whose(code="XM-1")).data
    return data, layout_for(scheme, slots_for(scheme, made))


def after(key: str, value: object) -> list[Problem]:
    """What is told of the plain form when a field was typed over."""
    data, layout = plain_form()

    def change(book: Workbook) -> None:
        book[FORM][layout.at(key)].value = value

    return told(edited(data, change))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("indicator_0_target", "≥９５％"),
        ("indicator_0_target", ">=95%"),
        ("indicator_0_target", "不低于95%"),
        ("indicator_0_weight", "15分"),
        ("indicator_0_weight", "１５"),
        ("indicator_0_name", "指标甲０。"),
        ("indicator_1_target", dt.datetime(2024, 12, 31)),
        ("indicator_1_target", "2024-12-31"),
        ("indicator_2_target", "达标。"),
        ("funds_0_initial_budget", "24.5万元"),
        ("funds_0_initial_budget", "245000元"),
        ("year", "（２０２４年度）"),
        ("year", 2024),
        ("project", "平台 运维"),
    ],
)
def test_another_spelling_of_the_same_is_no_change(key: str, value: object) -> None:
    assert after(key, value) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("indicator_0_target", "≤95%"),
        ("indicator_0_target", ">95%"),
        ("indicator_0_target", "≥95"),
        ("indicator_0_weight", "16分"),
        ("indicator_1_target", dt.datetime(2025, 1, 1)),
        ("indicator_2_target", "不达标"),
        ("funds_0_initial_budget", "24.5元"),
    ],
)
def test_another_meaning_is_a_change(key: str, value: object) -> None:
    assert [(problem.code, problem.severity) for problem in after(key, value)] == [
        ("PE-120", Severity.ERROR)
    ]


@pytest.mark.parametrize(
    ("key", "value", "label", "expected", "found"),
    [
        ("project", "别的项目", "项目名称", "平台运维", "别的项目"),
        ("department", "财政局", "主管部门", "数据局", "财政局"),
        ("unit", "别的单位", "实施单位", "数据中心", "别的单位"),
        ("year", "（2023年度）", "年度", "2024", "（2023年度）"),
    ],
)
def test_a_form_of_another_project_unit_or_year_than_it_was_made_for_is_told(
    key: str, value: str, label: str, expected: str, found: str
) -> None:
    [problem] = after(key, value)
    grave = Severity.ERROR if key in {"project", "unit"} else Severity.WARNING
    assert (problem.code, problem.severity) == ("PE-120", grave)
    assert (problem.slots["what"], problem.expected, problem.found) == (
        label,
        expected,
        found,
    )
