"""Forgeries of distributed forms, each built from a genuine one as somebody with openpyxl would build it."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from perfeval_xl.form.filling import conform
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission
from tests.support.workbooks import edited

__all__ = [
    "FORM",
    "KEY",
    "LAYOUT",
    "Change",
    "at",
    "filled",
    "hidden_row",
    "put",
    "rebind",
    "sent_out",
]

KEY = "the key of the finance office"
FORM = "项目支出绩效自评表"
_SCHEME = "national-2020"
Change = Callable[[Workbook], None]

_INDICATORS = (
    ("产出指标", "数量指标", "购置设备数量", "≥10台", "30"),
    ("产出指标", "质量指标", "验收合格率", "≥95%", "20"),
    ("效益指标", "社会效益指标", "服务人次", "≥5000人次", "30"),
    ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "10"),
)
_ACTUAL = ("3台", "96%", "5200人次", "92%")


def _submission(project: str, unit: str, first_target: str) -> Submission:
    indicators = []
    for number, (dimension, category, name, target, weight) in enumerate(_INDICATORS):
        stated = first_target if number == 0 else target
        path = (dimension, category, name)
        indicators.append(
            Indicator(path=path, target=Entry(stated), weight=Entry(weight))
        )
    scheme = load_scheme(_SCHEME)
    funds = tuple(
        FundsRow(source=source, initial_budget=Entry("100"), budget=Entry("100"))
        for source in scheme.funds[:2]
    )
    made = Submission(
        scheme=_SCHEME,
        year=Entry("2024"),
        project=Entry(project),
        department=Entry("市教育局"),
        unit=Entry(unit),
        money_unit="万元",
        funds=funds,
        goals=(Goal(expected=Entry("完成年度购置任务。")),),
        indicators=tuple(indicators),
    )
    return conform(scheme, made)


LAYOUT = layout_for(
    load_scheme(_SCHEME),
    slots_for(load_scheme(_SCHEME), _submission("甲", "乙", "≥10台")),
)


def sent_out(
    project: str = "设备购置项目",
    unit: str = "第一中学",
    *,
    key: str = KEY,
    target: str = "≥10台",
) -> bytes:
    """Return a distributed form, signed unless `key` is empty."""
    made = _submission(project, unit, target)
    caster = FormCaster(load_scheme(_SCHEME), key.encode() if key else None)
    return caster.form(made, Whose(code=f"XM-{project}")).data


def _slot(category: str) -> int:
    return next(
        number for number, slot in enumerate(LAYOUT.slots) if slot.category == category
    )


def at(name: str, row: int = 0) -> str:
    """Return the address of a field of the `row`th declared indicator."""
    return LAYOUT.at(f"indicator_{_slot(_INDICATORS[row][1])}_{name}")


def key_of(name: str, row: int = 0) -> str:
    """Return the field of the `row`th declared indicator."""
    return f"indicator_{_slot(_INDICATORS[row][1])}_{name}"


def filled(data: bytes, *changes: Change) -> bytes:
    """Return a distributed form as its unit would fill it in, and then changed."""

    def fill(book: Workbook) -> None:
        sheet = book[FORM]
        for number, actual in enumerate(_ACTUAL):
            sheet[at("actual", number)] = actual
            sheet[at("self_score", number)] = int(_INDICATORS[number][4])
        sheet[LAYOUT.at("funds_0_executed")] = 100
        sheet[LAYOUT.at("funds_1_executed")] = 100
        sheet[LAYOUT.at("funds_0_self_score")] = 10
        sheet[LAYOUT.at("goal_0_achieved")] = "已完成。"
        for change in changes:
            change(book)

    return edited(data, fill)


def put(address: str, value: object, sheet: str = FORM) -> Change:
    """A change of one cell."""

    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return change


def rebind(key: str, address: str, sheet: str = FORM) -> Change:
    """A change that leads the name of a field elsewhere."""

    def change(book: Workbook) -> None:
        book.defined_names[f"pe_{key}"] = DefinedName(
            f"pe_{key}", attr_text=CellRef.parse(sheet, address).absolute
        )

    return change


def hidden_row(key: str, value: str) -> Change:
    """A change of one row of the hidden sheet."""

    def change(book: Workbook) -> None:
        row = next(
            row for row in book[IDENTITY_SHEET].iter_rows() if row[0].value == key
        )
        row[1].value = value

    return change


def white(address: str) -> Change:
    """A change that makes the characters of a cell white."""

    def change(book: Workbook) -> None:
        book[FORM][address].font = Font(color="FFFFFFFF")

    return change


def formatted(address: str, number_format: str) -> Change:
    """A change of a number format."""

    def change(book: Workbook) -> None:
        book[FORM][address].number_format = number_format

    return change
