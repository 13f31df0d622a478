"""Every workbook that the program hands out, as a person gets it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.distribution.manifest import FormRecord, manifest_workbook
from perfeval_xl.distribution.roster_template import roster_template
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.scheme_book.exporting import export_scheme
from perfeval_xl.submission.spelling import loads
from perfeval_xl.summary.summarising import write_summary
from tests.accessibility.audit import Book
from tests.support.issued import issued
from tests.support.samples import changed, filled

_EXAMPLES = [scheme for scheme in scheme_ids() if has_example(scheme)]
_WRONG = {
    "indicators.0.actual": "",
    "indicators.1.self_score": "99",
    "indicators.2.actual": "50%",
    "funds.0.executed": "99999",
    "self_total": "12",
}
"""What brings every severity into the marked copy."""


def _forms() -> Iterator[tuple[str, bytes]]:
    for path in sorted(data_folder("templates").glob("*.xlsx")):
        yield f"空白 {path.name}", path.read_bytes()
    for scheme in _EXAMPLES:
        yield (
            f"填好 {scheme}",
            fill_form(load_scheme(scheme), loads(example_json(scheme))),
        )
    for scheme in ("national-2020", "yueyang-2020"):
        yield f"下发 {scheme}", issued(1, None, scheme)


def _marked() -> Iterator[tuple[str, bytes]]:
    forms = {
        scheme: fill_form(load_scheme(scheme), loads(example_json(scheme)))
        for scheme in _EXAMPLES
    }
    for name, data in {**forms, "错误多的": filled(changed(_WRONG))}.items():
        yield f"评分结果 {name}", mark_up(evaluate(data, f"{name}.xlsx"))


def _lists(folder: Path) -> Iterator[tuple[str, bytes]]:
    box = folder / "收件箱"
    box.mkdir()
    for number, data in enumerate(
        (
            filled(),
            filled(changed(_WRONG | {"project": "乙项目", "unit": "乙单位"})),
            b"",
        )
    ):
        (box / f"{number}.xlsx").write_bytes(data)
        os.utime(box / f"{number}.xlsx", (1678066200 + number,) * 2)
    collect([box], str(folder / "台账.sqlite"))
    yield "汇总表", write_summary(str(folder / "台账.sqlite"))
    for scheme in scheme_ids():
        yield f"方案 {scheme}", export_scheme(load_scheme(scheme))
    for scheme in ("national-2020", "yueyang-2020"):
        yield f"项目清单 {scheme}", roster_template(load_scheme(scheme))
    texts = dict.fromkeys(FormRecord.__slots__, "一个项目的内容") | {"year": "2024"}
    yield "下发清单", manifest_workbook([FormRecord(**texts)])


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """Name to workbook: forms (empty, filled, distributed), marked copies, and every list."""
    made = (
        dict(_forms()) | dict(_marked()) | dict(_lists(tmp_path_factory.mktemp("清单")))
    )
    return {
        name: Book(name, data, openpyxl.load_workbook(io.BytesIO(data)))
        for name, data in made.items()
    }
