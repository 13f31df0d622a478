"""The hands of the WPS add-in beside those of VBA: the same plans on the same form, one in a model of WPS's objects in
Chromium, the other in LibreOffice; and the model itself beside LibreOffice, call by call.

Nobody here has WPS: what only WPS can show is the checklist of docs/wps.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.installing.conftest import RS, TEMPLATES, US, Host
from tests.support.browser import Browser
from tests.support.missing import program
from tests.wps.loading import book_of
from tools.own_wheel import CHECKOUT
from tools.page.bundling import bundled

NAME = "form.xlsx"
MODEL = CHECKOUT / "tests" / "wps" / "model.js"
FORM = TEMPLATES / "自评表.xlsx"
RECORD = "_perfeval_marks"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A page with nothing but the hands and the model."""
    folder = tmp_path_factory.mktemp("wps")
    begin = folder / "begin.js"
    entry = CHECKOUT / "page" / "wps" / "hands.js"
    script = bundled(entry).replace("\n})();", "\nwindow.applyPlan = applyPlan;\n})();")
    begin.write_text(script, encoding="utf-8")
    page = folder / "page.html"
    page.write_text(
        f'<meta charset="utf-8"><script>{MODEL.read_text(encoding="utf-8")}</script><script>{script}</script>',
        encoding="utf-8",
    )
    running = Browser(program("chromium"), folder)
    try:
        running.open(page)
        yield running
    finally:
        running.close()


class Wps:
    """The model, loaded with a form."""

    def __init__(self, browser: Browser, book: dict[str, Any]) -> None:
        self.browser = browser
        browser.run(f"window.app = modelOf({json.dumps({'books': [book]})}); 0")
        self.title = book["sheets"][0]["name"]

    def apply(self, *records: tuple[str, ...]) -> str:
        plan = RS.join(US.join(record) for record in records)
        return str(
            self.browser.run(f"applyPlan(app, {json.dumps(NAME)}, {json.dumps(plan)})")
        )

    def run(self, script: str) -> Any:
        return self.browser.run(
            f"(() => {{ const book = app.Workbooks.Item({json.dumps(NAME)}); const sheet = book.Sheets.Item(1); {script} }})()"
        )

    def state(self) -> Any:
        """All that can be seen; a cell that nothing is in does not count."""
        state = self.browser.run(f"app.state({json.dumps(NAME)})")
        for sheet in state["sheets"]:
            sheet["cells"] = {at: cell for at, cell in sheet["cells"].items() if cell}
        return state


@pytest.fixture
def wps(browser: Browser) -> Wps:
    return Wps(browser, book_of(FORM.read_bytes(), NAME))


CALLS = [
    ("return sheet.Range('Z62').Interior.ColorIndex === -4142", 'sheet.Range("Z62").Interior.ColorIndex = -4142'),
    ("sheet.Range('Z62').Interior.Color = 49407; return sheet.Range('Z62').Interior.Color", 'sheet.Range("Z62").Interior.Color'),
    ("sheet.Range('Z62').Interior.ColorIndex = -4142; return sheet.Range('Z62').Interior.ColorIndex", 'sheet.Range("Z62").Interior.ColorIndex'),
    ("return sheet.Range('Z60').Comment === null", 'sheet.Range("Z60").Comment Is Nothing'),
    ("sheet.Range('Z60').AddComment('一\\n二'); return sheet.Range('Z60').Comment.Text()", 'sheet.Range("Z60").Comment.Text'),
    ("sheet.Range('Z60').Comment.Text('三', 4, false); return sheet.Range('Z60').Comment.Text()", 'sheet.Range("Z60").Comment.Text'),
    ("sheet.Range('Z60').Comment.Delete(); return sheet.Range('Z60').Comment === null", 'sheet.Range("Z60").Comment Is Nothing'),
    ("sheet.Range('Z60').Value2 = 17.94; return sheet.Range('Z60').Formula", 'sheet.Range("Z60").Formula'),
    ("sheet.Range('Z60').Value2 = \"'=1+1\"; return sheet.Range('Z60').Value2", 'sheet.Range("Z60").Value'),
    ("sheet.Range('Z60').Value2 = ''; return sheet.Range('Z60').Formula", 'sheet.Range("Z60").Formula'),
    ("return sheet.Range('Z60').Address()", 'sheet.Range("Z60").Address'),
    ("return sheet.Name === book.Sheets.Item(1).Name", "sheet.Name = book.Sheets(1).Name"),
    ("return sheet.ProtectContents", "sheet.ProtectContents"),
    ("return book.ProtectStructure", "book.ProtectStructure"),
]  # fmt: skip
"""What is called of WPS's objects, and what VBA asks LibreOffice after the same change: both must answer alike."""

