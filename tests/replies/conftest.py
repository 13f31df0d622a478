"""A ledger with what units send, and a real SMTP server to answer them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import from_json
from tests.collection.mails import letter
from tests.support.missing import missing, program

PASSWORD = "secret-of-the-sink"  # noqa: S105
_SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Sink:
    """A running server: where it listens, and the folder in which the mails are that it got."""

    port: int
    folder: Path
    certificate: Path

    @property
    def address(self) -> str:
        return f"smtp://caiwu%40finance.example@localhost:{self.port}"

    def mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(path.read_bytes(), policy=SMTP)
            for path in sorted(self.folder.glob("*.eml"))
        ]

    def recipients(self) -> list[str]:
        return [
            path.stem.partition("_")[2] for path in sorted(self.folder.glob("*.eml"))
        ]


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    request = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    made = [program("openssl"), *request, *names, *files]
    subprocess.run(made, check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="session")
def sink_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    """Start Debian's aiosmtpd with a certificate of its own."""
    folder = tmp_path_factory.mktemp("smtp")
    if subprocess.run(
        [_SYSTEM_PYTHON, "-c", "import aiosmtpd"], check=False, capture_output=True
    ).returncode:
        missing("the Debian package python3-aiosmtpd is not installed")
    certificate, key = _certificate(folder)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    box = folder / "mails"
    box.mkdir()
    script = Path(__file__).with_name("smtp_sink.py")
    command = [
        _SYSTEM_PYTHON,
        str(script),
        str(port),
        str(box),
        str(certificate),
        str(key),
        PASSWORD,
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield Sink(port, box, certificate)
    finally:
        process.communicate(timeout=20)


@pytest.fixture
def sink(sink_server: Sink, monkeypatch: pytest.MonkeyPatch) -> Sink:
    """The server, empty, and trusted by this process."""
    for path in sink_server.folder.iterdir():
        path.unlink()
    monkeypatch.setenv("SSL_CERT_FILE", str(sink_server.certificate))
    monkeypatch.setenv("PERFEVAL_SMTP_PASSWORD", PASSWORD)
    return sink_server


def form(**changes: Any) -> bytes:
    """A real form; `satisfaction` changes its last indicator."""
    last = changes.pop("satisfaction", None)
    data = json.loads(example_json("xinzhou-2022")) | changes
    if last:
        data["indicators"][-1] |= last
    return fill_form(load_scheme("xinzhou-2022"), from_json(data))


@pytest.fixture(scope="session")
def received(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The ledger of five mails: one form that passes, one that is returned, one cut off, one sent again, one bare file."""
    folder = tmp_path_factory.mktemp("回执")
    box = folder / "收件箱"
    box.mkdir()
    noted = {"self_score": "8", "note": "样本偏少，下年扩大。"}
    good = form(satisfaction=noted, project="甲项目", unit="甲单位")
    bad = form(project="乙项目", unit="乙单位", self_total="91")
    mails = {
        "1.eml": letter(
            ("甲.xlsx", good), sender="甲 <jia@unit-a.example>", message_id="<1@a>"
        ),
        "2.eml": letter(
            ("乙.xlsx", bad), sender="乙 <yi@unit-b.example>", message_id="<2@a>"
        ),
        "3.eml": letter(
            ("丙.xlsx", good[:5000]),
            sender="丙 <bing@unit-c.example>",
            message_id="<3@a>",
        ),
        "4.eml": letter(
            ("丁.xlsx", bad[:5000]),
            sender="丁 <ding@unit-d.example>",
            message_id="<4@a>",
        ),
        "5.eml": letter(
            ("丁(1).xlsx", form(project="丁项目", unit="丁单位", satisfaction=noted)),
            sender="丁 <ding@unit-d.example>",
            message_id="<5@a>",
            date="Tue, 07 Mar 2023 09:30:00 +0800",
        ),
    }
    for name, mail in mails.items():
        (box / name).write_bytes(mail.as_bytes())
    (box / "现场.xlsx").write_bytes(
        form(project="戊项目", unit="戊单位", satisfaction=noted)
    )
    os.utime(box / "现场.xlsx", (1678066200,) * 2)
    collect([box], str(folder / "台账.db"))
    return str(folder / "台账.db")
