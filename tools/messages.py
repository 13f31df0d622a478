"""Compile the Chinese messages of the command line library: `python -m tools.messages`."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

__all__ = ["FOLDER", "compiled", "main"]

FOLDER = Path(__file__).resolve().parents[1] / "perfeval_xl" / "cli" / "locale" / "zh_CN" / "LC_MESSAGES"


def compiled() -> bytes:
    """Return what `messages.mo` has to be, from `messages.po`."""
    with (FOLDER / "messages.po").open("rb") as source:
        catalog = read_po(source, locale="zh_CN", domain="messages", abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> None:
    """Write `messages.mo`."""
    (FOLDER / "messages.mo").write_bytes(compiled())


if __name__ == "__main__":
    main()
