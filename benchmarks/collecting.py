"""`collect` over many workbooks, per file: on one core, on all, against bare reading and openpyxl's loading.

Each workbook is of a project of its own; two thirds were saved by LibreOffice where it is installed.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import openpyxl

from benchmarks.opening import bare_reading
from benchmarks.timing import Row
from perfeval_xl import workers
from perfeval_xl.collection.collecting import collect
from perfeval_xl.form.filling import fill_form
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office

__all__ = ["kinds_of_forms", "measure", "renamed"]

_SCHEME = "xinzhou-2022"
_FILES = 2000
_DRAWN = 6
_NAMED = "XM{number:05}"
"""Kinds of files; the others are one of them under the name of another project: Latin letters, which stand as they are in any XML."""


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time a run over a folder per file, in one turn each; `rounds` below 41 takes so many files fewer."""
    count = max(20, _FILES * min(rounds, 41) // 41)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "收件"
        folder.mkdir()
        kinds = kinds_of_forms(Path(scratch))
        for number in range(count):
            kind = kinds[number % len(kinds)]
            named = renamed(kind, number % len(kinds), number)
            (folder / f"{number:05}.xlsx").write_bytes(named)
        samples = [path.read_bytes() for path in sorted(folder.iterdir())[:60]]
        all_cores = workers.cores()
        tasks: dict[str, Callable[[], object]] = {
            "python-calamine（只读单元格）": lambda: [
                bare_reading(data) for data in samples
            ],
            "openpyxl.load_workbook": lambda: [
                openpyxl.load_workbook(io.BytesIO(data)) for data in samples
            ],
            "collect，1核": lambda: _collected(folder, Path(scratch) / "1.db", 1),
            f"collect，{all_cores}核": lambda: _collected(
                folder, Path(scratch) / "n.db", all_cores
            ),
        }
        sizes = [len(samples), len(samples), count, count]
        times = [
            _once(task) / size for task, size in zip(tasks.values(), sizes, strict=True)
        ]
    rows = [
        Row(label=label, milliseconds=spent, spread=0.0, ratio=spent / times[0])
        for label, spent in zip(tasks, times, strict=True)
    ]
    return f"收集 {count} 份自评表，每份", tuple(rows)


def _once(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return (time.perf_counter() - started) * 1000


def _collected(folder: Path, ledger: Path, processes: int) -> None:
    with patch.object(workers, "cores", return_value=processes):
        collect([folder], str(ledger))


def kinds_of_forms(scratch: Path) -> list[bytes]:
    """Return forms of several projects, as we write them and, two of three, as LibreOffice does."""
    scheme = load_scheme(_SCHEME)
    submission = loads(example_json(_SCHEME).encode(), "example.json")
    ours = []
    for number in range(_DRAWN):
        project = Entry(_NAMED.format(number=number))
        ours.append(fill_form(scheme, replace(submission, project=project)))
    if shutil.which("soffice") is None:
        return ours
    office = Office(scratch)
    try:
        for number in range(_DRAWN * 2 // 3):
            path = scratch / f"源{number}.xlsx"
            path.write_bytes(ours[number])
            ours[number] = office.changed(
                path, lambda _: None, scratch / f"存{number}.xlsx"
            ).read_bytes()
    finally:
        office.close()
    return ours


def renamed(kind: bytes, before: int, after: int) -> bytes:
    """Return a workbook with the name of another project, wherever it stands."""
    old, new = (_NAMED.format(number=number).encode() for number in (before, after))
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(kind)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for part in source.infolist():
            target.writestr(part, source.read(part).replace(old, new))
    return made.getvalue()
