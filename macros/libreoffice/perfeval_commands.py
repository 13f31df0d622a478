"""The commands of the menu 绩效评价, inside LibreOffice: `perfeval:check` and its like are dispatched to this component.

A click starts the Python outside, which works on the open workbook over a pipe (`perfeval_runs.py`). The component is a
protocol handler and no macro: it needs no script provider, which Debian leaves out, it works the same for one user and for
all, and it is handed the window in which the click was made.
"""

from __future__ import annotations

import unohelper
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from perfeval_outside import TITLES
from perfeval_runs import click

_NAME = "perfeval.Commands"
_SERVICES = ("com.sun.star.frame.ProtocolHandler",)
_PROTOCOL = "perfeval:"


class Commands(
    unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XDispatch
):
    """All commands for one window."""

    def __init__(self, context):
        self._context = context
        self._frame = None

    def initialize(self, arguments):
        """Take the window."""
        if arguments:
            self._frame = arguments[0]

    def queryDispatch(self, url, target, flags):  # noqa: N802 - UNO's names
        """Take what is ours."""
        return self if url.Protocol == _PROTOCOL and url.Path in TITLES else None

    def queryDispatches(self, requests):  # noqa: N802
        """Take what is ours of many."""
        return tuple(
            self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags)
            for each in requests
        )

    def dispatch(self, url, arguments):
        """Run the command; returns at once."""
        if self._frame is not None:
            click(self._context, self._frame, url.Path)

    def addStatusListener(self, listener, url):  # noqa: N802
        """Say that the command may be clicked: a workbook that is no form is told so, which says more than grey."""
        state = FeatureStateEvent()
        state.Source, state.FeatureURL, state.IsEnabled, state.Requery = (
            self,
            url,
            True,
            False,
        )
        listener.statusChanged(state)

    def removeStatusListener(self, listener, url):  # noqa: N802
        """Nothing is ever said a second time."""

    def getImplementationName(self):  # noqa: N802
        """Name the component as the configuration does."""
        return _NAME

    def supportsService(self, name):  # noqa: N802
        """Say what it is."""
        return name in _SERVICES

    def getSupportedServiceNames(self):  # noqa: N802
        """Say what it is."""
        return _SERVICES


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name LibreOffice looks for
g_ImplementationHelper.addImplementation(Commands, _NAME, _SERVICES)
