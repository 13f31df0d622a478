"""The sheets of a fixed scheme's form as they are drawn."""

from __future__ import annotations

from perfeval_xl.form.filling import drawn
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.sheets.model import Sheet


def sheets_of(scheme_id: str) -> dict[str, Sheet]:
    return {sheet.title: sheet for sheet in drawn(load_scheme(scheme_id)).sheets}
