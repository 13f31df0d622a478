"""The page of citations, `docs/citations.md`: what the program cites, where, and what is still to be read."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.citations import (
    Basis,
    Clause,
    Document,
    Source,
    State,
    clauses,
    documents,
)
from perfeval_xl.problems import catalogue
from perfeval_xl.scheme.files import shipped_files
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme_book.tables import ROLE_NAMES

__all__ = ["citations_page", "uses"]

_INTRODUCTION = """
程序引用的每一份文件、每一条规定都在 `perfeval_xl/citations.toml` 里，方案用 `cite` 引用。**条款只在读过原文之后才印出**；
没有读过的只印文号，并注明“条文待核”；没有文件规定、由方案自定的，印“本方案的默认”。

手头有原文的，请对照“程序的做法”一栏：一致的，在 `citations.toml` 中把 `state` 改为“已核”、写上 `clause`；不一致的，改方案，并在变更记录里写明影响的得分。
不会改文件的，把条款的原文和出处发给维护人员即可。
"""
_MEANINGS = {
    State.READ: "原文（或印着它的表）读过",
    State.SECOND_HAND: "在引用它、照它制定的材料中读到，没有见到原文",
    State.UNSEEN: "没有见到条文",
    State.OURS: "没有文件规定，由方案自定",
}


def citations_page() -> str:
    """Return the page: how to close what is open, what is still to be read, the documents, every citation."""
    used = uses()
    return "\n".join(
        [
            "# 依据一览",
            _INTRODUCTION,
            "| 核对情况 | 意思 |",
            "|---|---|",
            *(f"| {state} | {meaning} |" for state, meaning in _MEANINGS.items()),
            "",
            "## 还要对照的",
            "",
            *_open_items(),
            "",
            "## 文件",
            "",
            "| 文件 | 文号或简称 | 适用对象 | 读到了什么 | 还要读什么 |",
            "|---|---|---|---|---|",
            *(_document(each) for each in documents().values()),
            "",
            "## 各条依据",
            "",
            *(
                line
                for each in clauses().values()
                for line in _clause(each, used[each.key])
            ),
            "## 校验问题的依据",
            "",
            "每个问题依据方案的一个部分，由所用的方案写明文件；表中没有的依据本程序自己的核对。",
            "",
            "| 依据 | 问题 |",
            "|---|---|",
            *_problems(),
        ]
    )


def uses() -> dict[str, list[str]]:
    """Return for every citation what rests on it: schemes with their parts."""
    found: dict[str, list[str]] = {key: [] for key in clauses()}
    keys = {clause.source: key for key, clause in clauses().items()}
    for scheme_id in sorted(shipped_files()):
        for source, what in _sources(load_scheme(scheme_id)):
            place = f"{scheme_id} 的{what}"
            if place not in found[keys[source]]:
                found[keys[source]].append(place)
    found["measures-results"].append("scheme lint 对产出、效益权重的检查")
    return found


def _sources(scheme: Scheme) -> Iterator[tuple[Source, str]]:
    yield scheme.source, "表式"
    yield scheme.weights_source or scheme.source, "权重"
    yield scheme.bands_source or scheme.source, "等级"
    for role, spec in scheme.rules.items():
        yield spec.source, f"{ROLE_NAMES[role]}规则"
    for each in scheme.indicators:
        yield each.rule.source, "指标规则"


def _open_items() -> Iterator[str]:
    """Yield what is still to be read, document by document, what costs users most first."""
    for document in documents().values():
        items = [
            each
            for each in clauses().values()
            if each.document == document
            and each.state in (State.UNSEEN, State.SECOND_HAND)
        ]
        if items:
            yield f"- {document.title}（{document.number}）"
        for each in sorted(items, key=lambda item: item.state is not State.UNSEEN):
            yield f"  - `{each.key}`（{each.state}）：{each.open}"


def _document(document: Document) -> str:
    cells = (
        document.title,
        document.number,
        document.audience,
        document.read,
        document.open,
    )
    return "| " + " | ".join(cells) + " |"


def _clause(clause: Clause, used: list[str]) -> Iterator[str]:
    yield f"### {clause.key}"
    yield ""
    yield f"- 印作：{clause.source.full}"
    yield f"- 核对情况：{clause.state}"
    yield f"- 程序的做法：{clause.says}"
    for name, text in (
        ("其中本方案自定", clause.ours),
        ("读到的地方", clause.read),
        ("还要对照", clause.open),
    ):
        if text:
            yield f"- {name}：{text}"
    yield f"- 用在：{'、'.join(used)}"
    yield ""


def _problems() -> Iterator[str]:
    for basis in Basis:
        codes = [
            code
            for code, definition in catalogue().items()
            if definition.source is basis
        ]
        if basis is not Basis.PROGRAM:
            yield f"| {basis} | {'、'.join(codes)} |"
