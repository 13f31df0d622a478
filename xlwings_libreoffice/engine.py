"""The engine xlwings knows by the name "libreoffice"."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.apps import Apps
from xlwings_libreoffice.cell_values import clean_value_data, prepare_xl_data_element

__all__ = ["ENGINE", "Engine"]


class Engine:
    """What `xlwings.Engine` wraps: the apps, and the conversion of cell values."""

    name = "libreoffice"
    type = "desktop"
    prepare_xl_data_element = staticmethod(prepare_xl_data_element)
    clean_value_data = staticmethod(clean_value_data)

    @property
    def apps(self) -> Any:
        """All offices this process has started or attached to, the active one first."""
        return Apps(self)


ENGINE = Engine()
"""There is one engine, as there is one set of offices."""
