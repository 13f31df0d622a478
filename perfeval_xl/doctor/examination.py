"""Everything that is looked at on this machine, in the order in which it is told."""

from __future__ import annotations

from perfeval_xl.doctor.addins import addins
from perfeval_xl.doctor.findings import Finding
from perfeval_xl.doctor.fonts import fonts
from perfeval_xl.doctor.hosts import hosts
from perfeval_xl.doctor.machine import libraries, program, schemes

__all__ = ["examine"]


def examine() -> list[Finding]:
    """Examine this machine; raises nothing for what it finds."""
    return [
        *program(),
        *libraries(),
        *schemes(),
        *hosts(),
        *addins(),
        *fonts(),
    ]
