"""The rule cases that finance officers write: evidence, the score it gets, and words of the sentence (see README.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.amounts import plain
from perfeval_xl.citations import Source
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Outcome, Rounding
from perfeval_xl.rules.registry import KINDS, rule_for
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import RuleSpec, Scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.scoring.possible import bounded, possible
from perfeval_xl.submission.labels import INDICATOR_LABELS
from perfeval_xl.submission.model import (
    EXECUTION_PATH,
    FundsRow,
    Indicator,
    Judgement,
    Submission,
)

FOLDER = Path(__file__).parent
FILES = sorted(path for path in FOLDER.glob("*.toml") if path.name != "measures.toml")
KEYS = {"名称", "方案", "指标", "规则", "分值", "填写", "评价", "得分", "说明", "问题"}
JUDGED = {"评价人员得分": "score", "理由": "reason"}
FUNDS = {
    "年初预算数": "initial_budget",
    "全年预算数": "budget",
    "全年执行数": "executed",
}
ROW = {label: name for name, label in INDICATOR_LABELS.items() if name != "weight"}
ROUNDING = Rounding(places=2, stage="indicator")


def _cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in FILES:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("案例", [])
        found += [
            (f"{path.name}：{case.get('名称', number)}", case)
            for number, case in enumerate(listed, 1)
        ]
    return found


CASES = _cases()


@pytest.mark.parametrize(
    ("name", "case"),
    CASES,
    ids=[f"{name.split('.')[0]}-{n}" for n, (name, _) in enumerate(CASES)],
)
def test_a_case_gets_its_score_and_its_sentence(
    name: str, case: dict[str, Any]
) -> None:
    wrong = _wrong(case)
    assert not wrong, f"\n案例“{name}”：\n" + "\n".join(wrong)


def _wrong(case: Mapping[str, Any]) -> list[str]:
    """Return what does not agree, in words for who wrote the case."""
    if unknown := set(case) - KEYS:
        return [f"不认识的键：{'、'.join(sorted(unknown))}"]
    if absent := {"名称", "填写", "得分", "说明"} - set(case):
        return [f"缺少：{'、'.join(sorted(absent))}"]
    try:
        score, said, findings = _by_rule(case) if "规则" in case else _by_scheme(case)
    except CaseError as exc:
        return [str(exc)]
    wrong = [f"应得{case['得分']}分，算得{score}分"] if score != case["得分"] else []
    wrong += [f"说明里没有“{words}”" for words in case["说明"] if words not in said]
    if sorted(findings) != sorted(case.get("问题", [])):
        wrong.append(f"应发现的问题：{case.get('问题', [])}，发现的问题：{findings}")
    return [*wrong, f"评分说明：{said}"] if wrong else []


class CaseError(Exception):
    """A case that cannot be computed, told to who wrote it."""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"得分": "7"}, "应得7分，算得8分"),
        ({"说明": ["优秀"]}, "说明里没有“优秀”"),
        ({"问题": ["PE-086"]}, "应发现的问题：['PE-086']，发现的问题：[]"),
        ({"填写": {"满意度": "90%"}}, "没有叫“满意度”的栏目，可以填：年度指标值、"),
        ({"指标": "满意度"}, "方案里没有指标“满意度”，有：目标内容、"),
        ({"方案": "yueyang"}, "没有方案“yueyang”"),
        ({"分数": "8"}, "不认识的键：分数"),
    ],
)
def test_a_wrong_case_says_what_is_wrong(change: dict[str, Any], words: str) -> None:
    case = {
        "名称": "试",
        "方案": "yueyang-2020",
        "指标": "服务对象满意度",
        "填写": {"满意率": "90%"},
        "得分": "8",
        "说明": [],
    }
    assert _wrong(case) == []
    assert words in "\n".join(_wrong({**case, **change}))


def test_there_are_cases_and_no_two_of_a_name() -> None:
    assert len(CASES) >= 60
    assert len({name for name, _ in CASES}) == len(CASES)
    assert all(any(name.startswith(path.name) for name, _ in CASES) for path in FILES)


def test_every_rule_kind_and_every_scheme_has_a_case() -> None:
    kinds = {case["规则"]["kind"] for _, case in CASES if "规则" in case}
    for _, case in CASES:
        if "规则" not in case:
            scheme = load_scheme(case["方案"])
            kinds |= {
                spec.rule.kind
                for spec in scheme.indicators
                if spec.path[-1] == case["指标"]
            }
            kinds |= {spec.kind for spec in scheme.rules.values()}
    assert kinds == set(KINDS)
    assert {case["方案"] for _, case in CASES if "方案" in case} == set(scheme_ids())


def test_every_rule_of_the_fixed_forms_has_a_case() -> None:
    tried = {(case["方案"], case["指标"]) for _, case in CASES if "方案" in case}
    for scheme_id in ("yueyang-2020", "yantian-2024"):
        missing = {spec.path[-1] for spec in load_scheme(scheme_id).indicators} - {
            i for s, i in tried if s == scheme_id
        }
        assert missing == set()


def _by_rule(case: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Score a rule that stands in the case itself."""
    parameters = {key: value for key, value in case["规则"].items() if key != "kind"}
    source = Source(document="案例", number="案例")
    rule = rule_for(
        RuleSpec(
            kind=case["规则"]["kind"],
            source=source,
            parameters=parameters,
            file="案例",
            where="规则",
        )
    )
    names = {fact.label: fact.name for fact in rule.facts()} | ROW
    weight = Decimal(case["分值"])
    outcome = bounded(
        rule.score(Evidence(weight, _entries(case, names)), ROUNDING), weight, ROUNDING
    )
    said = "至".join(dict.fromkeys(map(plain, possible(outcome))))
    return said, "；".join(step.text for step in outcome.steps), _codes(outcome)


