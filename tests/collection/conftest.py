"""Real submissions, and a mailbox folder to put them in."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import from_json
from tests.collection.ledger_box import Box

SCHEME = "xinzhou-2022"


@cache
def _workbook(changes: str) -> bytes:
    submission = json.loads(example_json(SCHEME)) | json.loads(changes)
    return fill_form(load_scheme(SCHEME), from_json(submission))


@pytest.fixture(scope="session")
def form() -> Callable[..., bytes]:
    """`form(project="…", self_total="97")` gives a real filled workbook."""

    def make(**changes: Any) -> bytes:
        return _workbook(json.dumps(changes, sort_keys=True))

    return make


@pytest.fixture(scope="session")
def document() -> Callable[..., bytes]:
    """`document(project="…")` gives the JSON of a submission, which is quicker to read than a workbook."""

    def make(**changes: Any) -> bytes:
        return json.dumps(
            json.loads(example_json(SCHEME)) | changes, ensure_ascii=False
        ).encode()

    return make


class Mailbox:
    """A folder of mails and files, and the ledger it is collected into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "收件箱"
        self.folder.mkdir()
        self.ledger = str(folder / "台账.sqlite")

    def put(
        self,
        name: str,
        content: bytes | EmailMessage,
        at: str = "2023-03-06T01:30:00+00:00",
    ) -> Path:
        """Write one file, with its time."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.as_bytes())
        moment = datetime.fromisoformat(at).timestamp()
        os.utime(path, (moment, moment))
        return path


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    """An empty mailbox folder and the place of its ledger."""
    return Mailbox(tmp_path)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """A ledger that takes in records."""
    return Box(open_ledger(str(tmp_path / "台账.sqlite")))
