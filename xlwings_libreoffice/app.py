"""One office as an `xlwings.App`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.books import Books
from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.macros import find_macro, run_macro
from xlwings_libreoffice.members import implements, unsupported
from xlwings_libreoffice.messages import show_message
from xlwings_libreoffice.office import Office
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.status_line import remove_text, show_text, shown_text

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
    def version(self) -> str:
        """The version of LibreOffice, such as 7.4.7.2."""
        settings = self.office.service(
            "com.sun.star.configuration.ConfigurationProvider"
        )
        where = named_values(nodepath="/org.openoffice.Setup/Product")
        node = settings.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            where,
        )
        return str(node.getByName("ooSetupVersionAboutBox"))

    @property
    def path(self) -> str:
        """The folder of the program."""
        return self._folder("$(prog)")

    @property
    def startup_path(self) -> str:
        """The folder with the user's own macros, which are loaded when the office starts."""
        return str(Path(self._folder("$(user)")) / "basic")

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book; `None` when a shape is selected or no book is open."""
        book = self.books.front()
        if book is None:
            return None
        return book.selected()

    def activate(self, steal_focus: object = None) -> None:
        """Make this the active app; with `steal_focus` its window comes to the front."""
        self._apps.activate(self.office)
        book = self.books.front()
        if steal_focus and book is not None:
            window = book.window
            window.toFront()
            window.setFocus()

    @property
    def visible(self) -> bool:
        """Whether books have windows. Without a screen there is nothing to see, the property works all the same."""
        return self.office.shown

    @visible.setter
    def visible(self, visible: object) -> None:
        self.office.shown = bool(visible)
        for book in self.books:
            book.window.setVisible(self.office.shown)

    @property
    def screen_updating(self) -> bool:
        """Whether windows are drawn while cells change."""
        return self.office.state.screen_updating

    @screen_updating.setter
    def screen_updating(self, value: object) -> None:
        self.office.state.screen_updating = bool(value)
        self.books.prepare_all()

    @property
    def display_alerts(self) -> bool:
        """Kept as it is set: what the engine does never asks the person anything."""
        return self.office.state.display_alerts

    @display_alerts.setter
    def display_alerts(self, value: object) -> None:
        self.office.state.display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        """Whether macros, those bound to events among them, run in books opened from now on."""
        return self.office.state.enable_events

    @enable_events.setter
    def enable_events(self, value: object) -> None:
        self.office.state.enable_events = bool(value)

    @property
    def interactive(self) -> bool:
        """Whether the windows of books take keys and clicks."""
        return self.office.state.interactive

    @interactive.setter
    def interactive(self, value: object) -> None:
        self.office.state.interactive = bool(value)
        self.books.prepare_all()

    @property
    def calculation(self) -> str:
        """`automatic` or `manual`, for all books."""
        return self.office.state.calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value == "semiautomatic":
            raise unsupported("App.calculation = 'semiautomatic'")
        if value not in {"automatic", "manual"}:
            raise ValueError(
                f"App.calculation: {value!r} is neither 'automatic' nor 'manual'"
            )
        self.office.state.calculation = value
        self.books.prepare_all()

    def calculate(self) -> None:
        """Calculate what has to be calculated in all books."""
        for book in self.books:
            book.api.calculate()

    @property
    def status_bar(self) -> str | bool:
        """The text set through xlwings, by whatever process; `False` while the office has the status bar."""
        text = shown_text(self.office.context)
        if text is None:
            return False
        return text

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        book = self.books.front()
        if value is None or value is False or book is None:
            remove_text(self.office.context)
        else:
            show_text(self.office.context, book.frame, str(value))

    def run(self, macro: str, args: list[Any]) -> Any:
        """Call a Basic or VBA macro; see `macros` for what `macro` may be."""
        return run_macro(find_macro(macro, self.books, self.office), args, self.office)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: object,
    ) -> str:
        """Show a message and return the button: ok, cancel, yes, no. With no window to see, the first one is pressed."""
        if callback is not None:
            raise unsupported("App.alert(callback=…)")
        book = self.books.front()
        if book is not None and self.office.shown and not self.office.headless:
            window = book.window
        else:
            window = None
        return show_message(
            self.office,
            window,
            prompt=prompt,
            title=title,
            buttons=buttons,
            mode=mode,
        )

    def quit(self) -> None:
        """End the office without saving; an office that was only attached to goes on, the connection ends."""
        self.office.quit()

    def kill(self) -> None:
        """End the process of the office."""
        self.office.kill()

    def _folder(self, variable: str) -> str:
        places = self.office.service("com.sun.star.util.PathSubstitution")
        return str(
            load_uno().fileUrlToSystemPath(places.getSubstituteVariableValue(variable))
        )