_CHANGES = {
    1: 'sheet.Range("Z62").Interior.Color = 49407',
    2: 'sheet.Range("Z62").Interior.ColorIndex = -4142',
    4: 'sheet.Range("Z60").AddComment "一" & vbLf & "二"',
    5: 'sheet.Range("Z60").Comment.Text "三", 4, False',
    6: 'sheet.Range("Z60").Comment.Delete',
    7: 'sheet.Range("Z60").Value = 17.94',
    8: 'sheet.Range("Z60").Value = "\'=1+1"',
    9: 'sheet.Range("Z60").Value = ""',
}


def test_the_model_answers_as_libreoffice_does(clean: Host, wps: Wps) -> None:
    before = clean.form.Sheets.getByIndex(0)
    before.unprotect("")
    body = ""
    for number, (_, asked) in enumerate(CALLS):
        change = _CHANGES.get(number, "")
        body += f"Function Ask{number}(Title)\nSet book = Workbooks(Title)\nSet sheet = book.Sheets(1)\n{change}\nAsk{number} = {asked}\nEnd Function\n"
    basic = clean.addin.BasicLibraries.getByName("VBAProject")
    text = f"Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n{body}"
    basic.insertByName("Calls", text)
    wps.run("sheet.Unprotect('x');")
    theirs, ours = [], []
    for number, (script, _) in enumerate(CALLS):
        theirs.append(clean.call(f"Calls.Ask{number}", clean.form.Title))
        ours.append(wps.run(script))
    before.protect("")
    basic.removeByName("Calls")
    assert [str(one).lower() for one in ours] == [str(one).lower() for one in theirs]


def _seen_there(host: Host, addresses: list[str]) -> list[object]:
    seen: list[object] = []
    notes = host.notes()
    for address in addresses:
        cell = host.cell(address)
        place = cell.CellAddress
        colour = cell.CellBackColor
        seen.append(
            (colour, notes.get((place.Column, place.Row), ""), str(cell.String))
        )
    return seen


def _seen_here(wps: Wps, addresses: list[str]) -> list[object]:
    seen: list[object] = []
    cells = wps.state()["sheets"][0]["cells"]
    for address in addresses:
        cell = cells.get(address, {})
        number = cell.get("colour")
        colour = -1
        if number is not None:
            colour = ((number & 255) << 16) + (number & 0xFF00) + (number >> 16)
        seen.append((colour, cell.get("note", ""), str(cell.get("value", ""))))
    return seen


def _plan(title: str) -> list[tuple[str, ...]]:
    return [
        ("clear",),
        ("fill", title, "H30", "FFC000"),
        ("note", title, "H30", "第一条问题\n应当改正" + "长" * 500 + "𠀀" * 30),
    ]


def test_a_plan_does_the_same_in_both_and_is_cleared_without_a_trace(
    clean: Host, wps: Wps
) -> None:
    addresses = ["H30", "B5"]
    before_there, before_here = _seen_there(clean, addresses), wps.state()
    plan = _plan(clean.title)
    assert clean.apply(*plan) == wps.apply(*plan) == ""
    assert _seen_here(wps, addresses) == _seen_there(clean, addresses)
    record = clean.form.Sheets.getByName(RECORD)
    rows = [
        tuple(record.getCellByPosition(column, row).String for column in range(4))
        for row in range(2)
    ]
    cells = wps.state()["sheets"][-1]["cells"]
    ours = [
        tuple(cells.get(f"{column}{row}", {}).get("value", "") for column in "ABCD")
        for row in range(1, 3)
    ]
    assert ours == rows
    assert wps.state()["sheets"][0]["protected"] is True
    assert clean.apply(("clear",)) == wps.apply(("clear",)) == ""
    assert _seen_there(clean, addresses) == before_there
    assert wps.state() == before_here


