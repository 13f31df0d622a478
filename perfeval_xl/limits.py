"""Limits: how much of anything a received file may hold before it is refused (`limits.toml`).

Whoever reads something that came from outside asks here, and before the work is done. All limits are inclusive: a file
that holds exactly as much is still read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any

__all__ = ["LIMITS", "Limit", "LimitGroup", "Limits", "limit_groups"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The highest value of every limit, by its key in `limits.toml`; the units stand there."""

    file_bytes: int
    mail_bytes: int
    work_seconds: int
    work_bytes: int
    package_parts: int
    package_bytes: int
    part_bytes: int
    tree_marks: int
    copy_bytes: int
    copy_marks: int
    sheets: int
    names: int
    cells: int
    rows: int
    merges: int
    shared_strings: int
    cell_formats: int
    text_characters: int
    counted_blanks: int
    old_stream_bytes: int
    old_width: int
    pdf_bytes: int
    pdf_pages: int
    pdf_seconds: int
    pdf_memory: int
    web_cells: int
    web_seconds: int
    convert_seconds: int
    rows_told: int
    header_characters: int
    header_signs: int
    header_lines: int
    mime_work: int
    mime_depth: int
    attachments: int
    listed_entries: int
    listed_name_bytes: int
    archive_files: int
    archive_bytes: int
    archive_depth: int
    archive_seconds: int
    archive_memory: int
    letter_characters: int
    template_parts: int
    template_bytes: int
    template_text_bytes: int
    template_marks: int
    template_tags: int
    template_tag_characters: int
    template_depth: int
    template_loops: int
    template_nesting: int
    chapter_files: int
    report_characters: int
    scheme_bytes: int
    scheme_depth: int
    scheme_items: int
    scheme_places: int
    scheme_rows: int
    list_rows: int
    merged_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit as people read it: its Chinese name, the highest value, its unit, and what happens beyond it."""

    key: str
    name: str
    most: int
    unit: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitGroup:
    """The limits of one kind of input; `note` is a sentence about all of them, empty for none."""

    title: str
    note: str
    limits: tuple[Limit, ...]


def limit_groups() -> tuple[LimitGroup, ...]:
    """Return all limits in the order of the file."""
    return tuple(_groups(_data()))


def _groups(data: Mapping[str, Any]) -> Iterator[LimitGroup]:
    for group in data.values():
        entries = {
            key: entry for key, entry in group.items() if isinstance(entry, dict)
        }
        limits = tuple(Limit(key=key, **entry) for key, entry in entries.items())
        yield LimitGroup(
            title=group["title"],
            note=group.get("note", ""),
            limits=limits,
        )


def _data() -> Mapping[str, Any]:
    text = (
        resources.files("perfeval_xl")
        .joinpath("limits.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def _limits() -> Limits:
    """Read the values; a key too many or too few is a mistake in the package."""
    values = {
        limit.key: limit.most for group in limit_groups() for limit in group.limits
    }
    # A limit that only one of both knows would never be looked at
    assert values.keys() == {field.name for field in fields(Limits)}
    return Limits(**values)


# Read once, when the first room that reads anything is imported
LIMITS = _limits()
