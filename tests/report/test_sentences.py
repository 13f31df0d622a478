"""What an official would not sign never stands in a report of a scheme: codes, cells, stiff words, accusations."""

from __future__ import annotations

import io
import re

import docx
import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import extra_templates
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from tests.report.documents import W

NEVER = (
    "本方案",
    "属于“",
    "不大于0",
    "自评表未说明",
    "单位未填写",
    "请单位改正",
    "没有写理由",
    "评定为满分",
    "没有对应要点",
    "分项看",
    "“待定”",
    "是推断。",
    "名称或彼此",
    "个百分点%",
)
CODE = re.compile(r"PE-\d{3}")
CELL = re.compile(r"(自评表|评分表|评分说明) ?[A-Z]{1,2}\d+")
NO_POINTS = re.compile(r"比[\d.]+%[低高][\d.]+%")


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_no_report_says_what_nobody_would_sign(scheme_id: str) -> None:
    evaluation = evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json")
    for template in (None, extra_templates()["评分单"]):
        body = docx.Document(
            io.BytesIO(render_report(evaluation, template))
        ).element.body
        whole = "\n".join(
            "".join(paragraph.itertext()) for paragraph in body.iter(f"{W}p")
        )
        assert [words for words in NEVER if words in whole] == []
        assert not CODE.search(whole)
        assert not CELL.search(whole)
        assert not NO_POINTS.search(whole)
        assert f"《{load_scheme(scheme_id).title}》" not in whole
