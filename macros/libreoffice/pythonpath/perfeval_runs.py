"""One command at a time: asking the Python outside, waiting for it in a thread, and telling what went wrong.

The click only starts a thread, so the office stays usable while Python works. Windows are opened in the main thread of
the office, whatever thread has something to say.
"""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.frame import XTerminateListener
from com.sun.star.uno import Exception as UnoException
from perfeval_kept import kept_python
from perfeval_outside import (
    CannotStart,
    asked_to_wait,
    busy,
    complaint,
    environment,
    interpreter,
    patience,
)

__all__ = ["click"]

_TITLE = "绩效评价"
_STEP = 0.5
_READING_SECONDS = 15
_INDICATOR = "/singletons/xlwings.statusIndicator"
_STATUS = "/singletons/xlwings.statusText"
"""Where xlwings_libreoffice/status_line.py keeps what is shown."""
_RUNS = "/singletons/perfeval.command"
"""Where the office keeps how many commands were begun, and the name of the one that runs, as long as it runs."""
_YES = 2
_DIALOGS = [
    uno.getConstantByName("com.sun.star.accessibility.AccessibleRole." + role)
    for role in ("ALERT", "DIALOG")
]
_ASKS = "summary"
"""The command that works on a folder and asks for it."""
_ASKED = "选择自评表所在的文件夹"
_CHOSEN = 1
_OK_BUTTON, _YES_NO_BUTTONS = 1, 3
_EXTENSION = Path(__file__).resolve().parents[1]
_running = {}  # at most one run, by the name `run`
_lock = threading.Lock()


def click(context, frame, command):
    """Run a command on the workbook of a window, unless one is running; returns at once.

    生成汇总 asks first for the folder, which is that of the workbook unless another one is chosen.
    """
    folder = ""
    if command == _ASKS and not _running:
        folder = _picked_folder(context, frame)
        if not folder:
            return  # the person has changed their mind
    with _lock:
        previous = _running.get("run")
        run = _running.setdefault("run", _Run(context, frame, command, folder))
    if previous is not None:
        tell(context, frame, busy(previous.command))
        return
    _say_what_runs(context, command)
    _end_editing(context, frame)
    run.begin()


def tell(context, frame, text):
    """Show a message over the window, from any thread; does not wait for it to be read."""
    _in_main_thread(
        context, lambda: _show(context, frame, text, "warningbox", _OK_BUTTON)
    )


class _Run:
    """One command, from the click to the end of the Python outside."""

    def __init__(self, context, frame, command, folder):
        self.command = command
        self._folder = folder
        self._context = context
        self._frame = frame
        self._outside = None
        self._stopped = False

    def begin(self):
        threading.Thread(target=self._guarded, name="perfeval", daemon=True).start()

    def stop(self):
        """End the Python outside; the office is closing, or the person does not want to wait any longer."""
        self._stopped = True
        outside = self._outside
        if outside is not None:
            outside.kill()

    def _guarded(self):
        text = "“" + self.command + "”"
        try:
            text = self._work()
        except CannotStart as error:
            text = str(error)
        except UnoException as error:
            text = "LibreOffice 没有应答：" + error.Message.partition("\n")[0]
        finally:
            with _lock:
                _say_what_runs(self._context, "")
                _running.pop("run", None)
            if text and not self._stopped:
                tell(self._context, self._frame, text)
            if not self._stopped:
                _give_status_back_later(self._context)

    def _work(self):
        """Return what to tell the person, empty when all is well."""
        python = interpreter(_EXTENSION)
        variables = environment(_program_folder(self._context))
        leaving = _Leaving(self)
        desktop = self._context.getServiceManager().createInstanceWithContext(
            "com.sun.star.frame.Desktop", self._context
        )
        desktop.addTerminateListener(leaving)
        try:
            code, written, came = self._ask(python, variables)
        finally:
            with contextlib.suppress(UnoException):  # the office is going
                desktop.removeTerminateListener(leaving)
        return complaint(python, variables, self.command, code, written, came=came)

    def _ask(self, python, variables):
        """Have the Python outside do it; one that was kept and has ended meanwhile has done nothing: another is asked."""
        while True:
            self._outside = kept_python(self._context, self.command, python, variables)
            kept = self._outside.used
            if self._stopped:
                self._outside.kill()
            self._outside.ask(self.command, _identity(self._frame), self._folder)
            self._wait()
            code, written, came = self._outside.answer()
            if came or self._stopped or self._outside.taken or not kept:
                return code, written, came

    def _wait(self):
        """Wait for the answer, asking the person when it takes too long."""
        spent = 0.0
        limit = patience(self.command)
        while True:
            began = time.monotonic()
            if self._outside.wait(_STEP):
                return
            spent += time.monotonic() - began
            if spent < limit or _has_dialog(self._context):
                continue
            if not self._may_go_on(spent):
                self.stop()
            limit = spent + patience(self.command)

    def _may_go_on(self, spent):
        """Ask, and wait for the answer or for the end of the Python outside."""
        answered = threading.Event()
        answers = []

        def ask():
            answers.append(
                _show(
                    self._context,
                    self._frame,
                    asked_to_wait(self.command, spent),
                    "querybox",
                    _YES_NO_BUTTONS,
                )
            )
            answered.set()

        _in_main_thread(self._context, ask)
        while not answered.wait(0.2):
            if self._outside.wait(0):
                return True
        return answers[0] == _YES


