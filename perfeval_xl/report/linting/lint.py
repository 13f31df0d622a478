"""Everything that is wrong with a template, in one pass and in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from perfeval_xl.errors import TemplateError
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.linting.checking import Use, check_tags
from perfeval_xl.report.linting.places import Finding, Places
from perfeval_xl.report.linting.structure import (
    broken_blocks,
    broken_spans,
    torn_blocks,
)
from perfeval_xl.report.linting.tags import read_tags
from perfeval_xl.report.linting.traces import traces
from perfeval_xl.report.package import Package, Story, read_package, write_package

__all__ = ["Linted", "lint_package", "lint_template", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """A template whose tags are whole again. `tagged` are the stories with tags, `uses` what only the scheme knows."""

    package: Package
    tagged: tuple[Story, ...]
    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]


def lint_template(path: Path) -> Linted:
    """Read and lint a template; raises `TemplateError` for a file that cannot be read as one."""
    return lint_package(read_package(path))


def lint_package(package: Package) -> Linted:
    """Lint a template that was read; changes the roots of its stories: every tag lies in one run afterwards."""
    # Places are named while the text still stands as it was written
    places = {
        story.part: Places(story.root, story.part, story.shown)
        for story in package.stories
    }
    findings: list[Finding] = []
    uses: list[Use] = []
    tagged: list[Story] = []
    excessive = False
    for story in package.stories:
        where = places[story.part]
        # Before tags are joined and spelled anew, so that what was written is told
        findings += traces(story.root, where)
        findings += broken_spans(story.root, where)
        reading = read_tags(story.root, where)
        checked = check_tags(reading.tags)
        findings += reading.findings
        findings += checked.findings
        findings += torn_blocks(reading.blocks)
        uses += checked.uses
        # Those that stand in a wrong place are none of `tags`, but they are there
        written = max(len(reading.tags), len(reading.blocks))
        excessive = excessive or checked.excessive or written > LIMITS.template_tags
        if reading.tags:
            tagged.append(story)
    # The parser of docxtpl-lint has no limit of its own
    if not excessive:
        findings += broken_blocks(
            write_package(package.parts),
            {_short_name(part): where for part, where in places.items()},
        )
    order = [story.part for story in package.stories]
    return Linted(
        package=package,
        tagged=tuple(tagged),
        findings=_told_once(findings, order),
        uses=tuple(uses),
    )


def refuse(findings: Iterable[Finding]) -> None:
    """Raise the first finding as an error that says how many there are."""
    found = list(findings)
    if not found:
        return
    error = found[0].error()
    if len(found) == 1:
        raise error
    more = f"模板共有{len(found)}处错误，用 perfeval-xl report lint 列出全部。"
    raise TemplateError(error.message, error.remedy + more)


def _told_once(findings: list[Finding], order: list[str]) -> tuple[Finding, ...]:
    """Sort by place; of several findings about one tag the first, which is the most particular, is told."""
    # Findings come from the particular to the general, so the first one about a tag is kept
    kept: dict[tuple[str, int, str], Finding] = {}
    for finding in findings:
        kept.setdefault(
            (finding.place.part, finding.place.number, finding.tag), finding
        )
    return tuple(
        sorted(
            kept.values(),
            key=lambda one: (order.index(one.place.part), one.place.number),
        )
    )


def _short_name(part: str) -> str:
    """How docxtpl-lint calls a part: `body`, `header1`, `footnotes`."""
    stem = PurePosixPath(part).stem
    if stem == "document":
        return "body"
    return re.sub(r"\W", "", stem)
