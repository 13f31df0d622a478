"""The page can be used by everybody: with the keyboard, a screen reader, weak eyes, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page.contrast import weak_texts
from tests.page.hands import put_in
from tests.support.browser import Browser

# The first test builds the page, and starts it beside other tests.
pytestmark = [pytest.mark.timeout(900), pytest.mark.usefixtures("emptied")]


def test_the_page_is_worked_with_the_keyboard_alone(
    browser: Browser, forms: list[Path]
) -> None:
    put_in(browser, forms[:2])
    browser.run(
        "document.activeElement.blur(); window.getSelection().removeAllRanges(); document.body.focus()"
    )
    reached = []
    for _ in range(40):
        browser.press("Tab")
        reached.append(
            browser.run(
                "document.activeElement.id || document.activeElement.textContent.trim()"
            )
        )
    wanted = [
        "files",
        "scheme",
        "查看",
        "save-summary",
        "print",
        "clear",
        "下载标注副本",
        "form-scheme",
        "blank-form",
    ]
    assert [name for name in wanted if name not in reached] == []
    browser.run("document.querySelectorAll('#overview tbody button')[1].focus()")
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "detail-title"
    assert browser.run("document.activeElement.textContent") == forms[1].name


def test_a_screen_reader_finds_a_name_for_everything_and_hears_results(
    browser: Browser, forms: list[Path]
) -> None:
    put_in(browser, forms[:1])
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    controls = {
        "button",
        "textbox",
        "combobox",
        "table",
        "progressbar",
        "link",
        "heading",
        "region",
    }
    seen = [
        node
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in controls
    ]
    nameless = [
        node["role"]["value"]
        for node in seen
        if not node.get("name", {}).get("value", "").strip()
    ]
    assert nameless == []
    assert {"button", "combobox", "table", "heading", "region"} <= {
        node["role"]["value"] for node in seen
    }
    assert (
        browser.run("document.getElementById('said').getAttribute('aria-live')")
        == "polite"
    )
    assert browser.run("document.documentElement.lang") == "zh-CN"


def test_every_text_stands_out_from_its_ground(
    browser: Browser, forms: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "空.xlsx"
    broken.write_bytes(b"")
    put_in(browser, [*forms[:3], broken])
    browser.run("document.getElementById('about').open = true")
    assert weak_texts(browser) == []
    browser.run("document.querySelector('#overview caption').style.color = '#999'")
    assert len(weak_texts(browser)) == 1


def test_printed_it_shows_results_and_no_controls(
    browser: Browser, forms: list[Path]
) -> None:
    put_in(browser, forms[:1])
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        shown = browser.run("document.body.innerText")
        assert "得分和理由" in shown
        assert "问题（" in shown
        assert not any(
            text in shown
            for text in ("选择文件", "下载", "空白表", "自己的评价方案", "查看")
        )
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")