def _picked_folder(context, frame):
    """Have the person choose a folder, in the office's own box; returns its path, empty when none was chosen."""
    picker = context.getServiceManager().createInstanceWithContext(
        "com.sun.star.ui.dialogs.FolderPicker", context
    )
    picker.setTitle(_ASKED)
    beside = frame.getController().getModel().URL.rpartition("/")[0]
    if beside.startswith("file:"):
        picker.setDisplayDirectory(beside)
    if picker.execute() != _CHOSEN:
        return ""
    return uno.fileUrlToSystemPath(picker.getDirectory())


def _say_what_runs(context, command):
    """Keep in the office which command runs; an empty name when it has ended."""
    with contextlib.suppress(UnoException):  # the office is going
        before = context.getValueByName(_RUNS) or "0"
        begun = int(before.partition(" ")[0])
        if context.hasByName(_RUNS):
            context.removeByName(_RUNS)
        said = str(begun)
        if command:
            said = str(begun + 1) + " " + command
        context.insertByName(_RUNS, said)


def _give_status_back_later(context):
    """Give the status bar back to the office when the result has been read: it hides the sum of what is selected.

    A text that another command has put there meanwhile stays its own time.
    """
    indicator = context.getValueByName(_INDICATOR)
    if indicator is None:
        return

    def give_back():
        if context.getValueByName(_INDICATOR) != indicator:
            return
        with contextlib.suppress(UnoException):  # its window may have been closed
            indicator.end()
        for name in (_INDICATOR, _STATUS):
            if context.hasByName(name):
                context.removeByName(name)

    timer = threading.Timer(
        _READING_SECONDS, lambda: _in_main_thread(context, give_back)
    )
    timer.daemon = True
    timer.start()


class _Leaving(unohelper.Base, XTerminateListener):
    """Ends the Python outside when the office ends."""

    def __init__(self, run):
        self._run = run

    def queryTermination(self, event):  # noqa: N802
        """Nobody is kept from leaving."""

    def notifyTermination(self, event):  # noqa: N802
        """Stop what still runs."""
        self._run.stop()

    def disposing(self, event):
        """Nothing to let go."""


class _Later(unohelper.Base, XCallback):
    def __init__(self, work):
        self._work = work

    def notify(self, data):
        """Do it."""
        self._work()


def _in_main_thread(context, work):
    manager = context.getServiceManager()
    manager.createInstanceWithContext(
        "com.sun.star.awt.AsyncCallback", context
    ).addCallback(_Later(work), None)


def _show(context, frame, text, kind, buttons):
    toolkit = context.getServiceManager().createInstanceWithContext(
        "com.sun.star.awt.Toolkit", context
    )
    try:
        window = frame.getContainerWindow()
    except UnoException:
        window = None  # closed in the meantime
    box = toolkit.createMessageBox(
        window,
        uno.Enum("com.sun.star.awt.MessageBoxType", kind.upper()),
        buttons,
        _TITLE,
        text,
    )
    try:
        return box.execute()
    finally:
        box.dispose()


def _has_dialog(context):
    """Whether a dialog is open: then it is the person who takes long."""
    toolkit = context.getServiceManager().createInstanceWithContext(
        "com.sun.star.awt.Toolkit", context
    )
    for at in range(toolkit.getTopWindowCount()):
        with contextlib.suppress(UnoException):  # a window that is just closing
            window = toolkit.getTopWindow(at)
            shown = (
                window.getAccessibleContext()
                if window is not None and window.isVisible()
                else None
            )
            if shown is not None and shown.getAccessibleRole() in _DIALOGS:
                return True
    return False


def _program_folder(context):
    paths = context.getServiceManager().createInstanceWithContext(
        "com.sun.star.util.PathSubstitution", context
    )
    return Path(uno.fileUrlToSystemPath(paths.getSubstituteVariableValue("$(prog)")))


def _identity(frame):
    """Return what LibreOffice tells this document from others by, as long as it is open."""
    return frame.getController().getModel().RuntimeUID


def _end_editing(context, frame):
    """Put what is being typed into its cell, as a click elsewhere does: recalculating is the command that does only that.

    What a cell does not accept is told by LibreOffice itself, before the command begins.
    """
    helper = context.getServiceManager().createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    with contextlib.suppress(UnoException):
        helper.executeDispatch(frame, ".uno:Calculate", "", 0, ())
