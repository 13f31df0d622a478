"""Message boxes of the office."""

from __future__ import annotations

import logging
from typing import Any

from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.office import Office

__all__ = ["show_message"]

_BUTTONS = {
    None: 1,
    "ok": 1,
    "ok_cancel": 2,
    "yes_no": 3,
    "yes_no_cancel": 4,
}
_KINDS = {
    None: "MESSAGEBOX",
    "info": "INFOBOX",
    "critical": "ERRORBOX",
}
_ANSWERS = ("cancel", "ok", "yes", "no")
_LOG = logging.getLogger(__name__)


def show_message(
    office: Office,
    window: Any,
    *,
    prompt: str | None,
    title: str | None,
    buttons: str | None,
    mode: str | None,
) -> str:
    """Show a box over `window` and return the button that was pressed.

    `window=None` means that nobody would see it: the text goes to the log, and the first button counts as pressed.

    Raises:
        ValueError: `buttons` or `mode` is none of those xlwings knows.
    """
    if buttons not in _BUTTONS:
        raise ValueError(f"App.alert: unknown buttons {buttons!r}")
    if mode not in _KINDS:
        raise ValueError(f"App.alert: unknown mode {mode!r}")
    if window is None:
        _LOG.warning("%s", prompt or "")
        if (buttons or "").startswith("yes"):
            return "yes"
        return "ok"
    kind = "QUERYBOX"  # an INFOBOX has one button only
    if mode != "info" or buttons in {None, "ok"}:
        kind = _KINDS[mode]
    box_type = load_uno().Enum("com.sun.star.awt.MessageBoxType", kind)
    toolkit = office.service("com.sun.star.awt.Toolkit")
    box = toolkit.createMessageBox(
        window,
        box_type,
        _BUTTONS[buttons],
        title or "LibreOffice",
        prompt or "",
    )
    return _ANSWERS[box.execute()]
