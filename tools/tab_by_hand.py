"""Press Tab in a form, and look at it at twice the size: `python -m tools.tab_by_hand FORM.xlsx [PICTURE.png [SHEET]]`.

A real LibreOffice window opens the form on a display of its own. The Tab key goes to the window as from a keyboard, and the
office is asked over a pipe which cell the cursor stands in. It needs what `tools.trial_by_hand` needs.
"""

from __future__ import annotations

import importlib
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.displays import display
from tools.trial_by_hand import Window, office

__all__ = ["enlarged", "main", "tabbed"]

_DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
_PATIENCE = 60
_BY_VALUE = 3  # com.sun.star.view.DocumentZoomType.BY_VALUE


def tabbed(path: Path, work: Path, most: int = 400) -> list[str]:
    """Return the cells that the cursor visits on the first sheet, from its first cell on, until it comes round."""
    with _opened(path, work) as (window, document):
        window.keys("ctrl+Home")
        return list(_visited(window, document.getCurrentController(), most))


def enlarged(
    path: Path, work: Path, target: Path, sheet: str = "", zoom: int = 200
) -> None:
    """Save a picture of the window with a sheet of the workbook, the first one without a title, at this zoom."""
    with _opened(path, work) as (window, document):
        controller = document.getCurrentController()
        if sheet:
            controller.setActiveSheet(document.Sheets.getByName(sheet))
        controller.ZoomType, controller.ZoomValue = _BY_VALUE, zoom
        window.keys("ctrl+Home", "Down", "Down", "Down")
        time.sleep(1)
        window.picture(target)


@contextmanager
def _opened(path: Path, work: Path) -> Iterator[tuple[Window, Any]]:
    """Open a copy of a file, since one that somebody has open would ask what to do."""
    pipe = f"perfeval-{uuid.uuid4().hex[:8]}"
    copy = Path(shutil.copy(path, work))
    with (
        display() as screen,
        office(copy, work, screen, f"--accept=pipe,name={pipe};urp;"),
    ):
        window = Window(screen, pause=0.1)
        if not window.wait_for(copy.name):
            raise TimeoutError(copy.name)
        window.fill_screen(copy.name)
        yield window, _document(pipe)
        window.keys("ctrl+q")


def _visited(window: Window, controller: Any, most: int) -> Iterator[str]:
    seen: set[str] = set()
    for _ in range(most):
        window.keys("Tab")
        address = _address(controller)
        if address in seen:
            return
        seen.add(address)
        yield address


def _address(controller: Any) -> str:
    """Return where the cursor stands; of a merged area that is its first cell."""
    selected: str = controller.getSelection().AbsoluteName
    return selected.rpartition(".")[2].replace("$", "").partition(":")[0]


def _document(pipe: str) -> Any:
    if _DEBIAN_PACKAGES not in sys.path:
        sys.path.append(_DEBIAN_PACKAGES)
    uno = importlib.import_module("uno")
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    deadline = time.monotonic() + _PATIENCE
    while desktop.getCurrentComponent() is None and time.monotonic() < deadline:
        time.sleep(0.3)
    return desktop.getCurrentComponent()


def main(arguments: Sequence[str]) -> int:
    """Print the cells that Tab visits in a form, 1 when there are none; or save a picture of it at 200 %."""
    with tempfile.TemporaryDirectory() as scratch:
        if len(arguments) > 1:
            sheet = arguments[2] if len(arguments) > 2 else ""
            enlarged(
                Path(arguments[0]).resolve(),
                Path(scratch),
                Path(arguments[1]).resolve(),
                sheet,
            )
            return 0
        cells = tabbed(Path(arguments[0]).resolve(), Path(scratch))
    print(" ".join(cells))
    return int(not cells)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
