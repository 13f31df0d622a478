"""The page as it is handed out, a browser that shows it, and forms to put in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page.hands import START_SECONDS
from tests.page.natively import CHECKOUT
from tests.support import missing
from tests.support.browser import Browser
from tests.support.seeds import SEEDS, seed_form
from tools.own_wheel import IngredientMissing
from tools.page.assembling import assemble


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built from what is kept in `build/page` or fetched."""
    try:
        made = assemble(CHECKOUT / "build" / "page")
    except IngredientMissing as exc:
        missing.missing(f"the page cannot be built: {exc}")
    target = tmp_path_factory.mktemp("page") / "绩效评价.html"
    made.write(target)
    return target


@pytest.fixture(scope="session")
def browser(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser with the page, ready; every test leaves it without files."""
    running = Browser(missing.program("chromium"), tmp_path_factory.mktemp("browser"))
    try:
        before = running.cpu_seconds()
        running.open(page)
        started = "document.documentElement.dataset.ready || document.querySelector('#starting-said.refused')"
        running.wait(f"!!({started})", START_SECONDS)
        assert running.run("document.documentElement.dataset.ready"), running.console
        running.started_in = running.cpu_seconds() - before
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Forms of other seeds, each a file."""
    folder = tmp_path_factory.mktemp("forms")
    paths = [folder / f"{seed}.xlsx" for seed in SEEDS]
    for seed, path in zip(SEEDS, paths, strict=True):
        path.write_bytes(seed_form(seed))
    return paths


@pytest.fixture
def emptied(browser: Browser) -> Iterator[None]:
    """Leave the page without files."""
    yield
    browser.run("document.getElementById('clear').click()")
