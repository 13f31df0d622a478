"""How the spots of a form look, by what they are."""

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
from perfeval_xl.form.layout.spots import INPUT_ROLES, Role
from perfeval_xl.sheets.model import Style

__all__ = ["COMPUTED", "STYLES"]

_COVER = Style(font="仿宋", size=14)
_LINE = replace(PLAIN, horizontal="left", wrap=True)
_SOURCE = replace(LABEL, horizontal="left", indent=1)
_POINTS = replace(
    HELP, horizontal="center", wrap=False
)  # in hidden columns, too: a wrapped text would make its row high
_UNDER = 4  # the width of 其中：, so that the sources stand under each other

# Locked, unless somebody fills it in; the tint says the same to whoever looks
STYLES: Mapping[Role, Style] = MappingProxyType(
    {
        Role.ANNEX: replace(PLAIN, horizontal="left"),
        Role.TITLE: TITLE,
        Role.SUBTITLE: replace(PLAIN, locked=False, fill=INPUT.fill),
        Role.BANNER: replace(LABEL, bold=True, size=12),
        Role.HEADING: replace(LABEL, bold=True),
        Role.LABEL: LABEL,
        Role.LEFT: replace(LABEL, horizontal="left", bold=True),
        Role.FIRST_SOURCE: _SOURCE,
        Role.NEXT_SOURCE: replace(_SOURCE, indent=1 + _UNDER),
        Role.BODY: BODY,
        Role.TEXT: replace(BODY, horizontal="left", size=10),
        Role.LINE: _LINE,
        Role.MIDDLE_LINE: replace(_LINE, horizontal="center"),
        Role.CENTRED: replace(_COVER, bold=True),
        Role.COVER_LABEL: replace(
            _COVER,
            font="宋体",
            bold=True,
            horizontal="right",
        ),
        Role.COVER_INPUT: replace(
            _COVER, fill=INPUT.fill, locked=False, horizontal="left", border="bottom"
        ),
        Role.INPUT: INPUT,
        Role.LEFT_INPUT: LEFT_INPUT,
        Role.LONG_INPUT: LONG_INPUT,
        Role.NUMBER: NUMBER_INPUT,
        Role.RATE: NUMBER_INPUT,
        Role.PRESET: INPUT,
        Role.CONSTANT: BODY,
        Role.SHOWN: BODY,
        Role.HELP_HEAD: HELP_HEAD,
        Role.HELP: HELP,
        Role.BOLD_HELP: replace(HELP, bold=True),
        Role.POINTS: _POINTS,
        Role.BOLD_POINTS: replace(_POINTS, bold=True),
    }
)
"""The style of every role."""

COMPUTED: Mapping[Role, Style] = MappingProxyType(
    dict.fromkeys(INPUT_ROLES, BODY)
    | {Role.RATE: replace(BODY, wrap=False, shrink=True)}
)
"""The style of an input that the form computes: nobody types over a sum by mistake."""
