"""The pipe of one command, at which the Python outside comes into the office."""

from __future__ import annotations

import contextlib
import hmac
import os
import tempfile
import threading
import time
import uuid
from pathlib import Path

import unohelper
from com.sun.star.bridge import XInstanceProvider
from com.sun.star.uno import Exception as UnoException

__all__ = ["Door"]


class Door:
    """The pipe at which the Python outside comes in, once.

    Only the person whose office this is may connect: the pipe is made without any right for others, whatever the umask of
    the office, and whoever comes in gets nothing without the word that only the Python outside was told.
    """

    def __init__(self, context):
        manager = context.getServiceManager()
        self._context = context
        self.used = False
        self.pipe = "perfeval" + uuid.uuid4().hex
        self.word = uuid.uuid4().hex
        self._bridge = None
        self._address = "pipe,name=" + self.pipe
        self._acceptor = manager.createInstanceWithContext(
            "com.sun.star.connection.Acceptor", context
        )
        self._factory = manager.createInstanceWithContext(
            "com.sun.star.bridge.BridgeFactory", context
        )
        with _nothing_for_others(self.pipe):
            threading.Thread(
                target=self._accept, name="perfeval-pipe", daemon=True
            ).start()

    def close(self):
        """Let nobody in any more; whoever is in is cut off."""
        try:
            self._acceptor.stopAccepting()
            if self._bridge is not None:
                self._bridge.dispose()
        except UnoException:
            pass  # it is closed already

    def _accept(self):
        try:
            connection = self._acceptor.accept(self._address)
            if connection is not None:
                self.used = True
                self._bridge = self._factory.createBridge(
                    "", "urp", connection, _Context(self._context, self.word)
                )
        except UnoException:
            pass  # then the Python outside finds nobody, and says so


@contextlib.contextmanager
def _nothing_for_others(pipe):
    """Have the pipe that is made meanwhile belong to this user alone; returns when it is there, or after two seconds.

    On Unix the pipe is a file in the temporary folder and gets its rights from the umask. That is one of the whole office:
    it is set back at once. Windows has neither.
    """
    if not hasattr(os, "getuid"):
        yield
        return
    name = f"OSL_PIPE_{os.getuid()}_{pipe}"
    places = [
        Path(folder, name)
        for folder in {"/tmp", "/var/tmp", tempfile.gettempdir()}  # noqa: S108 - LibreOffice's
    ]
    before = os.umask(0o077)
    try:
        yield
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline and not any(
            place.exists() for place in places
        ):
            time.sleep(0.002)
    finally:
        os.umask(before)


class _Context(unohelper.Base, XInstanceProvider):
    """Gives the Python outside what it asks for: the context of the office, to whoever knows the word."""

    def __init__(self, context, word):
        self._context = context
        self._word = word

    def getInstance(self, name):  # noqa: N802 - UNO's names
        """Return the context, and nothing else."""
        return (
            self._context
            if hmac.compare_digest(name.encode(), self._word.encode())
            else None
        )
