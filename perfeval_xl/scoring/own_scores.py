"""What an untouched 得分 counts as: the unit let the form compute it, so that it is the points by the rule.

A file keeps what the formula showed when it was last computed. Where that is the points by the rule, all is well. Programs
that do not compute keep an old result, or none: then the formula, which nobody changed, still means what it means, the points
by the rule, and a hint says so. What the formula showed as blank is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.problems import Problem
from perfeval_xl.refs import UNSAVED, Entry
from perfeval_xl.scheme.model import OWN_NAME, Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.scoring.scoring import score_submission
from perfeval_xl.submission.model import EXECUTION_PATH, Indicator, Submission

__all__ = ["OwnScores", "with_own_scores"]

_CLOSE = Decimal("0.005")
"""Half of the last place that is shown."""
_TOLD = 10
"""How many rows are named."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScores:
    """A submission whose 得分 are all told, and the hints about what the file had kept.

    `scorecard` are its scores where they are known by the way, else `None`.
    """

    submission: Submission
    scorecard: Scorecard | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one untouched 得分 counts as. `shown` is what the file has kept, see `Entry.live`."""

    path: Path
    entry: Entry
    shown: str

    @property
    def stale(self) -> bool:
        """Whether the file keeps another number."""
        kept = parse_number(self.shown)
        if self.shown == UNSAVED or kept is None:
            return False
        counted = parse_number(self.entry.text)
        return counted is None or abs(counted - kept) > _CLOSE

    @property
    def sentence(self) -> str:
        """The row with its points, for a message."""
        points = "不能算出得分"
        if not self.entry.blank:
            points = f"{self.entry.shown}分"
        if self.stale:
            points += f"（存的是{self.shown}分）"
        return f"“{self.path[-1]}”{points}"


def with_own_scores(submission: Submission, scheme: Scheme) -> OwnScores:
    """Return the submission with every untouched 得分 as the points it stands for; the same one where there is none.

    A judgement of an evaluator is no part of them: the form does not know it.
    """
    if not _is_live(submission):
        return OwnScores(submission=submission)
    counted = _with_scores(submission, _as_kept)
    scorecard = score_submission(replace(counted, judgements=()), scheme)
    begun = _begun(submission, scheme)
    live = (
        row for row in scorecard.indicators if row.self_score_entry.live is not None
    )
    told = {row.self_score_entry.location: _told(row, begun) for row in live}

    def as_told(entry: Entry) -> Entry:
        return told[entry.location].entry if entry.location in told else entry

    exact = _with_scores(counted, as_told)
    known = exact == counted and not submission.judgements
    return OwnScores(
        submission=exact,
        scorecard=scorecard if known else None,
        problems=tuple(_problems(list(told.values()))),
    )


def _as_kept(entry: Entry) -> Entry:
    """Return the entry with the number that the file has kept, blank where it has none."""
    if parse_number(entry.live) is None:
        return entry
    return replace(entry, text=entry.live)


def _is_live(submission: Submission) -> bool:
    """Whether any 得分 still holds the formula of the form."""
    funds = [row.self_score for row in submission.funds if row.self_score is not None]
    entries = [*funds, *(each.self_score for each in submission.indicators)]
    return any(entry.live is not None for entry in entries)


def _begun(submission: Submission, scheme: Scheme) -> frozenset[Path]:
    """Return the rows in which anything was filled in: without findings some rules give full points."""
    begun: set[Path] = {EXECUTION_PATH}
    printed = {spec.path for spec in scheme.rows}
    # A row that the unit wrote is there because something was filled in; a row of the scheme is there anyway
    for indicator in submission.indicators:
        if indicator.path not in printed or _anything(indicator):
            begun.add(indicator.path)
    return frozenset(begun)


def _anything(indicator: Indicator) -> bool:
    """Whether a row of the scheme has anything beside its name and the target that the form prints."""
    facts = [entry for name, entry in indicator.evidence.items() if name != OWN_NAME]
    return any(not entry.blank for entry in (indicator.actual, indicator.note, *facts))


def _told(row: IndicatorScore, begun: frozenset[Path]) -> _Told:
    """Tell what one untouched 得分 counts as."""
    entry = row.self_score_entry
    shown = entry.live or ""
    score = row.score
    if row.path not in begun or not shown:
        score = None
    kept = parse_number(shown)
    if score is None:
        text = None
    elif kept is not None and abs(kept - score) <= _CLOSE:
        text = shown
    else:
        text = plain(score)
    return _Told(
        path=row.path,
        entry=replace(entry, text=text),
        shown=shown,
    )


def _with_scores(submission: Submission, told: Callable[[Entry], Entry]) -> Submission:
    """Return the submission with every untouched 得分 as it is told."""

    def now(entry: Entry | None) -> Entry | None:
        if entry is None or entry.live is None:
            return entry
        return told(entry)

    funds = tuple(
        replace(row, self_score=now(row.self_score)) for row in submission.funds
    )
    indicators = tuple(
        replace(each, self_score=now(each.self_score) or each.self_score)
        for each in submission.indicators
    )
    return replace(submission, funds=funds, indicators=indicators)


def _problems(told: Sequence[_Told]) -> Iterator[Problem]:
    """Yield one hint about old results, and one about results that are not there."""
    stale = [each for each in told if each.stale]
    unsaved = [each for each in told if each.shown == UNSAVED and not each.entry.blank]
    for code, rows in (("PE-258", stale), ("PE-259", unsaved)):
        if rows:
            said = "、".join(each.sentence for each in rows[:_TOLD])
            if len(rows) > _TOLD:
                said += f"等{len(rows)}项"
            place = rows[0].entry.location
            yield Problem(
                code=code, place=place, path=rows[0].path, slots={"rows": said}
            )
