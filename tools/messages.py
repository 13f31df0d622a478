"""Compile the Chinese messages of the command line library: `python -m tools.messages`."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["FOLDER", "compiled", "main", "spoken"]

FOLDER = (
    Path(__file__).resolve().parents[1]
    / "perfeval_xl"
    / "cli"
    / "locale"
    / "zh_CN"
    / "LC_MESSAGES"
)


def compiled() -> bytes:
    """Return `messages.mo` as made from `messages.po`; its header holds the time and the version of Babel."""
    with (FOLDER / "messages.po").open("rb") as source:
        catalog = read_po(source, locale="zh_CN", domain="messages", abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def spoken(data: bytes) -> dict[object, str]:
    """Return what compiled messages say, without the header: two files that say the same are the same."""
    catalog: dict[object, str] = dict(
        vars(gettext.GNUTranslations(io.BytesIO(data)))["_catalog"]
    )
    del catalog[""]
    return catalog


def main() -> None:
    """Write `messages.mo`, unless it says the same already."""
    target, data = FOLDER / "messages.mo", compiled()
    if not target.exists() or spoken(target.read_bytes()) != spoken(data):
        target.write_bytes(data)


if __name__ == "__main__":
    main()
