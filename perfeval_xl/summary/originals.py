"""The originals beside the 汇总表: what its links lead to, each under a name that says whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.records import Arrival
from perfeval_xl.distribution.naming import check_paths, safe_name
from perfeval_xl.errors import EnvironmentMissing, system_reason

__all__ = ["Originals", "places"]

# Digits of the digest that tell two originals of one name apart
_DIGITS = 8
_OPENED = {
    "xlsx",
    "xlsm",
    "xls",
    "xltx",
    "et",
    "ods",
    "json",
    "csv",
    "docx",
    "doc",
    "wps",
    "pdf",
    "zip",
    "eml",
    "msg",
    "txt",
}
"""Endings that stay; whatever else was sent, such as a program, must not start when somebody follows a link."""

# Bytes of the name of the owner
_LONGEST = 90


class Originals:
    """A folder of originals; without one (`None`) nothing is written and nothing leads anywhere."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        # By digest: the same contents are written once, under the first name asked for
        self._wanted: dict[str, tuple[str, int]] = {}

    def link(self, arrival: Arrival, whose: str) -> str:
        """Return the path of an original beside the 汇总表, and remember to write it; empty without a folder."""
        if self._folder is None:
            return ""
        # The name is of our making; of the ending only a harmless one stays
        ending = arrival.file.rpartition(".")[2].lower()
        if ending not in _OPENED:
            ending = "bin"
        name = f"{safe_name(whose, _LONGEST)}_{arrival.sha256[:_DIGITS]}.{ending}"
        self._wanted.setdefault(arrival.sha256, (name, arrival.size))
        return f"{self._folder.name}/{self._wanted[arrival.sha256][0]}"

    def write(self, ledger: Ledger) -> int:
        """Write what is not there yet, and return how many that were; what was too large to be kept is left out.

        Raises `EnvironmentMissing` where the folder may not be written to.
        """
        if self._folder is None or not self._wanted:
            return 0
        # Windows refuses long paths: better before anything is written than in the middle
        check_paths(self._folder, (name for name, _ in self._wanted.values()))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return sum(
                self._write_one(ledger, sha256, *entry)
                for sha256, entry in self._wanted.items()
            )
        except OSError as exc:
            told = f"无法写入“{exc.filename or self._folder}”：{system_reason(exc)}。"
            raise EnvironmentMissing(told, "请检查文件夹的权限和磁盘空间。") from exc

    def _write_one(self, ledger: Ledger, sha256: str, name: str, size: int) -> bool:
        assert self._folder is not None
        path = self._folder / name
        # Size is enough here: the digest in the name says that the contents are the same
        if path.is_file() and path.stat().st_size == size:
            return False
        data = ledger.original(sha256)
        if data is None:
            return False
        # Written aside and moved, so that a broken run leaves no half original under its name
        unfinished = path.with_name(f".perfeval-{sha256[:_DIGITS]}")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        return True


def places(sheet: str, cells: Iterable[str]) -> str:
    """Return the place of the first of these cells, empty where there is no sheet, as in a JSON file.

    >>> places("自评'表", ["H12", "H13"])
    "'自评''表'!H12"
    """
    first = next(iter(cells), "")
    if not sheet or not first:
        return ""
    # A quote in a title is doubled, as in every address of a spreadsheet
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{first}"
