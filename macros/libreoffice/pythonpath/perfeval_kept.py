"""The Python outside, kept from one click to the next: starting it takes ten times as long as a command.

It is asked with a line of JSON on its stdin and answers on its stdout, which belong to this office alone. After some
minutes without a click it ends by itself; when the office goes, however it goes, its stdin ends and so does it.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading

from perfeval_door import Door
from perfeval_outside import start

__all__ = ["KeptPython", "kept_python"]

_STAY = 600
_ALONE = ("report", "summary")
"""Commands that load much and run long: theirs ends with them, so that its memory is given back."""
_LAST_WORDS = 1.0
"""How long its stderr is waited for after its end: a program that it has started may hold it open."""
_LINES = 50
_kept = {}  # at most one, by the name `python`


def kept_python(context, command, python, variables):
    """Return what runs a command: the Python that was kept, or a new one; raises `CannotStart` as `start` does."""
    if command in _ALONE:
        return KeptPython(context, python, variables, 0)
    kept = _kept.get("python")
    if kept is None or not kept.fits(python, variables):
        if kept is not None:
            kept.leave()
        kept = KeptPython(context, python, variables, _seconds())
        _kept["python"] = kept
    return kept


def _seconds():
    """Return how long a Python stays after a command; PERFEVAL_STAY overrides it."""
    try:
        return float(os.environ["PERFEVAL_STAY"])
    except (KeyError, ValueError):
        return _STAY


class KeptPython:
    """One Python outside, and the pipe at which it comes in.

    `used` says whether it has done a command, `taken` whether it has begun with the last one it was asked for.
    """

    def __init__(self, context, python, variables, stay):
        self.used = False
        self.taken = False
        self._made_for = _made_for(python, variables)
        self._answer = None
        self._said = threading.Event()
        self._written = []
        self._door = Door(context)
        try:
            self._child = start(python, stay, variables)
        except Exception:
            self._door.close()
            raise
        self._errors = _thread(self._take_errors)
        _thread(self._take_answers)

    def fits(self, python, variables):
        """Whether it runs still, and is the one that would be started."""
        made_for = _made_for(python, variables)
        return self._child.poll() is None and self._made_for == made_for

    def ask(self, command, document, folder):
        """Hand over a request, `folder` empty where none was chosen; one that has ended meanwhile is found out by `wait`."""
        self._answer = None
        self.taken = False
        request = {
            "command": command,
            "pipe": self._door.pipe,
            "word": self._door.word,
            "office": str(os.getpid()),
            "document": document,
            "folder": folder,
        }
        if self._child.poll() is None:
            self._said.clear()
        with contextlib.suppress(OSError):
            self._child.stdin.write(json.dumps(request) + "\n")
            self._child.stdin.flush()

    def wait(self, seconds):
        """Wait for the answer or the end; returns whether one of them has come."""
        return self._said.wait(seconds)

    def answer(self):
        """Return the exit code and what was written as an error; also of one that ended without an answer.

        The third value says whether it has answered.
        """
        if self._answer is not None:
            return self._answer["code"], self._answer["told"], True
        return self._child.wait(), "".join(self._written), False

    def kill(self):
        """End it at once."""
        if self._child.poll() is None:
            self._child.kill()

    def leave(self):
        """Ask nothing of it any more: it ends when it has done what it does."""
        with contextlib.suppress(OSError):
            self._child.stdin.close()

    def _take_answers(self):
        for line in self._child.stdout:
            answer = None
            with contextlib.suppress(ValueError):  # no program of ours
                answer = json.loads(line)
            if not isinstance(answer, dict):
                continue
            self.taken = True
            if "code" in answer:
                self._answer = answer
                self.used = True
                self._said.set()
        self._child.wait()
        self._errors.join(_LAST_WORDS)
        self._door.close()
        self._said.set()

    def _take_errors(self):
        for line in self._child.stderr:
            self._written.append(line)
            del self._written[:-_LINES]


def _made_for(python, variables):
    return python, python.stat().st_mtime_ns, variables


def _thread(work):
    thread = threading.Thread(target=work, name="perfeval-python", daemon=True)
    thread.start()
    return thread
