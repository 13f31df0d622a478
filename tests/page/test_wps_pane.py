"""The add-in for WPS as it is handed out, opened in Chromium beside a model of WPS's objects: the clicks of its ribbon."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.addin.deciding import decide_check, decide_score
from perfeval_xl.addin.plan import Fill, Note
from perfeval_xl.sheets.raw_opening import open_raw
from tests.page.natively import CHECKOUT
from tests.support import missing
from tests.support.browser import Browser
from tests.support.seeds import seed_form
from tests.wps.loading import book_of
from tools.folder_sums import SUMS
from tools.own_wheel import IngredientMissing
from tools.page.assembling import assemble
from tools.wps.__main__ import PANE, write_addin

NAME = "岳阳.xlsx"
MODEL = CHECKOUT / "tests" / "wps" / "model.js"
START_SECONDS = 120
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `make wps`."""
    try:
        pane = assemble(CHECKOUT / "build" / "page", PANE)
    except IngredientMissing as exc:
        missing.missing(f"the pane cannot be built: {exc}")
    folder = tmp_path_factory.mktemp("wps") / "WPS加载项"
    write_addin(folder, pane, "http://10.0.0.1/perfeval/")
    return folder


@pytest.fixture(scope="module")
def browser(addin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The pane with a form open beside it, and the functions that WPS calls when a button of the ribbon is pressed."""
    running = Browser(missing.program("chromium"), tmp_path_factory.mktemp("browser"))
    data = seed_form("yueyang-2020")
    model = MODEL.read_text(encoding="utf-8")
    books = json.dumps({"books": [book_of(data, NAME)]})
    main = (_inside(addin) / "main.js").read_text(encoding="utf-8")
    script = f"{model}\nwindow.Application = modelOf({books});\nwindow.Application.ActiveWorkbook.saved = atob('{base64.b64encode(data).decode()}');\n"
    # the page of the ribbon and the pane share the office: here they are one page
    script += f"(() => {{\n{main}\nObject.assign(window, {{ OnAction, OnGetEnabled, GetImage }});\n}})();\n"
    script += "window.Application.CreateTaskPane = (url) => { window.pane = { url, ID: 7 }; return window.pane; };\nwindow.Application.GetTaskPane = () => window.pane;\n"
    running.call("Page.addScriptToEvaluateOnNewDocument", source=script)
    try:
        running.open(_inside(addin) / "pane.html")
        running.wait("!!document.documentElement.dataset.ready", START_SECONDS)
        yield running
    finally:
        running.close()


def _inside(addin: Path) -> Path:
    return next(path for path in addin.iterdir() if path.is_dir())


def _click(browser: Browser, button: str) -> str:
    browser.run("document.getElementById('workbook-said').textContent = ''")
    browser.run(f"OnAction({{ Id: '{button}' }})")
    said = "document.getElementById('workbook-said').textContent"
    return str(browser.wait(f"!/^(正在.*)?$/.test({said}) && {said}"))


def _state(browser: Browser) -> Any:
    return browser.run(f"Application.state('{NAME}')")


def test_a_click_marks_the_workbook_as_the_other_hands_do(browser: Browser) -> None:
    data = seed_form("yueyang-2020")
    clean = _without_blanks(_state(browser))
    decision = decide_check(data, NAME)
    assert _click(browser, "perfevalCheck") == decision.status
    assert browser.run("pane.url").endswith("/pane.html")
    sheets = {sheet["name"]: sheet["cells"] for sheet in _state(browser)["sheets"]}
    for step in decision.plan(Path("l.xlsx")):
        if isinstance(step, Note):
            assert step.text in sheets[step.ref.sheet][step.ref.address]["note"]
        if isinstance(step, Fill):
            red, green, blue = bytes.fromhex(step.colour)
            colour = sheets[step.ref.sheet][step.ref.address]["colour"]
            assert colour == red + 256 * green + 65536 * blue
    assert "问题清单" in sheets
    written = browser.run("Object.values(Application.written).at(-1)")
    lists = open_raw(base64.b64decode(written), "l.xlsx")
    assert list(lists.titles) == [sheet.title for sheet in decision.lists]
    assert browser.run("Object.keys(Application.files).length") == 0
    browser.wait("document.querySelectorAll('#detail tbody tr').length > 0")
    assert _click(browser, "perfevalClear") == "标记和评分已清除，工作簿恢复原样。"
    assert _without_blanks(_state(browser)) == clean


def _without_blanks(state: Any) -> Any:
    for sheet in state["sheets"]:
        sheet["cells"] = {at: cell for at, cell in sheet["cells"].items() if cell}
    return state


def test_scores_stand_in_the_workbook_and_the_report_beside_it(
    browser: Browser,
) -> None:
    data = seed_form("yueyang-2020")
    assert _click(browser, "perfevalScore") == decide_score(data, NAME).status
    told = _click(browser, "perfevalReport")
    assert told == "已保存：C:/表/岳阳（报告）.docx"
    again = _click(browser, "perfevalReport")
    assert again == "已保存：C:/表/岳阳（报告）（2）.docx"
    made = browser.run("Application.written['C:/表/岳阳（报告）.docx']")
    assert base64.b64decode(made).startswith(b"PK")


def test_the_next_problem_is_selected_and_told(browser: Browser) -> None:
    told = _click(browser, "perfevalNext")
    assert told.startswith("第1处，共")
    address = browser.run("Application.Selection.Address()").replace("$", "")
    assert f" {address}：" in told


def test_a_workbook_that_is_no_form_or_gone_is_refused_in_words(
    browser: Browser,
) -> None:
    browser.run("Application.ActiveWorkbook.saved = 'not a workbook'")
    before = _state(browser)
    assert _click(browser, "perfevalCheck").startswith("PE-075")
    assert _state(browser) == before
    browser.run("Application.ActiveWorkbook.SaveCopyAs = () => { throw new Error('磁盘已满'); }")  # fmt: skip
    told = _click(browser, "perfevalScore")
    assert "“评分”没有完成，工作簿没有改动：磁盘已满" in told
    browser.run("Application.Workbooks.list.length = 0; Application.ActiveWorkbook = null")  # fmt: skip
    assert "没有打开的工作簿" in _click(browser, "perfevalCheck")
    assert browser.run("OnGetEnabled({ Id: 'perfevalCheck' })") is False
    assert browser.run("OnGetEnabled({ Id: 'perfevalAbout' })") is True


def test_the_folder_is_complete_and_says_so(addin: Path) -> None:
    inside = _inside(addin)
    assert (inside / "ribbon.xml").read_text(encoding="utf-8").startswith("<customUI")
    for button in ("check", "next", "clear", "score", "report", "summary", "about"):
        assert (inside / "icons" / f"{button}_26.png").is_file()
    listed = (addin / SUMS).read_text(encoding="utf-8").splitlines()
    assert len(listed) == sum(path.is_file() for path in addin.rglob("*")) - 1
    assert 'url="http://10.0.0.1/perfeval/"' in (addin / "jsplugins.xml").read_text(encoding="utf-8")  # fmt: skip
    assert f'url="{inside.name}"' in (addin / "publish.xml").read_text(encoding="utf-8")
    assert "{{" not in (addin / "安装.bat").read_bytes().decode("gbk")


def test_installing_keeps_what_other_addins_registered(
    addin: Path, tmp_path: Path
) -> None:
    folder = tmp_path / ".local/share/Kingsoft/wps/jsaddons"
    folder.mkdir(parents=True)
    publish = folder / "publish.xml"
    publish.write_text('<jsplugins>\n<jsplugin name="oa" url="oa_1"/>\n<jsplugin name="perfeval" url="perfeval_0"/>\n</jsplugins>\n', encoding="utf-8")  # fmt: skip
    for _ in range(2):
        subprocess.run(["sh", str(addin / "install.sh")], env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, check=True, capture_output=True)  # fmt: skip
    text = publish.read_text(encoding="utf-8")
    assert 'name="oa"' in text
    assert text.count('name="perfeval"') == 1
    assert _inside(addin).name in text
    assert (folder / _inside(addin).name / "pane.html").is_file()
