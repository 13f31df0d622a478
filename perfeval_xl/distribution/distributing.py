"""Distribute (下发): the forms of all planned projects into a folder, each whole or not at all, and the manifest beside them.

Forms are made by several processes in chunks of neighbours, so that a process draws few layouts; nothing but the rows of the
manifest comes back. A run that was interrupted is repeated: the same list gives the same files.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from perfeval_xl.distribution.manifest import (
    MANIFEST_JSON,
    MANIFEST_XLSX,
    FormRecord,
    manifest_json,
    manifest_workbook,
)
from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.naming import check_paths, file_names
from perfeval_xl.distribution.notices import lines_for
from perfeval_xl.distribution.prefilling import prefilled
from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason
from perfeval_xl.form.drawing.guide_sheets import Notice
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.workers import cores, ignoring_interrupts

__all__ = ["Distribution", "Progress", "distribute_forms"]

Progress = Callable[[int, int], None]
"""Called with how many forms are written, and how many there are."""

# Forms that one process makes before it hands back what it did
_CHUNK = 64
# Fewer forms are made sooner than other processes have started
_WORTH_PROCESSES = 200
# Begins the name of a file that is being written; the number of the process follows
_UNFINISHED = ".perfeval-"
_KEPT_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """What was written: the folder, and one record per form in the order of the list."""

    folder: Path
    records: tuple[FormRecord, ...]


def distribute_forms(
    projects: Sequence[Project],
    folder: Path,
    *,
    key: bytes | None = None,
    notice: Notice = (),
    force: bool = False,
    on_progress: Progress | None = None,
    processes: int | None = None,
) -> Distribution:
    """Write one form per project into `folder`, and the manifest last; the folder is made where it is missing.

    `notice` are lines of the issuer that every form carries, until when, to whom, with what, unless its project has its
    own.

    A file that is there already is left as it is: one of the same contents silently, so that an interrupted run can be
    repeated. For one of other contents `UsageError` is raised in the end, and no manifest written; `force` replaces it.
    Raises `EnvironmentMissing` when the folder may not be written to.
    """
    names = file_names(projects)
    check_paths(folder, names)
    work = _Work(str(folder), key, notice, force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # An interrupted run left half files: they go first, so that they never look like forms
        _sweep(folder)
        with closing(_written(projects, names, work, processes)) as batches:
            # Batches come in any order; the manifest wants that of the list
            made = _gathered(batches, len(names), on_progress)
        _refuse_kept(folder, names, made)
        # The manifest comes last: where it stands, the folder is complete
        records = tuple(map(_record, projects, names, made))
        _write_whole(folder / MANIFEST_XLSX, [manifest_workbook(records)])
        _write_whole(folder / MANIFEST_JSON, manifest_json(records))
    except KeyboardInterrupt:
        _sweep(folder)
        raise
    except OSError as exc:
        _sweep(folder)
        told = f"无法写入文件夹“{folder}”：{system_reason(exc)}。"
        # Files that are finished stay: the next run finds them and goes on behind them
        raise EnvironmentMissing(
            told, "请检查文件夹的权限和磁盘空间，再运行一次即可接着做完。"
        ) from exc
    return Distribution(folder=folder, records=records)


def _gathered(
    batches: Iterable[list[_Done]], count: int, on_progress: Progress | None
) -> list[_Made]:
    """Return what was written, in the order of the list; `count` forms are expected."""
    made: dict[int, _Made] = {}
    for batch in batches:
        made.update(batch)
        if on_progress is not None:
            on_progress(len(made), count)
    return [made[number] for number in range(count)]


def _refuse_kept(folder: Path, names: Sequence[str], made: Sequence[_Made]) -> None:
    """Raise `UsageError` when files of other contents were left as they are."""
    pairs = zip(names, made, strict=True)
    kept = [name for name, one in pairs if one.different]
    if not kept:
        return
    shown = "、".join(kept[:_KEPT_SHOWN])
    if len(kept) > _KEPT_SHOWN:
        shown += "等"
    told = f"“{folder}”里有{len(kept)}个文件已经存在而内容不同，没有覆盖：{shown}。其余的表格已写好，没有写清单。"
    raise UsageError(told, "请换一个文件夹，或者加 --force 覆盖。")


def _record(project: Project, name: str, made: _Made) -> FormRecord:
    """Return what the manifest says of a form; its texts are those of the list, not copies."""
    return FormRecord(
        file=name,
        project=project.project.text or "",
        code=project.code.text or "",
        department=project.department.text or "",
        unit=project.unit.text or "",
        year=project.year.text or "",
        scheme=project.scheme,
        mail=project.mail.text or "",
        sha256=made.sha256,
        form_id=made.form_id,
        fingerprint=made.fingerprint,
        signed=made.signed,
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What all forms of one run have in common."""

    folder: str
    key: bytes | None
    notice: Notice
    force: bool


