"""olevba as a witness: what it finds in a VBA project. Its own library complains of its old spellings on import."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

__all__ = ["decompressed", "vba_sources"]


def vba_sources(data: bytes) -> dict[str, str]:
    """Return the source of every module in a package or a `vbaProject.bin` by the name of its stream."""
    return {
        stream: code
        for _, stream, _, code in VBA_Parser("file", data=data).extract_macros()
    }


def decompressed(data: bytes) -> bytes:
    """Return what a compressed container holds."""
    return bytes(decompress_stream(bytearray(data)))
