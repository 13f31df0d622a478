"""Which sheets the workbook of a fixed form has: those that the scheme describes, and what they leave out.

Every field of a submission stands somewhere. What the official form has no place for (a third-party score table knows
neither funds nor goals) goes to 项目情况; evidence goes to 评分依据, long texts to 文字部分.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from perfeval_xl.scheme.form_loader import national_form
from perfeval_xl.scheme.form_spec import (
    FIELDS,
    FormColumn,
    FormField,
    FormPart,
    FormSheet,
    FormSpec,
)
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS

__all__ = ["EVIDENCE_SHEET", "described_form", "form_of"]

EVIDENCE_SHEET, _FACTS_SHEET, _TEXTS_SHEET, _RATING_SHEET = (
    "评分依据",
    "项目情况",
    "文字部分",
    "评分表",
)
_SECTION = "section:"
_FACTS_WIDTHS = (18, 18, 18, 18, 14)
_TOTALS = {"weight": "weight_total", "self_score": "self_total", "grade": "self_grade"}


def described_form(scheme: Scheme) -> FormSpec:
    """Return the sheets that a scheme describes; where it says nothing, the national form, or one with all its indicators."""
    if scheme.form is not None:
        return scheme.form
    if scheme.has_slots:
        return national_form()
    return FormSpec(sheets=(_rating_sheet(scheme),))


def form_of(scheme: Scheme) -> FormSpec:
    """Return the sheets of a fixed form, every field on one of them, 评分依据 aside."""
    spec = described_form(scheme)
    # Nothing that a submission may say is without a cell
    missing = tuple(_missing(scheme, spec))
    sheets = spec.sheets
    if missing:
        facts = FormSheet(
            title=_free_title(_FACTS_SHEET, spec),
            heading="项目基本情况",
            year="year" not in _placed(spec),
            widths=_FACTS_WIDTHS,
            parts=missing,
        )
        sheets = (*sheets, facts)
    narrative = tuple(_narrative(scheme, spec))
    if narrative:
        texts = FormSheet(
            title=_free_title(_TEXTS_SHEET, spec),
            heading="文字部分",
            widths=(18, 78),
            parts=narrative,
        )
        sheets = (*sheets, texts)
    return replace(spec, sheets=sheets)


def _free_title(title: str, spec: FormSpec) -> str:
    taken = {sheet.title for sheet in spec.sheets}
    return next(
        each
        for each in (title, *(f"{title}{n}" for n in range(2, 99)))
        if each not in taken
    )


def _placed(spec: FormSpec) -> set[str]:
    """Return what the sheets of the scheme hold, by name."""
    placed: set[str] = set()
    # Fields, parts, texts and totals, each under the name that it is asked for by
    for sheet in spec.sheets:
        placed |= {"year"} if sheet.year else set()
        for part in sheet.parts:
            placed |= {each.field for row in part.fields for each in row if each.field}
            placed |= {part.kind} | (
                {_SECTION + part.name} if part.kind == "opinion" else set()
            )
            if part.kind == "texts":
                placed.add(f"group:{part.name}")
            if part.text and part.kind in {"rating", "scores"}:
                placed |= {
                    _TOTALS[column.kind]
                    for column in part.columns
                    if column.kind in _TOTALS
                }
    return placed


_FUNDS_COLUMNS = (
    FormColumn(kind="source", heading="资金来源"),
    FormColumn(kind="initial_budget", heading="年初预算数"),
    FormColumn(kind="budget", heading="全年预算数"),
    FormColumn(kind="executed", heading="全年执行数"),
    FormColumn(kind="left", heading="结余"),
)
_GOAL_COLUMNS = (
    FormColumn(kind="", heading="", span=1),
    FormColumn(kind="", heading="预期目标", span=2),
    FormColumn(kind="", heading="实际完成情况", span=2),
)


def _missing(scheme: Scheme, spec: FormSpec) -> Iterator[FormPart]:
    """Yield the parts that hold what the sheets of the scheme do not."""
    placed = _placed(spec)
    # In the order of the head of a form
    names = [name for name in FIELDS if name not in placed and name != "year"]
    names += [_SECTION + each.name for each in scheme.sections if each.place == "head"]
    fields = [name for name in names if name not in placed]
    if fields:
        yield FormPart(kind="fields", style="boxed", fields=tuple(_field_rows(fields)))
    if scheme.funds and "funds" not in placed:
        yield FormPart(kind="banner", text=f"项目资金（{scheme.money_unit}）")
        yield FormPart(kind="funds", style="rows", columns=_FUNDS_COLUMNS)
    if "goals" not in placed:
        yield FormPart(kind="banner", text="绩效目标")
        yield FormPart(kind="goals", columns=_GOAL_COLUMNS)
    for section in scheme.sections:
        if section.place == "form" and _SECTION + section.name not in placed:
            yield FormPart(kind="opinion", name=section.name)


def _field_rows(names: Iterable[str]) -> Iterator[tuple[FormField, ...]]:
    for name in names:
        label = FIELD_LABELS.get(name) or name.removeprefix(_SECTION)
        yield (FormField(label=label, field=name, spans=(1, len(_FACTS_WIDTHS) - 1)),)


def _narrative(scheme: Scheme, spec: FormSpec) -> Iterator[FormPart]:
    """Yield the texts that no sheet of the scheme has, in their order."""
    placed = _placed(spec)
    rest = [
        each
        for each in scheme.sections
        if each.place == "narrative" and f"group:{each.group}" not in placed
    ]
    for group, members in groupby(rest, key=lambda each: each.group):
        yield FormPart(
            kind="texts", name=group, labels=tuple(section.name for section in members)
        )


def _rating_sheet(scheme: Scheme) -> FormSheet:
    """Return the sheet of a scheme that says nothing about its form."""
    # Only columns in which anything would stand
    deepest = max((len(spec.path) for spec in scheme.rows), default=1)
    wanted = [("dimension", "一级指标", 11, 1)]
    wanted += [
        ("group", "二级指标", 11, deepest > 2),
        ("name", "三级指标" if deepest > 2 else "二级指标", 14, deepest > 1),
    ]
    wanted += [
        ("weight", "分值", 7, 1),
        ("target", "指标值", 10, any(spec.target for spec in scheme.rows)),
        (
            "explanation",
            "指标解释",
            22,
            any(spec.explanation for spec in scheme.rows),
        ),
        ("standard", "评分标准", 38, 1),
        ("actual", "完成值", 10, 1),
        ("self_score", "得分", 7, 1),
    ]
    kept = [(kind, text, wide) for kind, text, wide, there in wanted if there]
    columns = tuple(FormColumn(kind=kind, heading=text) for kind, text, _ in kept)
    total = len(columns)
    name = (FormField(label="项目名称", field="project", spans=(1, total - 1)),)
    rating = FormPart(kind="rating", columns=columns, text="总分")
    notes = FormPart(kind="lines", lines=("注：{grades}。",))
    return FormSheet(
        title=_RATING_SHEET,
        heading=scheme.form_title,
        year=True,
        landscape=True,
        widths=tuple(wide for _, _, wide in kept),
        parts=(FormPart(kind="fields", style="boxed", fields=(name,)), rating, notes),
    )
