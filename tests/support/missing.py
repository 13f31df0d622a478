"""What a test needs from the machine: there, or the test skips with a reason, or fails where everything must be there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

__all__ = ["missing", "program", "shared_folder"]

CHECKOUT = Path(__file__).resolve().parents[2]


def missing(reason: str) -> NoReturn:
    """Skip the test; fail it under `CI=true`, where nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def program(name: str) -> str:
    """Return the path of a program, or end the test through `missing`."""
    found = shutil.which(name)
    if found is None:
        missing(f"the program {name} is not installed")
    return found


def shared_folder() -> Path:
    """Return the folder of the project's sources: `PERFEVAL_SHARED`, or `shared` beside the checkout."""
    folder = Path(os.environ.get("PERFEVAL_SHARED") or CHECKOUT.parent / "shared")
    if not (folder / "seeds").is_dir():
        missing(
            "the folder `shared` with the sources of the schemes is not there (set PERFEVAL_SHARED)"
        )
    return folder
