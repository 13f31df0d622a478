"""Sources (来源): where mails and files are found. Each yields `Found` items, in the same order every time.

A new kind of source is a file of its own that yields them; what is inside a mail is the business of `mail`.
"""

from __future__ import annotations

from perfeval_xl.collection.sources.folder import Place, find, open_place
from perfeval_xl.collection.sources.found import Found, bare_file

__all__ = ["Found", "Place", "bare_file", "find", "open_place"]
