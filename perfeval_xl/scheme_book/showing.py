"""A scheme as a person reads it in a terminal: plain lines, every rule in its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval_xl.amounts import plain
from perfeval_xl.citations import Source
from perfeval_xl.scheme.model import RuleSpec, Scheme
from perfeval_xl.scheme.parameters import kind_texts
from perfeval_xl.scheme_book.cells import shown
from perfeval_xl.scheme_book.columns import VALUE
from perfeval_xl.scheme_book.fields import FIELDS
from perfeval_xl.scheme_book.parts import parts_of
from perfeval_xl.scheme_book.tables import ROLE_NAMES, TEXTS, kind_names
from perfeval_xl.scheme_book.toml_text import said_source, sentence_of
from perfeval_xl.scheme_book.tree import Tree, tree_of

__all__ = ["scheme_json", "show_scheme"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    field.key: field.words for field in FIELDS if field.words
}


def show_scheme(scheme: Scheme) -> str:
    """Return the whole scheme as text."""
    return "\n".join(_lines(scheme))


def scheme_json(scheme: Scheme) -> Tree:
    """Return the scheme for `--json`: its tables, each rule with its sentence; figures are texts."""
    tree = tree_of(scheme)
    for role, rule in scheme.rules.items():
        tree["rules"][role]["sentence"] = sentence_of(rule)
    for spec, table in zip(scheme.indicators, tree.get("indicators", ()), strict=True):
        table["rule"]["sentence"] = sentence_of(spec.rule)
    shown = _spelled(tree)
    assert isinstance(shown, dict)
    return shown


def _spelled(value: object) -> object:
    if isinstance(value, dict):
        return {key: _spelled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_spelled(each) for each in value]
    if isinstance(value, (bool, int)) or value is None:
        return value
    return str(value)


def _lines(scheme: Scheme) -> Iterator[str]:
    yield f"{scheme.title}（{scheme.id}，版本{scheme.version}）"
    yield (
        f"种类：{_WORDS['family'][scheme.family]}；表格“{scheme.form_title}”"
        + (f"，{scheme.form_year}年度" if scheme.form_year else "")
    )
    # Where it comes from, and for whom and when it is meant
    yield f"依据：{said_source(scheme.source)}"
    for what, source in (
        ("权重", scheme.weights_source),
        ("等级", scheme.bands_source),
    ):
        if source:
            yield f"{what}的依据：{said_source(source)}"
    if scheme.audience:
        yield f"适用对象：{scheme.audience}"
    until = "今"
    if scheme.valid_to:
        until = scheme.valid_to.isoformat()
    yield f"适用：{scheme.valid_from.isoformat()}至{until}"
    # How totals are made
    yield f"等级：{_grades(scheme)}"
    stage = _WORDS["rounding.stage"][scheme.rounding.stage]
    yield f"取位：{stage}保留{scheme.rounding.places}位小数，四舍五入；金额单位{scheme.money_unit}"
    yield f"不适用的指标：{_WORDS['not_applicable'][scheme.not_applicable]}"
    # What is scored
    yield from _rules(scheme)
    yield from _indicators(scheme)
    if scheme.funds:
        yield f"资金行：{'、'.join(scheme.funds)}"
    yield from _sections(scheme)
    if scheme.defects:
        yield "已知问题："
        yield from (
            f"  {defect.code}（{defect.where}）{defect.text}"
            for defect in scheme.defects
        )


def _rules(scheme: Scheme) -> Iterator[str]:
    if not scheme.rules:
        return
    yield f"预算执行率：{plain(scheme.execution_weight)}分"
    for dimension in scheme.dimensions:
        rows = "、".join(
            f"{category.name}（{category.rows}行）" for category in dimension.categories
        )
        shared = ""
        if dimension.together:
            shared = f"，与“{dimension.together}”各项合计即可"
        yield f"{dimension.name}：{plain(dimension.weight)}分{shared}。{rows}"
    yield "规则："
    for role, spec in scheme.rules.items():
        yield f"  {ROLE_NAMES.get(role, role)}［{_kind(spec)}］{sentence_of(spec)}"
        yield from _details(spec, scheme.source)


def _indicators(scheme: Scheme) -> Iterator[str]:
    for dimension in scheme.dimensions if scheme.indicators else ():
        yield f"【{dimension.name}】{plain(dimension.weight)}分"
        # Only what the sentence does not say, each on a line of its own
        for spec in scheme.indicators:
            if spec.path[0] != dimension.name:
                continue
            name = "·".join(spec.path[1:]) or spec.path[0]
            if spec.target:
                target = f"，标杆值{spec.target}"
            else:
                target = ""
            yield f"  {name}（{plain(spec.weight)}分{target}）［{_kind(spec.rule)}］{sentence_of(spec.rule)}"
            if spec.own:
                yield f"      由单位自定指标，表上{spec.own}行，填了的各行均分这{plain(spec.weight)}分"
            if spec.standard:
                yield f"      评分标准：{_line(spec.standard)}"
            if spec.explanation:
                yield f"      解释：{_line(spec.explanation)}"
            if spec.proof:
                yield f"      佐证资料：{'、'.join(spec.proof)}"
            yield from _details(spec.rule, scheme.source)


def _details(spec: RuleSpec, common: Source) -> Iterator[str]:
    """Yield the single parameters, which the sentence may not say, and a source of its own."""
    said = [
        f"{part.name}＝{shown(part.cells[VALUE])}"
        for part in parts_of(spec)
        if _single(spec, part.name)
    ]
    if said:
        yield f"      参数：{'，'.join(said)}"
    if spec.source != common:
        yield f"      依据：{said_source(spec.source)}"


def _single(spec: RuleSpec, title: str) -> bool:
    known = kind_texts().get(spec.kind)
    return known is None or not any(
        each.title == title and each.fields for each in known.parameters
    )


def _sections(scheme: Scheme) -> Iterator[str]:
    places = TEXTS.column("place").words
    for place, name in places.items():
        sections = [section for section in scheme.sections if section.place == place]
        if sections:
            listed = (
                f"{section.group}·{section.name}" if section.group else section.name
                for section in sections
            )
            yield f"文字（{name}）：{'、'.join(listed)}"


def _kind(spec: RuleSpec) -> str:
    return kind_names().get(spec.kind, spec.kind)


def _grades(scheme: Scheme) -> str:
    return "，".join(
        f"{plain(band.lowest)}分（含）起为{band.label}" for band in scheme.bands
    )


def _line(text: str) -> str:
    return " ".join(text.split())
