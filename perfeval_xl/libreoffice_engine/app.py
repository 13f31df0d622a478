"""One office as an `xlwings.App`."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.books import Books
from perfeval_xl.libreoffice_engine.members import implements
from perfeval_xl.libreoffice_engine.office import Office

__all__ = ["App"]


@implements(base_classes.App)
class App(base_classes.App):
    """An office process and its books."""

    def __init__(self, apps: Any, office: Office) -> None:
        self._apps = apps
        self.office = office

    @property
    def api(self) -> Any:
        """The `Desktop`."""
        return self.office.desktop

    @property
    def engine(self) -> Any:
        """The engine this app belongs to."""
        return self._apps.engine

    @property
    def pid(self) -> int:
        """The process of the office; negative where it cannot be known."""
        return self.office.pid

    @property
    def visible(self) -> bool:
        """Whether books have windows."""
        return self.office.shown

    @visible.setter
    def visible(self, visible: object) -> None:
        self.office.shown = bool(visible)
        for book in self.books:
            book.show(shown=bool(visible))

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    def quit(self) -> None:
        """End the office without saving; an office that was only attached to goes on, the connection ends."""
        self.office.quit()

    def kill(self) -> None:
        """End the process of the office."""
        self.office.kill()
