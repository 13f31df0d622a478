"""A VBA project from source text: the streams of a `vbaProject.bin` as [MS-OVBA] describes them.

Only source text is written, no compiled code: `_VBA_PROJECT` says “version FFFF”, which no Excel has, so that every
Excel compiles the text when it opens the file. xlwings' own add-in template is stored in just this way.

Why not `ms_ovba`: its 0.0.1 knows no class modules, draws random bytes, leaves its working files in the current folder
and beside the sources, and puts streams of exactly 4096 bytes where the format does not look for them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfeval_xl.installing.compound import compound_file
from perfeval_xl.installing.compression import compress

__all__ = ["Kind", "Module", "vba_project"]

_NAME = "VBAProject"
_ID = "{6B3C8B53-6C0B-4F0D-9F3D-0B6E8D2C5A11}"
_EXTENDER = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
_CODE_PAGE = 1252
_MODULE_COOKIE = 0xFFFF


class Kind(StrEnum):
    """What a module is; the value is its word in the PROJECT stream."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"
    """The module of the workbook or of a sheet; its name is the code name of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module with its whole text, `Attribute` lines included, without the `VERSION` block of an exported class.

    Lines may end in any way; stored they end with CR LF.
    """

    name: str
    kind: Kind
    source: str

    def stored(self) -> bytes:
        """Return the text as it is stored. Raises `UnicodeEncodeError` for a character that is not ASCII."""
        return "\r\n".join([*self.source.rstrip().splitlines(), ""]).encode("ascii")


def vba_project(modules: Sequence[Module]) -> bytes:
    """Return the `vbaProject.bin` of these modules, the same bytes for the same modules.

    Raises `UnicodeEncodeError` when a source is not ASCII: what VBA makes of other characters depends on the machine.
    """
    # Every module is a stream of its own, under its name
    streams = {module.name: compress(module.stored()) for module in modules}
    names = b"".join(
        _mbcs(module.name) + b"\0" + _utf16(module.name) + b"\0\0" for module in modules
    )
    return compound_file(
        {
            "PROJECT": _project(modules),
            "PROJECTwm": names + b"\0\0",
            "VBA": {
                # Of no version of VBA: it compiles the sources when they are first needed
                "_VBA_PROJECT": struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 1),
                "dir": _dir(modules),
                **streams,
            },
        }
    )


def _project(modules: Sequence[Module]) -> bytes:
    """Return the PROJECT stream (2.3.1): a list of the modules, and that nothing is locked."""
    # Only modules of the workbook and its sheets say of which type library they are
    suffix = {Kind.DOCUMENT: "/&H00000000"}
    lines = [
        f'ID="{_ID}"',
        *(
            f"{module.kind}={module.name}{suffix.get(module.kind, '')}"
            for module in modules
        ),
        f'Name="{_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obfuscated(bytes(4))}"',  # not protected
        f'DPB="{_obfuscated(bytes(1))}"',  # no password
        f'GC="{_obfuscated(bytes([0xFF]))}"',  # visible
        "",
        "[Host Extender Info]",
        _EXTENDER,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return _mbcs("\r\n".join(lines))


def _obfuscated(data: bytes) -> str:
    """Return data as the PROJECT stream hides it (2.4.3.2), with the seed 0, which needs no filling."""
    # With the seed 0 every byte is hidden by the ones before it, clear and hidden
    key = sum(_mbcs(_ID)) & 0xFF
    hidden = [0, 2, key]
    clear = key
    for byte in len(data).to_bytes(4, "little") + data:
        hidden.append(byte ^ ((hidden[-2] + clear) & 0xFF))
        clear = byte
    return bytes(hidden).hex().upper()


def _dir(modules: Sequence[Module]) -> bytes:
    """Return the dir stream (2.3.4.2): the project, no references beyond those every project has, the modules."""
    # The language is English, whatever the machine
    lcid = struct.pack("<I", 0x0409)
    records = [
        _record(
            0x01, struct.pack("<I", 1)
        ),  # 32-bit Windows; the others read it as well
        _record(0x02, lcid),
        _record(0x14, lcid),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, _mbcs(_NAME)),
        _record(0x05, b"") + _record(0x40, b""),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, bytes(4)),
        _record(0x08, bytes(4)),
        struct.pack(
            "<HIIH",
            0x09,
            4,
            1,
            1,
        ),  # the version; its size does not count the last two bytes
        _record(0x0C, b"") + _record(0x3C, b""),
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, struct.pack("<H", _MODULE_COOKIE)),
        *map(_module, modules),
        _record(0x10, b""),
    ]
    return compress(b"".join(records))


def _module(module: Module) -> bytes:
    name, wide = _mbcs(module.name), _utf16(module.name)
    # A procedural module, or one with a class behind it (2.3.4.2.3.2.8)
    if module.kind is Kind.STANDARD:
        kind = 0x21
    else:
        kind = 0x22
    return b"".join(
        [
            _record(0x19, name) + _record(0x47, wide),
            _record(0x1A, name) + _record(0x32, wide),  # the stream of the same name
            _record(0x1C, b"") + _record(0x48, b""),
            _record(
                0x31, bytes(4)
            ),  # the text begins at once: there is no compiled code before it
            _record(0x1E, bytes(4)),
            _record(0x2C, struct.pack("<H", _MODULE_COOKIE)),
            _record(kind, b""),
            _record(0x2B, b""),
        ]
    )


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _mbcs(text: str) -> bytes:
    return text.encode("ascii")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
