"""What an examination of this machine finds: one line per thing looked at, with what to do where something is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "State", "healthy"]


class State(StrEnum):
    """How it stands. Only MISSING and BROKEN keep the program from working."""

    GOOD = "正常"
    # What is absent is something one can do without
    ABSENT = "未装"
    MISSING = "缺少"
    BROKEN = "有误"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: under which heading, what it is, how it stands, and the remedy ("" where none is needed)."""

    topic: str
    name: str
    state: State
    told: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the finding for `doctor --json`."""
        return {
            "topic": self.topic,
            "name": self.name,
            "state": str(self.state),
            "told": self.told,
            "remedy": self.remedy,
        }


def healthy(findings: Iterable[Finding]) -> bool:
    """Whether nothing that the program needs is missing or broken."""
    return not any(
        finding.state in {State.MISSING, State.BROKEN} for finding in findings
    )