@pytest.mark.parametrize(
    "records",
    [
        [("fill", "T", "B5", "FF0000"), ("note", "T", "B5", "问题"), ("paint", "T", "A1", "x")],
        [("fill", "没有这张表", "B5", "FF0000")],
        [("paint", "x")],
        [("take", "/no/such/file.xlsx", "填报说明")],
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_answered_alike_and_changes_nothing(
    clean: Host, wps: Wps, records: list[tuple[str, ...]]
) -> None:
    before = wps.state()
    plan = [tuple(clean.title if each == "T" else each for each in one) for one in records]  # fmt: skip
    assert wps.apply(*plan) == clean.apply(*plan) != ""
    assert wps.state() == before


def test_a_note_that_is_there_keeps_its_text(wps: Wps) -> None:
    wps.run("sheet.Unprotect(); sheet.Range('B5').AddComment('单位自己的批注');")
    assert wps.apply(("note", wps.title, "B5", "问题")) == ""
    note = "return sheet.Range('B5').Comment.Text()"
    assert wps.run(note) == "单位自己的批注\n\n问题"
    wps.apply(("clear",))
    assert wps.run(note) == "单位自己的批注"


def test_the_lines_of_a_cell_come_back(wps: Wps) -> None:
    wps.run("sheet.Unprotect(); sheet.Range('B5').Borders.Item(8).LineStyle = -4119;")
    before = wps.state()
    assert wps.apply(("frame", wps.title, "B5:C6", "C00000")) == ""
    lines = wps.state()["sheets"][0]["cells"]["B5"]["lines"]
    assert set(lines) == {"7", "8", "9", "10"}
    assert lines["8"] == {"kind": 1, "weight": -4138, "colour": 0xC0}
    assert wps.apply(("clear",)) == ""
    assert wps.state() == before


def test_a_password_is_an_error_before_anything_is_changed(wps: Wps) -> None:
    second = wps.run("book.Sheets.Item(2).Protect('secret', true, true, true); return book.Sheets.Item(2).Name")  # fmt: skip
    before = wps.state()
    answer = wps.apply(("fill", wps.title, "B5", "FF0000"), ("fill", second, "A1", "FF0000"))  # fmt: skip
    assert answer == f"0{US}password {second}"
    assert wps.state() == before


def test_a_protected_structure_is_opened_and_closed_again(wps: Wps) -> None:
    wps.run("book.Protect(undefined, true);")
    assert wps.apply(("fill", wps.title, "B5", "FF0000")) == ""
    assert wps.state()["structure"] is True
    wps.apply(("clear",))
    assert wps.state()["structure"] is True


def test_marks_are_found_again_below_inserted_rows_and_on_renamed_sheets(
    wps: Wps,
) -> None:
    before = wps.state()["sheets"][0]["cells"]
    assert wps.apply(("fill", wps.title, "B5", "FF0000")) == ""
    wps.run('sheet.insertRows(2); sheet.Name = "it\'s 新名";')
    assert wps.apply(("clear",)) == ""
    wps.run("sheet.insertRows(-2);")
    assert wps.state()["sheets"][0]["cells"] == before


def test_sheets_are_taken_and_dropped_and_the_view_stays(wps: Wps) -> None:
    wps.run("app.files['C:/Temp/l.xlsx'] = 'x'; book.Sheets.Item(2).Activate();")
    before = [sheet["name"] for sheet in wps.state()["sheets"]]
    assert wps.apply(("take", "C:/Temp/l.xlsx", "问题清单", "评分说明")) == ""
    state = wps.state()
    assert [sheet["name"] for sheet in state["sheets"]] == [*before, "问题清单", "评分说明", RECORD]  # fmt: skip
    assert state["front"] == before[1]
    assert wps.browser.run("app.Workbooks.Count") == 1
    assert wps.apply(("clear",)) == ""
    assert [sheet["name"] for sheet in wps.state()["sheets"]] == before


def test_a_failing_take_drops_what_it_brought(wps: Wps) -> None:
    before = wps.state()
    wps.run("app.files['C:/Temp/l.xlsx'] = 'x';")
    answer = wps.apply(("take", "C:/Temp/l.xlsx", "问题清单"), ("select", "没有", "A1"))
    assert answer == f"2{US}no-sheet 没有"
    assert wps.state() == before


def test_every_call_stands_in_what_wps_declares() -> None:
    """The members that are used, beside the list taken from WPS's own declarations (npm et-jsapi-declare 2.5.0)."""
    declared = set((CHECKOUT / "page" / "wps" / "declared.txt").read_text(encoding="utf-8").split())  # fmt: skip
    used: set[str] = set()
    for path in sorted(Path(CHECKOUT, "page", "wps").glob("*.js")):
        used |= set(re.findall(r"\.([A-Z]\w+)", path.read_text(encoding="utf-8")))
    ours = {"Id"}
    assert used - declared - ours == set()
