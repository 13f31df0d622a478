"""The program that stays beside LibreOffice: one command after another, each asked for by a line of JSON on stdin.

A request names the command, the pipe at which the office waits, the word it asks for there, the office's process, the
document whose menu was clicked and the folder that was chosen for 生成汇总. Two lines of JSON on stdout say that it was taken and how it ended. Nobody but the office
that started this program holds the other ends, and when the office goes, they close.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import queue
import threading
from pathlib import Path

import perfeval_xl
from perfeval_xl.addin.ribbon import run
from xlwings_libreoffice import OfficeFailure, attach

__all__ = ["stay"]

_REQUESTS, _ANSWERS = 0, 1
"""The file descriptors of stdin and stdout."""

_PIECE = 1 << 16
_UNREACHABLE = 3

_Requests = queue.SimpleQueue[bytes]


def stay(seconds: float) -> None:
    """Answer requests until none comes for `seconds`, stdin ends, or the program on the disk is another one than this.

    In the last case the request stays without an answer, and the office starts the new program.
    """
    requests: _Requests = queue.SimpleQueue()
    # Reading has a thread of its own, since a queue can be waited for with a limit and a pipe cannot
    threading.Thread(
        target=_take_in,
        args=(requests,),
        daemon=True,
    ).start()
    # For the first request there is no limit: the office has started this process for it
    program = _stamp()
    wait: float | None = None
    while True:
        try:
            line = requests.get(timeout=wait)
        except queue.Empty:
            return
        # The office is gone, or the program on the disk is another one
        if not line or _stamp() != program:
            return
        _answer(line)
        if not seconds:
            return
        wait = seconds
        # The person has the answer and reads it
        _use_the_pause()


def _use_the_pause() -> None:
    """Do while nobody waits what a command need not: load what lists are written with, and collect garbage."""
    from perfeval_xl.sheets import writing  # noqa: F401

    gc.collect()


def _take_in(requests: _Requests) -> None:
    """Put every line of stdin into the queue, an empty one at its end.

    Not through `sys.stdin`: Python could not end while a thread reads there.
    """
    rest = b""
    while piece := os.read(_REQUESTS, _PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            requests.put(line)
    requests.put(b"")


def _answer(line: bytes) -> None:
    """Run what a request asks for and say how it ended; what is printed meanwhile belongs to the answer."""
    # At once, so that the office knows that somebody works on it
    _say({"taken": True})
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = _run(json.loads(line), printed)
    _say({"code": code, "told": printed.getvalue()})


def _say(told: dict[str, object]) -> None:
    os.write(_ANSWERS, json.dumps(told).encode() + b"\n")


def _run(request: dict[str, str], printed: io.StringIO) -> int:
    """Run one command; returns 3 when the office cannot be reached.

    The connection is kept for the next one: UNO makes no second one to the same office that could be used.
    """
    address = f"pipe,name={request['pipe']}"
    word = request.get("word") or None
    office = int(request.get("office") or 0) or None
    # Attached by the name of the pipe: several offices may be open
    try:
        app = attach(address, pid=office, context=word)
    except OfficeFailure as exc:
        printed.write(f"{exc}\n")
        return _UNREACHABLE
    run(
        request["command"],
        app,
        request.get("document", ""),
        request.get("folder", ""),
    )
    return 0


def _stamp() -> int:
    """Return what changes when the program is installed anew."""
    return Path(perfeval_xl.__file__).stat().st_mtime_ns
