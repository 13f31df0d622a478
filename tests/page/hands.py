"""Hands of a person on the page in a browser: put files in, press buttons, read tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.browser import Browser

ROWS = """(caption) => {
  const table = [...document.querySelectorAll('table')].find((one) => one.caption.textContent.startsWith(caption));
  return table && [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()));
}"""
START_SECONDS = 120


def put_in(browser: Browser, files: list[Path]) -> None:
    browser.choose("#files", files)
    done = f"document.querySelectorAll('#overview tbody tr').length === {len(files)}"
    told = "/处理完成|按规则|PE-|不能读取/.test(document.getElementById('said').textContent)"
    browser.wait(f"{done} && {told}", START_SECONDS)


def rows_of(browser: Browser, caption: str) -> Any:
    return browser.run(f"({ROWS})({json.dumps(caption)})")


def press(browser: Browser, text: str) -> None:
    found = f"[...document.querySelectorAll('button')].find((one) => one.textContent === {json.dumps(text)})"
    browser.run(f"{found}.click()")
