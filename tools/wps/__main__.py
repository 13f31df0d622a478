"""`make wps`: write dist/WPS加载项, the folder from which the ribbon tab 绩效评价 is installed in WPS."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

import perfeval_xl
from tools.folder_sums import write_sums
from tools.own_wheel import CHECKOUT, IngredientMissing
from tools.page.assembling import Look, Page, assemble

__all__ = ["NAME", "PANE", "write_addin"]

NAME = "perfeval"
PANE = Look(script="wps/pane.js", workbook="pane/workbook.html")
_SOURCE = CHECKOUT / "page" / "wps"
_ICONS = CHECKOUT / "macros" / "libreoffice" / "icons"
_COPIED = ("index.html", "main.js", "ribbon.xml")
_ENVIRONMENT = 3
_SERVER = "http://127.0.0.1/perfeval/"


def main() -> int:
    """Build the folder, say where it is, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.wps", description="生成 WPS 加载项"
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=CHECKOUT / "dist" / "WPS加载项"
    )
    parser.add_argument(
        "--server", default=_SERVER, help="内网网站上放加载项的地址，以 / 结尾"
    )
    given = parser.parse_args()
    try:
        pane = assemble(CHECKOUT / "build" / "page", PANE)
    except IngredientMissing as exc:
        print(exc, file=sys.stderr)
        return _ENVIRONMENT
    write_addin(given.output, pane, given.server)
    print(given.output)
    return 0


def write_addin(folder: Path, pane: Page, server: str = _SERVER) -> None:
    """Write the folder anew: the add-in itself, and what each way of installing needs."""
    shutil.rmtree(folder, ignore_errors=True)
    addin = folder / _folder_name()
    icons = addin / "icons"
    icons.mkdir(parents=True)
    for name in _COPIED:
        shutil.copyfile(_SOURCE / name, addin / name)
    for path in sorted(_ICONS.glob("*_26.png")):
        shutil.copyfile(path, icons / path.name)
    (addin / "pane.html").write_bytes(pane.data)
    _write(addin / "manifest.xml", _filled("manifest.xml", server))
    for name in ("publish.xml", "jsplugins.xml", "publish.html", "说明.txt"):
        _write(folder / name, _filled(name, server))
    # cmd of a Chinese Windows reads GBK, and wants its own ends of lines
    script = _filled("install.bat", server).replace("\n", "\r\n")
    (folder / "安装.bat").write_bytes(script.encode("gbk"))
    _write(folder / "install.sh", _filled("install.sh", server))
    (folder / "install.sh").chmod(0o755)
    write_sums(folder)


def _folder_name() -> str:
    return f"{NAME}_{perfeval_xl.__version__}"


def _filled(name: str, server: str) -> str:
    """Return a file of ours with the name, version and address in it."""
    text = (_SOURCE / name).read_text(encoding="utf-8")
    known = {
        "name": NAME,
        "version": perfeval_xl.__version__,
        "folder": _folder_name(),
        "server": server,
        "server_attribute": quoteattr(server),
    }
    for key, value in known.items():
        text = text.replace(f"{{{{{key}}}}}", value)
    return text


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
