"""Nothing is printed as law that nobody has read: every citation is data, and every scheme cites its own documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from perfeval_xl.citations import Basis, Source, State, clauses, documents, source_of
from perfeval_xl.form.drawing.open_instructions import instructions_sheet
from perfeval_xl.problems import catalogue
from perfeval_xl.scheme.loader import (
    example_json,
    load_scheme,
    parse_scheme,
    scheme_ids,
)
from tests.support.samples import evaluated
from tools.citations_page import uses

PACKAGE = Path(__file__).resolve().parents[2] / "perfeval_xl"
_NUMBER = re.compile(r"〔\d{4}〕\s*\d+\s*号|第[一二三四五六七八九十百]+条")
OPEN = [
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "open"
]


def test_no_document_number_or_clause_stands_outside_the_data() -> None:
    """What a scheme is called may hold a number; examples are what units wrote."""
    found = []
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml")]):
        if path.name == "citations.toml":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _NUMBER.search(line) and not line.startswith("title = "):
                found.append(f"{path.name}:{number} {line.strip()}")
    assert found == []


def test_every_citation_is_used_and_every_source_is_a_citation() -> None:
    assert [
        key for key, places in uses().items() if not places
    ] == []  # KeyError: a source that is none
    cited = {clause.document.key for clause in clauses().values() if clause.document}
    assert cited == set(documents())


def test_a_clause_is_named_only_where_it_was_read_and_what_is_open_says_what_to_read() -> (
    None
):
    for clause in clauses().values():
        unread = clause.state in (State.SECOND_HAND, State.UNSEEN)
        assert not (clause.clause and clause.state is not State.READ), clause.key
        assert bool(clause.open) == unread, clause.key
        assert (clause.document is None) == (clause.state is State.OURS), clause.key


@pytest.mark.parametrize(
    ("state", "printed"),
    [
        (State.READ, "某〔2020〕1号第九条"),
        (State.SECOND_HAND, "某〔2020〕1号（条文待核）"),
        (State.UNSEEN, "某〔2020〕1号（条文待核）"),
        (State.UNSTATED, "某〔2020〕1号（条文待核）"),
        (State.OURS, "本方案的默认"),
    ],
)
def test_how_far_it_was_verified_decides_what_is_printed(
    state: State, printed: str
) -> None:
    source = Source(
        document="《某办法》", number="某〔2020〕1号", clause="第九条", state=state
    )
    assert source.citation == printed
    assert source.within.count("（") == 0
    assert (
        Source(document="《某办法》", number="某〔2020〕1号").citation
        == "某〔2020〕1号"
    )


NATIONAL, GUIDE = "财预〔2020〕10号（条文待核）", "财预〔2021〕101号（条文待核）"
OURS = "本方案的默认"
_LATE = {
    "target": "改善",
    "actual": "未达成",
    "self_score": "14",
    "weight": "15",
    "note": "原因已查明",
}


def sources(scheme_id: str) -> dict[str, str]:
    """Return the source of every finding in an example with a wrong grade, and with wrong weights, scores and totals."""
    data = json.loads(example_json(scheme_id))
    whole = evaluated(data | {"self_grade": "差"}).problems
    data["indicators"][0] |= {"weight": "30"}
    data["indicators"][1] |= _LATE
    data["indicators"][2] |= {
        "target": "10个",
        "actual": "20个",
        "self_score": "1",
        "note": "",
    }
    data["funds"] = data["funds"][:1]
    data["funds"][0] |= {
        "executed": "45",
        "budget": "50",
        "weight": "11",
        "self_score": "1",
        "rate": "90%",
    }
    data |= {
        "self_total": "61",
        "sections": {},
    }  # Hubei explains what deviates in a text of its own
    return {
        problem.code: problem.source for problem in (*whole, *evaluated(data).problems)
    }


@pytest.mark.parametrize(
    ("scheme_id", "code", "printed"),
    [
        ("hubei-2020", "PE-042", "湖北省2020年度项目绩效自评表备注"),
        ("hubei-2020", "PE-066", "湖北省绩效自评“评分说明”"),
        ("hubei-2020", "PE-006", "湖北省绩效自评“评分说明”"),
        ("hubei-2020", "PE-009", OURS),
        ("hubei-2020", "PE-015", "湖北省2020年度项目绩效自评表备注1"),
        ("national-2021", "PE-015", GUIDE),
        ("national-2021", "PE-066", GUIDE),
        ("national-2021", "PE-009", NATIONAL),
        ("national-2020", "PE-015", NATIONAL),
        ("national-2020", "PE-042", NATIONAL),
        ("national-2020", "PE-036", OURS),
        ("hubei-2020", "PE-036", OURS),
        ("xinzhou-2022", "PE-006", "忻州2022年度自评材料"),
    ],
)
def test_a_figure_of_a_scheme_is_cited_from_its_own_document(
    scheme_id: str, code: str, printed: str
) -> None:
    assert sources(scheme_id)[code] == printed


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_no_scheme_cites_the_document_of_another(scheme_id: str) -> None:
    """What the tool checks on its own cites no document; the rest cites what the scheme says of itself."""
    scheme = load_scheme(scheme_id)
    own = {scheme.source, scheme.weights_source, scheme.bands_source}
    own |= {spec.source for spec in scheme.rules.values()} | {
        each.rule.source for each in scheme.indicators
    }
    data = json.loads(example_json(scheme_id))
    for indicator in data["indicators"]:
        indicator |= {"self_score": "99", "evidence": {}}
    data |= {
        "self_total": "61",
        "self_grade": "差",
        "unit": "",
        "indicators": data["indicators"][1:],
    }
    allowed = {each.citation for each in own if each} | {
        str(Basis.PROGRAM),
        str(Basis.OURS),
    }
    found = evaluated(data).problems
    assert {problem.source for problem in found} <= allowed
    assert all(
        problem.source == Basis.PROGRAM
        for problem in found
        if problem.definition.source is Basis.PROGRAM
    )
    assert {"PE-002", "PE-003"} <= {problem.code for problem in found}


def test_checks_of_the_tool_itself_cite_no_document() -> None:
    own = (
        "PE-003",
        "PE-016",
        "PE-019",
        "PE-020",
        "PE-030",
        "PE-031",
        "PE-041",
        "PE-045",
        "PE-046",
    )
    assert {catalogue()[code].source for code in own} == {Basis.PROGRAM}


@pytest.mark.parametrize("scheme_id", OPEN)
def test_the_sheet_tells_what_the_document_says_from_what_is_ours(
    scheme_id: str,
) -> None:
    cells = {
        cell.value for cell in instructions_sheet(load_scheme(scheme_id)).cells.values()
    }
    told = "\n".join(str(value) for value in cells if isinstance(value, str))
    zero = next(line for line in told.splitlines() if "年度指标值为0的" in line)
    assert f"{zero}\n依据：{OURS}" in told
    assert "130%" in told.split(OURS, 1)[1]
    assert not re.search(r"第[一二三四五六七八九十]+条", told)


def test_who_the_guide_is_for_is_told_where_the_scheme_is() -> None:
    scheme = load_scheme("national-2021")
    told = [str(cell.value) for cell in instructions_sheet(scheme).cells.values()]
    assert scheme.audience in told
    assert "中央预算单位" in scheme.audience
    assert "试行" in scheme.audience
    assert source_of("guide").citation == "财预〔2021〕101号附件1"


_COUNTY = """
extends = "national-2020"
id = "county"
title = "某县自评"
version = "1"
valid_from = 2025-01-01
source = { document = "《某办法》", number = "某财〔2025〕1号", clause = "第八条", state = "已核" }
"""


def test_what_a_scheme_writes_itself_is_not_cited_from_the_scheme_it_extends() -> None:
    own = parse_scheme(
        _COUNTY
        + 'bands = [{ label = "优", lowest = 95 }, { label = "差", lowest = 0 }]\n',
        "c.toml",
    )
    assert own.source.citation == "某财〔2025〕1号第八条"
    assert own.bands_source is None
    assert own.weights_source == source_of("measures-weights")
    assert parse_scheme(_COUNTY.replace("2020", "2021"), "c.toml").audience == ""
