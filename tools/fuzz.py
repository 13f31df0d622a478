"""Run mutants of every kind of file through the program: `python -m tools.fuzz --count 1000 --bases FOLDER`.

Each mutant is read in a worker, as received files are. What is told: exceptions that are not ours, and mutants that take
more than 5 seconds or 500 MB. `FOLDER` holds filled forms as .xlsx, .ods and .xls; without one the examples are used.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from perfeval_xl.collection.intake import judge
from perfeval_xl.collection.opening import read_mail
from perfeval_xl.distribution.declarations import read_declarations
from perfeval_xl.distribution.grid import Grid
from perfeval_xl.distribution.roster import read_roster
from perfeval_xl.distribution.roster_template import roster_template
from perfeval_xl.errors import PerfevalError, TookTooLong, TookTooMuch
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.importing import imported
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import available_templates
from perfeval_xl.scheme.files import DATA
from perfeval_xl.scheme.loader import (
    example_json,
    has_example,
    load_scheme,
    parse_scheme,
    scheme_ids,
)
from perfeval_xl.submission.spelling import from_json
from perfeval_xl.workers import Worker, worker
from tests.support.layout_files import as_docx, as_html, as_mht, as_xlsx
from tests.support.layouts import Drawing, drawn
from tests.support.rare_files import as_pdf, as_xlsb
from tools.mutating import mutant

__all__ = ["KINDS", "Outcome", "peak_megabytes", "run_mutants"]

_SLOW_SECONDS, _MUCH_MEGABYTES = 5, 500
_FRESH_AFTER = 400  # megabytes that a worker has once needed; beyond, the next mutant gets a new one
_WRITTEN_EVERY = 5
"""Of so many mutants of a kind one is marked up or imported, and one reported: writing costs ten times as much as reading."""
_TOLD_EVERY = 500
_ROSTER_CSV = "项目名称,项目单位,年度,评价方案,年初预算（万元）\n培训项目,培训中心,2024,xinzhou-2022,24.5\n,,,,\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one mutant. `trouble` is empty where it was read, or refused in a sentence."""

    kind: str
    seed: int
    seconds: float
    megabytes: float
    trouble: str = ""


def _forms(kind: str, data: bytes, seed: int) -> None:
    evaluation = evaluate(data, f"mutant.{kind}")
    turn = _turn(seed)
    if turn % _WRITTEN_EVERY == 0:
        mark_up(evaluation)
    if turn % _WRITTEN_EVERY == 1:
        render_report(evaluation, next(iter(available_templates().values())))


def _foreign(kind: str, data: bytes, seed: int) -> None:
    evaluation = evaluate(data, f"mutant.{kind}")
    if _turn(seed) % _WRITTEN_EVERY == 0 and evaluation.foreign is not None:
        imported(evaluation.foreign)


def _rosters(kind: str, data: bytes, _seed: int) -> None:
    sheets = Grid.sheets(data, "list.csv" if kind == "csv" else "list.xlsx")
    read_roster(sheets)
    read_declarations(sheets)


def _mails(_kind: str, data: bytes, _seed: int) -> None:
    for attachment in read_mail(
        data, "mutant.eml", datetime(2024, 1, 1, tzinfo=UTC)
    ).attachments[:3]:
        judge(attachment)


def _schemes(_kind: str, data: bytes, _seed: int) -> None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    parse_scheme(text, "mutant.toml")


def _templates(_kind: str, data: bytes, _seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "mutant.docx")
        path.write_bytes(data)
        render_report(_evaluation(), path)


_FOREIGN: dict[str, Callable[[Drawing], bytes]] = {
    "xlsx-form": as_xlsx,
    "docx-form": as_docx,
    "html": as_html,
    "mht": as_mht,
    "xlsb": as_xlsb,
    "pdf": as_pdf,
}
"""Forms in layouts of other offices, by what the file is."""
_LIKE = {"roster": "xlsx", "xlsx-form": "xlsx", "docx-form": "docx", "xlsb": "xlsx"}
"""Kinds that are mutated as another kind is."""

_WORK: dict[str, Callable[[str, bytes, int], None]] = {
    "xlsx": _forms,
    "xls": _forms,
    "ods": _forms,
    "json": _forms,
    "roster": _rosters,
    "csv": _rosters,
    "eml": _mails,
    "toml": _schemes,
    "docx": _templates,
    **dict.fromkeys(_FOREIGN, _foreign),
}
KINDS = tuple(_WORK)
"""The kinds of files, each as often as the others."""


@cache
def _evaluation() -> Evaluation:
    return evaluate(_example("xinzhou-2022"), "example.xlsx")


@cache
def _example(scheme: str) -> bytes:
    return fill_form(load_scheme(scheme), from_json(json.loads(example_json(scheme))))


