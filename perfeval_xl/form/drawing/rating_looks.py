"""How the spots of a fixed form look, by what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from perfeval_xl.form.drawing.styles import (
    BODY,
    HELP,
    HELP_HEAD,
    INPUT,
    LABEL,
    LEFT_INPUT,
    LONG_INPUT,
    NUMBER_INPUT,
    PLAIN,
    TITLE,
)
from perfeval_xl.form.layout.spots import Role
from perfeval_xl.sheets.model import Style

__all__ = ["INPUT_ROLES", "STYLES"]

_COVER = Style(font="仿宋", size=14)

STYLES: Mapping[Role, Style] = MappingProxyType(
    {
        Role.ANNEX: replace(PLAIN, horizontal="left"),
        Role.TITLE: TITLE,
        Role.SUBTITLE: replace(PLAIN, locked=False),
        Role.BANNER: replace(LABEL, bold=True, size=12),
        Role.HEADING: replace(LABEL, bold=True),
        Role.LABEL: LABEL,
        Role.LEFT: replace(LABEL, horizontal="left", bold=True),
        Role.BODY: BODY,
        Role.TEXT: replace(BODY, horizontal="left", size=10),
        Role.LINE: replace(PLAIN, horizontal="left", wrap=True),
        Role.CENTRED: replace(_COVER, bold=True),
        Role.COVER_LABEL: replace(_COVER, font="宋体", bold=True, horizontal="right"),
        Role.COVER_INPUT: replace(
            _COVER, fill=INPUT.fill, locked=False, horizontal="left", border="bottom"
        ),
        Role.INPUT: INPUT,
        Role.LEFT_INPUT: LEFT_INPUT,
        Role.LONG_INPUT: LONG_INPUT,
        Role.NUMBER: NUMBER_INPUT,
        Role.CONSTANT: BODY,
        Role.SHOWN: BODY,
        Role.HELP_HEAD: HELP_HEAD,
        Role.HELP: HELP,
        Role.POINTS: replace(HELP, horizontal="center"),
    }
)
"""The style of every role."""

INPUT_ROLES = frozenset(
    {
        Role.SUBTITLE,
        Role.COVER_INPUT,
        Role.INPUT,
        Role.LEFT_INPUT,
        Role.LONG_INPUT,
        Role.NUMBER,
    }
)
"""The roles that somebody fills in."""
