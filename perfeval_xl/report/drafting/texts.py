"""Goals, indicator rows, texts and tables as the unit filled them in, and the texts put into chapters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.form.layout.open import slots_for
from perfeval_xl.report.chapters.model import Chapter, TakenIn
from perfeval_xl.report.drafting.spelling import shown
from perfeval_xl.report.drafting.wording import OUTLINE, table
from perfeval_xl.report.vocabulary.findings import Outline
from perfeval_xl.report.vocabulary.form import (
    ChapterText,
    GoalLine,
    IndicatorLine,
    SectionText,
    TableText,
    TargetLine,
    WrittenLine,
)
from perfeval_xl.scheme.form_spec import FormPart
from perfeval_xl.scheme.model import Scheme, Section
from perfeval_xl.scoring.own_rows import own_name, own_weights
from perfeval_xl.submission.model import Goal, Indicator, Submission

__all__ = [
    "column_name",
    "goals_of",
    "heading_level",
    "indicators_of",
    "narrative_of",
    "outline_of",
    "section_of",
    "tables_of",
    "targets_of",
]

_UNUSED = Indicator(path=("", "", ""))
"""What stands in a row that nobody filled in."""
_NOT_IN_NAMES = str.maketrans("", "", " \u3000\n\t（）()/")


def goals_of(submission: Submission, scheme: Scheme) -> tuple[GoalLine, ...]:
    """The pairs of goals with the labels that the form prints, one blank pair where there is none."""
    goals = submission.goals or (Goal(),)
    labels = [label for part in _parts(scheme, "goals") for label in part.labels]
    # There may be more goals than the form has labels
    labels += [""] * len(goals)
    lines = []
    for label, goal in zip(labels, goals, strict=False):
        expected = shown(goal.expected)
        achieved = shown(goal.achieved)
        line = GoalLine(
            label=label,
            expected=expected,
            achieved=achieved,
            expected_lines=_paragraphs(expected),
            achieved_lines=_paragraphs(achieved),
        )
        lines.append(line)
    return tuple(lines)


def targets_of(submission: Submission, scheme: Scheme) -> tuple[TargetLine, ...]:
    """The rows of the tables of targets, as their labels say: 一级, 二级, and the path of the indicator."""
    written = {
        "/".join(indicator.path): indicator for indicator in submission.indicators
    }
    lines = []
    for part in _parts(scheme, "targets"):
        contents = submission.tables.get(part.name, ())
        # Each printed label leads to its indicator; what was written freely stands in the table
        for label, content in zip_longest(
            part.labels, contents[: len(part.labels)], fillvalue=()
        ):
            *names, path = str(label).split("|")
            indicator = written.get(path, _UNUSED)
            line = TargetLine(
                group=names[0],
                name=names[-1],
                content="".join(shown(entry) for entry in content),
                target=shown(indicator.target),
                actual=shown(indicator.actual),
            )
            lines.append(line)
    return tuple(lines)


def _parts(scheme: Scheme, kind: str) -> Iterable[FormPart]:
    """The parts of a kind in the form of a scheme; none where it has no form of its own."""
    if scheme.form is None:
        return ()
    return scheme.form.parts(kind)


def indicators_of(submission: Submission, scheme: Scheme) -> tuple[IndicatorLine, ...]:
    """The rows as the form prints them: the slots with those that stayed blank, and the rows of the scheme."""
    return (*_slot_rows(submission, scheme), *_printed_rows(submission, scheme))


def section_of(
    submission: Submission, section: Section, chapters: Mapping[str, Chapter]
) -> SectionText:
    """One text of the submission, cut into paragraphs; a chapter in a file of its own is one paragraph."""
    chapter = chapters.get(section.name)
    # A chapter in a file of its own takes the place of whatever was typed
    if chapter is not None:
        whole = TakenIn(chapter)
        line = WrittenLine(level=0, text=whole)
        return SectionText(
            name=section.name,
            group=section.group,
            text=whole,
            paragraphs=(whole,),
            lines=(line,),
        )
    text = shown(submission.sections.get(section.name))
    paragraphs = _paragraphs(text)
    lines = tuple(
        WrittenLine(level=heading_level(line), text=line) for line in paragraphs
    )
    return SectionText(
        name=section.name,
        group=section.group,
        text=text,
        paragraphs=paragraphs,
        lines=lines,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def heading_level(line: str) -> int:
    """Return the level of a heading that the unit numbered itself, 0 for a paragraph; `提纲.toml` says what counts.

    >>> heading_level("（一）预算编制不合理"), heading_level("1．项目立项"), heading_level("共20项。")
    (2, 3, 0)
    """
    headings = table(OUTLINE)["headings"]
    if len(line) > headings["longest"] or line.endswith(
        tuple(headings["sentence_ends"])
    ):
        return 0
    for level, pattern in headings["levels"].items():
        if re.match(pattern, line):
            return int(level)
    return 0


def outline_of(scheme: Scheme, sections: Mapping[str, SectionText]) -> Outline:
    """Put every text of the scheme into the chapter that its heading belongs to.

    Left out are the head, opinions with signatures, and the texts about one 一级指标, which stand beside its scores.
    """
    chapters: dict[str, list[ChapterText]] = {
        name: [] for name in Outline.__dataclass_fields__
    }
    opinions = {part.name for part in _parts(scheme, "opinion")}
    for section in scheme.sections:
        # What stands elsewhere in the report is not told twice
        if (
            section.place == "head"
            or section.name in opinions
            or _dimension(section, scheme)
        ):
            continue
        chapter = _chapter(section)
        text = ChapterText(
            name=section.name,
            repeats=section.name in chapter["titles"],
            paragraphs=sections[section.name].paragraphs,
            lines=sections[section.name].lines,
        )
        chapters[chapter["name"]].append(text)
    return Outline(**{name: tuple(texts) for name, texts in chapters.items()})


def narrative_of(
    submission: Submission, scheme: Scheme, chapters: Mapping[str, Chapter]
) -> dict[str, SectionText]:
    """Return what was written about each 一级指标 that has a text of its own."""
    written: dict[str, SectionText] = {}
    for section in scheme.sections:
        if dimension := _dimension(section, scheme):
            written[dimension] = section_of(submission, section, chapters)
    return written


def _dimension(section: Section, scheme: Scheme) -> str:
    """Return the 一级指标 that a narrative text is about, by its heading; empty for none.

    A text inside the form, such as 产出情况及分析 of the 自评表, is no chapter about a dimension.
    """
    if section.place != "narrative":
        return ""
    for dimension in scheme.dimensions:
        if section.name.startswith(dimension.name):
            return dimension.name
    return ""


def tables_of(submission: Submission, scheme: Scheme) -> dict[str, TableText]:
    """The tables of the scheme by name, rows that nobody filled in left out."""
    if scheme.form is None:
        return {}
    tables = {}
    for part in scheme.form.tables():
        columns = [column_name(column.heading) for column in part.columns]
        rows = []
        for entries in submission.tables.get(part.name, ()):
            cells = [shown(entry) for entry in entries]
            # Blank cells at the end of a row are not kept
            cells += [""] * (len(columns) - len(cells))
            if any(cells):
                rows.append(dict(zip(columns, cells, strict=False)))
        tables[part.name] = TableText(
            name=part.name, rows=tuple(rows), total=_total(part, columns, rows)
        )
    return tables


def _total(
    part: FormPart, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> str:
    """The sum of the column that the form adds up."""
    if not part.sum or not rows:
        return ""
    numbers = [parse_number(row[columns[part.sum - 1]]) for row in rows]
    given = [number for number in numbers if number is not None]
    if len(given) < len(numbers):
        return ""
    return plain(sum(given, ZERO))


def column_name(heading: str) -> str:
    r"""Return what a column is called in a template: its heading without blanks and brackets.

    >>> column_name("职称/职务"), column_name("实际支出数\n（万元）")
    ('职称职务', '实际支出数万元')
    """
    return heading.translate(_NOT_IN_NAMES)


def _slot_rows(submission: Submission, scheme: Scheme) -> Iterator[IndicatorLine]:
    # What stands in printed rows may have a path of one name
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in submission.indicators:
        waiting.setdefault(indicator.path[:2], []).append(indicator)
    # The printed rows of the form, filled or not, in their order
    for slot in slots_for(scheme, submission):
        filled = waiting.get((slot.dimension, slot.category), [])
        written = _UNUSED
        if slot.ordinal <= len(filled):
            written = filled[slot.ordinal - 1]
        yield _row(
            (slot.dimension, slot.category, written.path[2]), slot.ordinal, written
        )


def _printed_rows(submission: Submission, scheme: Scheme) -> Iterator[IndicatorLine]:
    filled = {
        indicator.path: indicator for indicator in reversed(submission.indicators)
    }
    counts: dict[tuple[str, str], int] = {}
    shared = own_weights(scheme, submission)
    for spec in scheme.rows:
        weight = shared.get(spec.path, spec.weight)
        if weight is None:
            # A row for an indicator of the unit's own that it did not need
            continue
        # Rows are numbered under their own heading
        between = spec.path[1:-1]
        above = (spec.path[0], "".join(between[:1]))
        counts[above] = counts.get(above, 0) + 1
        written = filled.get(spec.path, Indicator(path=spec.path))
        name = own_name(written) or spec.path[-1]
        line = _row((*above, name), counts[above], written)
        yield replace(line, target=line.target or spec.target, weight=plain(weight))


def _row(names: tuple[str, str, str], number: int, written: Indicator) -> IndicatorLine:
    dimension, category, name = names
    return IndicatorLine(
        dimension=dimension,
        category=category,
        number=number,
        name=name,
        target=shown(written.target),
        actual=shown(written.actual),
        weight=shown(written.weight),
        self_score=shown(written.self_score),
        note=shown(written.note),
    )


def _chapter(section: Section) -> Mapping[str, Any]:
    chapters: Sequence[Mapping[str, Any]] = table(OUTLINE)["chapters"]
    # Its own name before the heading above it; the last chapter takes the rest
    for heading in (section.name, section.group):
        for chapter in chapters:
            if any(word in heading for word in chapter["words"]):
                return chapter
    return chapters[-1]
