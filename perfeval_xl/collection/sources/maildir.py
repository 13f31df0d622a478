"""Maildirs: folders in which a mail server or a mail program keeps every mail as a file of its own.

The new ones stand in `new`, those seen in `cur`; `tmp` holds what is still being delivered. Further folders of the
mailbox begin with a dot. The flags behind a name and the folder change as mails are read; the mail stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["KEPT", "is_maildir", "plain_name", "subfolders"]

KEPT = ("cur", "new")
_FLAGS = re.compile(r"[:;!]2,[A-Za-z]*\Z")
"""What stands behind a name; systems that allow no colon there use other signs."""


def is_maildir(folders: Collection[str]) -> bool:
    """Whether a folder that holds these folders is a maildir.

    >>> is_maildir(["cur", "new", "tmp"]), is_maildir(["new"])
    (True, False)
    """
    return all(name in folders for name in KEPT)


def subfolders(folders: Collection[str]) -> list[str]:
    """Return the folders of a maildir in which mails stand, its further mailboxes included, in order."""
    return sorted(name for name in folders if name != "tmp")


def plain_name(name: str) -> str:
    """Return the name of a mail without its flags.

    >>> plain_name("1709.M5P6.host:2,RS")
    '1709.M5P6.host'
    """
    return _FLAGS.sub("", name)
