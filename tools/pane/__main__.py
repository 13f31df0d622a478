"""`make pane`: write dist/Excel窗格, to be put on a web site of the office, with the manifest that Excel is given."""

from __future__ import annotations

import argparse
import shutil
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import perfeval_xl
from tools.folder_sums import write_sums
from tools.own_wheel import CHECKOUT, IngredientMissing
from tools.page.assembling import Look, Page, assemble
from tools.ribbon_icons import ICONS, icon

__all__ = ["look", "write_pane"]

_MANIFEST = CHECKOUT / "page" / "excel" / "manifest.xml"
_MICROSOFT = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
_SERVER = "https://localhost/perfeval/"
_ENVIRONMENT = 3


def main() -> int:
    """Build the folder, say where it is, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.pane", description="生成 Excel 窗格"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=CHECKOUT / "dist" / "Excel窗格"
    )
    parser.add_argument(
        "--server", default=_SERVER, help="放窗格的网站地址，https:// 开头，/ 结尾"
    )
    parser.add_argument(
        "--office-js", default=_MICROSOFT, help="office.js 的地址；内网可以放一份"
    )
    given = parser.parse_args()
    if urlsplit(given.server).scheme != "https" or not given.server.endswith("/"):
        parser.error("--server 要以 https:// 开头、以 / 结尾：Excel 只接受这样的地址。")
    try:
        pane = assemble(CHECKOUT / "build" / "page", look(given.office_js))
    except IngredientMissing as exc:
        print(exc, file=sys.stderr)
        return _ENVIRONMENT
    write_pane(given.output, pane, given.server)
    print(given.output)
    return 0


def look(office_js: str = _MICROSOFT) -> Look:
    """Return the pane; the only script that is not its own is office.js, from the address given."""
    parts = urlsplit(office_js)
    origin = f"{parts.scheme}://{parts.netloc}"
    return Look(
        script="excel/pane.js",
        workbook="pane/workbook.html",
        head=f'<script src="{escape(office_js)}"></script>\n',
        sources=origin,
    )


def write_pane(folder: Path, pane: Page, server: str) -> None:
    """Write the folder anew: what goes on the web site, and the manifest for Excel."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "taskpane.html").write_bytes(pane.data)
    for size in (32, 64):
        (folder / f"icon-{size}.png").write_bytes(icon(ICONS["check"], size))
    (folder / "manifest.xml").write_text(_manifest(server), encoding="utf-8")
    write_sums(folder)


def _manifest(server: str) -> str:
    text = _MANIFEST.read_text(encoding="utf-8")
    # one address, one add-in: the same number at every building
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, server))
    # Office wants four numbers, whatever stands behind ours
    version = f"{perfeval_xl.__version__.split('+')[0]}.0"
    known = {"id": number, "version": version, "server": escape(server)}
    for key, value in known.items():
        text = text.replace(f"{{{{{key}}}}}", value)
    return text


if __name__ == "__main__":
    sys.exit(main())