@cache
def _bases(kind: str, folder: str) -> tuple[bytes, ...]:
    """Return the files of a kind that mutants are made of."""
    examples = [scheme for scheme in scheme_ids() if has_example(scheme)]
    own = (
        [path.read_bytes() for path in sorted(Path(folder).glob(f"*.{kind}"))]
        if folder
        else []
    )
    if kind == "xlsx":
        own += [_example(scheme) for scheme in examples]
    elif kind == "json":
        own += [example_json(scheme).encode() for scheme in examples]
    elif kind == "roster":
        own += [roster_template(load_scheme("xinzhou-2022"))]
    elif kind == "csv":
        own += [_ROSTER_CSV]
    elif kind == "toml":
        own += [
            path.read_bytes() for path in DATA.iterdir() if path.name.endswith(".toml")
        ]
    elif kind == "docx":
        own += [path.read_bytes() for path in available_templates().values()]
    elif kind == "eml":
        own += [_letter()]
    elif kind in _FOREIGN:
        own += [_FOREIGN[kind](drawn(seed)) for seed in range(6)]
    return tuple(own)


def _letter() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "财务科 <caiwu@unit.example>", "自评表"
    message["Date"], message["Received"] = (
        "Mon, 06 Mar 2023 09:30:00 +0800",
        "by x; Mon, 06 Mar 2023 09:30:00 +0800",
    )
    message.set_content("请查收。\n")
    content = example_json("xinzhou-2022").encode()
    message.add_attachment(
        content, maintype="application", subtype="octet-stream", filename="自评表.json"
    )
    return message.as_bytes()


def _made(kind: str, folder: str, seed: int) -> bytes:
    bases = _bases(kind, folder)
    base = bases[_turn(seed) % len(bases)]
    return mutant(_LIKE.get(kind, kind), base, seed)


def _turn(seed: int) -> int:
    """Return how often the kinds have come round: within a kind the seeds themselves have few remainders."""
    return seed // len(KINDS)


def _run(kind: str, data: bytes, seed: int) -> Outcome:
    """Read one mutant; runs in a worker."""
    started = time.process_time()
    trouble = ""
    try:
        _WORK[kind](kind, data, seed)
    except (PerfevalError, MemoryError) as expected:
        trouble = "MemoryError" if isinstance(expected, MemoryError) else ""
    except Exception as failure:  # noqa: BLE001 - what is not ours is what is looked for
        trouble = f"{type(failure).__name__}: {failure}"[:200] + _where(failure)
    return Outcome(
        kind=kind,
        seed=seed,
        seconds=time.process_time() - started,
        megabytes=peak_megabytes(),
        trouble=trouble,
    )


def _where(failure: Exception) -> str:
    trace, lines = failure.__traceback__, []
    while trace is not None:
        lines.append(
            f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        )
        trace = trace.tb_next
    return " at " + " > ".join(lines[-4:])


def peak_megabytes() -> float:
    """Return the most memory this program has had; 0 where the system does not say.

    `ru_maxrss` would begin with what the parent had when it forked.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    [line] = [
        line
        for line in status.read_text(encoding="ascii").splitlines()
        if line.startswith("VmHWM:")
    ]
    return int(line.split()[1]) / 1024


def run_mutants(
    seeds: range, folder: str = "", kinds: tuple[str, ...] = KINDS
) -> Iterator[Outcome]:
    """Run the mutants with these seeds, the kinds in turn; kinds without a file to begin with are passed over."""
    known = [kind for kind in kinds if _bases(kind, folder)]
    with worker() as hands:
        for seed in seeds:
            outcome = _judged(hands, known[seed % len(known)], folder, seed)
            if outcome.megabytes > _FRESH_AFTER:
                hands.stop()
            yield outcome


def _judged(hands: Worker, kind: str, folder: str, seed: int) -> Outcome:
    try:
        outcome = hands.run(
            f"{kind} {seed}", _run, kind, _made(kind, folder, seed), seed
        )
    except (TookTooLong, TookTooMuch) as stopped:
        return Outcome(
            kind=kind, seed=seed, seconds=0, megabytes=0, trouble=stopped.message
        )
    if outcome.trouble or (
        outcome.seconds <= _SLOW_SECONDS and outcome.megabytes <= _MUCH_MEGABYTES
    ):
        return outcome
    told = f"{outcome.seconds:.1f} s, {outcome.megabytes:.0f} MB"
    return Outcome(
        kind=kind,
        seed=seed,
        seconds=outcome.seconds,
        megabytes=outcome.megabytes,
        trouble=told,
    )


@click.command()
@click.option("--first", default=0, help="The first seed.")
@click.option("--count", default=1000, help="How many mutants.")
@click.option("--bases", default="", help="A folder of filled forms.")
def main(first: int, count: int, bases: str) -> None:
    """Run mutants and print those with which something is wrong, then how many of each kind there were."""
    kinds: Counter[str] = Counter()
    wrong = 0
    for outcome in run_mutants(range(first, first + count), bases):
        kinds[outcome.kind] += 1
        if outcome.trouble:
            wrong += 1
            print(f"{outcome.kind} {outcome.seed}: {outcome.trouble}", flush=True)
        if sum(kinds.values()) % _TOLD_EVERY == 0:
            print(f"{sum(kinds.values())} done, {wrong} with trouble", flush=True)
    print(
        f"{sum(kinds.values())} mutants, {wrong} with trouble: {dict(kinds)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
