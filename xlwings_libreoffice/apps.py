"""All offices of this process: `xlwings.apps` while the engine is active."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.app import App
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.office import Office, attach_office, start_office

__all__ = ["Apps"]

_OFFICES: list[Office] = []
"""The offices that were started or attached to, the active one first."""


@implements(base_classes.Apps)
class Apps(base_classes.Apps):
    """The offices that still run, the active one first; keys are process ids."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        """The process ids."""
        return [office.pid for office in _running()]

    def add(
        self,
        spec: str | None = None,
        add_book: object = None,
        xl: object = None,
        visible: object = None,
    ) -> App:
        """Start an office; `spec` is the path of its `soffice`. `visible` means windows where there is a screen."""
        app = self._first(start_office(spec, shown=visible is not False))
        if add_book:
            app.books.add()
        return app

    def attach(
        self,
        address: str,
        pid: int | None = None,
        context: str | None = None,
    ) -> App:
        """Connect to a running office, or return the app that is connected to it already."""
        known = [office for office in _running() if office.address == address]
        if known:
            return self._first(known[0])
        return self._first(attach_office(address, pid=pid, context=context))

    @staticmethod
    def cleanup() -> None:
        """Forget offices that have ended."""
        _running()

    def __iter__(self) -> Iterator[App]:
        return iter([App(self, office) for office in _running()])

    def __len__(self) -> int:
        return len(_running())

    def __getitem__(self, pid: int) -> App:
        for office in _running():
            if office.pid == pid:
                return App(self, office)
        raise KeyError("Could not find a LibreOffice instance with this PID.")

    def activate(self, office: Office) -> None:
        """Make an office the active one."""
        self._first(office)

    def _first(self, office: Office) -> App:
        if office in _OFFICES:
            _OFFICES.remove(office)
        _OFFICES.insert(0, office)
        return App(self, office)


@atexit.register
def _end_the_unseen() -> None:
    """End the offices nobody can see when Python ends; those with windows stay with the person, as Excel does."""
    for office in _running():
        if office.process is not None and (office.headless or not office.shown):
            office.quit()


def _running() -> list[Office]:
    for office in [office for office in _OFFICES if office.closed]:
        _OFFICES.remove(office)
        office.forget()
    return list(_OFFICES)
