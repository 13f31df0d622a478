"""What is wrong with a scheme is a code with slots, worded for each audience; nothing a person wrote is changed in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_xl.errors import Fault
from perfeval_xl.scheme.faults import fault_codes, worded

PACKAGE = Path(__file__).resolve().parents[2] / "perfeval_xl"
ROOMS = ("scheme", "scheme_book", "rules")
ON_SHEETS = {"valid_from": "“生效日期”", "lowest": "“下限”", "highest": "“上限”"}


def told() -> Iterator[tuple[str, frozenset[str]]]:
    """The codes in the source, each with the slots that are given."""
    calls = [
        node
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    for call in calls:
        called = (
            call.func.attr
            if isinstance(call.func, ast.Attribute)
            else getattr(call.func, "id", "")
        )
        texts = [
            arg.value
            for arg in call.args
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if called == "wrong" and texts and texts[-1] in fault_codes():
            yield texts[-1], frozenset(str(keyword.arg) for keyword in call.keywords)
        elif (
            called == "Fault"
            and texts
            and len(call.args) > 1
            and isinstance(call.args[1], ast.Dict)
        ):
            yield (
                texts[0],
                frozenset(
                    str(ast.literal_eval(key))
                    for key in call.args[1].keys
                    if key is not None
                ),
            )


def test_every_code_is_used_and_gets_the_slots_of_its_sentence() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*.py")
    )
    assert [code for code in fault_codes() if f'"{code}"' not in source] == []
    given = list(told())
    assert len(given) > 50
    assert [
        (code, slots) for code, slots in given if fault_codes()[code] != slots
    ] == []


@pytest.mark.parametrize(
    ("fault", "in_file", "on_sheets"),
    [
        (Fault("ends_before_start"), "早于 valid_from", "早于“生效日期”"),
        (
            Fault("needs_either", {"other": ("highest",)}),
            "与 highest 至少要有一个",
            "与“上限”至少要有一个",
        ),
        (
            Fault("not_one_of", {"allowed": ("lowest", "own"), "value": "highest"}),
            "应为lowest、own之一，现为“highest”",
            "应为“下限”、own之一，现为“highest”",
        ),
        (
            Fault("limit_unknown", {"name": "lowest x"}),
            "中的“lowest x”应为 lowest 或 highest，并且写有它的数值",
            "中的“lowest x”应为“下限”或“上限”，并且写有它的数值",
        ),
        (
            Fault("repeated", {"name": "{name} `lowest`|"}),
            "中“{name} `lowest`|”出现了不止一次",
            None,
        ),
    ],
)
def test_keys_are_named_for_the_audience_and_texts_stay_as_written(
    fault: Fault, in_file: str, on_sheets: str | None
) -> None:
    assert worded(fault) == in_file
    assert worded(fault, ON_SHEETS.get) == (on_sheets or in_file)


def test_what_leads_from_the_key_is_left_out_where_no_key_is_named() -> None:
    fault = Fault("repeated", {"name": "中的"})
    assert worded(fault, behind_key=False) == "“中的”出现了不止一次"
    bars = worded(Fault("target_without_path", {"name": "x"}), behind_key=False)
    assert bars == "“x”没有写明是哪一项指标（一级|二级|指标的路径，以“/”隔开）"
