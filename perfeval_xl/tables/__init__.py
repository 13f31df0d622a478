"""Tables (表): documents that are no workbooks (Word, web pages, PDF) or in rarer formats, as grids with places."""

from __future__ import annotations

from perfeval_xl.tables.converting import is_old_word
from perfeval_xl.tables.opening import open_tables

__all__ = ["is_old_word", "open_tables"]
