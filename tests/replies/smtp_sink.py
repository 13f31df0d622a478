"""A real SMTP server that keeps what it gets: Debian's python3-aiosmtpd, run by the system's Python.

`python3 smtp_sink.py PORT FOLDER CERTIFICATE KEY PASSWORD`: it offers STARTTLS, wants a login after it, refuses
recipients that begin with `nobody`, and where a file `hold` stands in the folder it takes a mail and does not answer.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Keeper:
    """Writes every mail into a file, numbered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        name = f"{next(self.numbers):04}_{'_'.join(envelope.rcpt_tos)}.eml"
        (self.folder / name).write_bytes(envelope.content)
        while (self.folder / "hold").exists():  # noqa: ASYNC110 - another process takes it away
            await asyncio.sleep(0.02)
        return "250 2.0.0 queued"


def main() -> None:
    port, folder, certificate, key, password = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def authenticate(*told) -> AuthResult:
        data = told[-1]
        return AuthResult(success=data.password.decode() == password, handled=False)

    controller = Controller(
        Keeper(Path(folder)),
        hostname="127.0.0.1",
        port=int(port),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    controller.start()
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main()
