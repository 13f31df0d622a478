"""Whether cost per file and memory stay the same with ten times the files: `python -m benchmarks.scale [--files N]`.

Not part of `make bench`: 20,000 files take some ten minutes of one core and 6 GB of disk. Each command runs in a process
of its own; computing time is that of the process and its workers, memory the most that each of them ever had.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.collecting import kinds_of_forms, renamed

__all__ = ["main"]

_COLLECT = """
import os, sys
from pathlib import Path

ticks = os.sysconf("SC_CLK_TCK")

def told(pid):
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    peak = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0]
    return (int(stat[11]) + int(stat[12])) / ticks, int(peak) // 1024

def show(done, total, place):
    if done in (total // 10, total):
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        spent, peaks = zip(*(told(pid) for pid in ["self", *children]))
        print(done, sum(spent), peaks[0], max(peaks[1:], default=0), flush=True)

if __name__ == "__main__":
    # Not in the worker, which begins with this file too
    from perfeval_xl import workers
    from perfeval_xl.collection.collecting import collect

    workers.cores = lambda: 1
    collect([Path(sys.argv[1])], sys.argv[2], show)
"""
"""Prints after a tenth of the files and after all: how many, seconds of computing, MB of this process and of its worker."""

_COMMAND = """
import sys
from pathlib import Path
from perfeval_xl.cli.main import main

try:
    main()
except SystemExit:
    pass
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(peak) // 1024, file=sys.stderr)
"""


def main() -> None:
    """Make the files, run the commands, and print what they took; only on Linux, which says so."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--files", type=int, default=20_000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write_files(folder, count)
        ledger = str(folder / "台账.db")
        for line in _collected(folder, ledger):
            print(line)
        for name, arguments in (
            ("status", ["status", "--ledger", ledger]),
            (
                "summary",
                ["summary", "--ledger", ledger, "-o", str(folder / "汇总表.xlsx")],
            ),
        ):
            print(f"{name}：最多 {_peak(arguments)} MB")


def _write_files(folder: Path, count: int) -> None:
    kinds = kinds_of_forms(folder)
    place = folder / "收件"
    for number in range(count):
        # A folder of its own for every thousand
        below = place / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        kind = number % len(kinds)
        data = renamed(kinds[kind], kind, number)
        (below / f"{number:05}.xlsx").write_bytes(data)


def _collected(folder: Path, ledger: str) -> list[str]:
    """Return what collecting took, after a tenth of the files and after all of them."""
    program = folder / "collecting.py"
    program.write_text(_COLLECT, encoding="utf-8")
    # The checkout is found from anywhere
    found = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(program), str(folder / "收件"), ledger],
        capture_output=True,
        text=True,
        check=True,
        env=found,
    )
    lines = []
    for told in done.stdout.splitlines():
        files, seconds, own, worker = told.split()
        each = float(seconds) * 1000 / int(files)
        lines.append(
            f"collect {files} 份：每份 {each:.1f} ms，主进程最多 {own} MB，工作进程最多 {worker} MB"
        )
    return lines


def _peak(arguments: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.split()[-1]


if __name__ == "__main__":
    main()