def _by_scheme(case: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Score a form in which only this row is filled in."""
    if case.get("方案") not in scheme_ids():
        raise CaseError(
            f"没有方案“{case.get('方案', '')}”，有：{'、'.join(scheme_ids())}"
        )
    scheme = load_scheme(case["方案"])
    submission = (
        _fixed(case, scheme) if scheme.family == "fixed" else _open(case, scheme)
    )
    path = submission.indicators[0].path if submission.indicators else EXECUTION_PATH
    if "评价" in case:
        given = {JUDGED[label]: Entry(text) for label, text in case["评价"].items()}
        submission = replace(submission, judgements=(Judgement(path=path, **given),))
    row = score_submission(submission, scheme).indicator(path)
    assert row is not None
    return row.said_points(), row.explanation, _codes(row.outcome)


def _codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def _fixed(case: Mapping[str, Any], scheme: Scheme) -> Submission:
    known = {spec.path[-1]: spec for spec in scheme.indicators}
    if case.get("指标") not in known:
        raise CaseError(
            f"方案里没有指标“{case.get('指标', '')}”，有：{'、'.join(known)}"
        )
    spec = known[case["指标"]]
    facts = {fact.label: fact.name for fact in rule_for(spec.rule).facts()}
    entries = _entries(case, ROW | facts)
    cells = {name: entries.pop(name) for name in ROW.values() if name in entries}
    return Submission(
        scheme=scheme.id,
        indicators=(Indicator(path=spec.path, evidence=entries, **cells),),
    )


def _open(case: Mapping[str, Any], scheme: Scheme) -> Submission:
    weight = Entry(case.get("分值"))
    if case.get("指标") == EXECUTION_PATH[0]:
        return Submission(
            scheme=scheme.id,
            funds=(FundsRow(source="资金", weight=weight, **_entries(case, FUNDS)),),
        )
    paths = {c.name: (d.name, c.name) for d in scheme.dimensions for c in d.categories}
    if case.get("指标") not in paths:
        raise CaseError(
            f"方案里没有二级指标“{case.get('指标', '')}”，有：{'、'.join([*EXECUTION_PATH, *paths])}"
        )
    return Submission(
        scheme=scheme.id,
        indicators=(
            Indicator(
                path=(*paths[case["指标"]], case["名称"]),
                weight=weight,
                **_entries(case, ROW),
            ),
        ),
    )


def _entries(case: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Entry]:
    """Return what was filled in, by the name of the fact; people may write the label or, for a point, its number."""
    known = {**names, **{name: name for name in names.values()}}
    for label in case["填写"]:
        if label not in known:
            raise CaseError(f"没有叫“{label}”的栏目，可以填：{'、'.join(names)}")
    return {known[label]: Entry(text or None) for label, text in case["填写"].items()}
