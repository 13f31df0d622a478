"""Attaching to an office that somebody else started."""

from __future__ import annotations

import xlwings

from xlwings_libreoffice.engine import ENGINE

__all__ = ["attach"]


def attach(
    address: str,
    *,
    pid: int | None = None,
    context: str | None = None,
) -> xlwings.App:
    """Return the app for a running office at `pipe,name=…` or `socket,host=…,port=…`; it becomes the active one.

    `pid` is the process of the office where the caller knows it. `context` is the name under which the office hands out
    its component context at that address, where it is another than usual. Quitting such an app ends the connection only.

    Raises:
        OfficeMissing: no office answers there within ten seconds.
    """
    return xlwings.App(impl=ENGINE.apps.attach(address, pid, context))
