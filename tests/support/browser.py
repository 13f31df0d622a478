"""Chromium without a window, led through its DevTools protocol over two pipes; no library is needed for that."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import subprocess
import time
from pathlib import Path
from typing import Any

__all__ = ["Browser"]

_READ = 1 << 16
_NO_NETWORK = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)
"""No name is found, and what needs none goes to a port where nobody listens. (Emulating offline would stop blobs too.)"""


class Browser:
    """One browser with one page. The network is off: whatever the page would fetch fails and is noted in `asked`."""

    def __init__(self, program: str, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        self.asked: list[str] = []
        self.console: list[str] = []
        self.started_in = 0.0
        self._number = 0
        self._unread = b""
        self._session = ""
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        options = [
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
            "--disable-sync",
            *_NO_NETWORK,
        ]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium has none for root
        self._process = subprocess.Popen(
            [
                program,
                *options,
                f"--user-data-dir={folder / 'profile'}",
                "--remote-debugging-pipe",
                "about:blank",
            ],
            pass_fds=(3, 4),
            preexec_fn=lambda: _as_three_and_four(theirs_in, theirs_out),  # noqa: PLW1509 - only moves descriptors
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._attach()

    def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(OSError):
            self._send("Browser.close", {}, "")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def cpu_seconds(self) -> float:
        """Return the processor time of the browser and all its processes so far: other work on the machine does not count."""
        ticks = 0
        family = {self._process.pid}
        for folder in sorted(
            Path("/proc").glob("[0-9]*"), key=lambda one: int(one.name)
        ):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                told = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(told[1]) in family or int(folder.name) in family:
                    family.add(int(folder.name))
                    ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def open(self, page: Path) -> None:
        """Open a file from disk, and wait until it stands."""
        self.call("Page.navigate", url=page.resolve().as_uri())
        self.wait("location.protocol === 'file:' && document.readyState === 'complete'")

    def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol and return its result; raises `RuntimeError` with what the browser says."""
        number = self._send(method, parameters, self._session)
        return self._answer(number)

    def run(self, script: str, seconds: float = 60) -> Any:
        """Return what a script gives in the page, waiting for promises."""
        asked = {
            "expression": script,
            "awaitPromise": True,
            "returnByValue": True,
            "userGesture": True,
        }
        number = self._send("Runtime.evaluate", asked, self._session)
        result = self._answer(number, seconds)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def wait(self, script: str, seconds: float = 120) -> Any:
        """Wait until a script gives something true, and return that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"not within {seconds} s: {script}\n{self.console}")

    def choose(self, selector: str, files: list[Path]) -> None:
        """Choose files in a field."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call(
            "DOM.setFileInputFiles",
            nodeId=node,
            files=[str(path.resolve()) for path in files],
        )

    def drop(self, selector: str, files: list[Path]) -> None:
        """Drop files on an element, as a hand does."""
        x, y = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        data = {
            "items": [],
            "files": [str(path.resolve()) for path in files],
            "dragOperationsMask": 1,
        }
        for kind in ("dragEnter", "dragOver", "drop"):
            self.call("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    def press(self, key: str, modifiers: int = 0) -> None:
        """Press a key: Tab, Enter, Space."""
        codes = {"Tab": (9, ""), "Enter": (13, "\r"), "Space": (32, " ")}
        code, text = codes[key]
        named = {
            "key": text.strip() or key,
            "code": key,
            "windowsVirtualKeyCode": code,
            "modifiers": modifiers,
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def picture(self, path: Path, width: int = 1366, height: int = 900) -> None:
        """Take a picture of the page."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        shot = self.call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def saved(self, name: str, seconds: float = 120) -> bytes:
        """Return a download once it is whole, and take it away."""
        path = self.downloads / name
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if path.is_file() and not list(self.downloads.glob("*.crdownload")):
                data = path.read_bytes()
                path.unlink()
                return data
            time.sleep(0.05)
        raise AssertionError(
            f"no download {name}: {[one.name for one in self.downloads.iterdir()]} {self.console}"
        )

    def _attach(self) -> None:
        targets = self._answer(self._send("Target.getTargets", {}, ""))["targetInfos"]
        page = next(
            target["targetId"] for target in targets if target["type"] == "page"
        )
        attached = {"targetId": page, "flatten": True}
        self._session = self._answer(self._send("Target.attachToTarget", attached, ""))[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "DOM", "Network", "Log"):
            self.call(f"{domain}.enable")
        saving = {"behavior": "allow", "downloadPath": str(self.downloads)}
        self._answer(self._send("Browser.setDownloadBehavior", saving, ""))

    def _send(self, method: str, parameters: dict[str, Any], session: str) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        return self._number

    def _answer(self, number: int, seconds: float = 120) -> Any:
        end = time.monotonic() + seconds
        while True:
            message = self._message(end)
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        """Keep what the page asks of the network, and what it complains about."""
        told = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif event.get("method") == "Log.entryAdded":
            self.console.append(told["entry"]["text"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.console.append(
                json.dumps(told["exceptionDetails"], ensure_ascii=False)[:500]
            )
        elif event.get("method") == "Runtime.consoleAPICalled":
            self.console.append(
                " ".join(str(argument.get("value")) for argument in told["args"])
            )

    def _message(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select(
                [self._in], [], [], max(end - time.monotonic(), 0)
            )
            if not ready:
                raise AssertionError("the browser does not answer")
            piece = os.read(self._in, _READ)
            if not piece:
                raise AssertionError("the browser has ended")
            self._unread += piece
        first, _, self._unread = self._unread.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        return message


def _as_three_and_four(reading: int, writing: int) -> None:
    """Give the browser the two descriptors at the numbers it expects them."""
    first, second = os.dup(reading), os.dup(writing)
    os.dup2(first, 3)
    os.dup2(second, 4)
