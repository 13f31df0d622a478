"""The rows of what arrived in the 汇总表: unreadable files, letters, other attachments, versions and duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perfeval_xl.collection.records import (
    Arrival,
    State,
    Version,
)
from perfeval_xl.collection.repairs import Repair
from perfeval_xl.sheets.long_book import Link
from perfeval_xl.summary.list_links import (
    received,
)
from perfeval_xl.summary.originals import Originals
from perfeval_xl.summary.projects import NOT_FILLED
from perfeval_xl.summary.tables import Row

__all__ = ["arrival_rows", "repeat_rows", "version_state"]


def arrival_rows(
    arrivals: Iterable[Arrival],
    originals: Originals,
    repaired: Mapping[int, Repair] | None = None,
) -> Iterator[Row]:
    """Yield one row per attachment, with what was said of it and what became of it afterwards."""
    for arrival in arrivals:
        # Only what could not be read is put beside the table; all other rows lead nowhere
        file = ""
        if repaired is not None:
            file = originals.link(arrival, f"未能读取_{arrival.file}")
        values = {
            "kind": arrival.kind,
            "size": arrival.size,
            "code": arrival.code,
            "message": arrival.message,
            "remedy": arrival.remedy,
            "earlier": arrival.earlier,
            "repaired": ""
            if repaired is None
            else _repaired(repaired.get(arrival.number)),
            **received(arrival),
        }
        yield Row(values=values, links={"file": Link("A1", file)} if file else {})


def repeat_rows(
    versions: Iterable[Version], duplicates: Iterable[Arrival]
) -> Iterator[Row]:
    """Yield the submissions of which there are several versions, version by version, and then the duplicates."""
    # Which file the version before had, by project, and whose the contents of a duplicate are
    before: dict[str, str] = {}
    repeated: dict[str, Version] = {}
    for version in versions:
        repeated[version.arrival.sha256] = version
        # A project of one version is not in question here
        if version.versions > 1:
            values = {
                "class": State.CORRECTION.label if version.version > 1 else "首次报送",
                **_owner(version),
                "version": f"第{version.version}版，共{version.versions}版",
                "in_force": version_state(version),
                "earlier": before.get(version.figures.subject, ""),
                **received(version.arrival),
            }
            # Versions come in order, so that the next row can name this file
            before[version.figures.subject] = version.arrival.file
            yield Row(values=values)
    for arrival in duplicates:
        shared = {
            "class": State.DUPLICATE.label,
            "earlier": arrival.earlier,
            **received(arrival),
        }
        # A duplicate belongs to whoever sent these contents as a version; letters have no owner
        own = repeated.get(arrival.sha256)
        yield Row(values=shared if own is None else shared | _owner(own))


def version_state(version: Version) -> str:
    """Say in words whether a version stands for its project."""
    if version.in_force:
        return "在用"
    if version.withdrawn:
        return "已撤回"
    if version.doubt:
        return "待定"
    return "已被替代"


def _repaired(repair: Repair | None) -> str:
    if repair is None:
        return "还没有补报"
    # Certain is a file of the same name from the same sender; any other a person has to look at
    file, project = repair.version.arrival.file, repair.version.figures.project
    if repair.certain:
        return f"已补报：{file}"
    return f"同一发件人后来报送了“{project}”，请核对"


def _owner(version: Version) -> dict[str, object]:
    return {
        "project": version.figures.project or NOT_FILLED,
        "unit": version.figures.unit or NOT_FILLED,
    }
