"""The hands over Office.js in a model that, like Office.js, gives nothing before `load` and `sync`; and what Excel is handed.

Nobody here has Excel: what only Excel can show is the checklist of docs/excel-pane.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from perfeval_xl.addin.deciding import decide_check
from perfeval_xl.addin.plan import plan_text
from tests.page.natively import CHECKOUT
from tests.support.browser import Browser
from tests.support.missing import program
from tests.support.seeds import seed_form
from tools.page.assembling import Page
from tools.page.bundling import bundled
from tools.pane.__main__ import look, write_pane

RS, US = "\x1e", "\x1f"
RECORD = "_perfeval_marks"
MODEL = CHECKOUT / "tests" / "wps" / "office_js.js"
OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("excel")
    script = bundled(CHECKOUT / "page" / "excel" / "hands.js")
    script = script.replace("\n})();", "\nwindow.applyInExcel = applyInExcel;\n})();")
    page = folder / "page.html"
    model = MODEL.read_text(encoding="utf-8")
    page.write_text(
        f'<meta charset="utf-8"><script>{model}</script><script>{script}</script>',
        encoding="utf-8",
    )
    running = Browser(program("chromium"), folder)
    try:
        running.open(page)
        yield running
    finally:
        running.close()


class Excel:
    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        sheet = {
            "name": "表",
            "visible": "Visible",
            "lock": {"options": {"allowSort": True}},
            "cells": {"A1": {"value": "附件1"}, "B5": {"colour": "#FFFBEA"}},
        }
        hidden = {"name": "它's", "visible": "Hidden", "cells": {}}
        book = {"name": "表.xlsx", "sheets": [sheet, hidden]}
        browser.run(f"window.book = {json.dumps(book)}; 0")

    def apply(self, *records: tuple[str, ...], notes: bool = True) -> str:
        plan = json.dumps(RS.join(US.join(record) for record in records))
        return str(
            self.browser.run(
                f"applyInExcel(excelOf(book), {plan}, 'UEs=', {json.dumps(notes)})"
            )
        )

    def state(self) -> Any:
        book = self.browser.run("book")
        for sheet in book["sheets"]:
            sheet["cells"] = {at: cell for at, cell in sheet["cells"].items() if cell}
        book.pop("taken", None)
        return book


@pytest.fixture
def excel(browser: Browser) -> Excel:
    return Excel(browser)


_LINE = {"style": "Continuous", "weight": "Medium", "color": "#C00000"}
_FRAME = {f"Edge{side}": _LINE for side in ("Left", "Top", "Bottom", "Right")}

PLAN = [
    ("clear",),
    ("take", "", "问题清单"),
    ("fill", "表", "B5", "FFC000"),
    ("note", "表", "B5", "问题"),
    ("frame", "表", "B5:C6", "C00000"),
]


def test_a_plan_is_applied_recorded_and_cleared_without_a_trace(excel: Excel) -> None:
    before = excel.state()
    assert excel.apply(*PLAN) == ""
    sheets = {sheet["name"]: sheet for sheet in excel.state()["sheets"]}
    cells = sheets["表"]["cells"]
    assert cells["B5"] == {"colour": "#FFC000", "note": "问题", "lines": _FRAME}
    assert sheets["表"]["lock"] == before["sheets"][0]["lock"]
    assert sheets[RECORD]["visible"] == "VeryHidden"
    record = sheets[RECORD]["cells"]
    assert record["E2"]["formula"] == "='表'!$B$5"
    assert [record[f"{at}2"]["value"] for at in "ABCD"] == ["fill", "表", "B5", "FFFBEA"]  # fmt: skip
    assert excel.apply(("clear",)) == ""
    assert excel.state() == before


def test_the_lines_of_a_cell_come_back(excel: Excel) -> None:
    excel.browser.run("book.sheets[0].cells.B5.lines = { EdgeTop: { style: 'Double', weight: 'Thick', color: '#00FF00' } }; 0")  # fmt: skip
    before = excel.state()
    assert excel.apply(*PLAN) == ""
    assert excel.state()["sheets"][0]["cells"]["B5"]["lines"] == _FRAME
    assert excel.apply(("clear",)) == ""
    assert excel.state() == before


def test_pressing_twice_gives_the_same_as_pressing_once(excel: Excel) -> None:
    assert excel.apply(*PLAN) == ""
    once = excel.state()
    assert excel.apply(*PLAN) == ""
    assert excel.state() == once


def test_an_excel_without_notes_has_colours_and_list(excel: Excel) -> None:
    assert excel.apply(*PLAN, notes=False) == ""
    cell = excel.state()["sheets"][0]["cells"]["B5"]
    assert cell == {"colour": "#FFC000", "lines": _FRAME}


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        (("fill", "没有", "B5", "FF0000"), "no-sheet 没有"),
        (("take", "", "表"), "sheet-exists 表"),
        (("select", "它's", "A1"), "sheet-hidden 它's"),
        (("paint", "x"), "unknown-verb paint"),
    ],
)
def test_a_failing_record_undoes_what_came_before_it(
    excel: Excel, record: tuple[str, ...], answer: str
) -> None:
    before = excel.state()
    told = excel.apply(("fill", "表", "B5", "FF0000"), ("note", "表", "B5", "问"), record)  # fmt: skip
    assert told == f"3{US}{answer}"
    assert excel.state() == before


def test_a_password_is_an_error_before_anything_is_changed(excel: Excel) -> None:
    excel.browser.run("book.sheets[0].lock.password = 'geheim'; 0")
    before = excel.state()
    assert excel.apply(*PLAN) == f"0{US}password 表"
    assert excel.state() == before


def test_the_plan_of_a_seed_goes_through(excel: Excel) -> None:
    decision = decide_check(seed_form("yueyang-2020"), "表.xlsx")
    plan = decision.plan(Path("l.xlsx"))
    titles = {step.ref.sheet for step in plan if hasattr(step, "ref")}
    sheets = [{"name": title, "visible": "Visible", "cells": {}} for title in titles]
    excel.browser.run(f"book.sheets = {json.dumps(sheets)}; 0")
    records = [tuple(one.split(US)) for one in plan_text(plan).split(RS)]
    assert excel.apply(*records) == ""
    marked = sum("note" in cell for sheet in excel.state()["sheets"] for cell in sheet["cells"].values())  # fmt: skip
    assert marked == sum(record[0] == "note" for record in records) > 0


def test_the_manifest_has_what_excel_demands_in_its_order(tmp_path: Path) -> None:
    write_pane(tmp_path / "pane", Page("", {}), "https://10.0.0.1/perfeval/")
    root = fromstring((tmp_path / "pane" / "manifest.xml").read_text(encoding="utf-8"))
    order = ["Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl",
             "HighResolutionIconUrl", "SupportUrl", "Hosts", "Requirements", "DefaultSettings", "Permissions"]  # fmt: skip
    assert [child.tag.removeprefix(OFFICE) for child in root] == order
    assert len(root.findtext(f"{OFFICE}Version", "").split(".")) == 4
    for path in ("IconUrl", "HighResolutionIconUrl", "SupportUrl"):
        found = root.find(f"{OFFICE}{path}")
        assert found is not None
        address = found.attrib["DefaultValue"]
        name = address.removeprefix("https://10.0.0.1/perfeval/")
        assert (tmp_path / "pane" / name).is_file()
    assert look("https://10.0.0.1/o/office.js").sources == "https://10.0.0.1"
