"""One office process and the connection to it: starting, attaching, ending.

An office that is started here has a profile folder of its own, so that several run at once and none meets the person's
own LibreOffice. It is reached over a named pipe.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import find_program, load_uno
from xlwings_libreoffice.failures import OfficeClosed, OfficeMissing, uno_exceptions
from xlwings_libreoffice.processes import process_behind

__all__ = ["Office", "State", "attach_office", "start_office"]

_START_SECONDS = 60
_END_SECONDS = 10
_ATTACH_SECONDS = 10.0
_CONTEXT = "StarOffice.ComponentContext"
if sys.platform == "win32":
    _FOR_ITS_OWNER = -1
else:
    _FOR_ITS_OWNER = 0o077
"""The pipe is a file, which gets its rights from the umask; so do the files an office saves, see `rights`."""


@dataclass(slots=True)
class State:
    """What xlwings calls properties of the app and LibreOffice keeps for each document, or not at all."""

    books_added: int = 0
    calculation: str = "automatic"
    screen_updating: bool = True
    display_alerts: bool = True
    enable_events: bool = True
    interactive: bool = True
    macro_runner: Any = None
    woken: set[str] = field(default_factory=set)
    sheet_size: tuple[int, int] | None = None
    function_names: Any = None
    deletions: int = 0
    table_ranks: dict[str, dict[str, int]] = field(default_factory=dict)


class Office:
    """A connection to a running office. `process` and `profile` are those of an office that was started here.

    `desktop`, `service(...)` are UNO objects. `closed` tells without a question to the office whether it has gone.
    """

    def __init__(self, address: str, context: Any, bridge: Any) -> None:
        self.address = address
        self.context = context
        self.process: subprocess.Popen[bytes] | None = None
        self.profile: Path | None = None
        self.headless = False
        self.shown = True
        self.state = State()
        self.pid = 0
        self._bridge = bridge
        self._listener = _watch(bridge)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    @property
    def closed(self) -> bool:
        """Whether the connection has ended."""
        return self._listener.gone or (
            self.process is not None and self.process.poll() is not None
        )

    def service(self, name: str) -> Any:
        """Return a new instance of a service of the office."""
        if self._listener.gone:
            raise OfficeClosed("LibreOffice 已经关闭，请重新打开后再试。")
        return self.context.getServiceManager().createInstanceWithContext(
            name,
            self.context,
        )

    def quit(self) -> None:
        """End the office without saving anything, or, if it was only attached to, leave it and close the connection."""
        self.state = (
            State()
        )  # a macro that is still held when the office ends makes it crash
        if not self.closed:
            with contextlib.suppress(*uno_exceptions()):
                if self.process is None:
                    self._bridge.dispose()
                else:
                    self._close_documents()
                    self.desktop.terminate()
        self.forget()

    def kill(self) -> None:
        """End the process at once."""
        if self.process is None:
            if self.pid > 0:
                os.kill(self.pid, signal.SIGTERM)
        elif self.process.poll() is None:
            _kill_group(self.process)
        self.forget()

    def _close_documents(self) -> None:
        documents = self.desktop.getComponents().createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            with contextlib.suppress(*uno_exceptions()):
                document.setModified(False)
                document.close(True)

    def forget(self) -> None:
        """Wait for the process to end, by force if need be, and remove what it left behind."""
        if self.process is not None:
            try:
                self.process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                _kill_group(self.process)
                self.process.wait(_END_SECONDS)
        name = self.address.partition("name=")[2]
        if self.process is not None and name and sys.platform != "win32":
            (Path(tempfile.gettempdir()) / f"OSL_PIPE_{os.getuid()}_{name}").unlink(
                missing_ok=True
            )
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)


def start_office(program: str | None = None, *, shown: bool) -> Office:
    """Start an office process with a profile of its own; windows can be shown only where there is a screen.

    Raises:
        OfficeMissing: LibreOffice or `uno` is not there, or the office did not start in a minute.
    """
    load_uno()
    soffice = find_program(program)
    profile = Path(tempfile.mkdtemp(prefix="xlwings-libreoffice-"))
    pipe = f"xlwings{uuid.uuid4().hex}"
    headless = not _has_screen()
    process = subprocess.Popen(  # noqa: S603
        [
            str(soffice),
            f"-env:UserInstallation={profile.as_uri()}",
            *(["--headless"] if headless else []),
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        umask=_FOR_ITS_OWNER,
    )
    address = f"pipe,name={pipe}"
    try:
        office = _connect(address, time.monotonic() + _START_SECONDS, process)
    except OfficeMissing:
        _kill_group(process)
        shutil.rmtree(profile, ignore_errors=True)
        raise
    office.process = process
    office.profile = profile
    office.headless = headless
    office.shown = shown
    office.pid = process_behind(address) or process.pid
    return office


def attach_office(
    address: str,
    *,
    pid: int | None = None,
    context: str | None = None,
) -> Office:
    """Connect to a running office, at `pipe,name=…` or `socket,host=…,port=…`, waiting ten seconds at most.

    `pid` is the process of the office where the caller knows it; otherwise it is looked for. `context` is the name under
    which the office hands out its context, where it is another than usual.

    Raises:
        OfficeMissing: no office answers there.
    """
    office = _connect(
        address,
        time.monotonic() + _ATTACH_SECONDS,
        None,
        context or _CONTEXT,
    )
    office.pid = (
        pid
        or process_behind(address)
        or -uuid.uuid5(uuid.NAMESPACE_URL, address).int % 10**9
    )
    return office


def _connect(
    address: str,
    deadline: float,
    process: subprocess.Popen[bytes] | None,
    instance: str = _CONTEXT,
) -> Office:
    uno = load_uno()
    local = uno.getComponentContext()
    manager = local.getServiceManager()
    connector = manager.createInstanceWithContext(
        "com.sun.star.connection.Connector",
        local,
    )
    factory = manager.createInstanceWithContext(
        "com.sun.star.bridge.BridgeFactory",
        local,
    )
    while True:
        try:
            bridge = factory.createBridge("", "urp", connector.connect(address), None)
            context = bridge.getInstance(instance)
            if context is not None:
                return Office(address, context, bridge)
            bridge.dispose()
        except uno_exceptions() as error:
            reason = str(error)
        else:
            reason = "no context"
        if time.monotonic() > deadline or (
            process is not None and process.poll() is not None
        ):
            raise OfficeMissing(
                f"LibreOffice 没有应答（{address}：{reason}）。请确认它已启动，再试一次。"
            )
        time.sleep(0.05)


def _watch(bridge: Any) -> Any:
    """Return a listener whose `gone` becomes true when the connection ends."""
    unohelper: Any = importlib.import_module("unohelper")
    interface: Any = load_uno().getClass("com.sun.star.lang.XEventListener")

    class Listener(unohelper.Base, interface):  # type: ignore[misc]
        gone = False

        def disposing(self, event: object) -> None:
            self.gone = True

    listener = Listener()
    bridge.addEventListener(listener)
    return listener


def _has_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
