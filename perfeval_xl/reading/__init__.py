"""Reading (读取): a workbook, whoever saved it, or a JSON file becomes a submission; never raises for content."""

from __future__ import annotations

from perfeval_xl.reading.reading import Reading, read_submission

__all__ = ["Reading", "read_submission"]
