"""The rows of `tests/scoring/written_rows.toml`, and what the program makes of one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.model import Indicator, Submission

SCHEME = load_scheme("national-2020")
_FILE = Path(__file__).parents[1] / "scoring" / "written_rows.toml"
_DIMENSIONS = {
    "服务对象满意度指标": "满意度指标",
    "社会效益指标": "效益指标",
    "经济效益指标": "效益指标",
    "生态效益指标": "效益指标",
    "可持续影响指标": "效益指标",
}


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row of 10 points in a form of 2024; `right` is a score, or the lowest and the highest that are possible."""

    category: str
    name: str
    target: str
    actual: str
    right: str

    def __str__(self) -> str:
        return f"{self.name}：{self.target}，{self.actual}"

    @property
    def path(self) -> tuple[str, str, str]:
        """The headings above the row and its name."""
        return (_DIMENSIONS.get(self.category, "产出指标"), self.category, self.name)

    def scored(self) -> IndicatorScore:
        """What the row comes to in a form that has only this one."""
        cells = {
            "target": self.target,
            "actual": self.actual,
            "weight": "10",
            "self_score": "10",
        }
        entries = {name: Entry(text) for name, text in cells.items()}
        submission = Submission(
            scheme=SCHEME.id,
            year=Entry("2024"),
            indicators=(Indicator(path=self.path, **entries),),
        )
        return score_submission(submission, SCHEME).indicators[1]

    def comes_to(self) -> str:
        """The result, written like `right`."""
        row = self.scored()
        if row.score is not None:
            return plain(row.score)
        return f"{plain(row.lowest)}～{plain(row.highest or Decimal(10))}"


def written_rows() -> list[WrittenRow]:
    """Return all rows of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rows"]
    return [WrittenRow(*row) for row in rows]
