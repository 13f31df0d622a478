"""Cell values on their way between Python and the office."""

from __future__ import annotations

from typing import Any

__all__ = ["clean_value_data", "prepare_xl_data_element"]


def prepare_xl_data_element(x: Any, date_format: Any) -> Any:
    """Return what is handed to the office for a value."""
    return "" if x is None else x


def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any) -> Any:
    """Return what Python gets for rows of raw values."""
    return [[empty_as if cell in {"", None} else cell for cell in row] for row in data]
