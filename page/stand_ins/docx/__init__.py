"""Stand-in for python-docx inside the page: the names that docxtpl imports; reports use nothing behind them."""

from __future__ import annotations

from docx.absent import absent

__all__ = ["Document"]

Document = absent("Document")
