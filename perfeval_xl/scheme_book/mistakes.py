"""What is wrong with a scheme's workbook: all of it, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_xl.errors import SchemeError

__all__ = ["BookError", "Mistake"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: where it stands, what is wrong and what to do. `cell` is empty for a whole sheet."""

    sheet: str
    cell: str
    message: str
    remedy: str = "请改正。"

    def __str__(self) -> str:
        place = f"“{self.sheet}”表" + (f" {self.cell}" if self.cell else "")
        return f"{place}：{self.message}。{self.remedy}"

    def as_json(self) -> dict[str, str]:
        """Return the mistake for `--json`."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "remedy": self.remedy,
        }


class BookError(SchemeError):
    """A workbook that is no scheme yet: `mistakes` has everything that was found in one pass, in the order of the sheets."""

    def __init__(self, file: str, mistakes: Sequence[Mistake]) -> None:
        listed = "\n".join(
            f"  {number}. {mistake}" for number, mistake in enumerate(mistakes, 1)
        )
        remedy = "\n请改正后重新导入，现在没有导入任何内容。"
        super().__init__(
            f"方案工作簿“{file}”有{len(mistakes)}处错误：\n{listed}", remedy
        )
        self.file = file
        self.mistakes = tuple(mistakes)
