"""Foreign forms (外来表): a 自评表 in whatever layout and format an office uses becomes a submission, by labels and shape."""

from __future__ import annotations

from perfeval_xl.foreign.importing import ForeignForm, forms_in

__all__ = ["ForeignForm", "forms_in"]
