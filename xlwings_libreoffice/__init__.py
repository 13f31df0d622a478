"""An xlwings engine for LibreOffice: importing this package registers it with `xlwings.engines` as "libreoffice".

It becomes the active engine where there is none (Linux without Excel). It imports xlwings and Python only, and `uno` when
an office is reached: a package of its own, installed beside perfeval_xl. README.md tells what is supported.
"""

from __future__ import annotations

import xlwings

from xlwings_libreoffice.attaching import attach
from xlwings_libreoffice.engine import ENGINE
from xlwings_libreoffice.failures import OfficeClosed, OfficeFailure, OfficeMissing

__all__ = ["ENGINE", "OfficeClosed", "OfficeFailure", "OfficeMissing", "attach"]

if ENGINE.name not in xlwings.engines.engines_by_name:
    xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    if xlwings.engines.active is None:
        xlwings.engines[ENGINE.name].activate()
