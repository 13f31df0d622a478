"""结论: what the texts of a form say beside its figures: years, names, surveys, and conclusions that contradict them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_xl.amounts import normalise, plain
from perfeval_xl.checks.base import (
    Checks,
    Context,
    indicator_rows,
    scored_rows,
    written_rows,
)
from perfeval_xl.checks.explaining import sentences, texts, written
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Location
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.submission.model import Indicator
from perfeval_xl.texts import says_something

__all__ = ["CHECKS"]

CHECKS = Checks()

# 2024年度 names a year of budget, 2024年 may be any date
_YEAR_OF = re.compile(r"(?<![0-9])(20[0-9]{2})年度")
_LAST_YEAR = re.compile(r"(?:20[0-9]{2}年?\s*[-—－~至到]\s*)?(20[0-9]{2})年?度?")
# How many were asked: 120份, 85余人
_COUNT = re.compile(r"[0-9０-９]\s{0,9}(?:[多余]\s{0,9})?[份人户名家张个]")


def _year(context: Context) -> int | None:
    """Return the year of the form, `None` where there is none that can be read."""
    found = re.search(r"20[0-9]{2}", normalise(context.submission.year.text or ""))
    if found:
        return int(found[0])
    return None


@CHECKS.reports(
    "PE-048",
    written_rows,
    looks_at=lambda context: _year(context) and indicator_rows(context),
)
def times_go_together(context: Context) -> Iterator[Problem]:
    """R48: nothing was done long after the year of the form, and what is unfinished has no full score."""
    year = _year(context)
    assert year is not None
    for indicator, row in context.scored():
        # A day or data from after the year; else unfinished work with full points
        found = _too_late(indicator, year) or _later_data(indicator, year)
        full = row.self_score is not None and row.self_score == row.weight > 0
        if full and not found:
            found = _unfinished(indicator)
        if not found:
            continue
        yield Problem(
            code="PE-048",
            place=indicator.actual.location,
            path=indicator.path,
            found=indicator.actual.shown,
            slots={"indicator": indicator.path[-1], "what": found},
        )


def _too_late(indicator: Indicator, year: int) -> str:
    """A day after the year of the form; soon after it, a note that says why is enough."""
    done = parse_measure(indicator.actual.text)
    if done.kind is not Kind.DATE or done.date is None or done.yearless:
        return ""
    years = done.date.year - year
    if years <= 0:
        return ""
    explained = says_something(indicator.note.text)
    if explained and years <= thresholds().years_after:
        return ""
    return f"完成日期“{indicator.actual.shown}”在评价年度{year}年之后"


def _later_data(indicator: Indicator, year: int) -> str:
    """A name such as 2018—2022年监测资料 in a form of 2020 speaks of data that did not exist."""
    name = normalise(indicator.path[-1])
    for found in _LAST_YEAR.finditer(name):
        # Only data: a plan may well be for a later year
        behind = name[found.end() : found.end() + 8]
        if int(found[1]) > year and has_one_of(behind, wording().data):
            return f"评价年度是{year}年，名称中的“{found[0]}”还没有到"
    return ""


def _unfinished(indicator: Indicator) -> str:
    for entry in (indicator.actual, indicator.note):
        for word in wording().unfinished:
            if word in (entry.text or ""):
                return f"写有“{word}”，却得满分"
    return ""


def _satisfaction(context: Context) -> list[Indicator]:
    """Return the indicators of satisfaction whose actual is a figure."""
    words = wording().satisfaction
    rows = [
        row for row in context.submission.indicators if has_one_of(row.path[-1], words)
    ]
    return [row for row in rows if parse_measure(row.actual.text).number is not None]


@CHECKS.reports("PE-051", written_rows, looks_at=_satisfaction)
def satisfaction_has_a_survey(context: Context) -> Iterator[Problem]:
    """R51: a figure of satisfaction says how many were asked; one finding for the whole form."""
    # Anywhere in the form, since nobody says where a survey has to be told
    told = (
        sentence
        for entry in (*texts(context), *written(context))
        for sentence in sentences(entry)
    )
    if any(
        _COUNT.search(sentence) and has_one_of(sentence, wording().surveys)
        for sentence in told
    ):
        return
    rows = _satisfaction(context)
    slots = {
        "indicator": "、".join(row.path[-1] for row in rows),
        "actual": rows[0].actual.shown,
    }
    yield Problem(
        code="PE-051",
        place=rows[0].actual.location,
        path=rows[0].path,
        slots=slots,
    )


@CHECKS.reports(
    "PE-054",
    looks_at=lambda context: list(texts(context)),
)
def names_are_spelled_alike(context: Context) -> Iterator[Problem]:
    """R54: a name that stands in a text with one or two characters wrong is told."""
    for field, entry in (
        ("项目名称", context.submission.project),
        ("实施单位", context.submission.unit),
    ):
        name = normalise(entry.text or "")
        # Short names are nearly like many other words
        if len(name) < thresholds().shortest_name:
            continue
        for text in texts(context):
            other = _misspelled(name, normalise(text.text or ""))
            if other:
                slots = {"field": field, "name": name, "other": other}
                yield Problem(
                    code="PE-054",
                    place=text.location,
                    found=other,
                    expected=name,
                    slots=slots,
                )
                break


def _misspelled(name: str, text: str) -> str:
    """Return a part of the text that begins and ends like the name and is nearly it; empty for none."""
    # Spelled right once is right enough
    if name in text:
        return ""
    most = int(thresholds().misspelled)
    # Candidates begin and end like the name; only the middle may differ
    for start in (found.start() for found in re.finditer(re.escape(name[:2]), text)):
        for length in range(len(name) - most, len(name) + most + 1):
            part = text[start : start + length]
            if (
                part.endswith(name[-2:])
                and part.replace("的", "") != name
                and 0 < _distance(part, name) <= most
            ):
                return part
    return ""


def _distance(one: str, other: str) -> int:
    """Return how many characters have to be put in, taken out or changed to make one text the other."""
    # Levenshtein's distance, of whose table only one row is kept
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for position, beside in enumerate(other, 1):
            changed = above + (letter != beside)
            above = row[position]
            row[position] = min(row[position] + 1, row[position - 1] + 1, changed)
    return row[-1]


@CHECKS.reports("PE-055", looks_at=_year)
def years_agree(context: Context) -> Iterator[Problem]:
    """R55: the year of the form is that of its file, of the project's name and of its goals, where they name one."""
    year = _year(context)
    for what, text, place in _texts_with_years(context):
        years = [int(found) for found in _YEAR_OF.findall(normalise(text))]
        # A year is wrong only where the right one does not stand beside it; of several the last one is told
        if years and year not in years:
            yield _other_year(what, max(years), year, place)