@dataclass(frozen=True, slots=True)
class _Made:
    """What a process says of a form it has written; `different` is a file of other contents that was left alone."""

    sha256: str
    form_id: str
    fingerprint: str
    different: bool
    signed: bool


_Job = tuple[_Work, tuple[tuple[int, Project, str], ...]]
_Done = tuple[int, _Made]


def _written(
    projects: Sequence[Project],
    names: Sequence[str],
    work: _Work,
    processes: int | None,
) -> Generator[list[_Done]]:
    """Yield what was written, chunk by chunk; forms of one shape are made together."""
    # Neighbours share a layout, which the caster of a process keeps; the manifest sorts them back
    numbered = sorted(
        zip(range(len(names)), projects, names, strict=True),
        key=lambda item: _shape(item[1]),
    )
    jobs: list[_Job] = [
        (work, tuple(numbered[at : at + _CHUNK]))
        for at in range(0, len(numbered), _CHUNK)
    ]
    # Starting processes takes longer than drawing a few forms
    count = processes or cores()
    if count == 1 or len(numbered) < _WORTH_PROCESSES:
        yield from map(_make, jobs)
        return
    with ignoring_interrupts():
        pool = multiprocessing.get_context("spawn").Pool(
            count, initializer=_leave_interrupts_to_the_parent
        )
    with pool:
        yield from pool.imap_unordered(_make, jobs)


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl+C reaches every process of a terminal; the parent ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _shape(project: Project) -> tuple[object, ...]:
    """What decides the layout of a form; which projects stand beside each other does not change them."""
    counts: dict[tuple[str, str], int] = {}
    for target in project.targets:
        counts[target.path[:2]] = counts.get(target.path[:2], 0) + 1
    return project.scheme, sorted(counts.items())


def _make(job: _Job) -> list[_Done]:
    """Write the forms of one chunk; runs in a process of its own."""
    work, rows = job
    done: list[_Done] = []
    for number, project, name in rows:
        # The layout is kept from form to form; only what the project says is written anew
        form = _caster(project.scheme, work.key).form(
            prefilled(project, load_scheme(project.scheme)),
            Whose(
                code=project.code.text or "",
                notice=lines_for(project.notice, work.notice),
            ),
        )
        path = Path(work.folder, name)
        different = _differs(path, form.data)
        # A file of the same contents is left alone: that is how an interrupted run goes on
        if different is None or (different and work.force):
            _write_whole(path, [form.data])
            different = False
        made = _Made(
            sha256=hashlib.sha256(form.data).hexdigest(),
            form_id=form.form_id,
            fingerprint=form.fingerprint,
            different=different,
            signed=work.key is not None,
        )
        done.append((number, made))
    return done


# One caster is enough: jobs are sorted by scheme, and a caster holds the layouts it drew
@lru_cache(maxsize=1)
def _caster(scheme_id: str, key: bytes | None) -> FormCaster:
    return FormCaster(load_scheme(scheme_id), key)


def _differs(path: Path, data: bytes) -> bool | None:
    """Whether a file holds anything else than this; `None` when it is not there."""
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return None


def _write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file in one piece: whoever stops the run leaves no half form behind."""
    # In the same folder: a file is moved in one piece only within one file system
    unfinished = path.with_name(f"{_UNFINISHED}{os.getpid()}")
    with unfinished.open("wb") as stream:
        stream.writelines(pieces)
    unfinished.replace(path)


def _sweep(folder: Path) -> None:
    """Take away what an interrupted run left unfinished; a folder that is none has nothing of that kind."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        # Nothing else may be deleted that only begins like our own files
        if left.is_file() and left.name.removeprefix(_UNFINISHED).isdigit():
            left.unlink()
