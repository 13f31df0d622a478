"""Send six drafts, in a process that a test can kill: `python -m tests.replies.sending_run FOLDER ADDRESS`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.replies.draft import Draft
from perfeval_xl.replies.folder import Written, write_drafts
from perfeval_xl.replies.sending import send, smtp_server


def drafts_in(folder: Path, count: int = 6, first: str = "unit-0") -> list[Written]:
    """Write drafts to so many units; the name of the first may be another."""
    names = [first, *(f"unit-{number}" for number in range(1, count))]
    made = [
        Draft(
            key=f"k{name}",
            to=f"{name}@unit.example",
            sender="caiwu@finance.example",
            subject=f"致{name}",
            body="请改正。\n",
        )
        for name in names
    ]
    return write_drafts(folder, [(draft.to, draft) for draft in made]).drafts


def main() -> None:
    folder = Path(sys.argv[1])
    ledger = open_ledger(str(folder / "台账.db"))
    for _ in send(
        drafts_in(folder),
        ledger,
        smtp_server(sys.argv[2]),
        os.environ["PERFEVAL_SMTP_PASSWORD"],
    ):
        pass


if __name__ == "__main__":
    main()