def _texts_with_years(context: Context) -> Iterator[tuple[str, str, Location]]:
    """Yield what may name a year of budget: what it is called, the text, and where it stands."""
    submission = context.submission
    where = submission.year.location
    yield "文件名", where.file, where
    yield "项目名称", submission.project.text or "", submission.project.location
    for goal in submission.goals:
        for entry in (goal.expected, goal.achieved):
            yield entry.location.label, entry.text or "", entry.location


def _other_year(what: str, other: int, year: int | None, place: Location) -> Problem:
    slots = {"what": what, "other": str(other), "year": str(year)}
    return Problem(
        code="PE-055",
        place=place,
        found=str(other),
        expected=str(year),
        slots=slots,
    )


@CHECKS.reports("PE-057", written_rows, looks_at=scored_rows)
def full_scores_have_proof(context: Context) -> list[Problem]:
    """R57: a form in which nothing was deducted is worth a second look."""
    rows = context.scorecard.indicators
    # Every row, the printed total, and weights that make the full score
    full = all(
        row.self_score is not None and row.self_score == row.weight for row in rows
    )
    whole = context.scorecard.self_total == context.scheme.full_score
    if (
        not full
        or not whole
        or sum(row.weight for row in rows) != context.scheme.full_score
    ):
        return []
    place = context.submission.self_total.location
    return [
        Problem(
            code="PE-057",
            place=place,
            slots={"total": plain(context.scheme.full_score)},
        )
    ]
