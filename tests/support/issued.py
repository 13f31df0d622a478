"""Distributed forms to try things with: random submissions as a project list gives them."""

from __future__ import annotations

import random
from functools import cache

from perfeval_xl.form.contents.unprinted import printed_only
from perfeval_xl.form.filling import conform
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission

__all__ = ["SCHEME", "drawn_submission", "issued"]

SCHEME = "national-2020"
_TARGETS = (
    "≥95%",
    "7",
    "1,234.50",
    "85.75%",
    "0.950",
    "007",
    "=1+1",
    "-5",
    "达标",
    "2024年12月31日前",
    "≤12小时",
    "24.5",
)
_TEXTS = (
    "信息系统运行维护",
    "  前后有空白  ",
    "<b>&amp;\"'",
    "第一行\n第二行",
    "_x0041_",
    "＝全角",
    "😀𠮷",
    "项目/名称:*?",
)


def drawn_submission(seed: int, scheme_id: str = SCHEME) -> Submission:
    """Return a random submission that holds nothing but what a form is prefilled with."""
    draw = random.Random(seed)
    scheme = load_scheme(scheme_id)
    indicators = []
    for dimension in scheme.dimensions:
        for category in dimension.categories:
            for number in range(draw.choice((0, 1, 2, 2, 3))):
                name = draw.choice(_TEXTS).strip() * draw.choice((1, 1, 2, 5)) + str(
                    number
                )
                target = (
                    draw.choice(_TARGETS)
                    if draw.random() < 0.9
                    else "完成" * draw.randint(20, 150)
                )
                weight = draw.choice((None, "5", "10.00", "7.5"))
                path = (dimension.name, category.name, name)
                indicators.append(
                    Indicator(path=path, target=Entry(target), weight=Entry(weight))
                )
    money = [
        Entry(draw.choice((None, "30", "1,234.50", "0", "0.5", "7.0")))
        for _ in scheme.funds
    ]
    funds = [
        FundsRow(source=s, initial_budget=m, budget=m)
        for s, m in zip(scheme.funds, money, strict=True)
    ]
    stated = Submission(
        scheme=scheme.id,
        money_unit=scheme.money_unit,
        year=Entry(draw.choice((None, "2024", "2025"))),
        project=Entry(draw.choice(_TEXTS) * draw.choice((1, 3, 12))),
        department=Entry(draw.choice((*_TEXTS, None))),
        unit=Entry(draw.choice(_TEXTS)),
        funds=tuple(funds),
        goals=(
            Goal(
                expected=Entry(
                    draw.choice((None, "完成年度任务。" * draw.randint(1, 120)))
                )
            ),
        ),
        indicators=tuple(indicators) if scheme.family == "open" else (),
    )
    return conform(scheme, printed_only(scheme, stated))


@cache
def issued(seed: int = 1, key: bytes | None = None, scheme_id: str = SCHEME) -> bytes:
    """Return a distributed form."""
    return (
        FormCaster(load_scheme(scheme_id), key)
        .form(drawn_submission(seed, scheme_id), Whose(code="XM-1"))
        .data
    )
