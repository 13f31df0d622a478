"""What a figure is called for people: `各指标·产出指标·数量指标·得分` for `scores/产出指标·数量指标/score`."""

from __future__ import annotations

from functools import cache

from perfeval_xl.report.vocabulary import findings, form, report, scores
from perfeval_xl.report.vocabulary.naming import words_of

__all__ = ["figure_name"]

_RECORDS = (
    report.Report,
    form.FundsLine,
    form.Execution,
    form.GoalLine,
    form.IndicatorLine,
    form.SectionText,
    form.ChapterText,
    form.TableText,
    scores.ScoreLine,
    scores.GroupLine,
    scores.DimensionLine,
    scores.LossLine,
    scores.UnscoredLine,
    scores.ExcessLine,
    scores.ShortfallLine,
    scores.BandLine,
    scores.DefectLine,
    findings.ProblemLine,
    findings.CheckCounts,
    findings.Outline,
    findings.Charts,
)


def figure_name(path: str) -> str:
    """Return the path with Chinese names; what is Chinese already stays."""
    words = _words()
    return "·".join(words.get(part, part) for part in path.split("/"))


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    for record in reversed(_RECORDS):
        words |= {name: told.chinese for name, told in words_of(record).items()}
    return words
