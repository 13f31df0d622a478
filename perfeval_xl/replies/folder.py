"""A folder of drafts: one file a mail; what an officer has changed in one stays, what is out of date goes aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

from perfeval_xl.distribution.naming import FreeNames, check_paths, safe_name
from perfeval_xl.errors import EnvironmentMissing, system_reason
from perfeval_xl.replies.draft import Draft, draft_bytes, message_id

__all__ = ["ASIDE", "DraftFolder", "Written", "write_drafts"]

ASIDE = "不再需要"
"""The folder inside that takes the drafts that nobody needs any more."""

# Bytes of a name without its ending
_LONGEST = 150
_SUFFIX = ".eml"
# How a message id of ours ends
_OWN = "@perfeval.invalid>"
_UNFINISHED = ".perfeval-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One draft and its file; `changed` says that somebody edited the file, which was left as it is."""

    draft: Draft
    path: Path
    new: bool
    changed: bool = False


@dataclass(slots=True, kw_only=True)
class DraftFolder:
    """What a run left in the folder: the drafts in their order, and how many went aside."""

    folder: Path
    drafts: list[Written] = field(default_factory=list)
    aside: int = 0

    @property
    def new(self) -> int:
        """How many drafts were written by this run."""
        return sum(written.new for written in self.drafts)

    @property
    def without_address(self) -> list[Written]:
        """The drafts that say nobody's address."""
        return [written for written in self.drafts if not written.draft.to]


def write_drafts(
    folder: Path, drafts: Iterable[tuple[str, Draft]], *, force: bool = False
) -> DraftFolder:
    """Write every draft under a name made of the text before it; running it again changes nothing.

    A file with the same message id whose content differs was edited by a person, and stays unless `force` is given. Our
    drafts that are not among these are moved into `ASIDE`. Raises `EnvironmentMissing` where the folder may not be
    written to.
    """
    result = DraftFolder(folder=folder)
    names = FreeNames()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Drafts are made one by one: their workbooks would not all fit in memory
        for name, draft in drafts:
            stem = names.free(safe_name(name, _LONGEST))
            path = folder / f"{stem}{_SUFFIX}"
            check_paths(folder, [path.name])
            result.drafts.append(_written(path, draft, force=force))
        result.aside = _put_aside(
            folder, {written.path.name for written in result.drafts}
        )
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法写入“{exc.filename or folder}”：{system_reason(exc)}。",
            "请检查文件夹的权限和磁盘空间。",
        ) from exc
    return result


def _written(path: Path, draft: Draft, *, force: bool) -> Written:
    data = draft_bytes(draft)
    there = b""
    if path.exists():
        there = path.read_bytes()
    # The same draft is there: a second run changes nothing
    if there == data:
        return Written(
            draft=draft,
            path=path,
            new=False,
        )
    # The same id and other contents: an officer has written something into it
    edited = bool(there) and _id_of(there) == message_id(draft.key)
    if edited and not force:
        return Written(
            draft=draft,
            path=path,
            new=False,
            changed=True,
        )
    # Written aside and moved: a draft is there whole or not at all
    unfinished = path.with_name(f"{_UNFINISHED}{path.name}"[:_LONGEST])
    unfinished.write_bytes(data)
    unfinished.replace(path)
    return Written(
        draft=draft,
        path=path,
        new=True,
    )


def _put_aside(folder: Path, wanted: set[str]) -> int:
    """Move drafts of ours that are not wanted any more; other files are none of our business."""
    aside = folder / ASIDE
    names = FreeNames()
    # What went aside before stays: an officer may have written into it
    for path in sorted(aside.glob(f"*{_SUFFIX}")):
        names.free(path.stem)
    moved = 0
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        if path.name in wanted or not _id_of(path.read_bytes()).endswith(_OWN):
            # Drafts of other people may lie in the folder too
            continue
        aside.mkdir(exist_ok=True)
        path.replace(aside / f"{names.free(path.stem)}{_SUFFIX}")
        moved += 1
    return moved


def _id_of(data: bytes) -> str:
    """Return the message id in the headers of a mail, empty where there is none."""
    # The headers are enough, and attachments are large; lines may end as on either system
    head = data.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
    return str(
        message_from_bytes(head + b"\r\n\r\n", policy=SMTP).get("Message-ID", "")
    ).strip()
