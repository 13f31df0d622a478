"""What commands on a ledger share: the list of projects, and how the projects stand, in a few lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval_xl.cli.files import read_bytes
from perfeval_xl.cli.terminal import say

if TYPE_CHECKING:
    from perfeval_xl.collection.project_states import ProjectRecord, Standing
    from perfeval_xl.collection.roster_list import RosterList

__all__ = ["read_list", "say_standing"]

_SHOWN = 20


def read_list(path: Path | None) -> RosterList | None:
    """Return the list of projects in a file, `None` for no file."""
    if path is None:
        return None
    from perfeval_xl.collection.roster_list import read_roster_list

    return read_roster_list(read_bytes(path), path.name)


def say_standing(ledger: str, *, quiet: bool) -> None:
    """Say how the projects of the list stand, and what a person has to decide.

    Nothing is said where the ledger has no list, or all is to be `quiet`.
    """
    if quiet:
        return
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.collection.project_states import standing_of

    # One moment of the ledger: figures and questions belong together
    with open_ledger(ledger, create=False).snapshot() as seen:
        if seen.roster is None:
            return
        standing = standing_of(seen)
    say(_counted(standing))
    asked = [record for record in standing.projects if record.questions]
    if asked:
        say(f"要人核对的有{len(asked)}个：")
    for record in asked[:_SHOWN]:
        say(_asked(record))
    if len(asked) > _SHOWN:
        say(f"……另有{len(asked) - _SHOWN}个，见 perfeval-xl status。")


def _counted(standing: Standing) -> str:
    # Whatever stands on the list has a position in it
    listed = [record for record in standing.projects if record.position is not None]
    beside = [record for record in standing.projects if record.position is None]
    said = f"清单上的{len(listed)}个项目：{_states(listed)}"
    if beside:
        said += f"；清单以外：{_states(beside)}"
    return f"{said}。"


def _states(records: list[ProjectRecord]) -> str:
    counts = Counter(record.state for record in records)
    # States are said in the order in which they are defined
    order = [state for record in records[:1] for state in type(record.state)]
    return "，".join(f"{state}{counts[state]}个" for state in order if counts[state])


def _asked(record: ProjectRecord) -> str:
    whose = f"{record.project or '（没有项目名称）'}（{record.unit or '没有单位'}）"
    return f"[{record.state}] {whose}：" + "".join(
        problem.message for problem in record.questions
    )
