"""Who may come in: the pipes of an office belong to the user who started it, whatever the umask."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.support.missing import missing
from xlwings_libreoffice import OfficeMissing

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps pipes elsewhere"
)

NOBODY = 65534
COMING_IN = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"


@pytest.fixture(params=[0o000, 0o002, 0o022], ids=oct)
def open_umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def office(open_umask: int) -> Iterator[xw.App]:
    assert isinstance(open_umask, int)
    xw.engines["libreoffice"].activate()
    try:
        app = xw.App(visible=False, add_book=False)
    except OfficeMissing as error:
        missing(str(error))
    yield app
    app.quit()


def pipe_of(app: xw.App) -> Path:
    name = app.impl.office.address.partition("name=")[2]
    return next(path for path in Path("/tmp").glob(f"OSL_PIPE_*_{name}"))  # noqa: S108 - where LibreOffice makes it


def test_the_pipe_of_an_office_is_its_owners_and_what_it_saves_is_not(
    office: xw.App, open_umask: int, tmp_path: Path
) -> None:
    pipe = pipe_of(office)
    assert stat.S_IMODE(pipe.stat().st_mode) & 0o077 == 0
    book = office.books.add()
    book.save(str(tmp_path / "存.xlsx"))
    assert stat.S_IMODE((tmp_path / "存.xlsx").stat().st_mode) == 0o666 & ~open_umask
    if os.geteuid() != 0:
        return  # only root can be somebody else for a moment
    stranger = ["/usr/bin/python3", "-c", COMING_IN, str(pipe)]
    told = subprocess.run(
        stranger,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[os.getgid()],
        capture_output=True,
        check=False,
    )
    assert b"PermissionError" in told.stderr
    with socket.socket(socket.AF_UNIX) as owner:
        owner.connect(str(pipe))
