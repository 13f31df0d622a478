"""Schemes for people who use Excel: a scheme as a clear workbook and back, its text, its lint and its changes.

`export_scheme` and `import_scheme` undo each other, whatever the scheme. What the sheets and columns are called stands
in `columns.py`, `fields.py` and `tables.py`, what the parameters of a rule kind are called in `scheme/parameters.toml`: a new kind needs data only.
"""

from __future__ import annotations

from perfeval_xl.scheme_book.exporting import export_scheme
from perfeval_xl.scheme_book.importing import import_scheme
from perfeval_xl.scheme_book.mistakes import BookError, Mistake

__all__ = ["BookError", "Mistake", "export_scheme", "import_scheme"]
