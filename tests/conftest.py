"""Fixtures for every room: LibreOffice, other programs, the shared folder, and how much randomness there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import draws, missing
from tests.support.office import Office

draws.load_profile()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One headless LibreOffice for the whole run."""
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def needs() -> Callable[[str], str]:
    """`needs("pdftoppm")` gives the path of a program, or ends the test."""
    return missing.program


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder with the sources of the schemes."""
    return missing.shared_folder()
