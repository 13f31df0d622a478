"""Which process is behind the address of an office."""

from __future__ import annotations

from pathlib import Path

__all__ = ["process_behind"]


def process_behind(address: str) -> int | None:
    """Return the id of the `soffice.bin` that listens at `pipe,name=…`; `None` where /proc does not tell."""
    name = address.partition("name=")[2].partition(",")[0]
    if not address.startswith("pipe") or not name:
        return None
    sockets = _sockets_named(f"_{name}")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(
                str(handle.readlink()) in sockets
                for handle in (process / "fd").iterdir()
            ):
                return int(process.name)
        except OSError:
            continue
    return None


def _sockets_named(ending: str) -> set[str]:
    try:
        lines = Path("/proc/net/unix").read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    return {f"socket:[{line.split()[6]}]" for line in lines if line.endswith(ending)}
