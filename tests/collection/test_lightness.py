"""What writes the ledger stays small: each worker, and the process itself, has to fit beside the others."""

from __future__ import annotations

import subprocess
import sys


def test_collecting_loads_nothing_that_only_writes_workbooks() -> None:
    program = (
        "import sys, perfeval_xl.collection.collecting; print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "perfeval_xl.evaluation" in loaded
    assert loaded.isdisjoint({"openpyxl", "numpy", "lxml", "PIL", "pdfplumber"})
