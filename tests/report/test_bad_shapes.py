"""Forms with too little, too much or nothing give a well-formed report, which says what is to be written."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import docx
import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json
from tests.report.documents import W
from tests.report.schemas import report_errors

INDICATOR = {
    "path": ["产出指标", "数量指标", "数量"],
    "target": "1",
    "actual": "1",
    "weight": "1",
    "self_score": "1",
}
GOAL = {"expected": "目标\n第二行", "achieved": "完成"}
SHAPES: dict[str, dict[str, Any]] = {
    "no indicators": {"indicators": []},
    "60 indicators": {
        "indicators": [
            INDICATOR | {"path": ["产出指标", "数量指标", f"第{n}项"]}
            for n in range(60)
        ]
    },
    "no funds": {"funds": []},
    "no goals": {"goals": []},
    "several goals": {"goals": [GOAL] * 5},
    "missing chapters": {"sections": {}},
    "nothing at all": {
        "indicators": [],
        "funds": [],
        "goals": [],
        "sections": {},
        "tables": {},
    },
    "30,000 characters": {"sections": {"项目立项背景": "长" * 30_000}},
}


@pytest.mark.parametrize("scheme_id", ["xinzhou-2022", "national-2020"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_form_of_any_shape_gives_a_well_formed_report(
    shape: str, scheme_id: str
) -> None:
    filled = json.dumps(
        {**json.loads(example_json(scheme_id)), **SHAPES[shape]}
    ).encode()
    data = render_report(evaluate(filled, "表.json"))
    assert report_errors(data) == []
    body = docx.Document(io.BytesIO(data)).element.body
    assert all(cell[-1].tag == f"{W}p" for cell in body.iter(f"{W}tc"))
    assert all(table.find(f"{W}tr") is not None for table in body.iter(f"{W}tbl"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<?perfeval" not in package.read("word/document.xml")


def test_a_typed_line_break_stretches_no_line() -> None:
    filled = json.dumps(
        {**json.loads(example_json("xinzhou-2022")), "goals": [GOAL]}
    ).encode()
    with zipfile.ZipFile(
        io.BytesIO(render_report(evaluate(filled, "表.json")))
    ) as package:
        assert b"doNotExpandShiftReturn" in package.read("word/settings.xml")
