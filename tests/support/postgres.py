"""A PostgreSQL of the tests' own, from Debian's packages, in a temporary folder; gone when the tests are done."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

from tests.support.missing import missing

__all__ = ["Postgres"]

_USER = "caiwu"
_WAIT = 0.1
_PATIENCE = 300


class Postgres:
    """A running server; `database()` gives the address of a new, empty database each time."""

    def __init__(self) -> None:
        initdb = _program("initdb")
        self._folder = Path(
            tempfile.mkdtemp(prefix="pg")
        )  # short: sockets have short names
        self._owner = _owner()
        os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        self._data = self._folder / "data"
        self._port = _free_port()
        self._numbers = count(1)
        self._run(
            initdb,
            "-D",
            str(self._data),
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        self._process = self._start()

    def database(self) -> str:
        """Make a database and return its address."""
        name = f"ledger_{next(self._numbers)}"
        self._run(
            _program("createdb"),
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
            "-U",
            _USER,
            name,
        )
        return f"postgresql://{_USER}@127.0.0.1:{self._port}/{name}"

    def close(self) -> None:
        """Stop the server and take its folder away."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": str(self._folder),
            "fsync": "off",
            "log_min_messages": "fatal",
        }
        options = [
            part
            for name, value in settings.items()
            for part in ("-c", f"{name}={value}")
        ]
        process = subprocess.Popen(
            [_program("postgres"), "-D", str(self._data), *options],
            user=self._owner.pw_uid,
            group=self._owner.pw_gid,
            extra_groups=[],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(_PATIENCE):
            try:
                self._run(
                    _program("pg_isready"),
                    "-q",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    str(self._port),
                    "-U",
                    _USER,
                )
            except subprocess.CalledProcessError:
                time.sleep(_WAIT)
            else:
                return process
        process.kill()
        raise AssertionError("PostgreSQL does not answer")

    def _run(self, *command: str) -> None:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=self._owner.pw_uid,
            group=self._owner.pw_gid,
            extra_groups=[],
        )


def _program(name: str) -> str:
    """Return the path of a program of the server; Debian keeps each version in a folder of its own."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    found = shutil.which(name, path=search)
    if found is None:
        missing(f"the program {name} of PostgreSQL is not installed")
    return found


def _owner() -> pwd.struct_passwd:
    """Return who runs the server: it refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
