"""Fill in forms by hand with answers as people get them wrong: `python -m tools.wrong_answers` (needs what `trial_by_hand` needs).

Every trial of `wrong_answers.toml` is typed into a real LibreOffice window of 1366×768, saved, and evaluated as a
received file is. The live column is then held against the score: a live number that is not the score is a fault; a row
that shows no number is listed with the words the sheet gives for it.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.submission.spelling import loads
from tools.displays import LAPTOP, display
from tools.trial_by_hand import Window, go_to, missing_programs, office, save, type_into

__all__ = ["Answer", "Row", "WrongTrial", "main", "rows_of", "trials"]

_DATA = Path(__file__).with_suffix(".toml")
_CLOSE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is typed into one field; a line break is typed as Ctrl+Enter."""

    field: str
    typed: str


@dataclass(frozen=True, slots=True)
class WrongTrial:
    """One form: its name, its scheme, and the answers that replace those of the example."""

    name: str
    scheme: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row after saving: what the sheet shows beside what the program gives. `score` is `None` while it is open."""

    name: str
    shown: str
    hint: str
    score: Decimal | None
    codes: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether the sheet shows a number that is not the score."""
        number = parse_number(self.shown)
        if number is None:
            return False
        return self.score is None or abs(number - self.score) > _CLOSE

    def said(self) -> str:
        """Return the row as one line of the report."""
        live = self.shown or "（空）"
        score = "待评价" if self.score is None else plain(self.score)
        mark = "不一致" if self.wrong else "　　　"
        return f"{mark} {self.name}：表内{live}，程序{score}；提示“{self.hint}”；{'、'.join(self.codes) or '无问题'}"


def trials() -> tuple[WrongTrial, ...]:
    """Return the trials of the data file, in its order."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(_trial(table) for table in data["trials"])


def rows_of(data: bytes, name: str) -> Iterator[Row]:
    """Yield the rows of a saved form that have cells for a live score."""
    evaluation = evaluate(data, name)
    raw = open_raw(data, name)
    for index in range(_slots(raw)):
        row = _scored(evaluation, _cell(raw, f"indicator_{index}_self_score"))
        if row is None:
            continue
        shown = _value(raw, f"indicator_{index}_rule_score")
        hint = _value(raw, f"indicator_{index}_hint")
        yield Row(row.path[-1], shown, hint, row.score, _codes(evaluation, row))


def _trial(table: Mapping[str, object]) -> WrongTrial:
    answers = table["answers"]
    assert isinstance(answers, dict)
    typed = tuple(Answer(f"pe_{field}", str(text)) for field, text in answers.items())
    return WrongTrial(str(table["name"]), str(table["scheme"]), typed)


def _slots(raw: RawWorkbook) -> int:
    return sum(
        name.startswith("pe_indicator_") and name.endswith("_self_score")
        for name in raw.names
    )


def _cell(raw: RawWorkbook, field: str) -> CellRef | None:
    reference = raw.names.get(f"pe_{field}")
    if reference is None:
        return None
    sheet, _, address = reference.lstrip("=").rpartition("!")
    return CellRef.parse(sheet.strip("'").replace("''", "'"), address.partition(":")[0])


def _value(raw: RawWorkbook, field: str) -> str:
    """Return what a cell holds, empty where the form has no such cell."""
    ref = _cell(raw, field)
    if ref is None:
        return ""
    cell = raw.cells(ref.sheet).get((ref.row, ref.column))
    return "" if cell is None or cell.value is None else str(cell.value)


def _scored(evaluation: Evaluation, ref: CellRef | None) -> IndicatorScore | None:
    """Return the score whose 得分 stands in a cell, `None` for a row that nobody filled in."""
    if ref is None:
        return None
    for row in evaluation.scorecard.indicators:
        place = row.self_score_entry.location
        if (place.sheet, place.cell) == (ref.sheet, ref.address):
            return row
    return None


def _codes(evaluation: Evaluation, row: IndicatorScore) -> tuple[str, ...]:
    return tuple(
        problem.code for problem in evaluation.problems if problem.path == row.path
    )


def _fill(trial: WrongTrial, path: Path, work: Path, picture: Path) -> None:
    """Type the answers into the form, look at it, and save it."""
    with display(LAPTOP) as screen, office(path, work, screen):
        window = Window(screen, size=LAPTOP)
        window.open(path.name)
        for answer in trial.answers:
            type_into(window, answer.field, answer.typed)
        go_to(window, trial.answers[0].field)
        window.picture(picture)
        save(window, path)


def _try(trial: WrongTrial, work: Path, kept: Path) -> int:
    """Try one form and print what came of it; return how many live numbers are wrong, 1 for a form that was not saved."""
    scheme = load_scheme(trial.scheme)
    path = work / f"{trial.name}.xlsx"
    before = fill_form(scheme, loads(example_json(trial.scheme)))
    path.write_bytes(before)
    _fill(trial, path, work, kept / f"{trial.name}.png")
    data = path.read_bytes()
    if data == before:
        print(f"== {trial.name}：没有保存，有一格不接受所填的内容，见图")
        return 1
    (kept / path.name).write_bytes(data)
    raw = open_raw(data, path.name)
    print(f"== {trial.name}（{trial.scheme}）")
    for answer in trial.answers:
        print(
            f"  {answer.field}：填“{answer.typed}”，读到“{_value(raw, answer.field.removeprefix('pe_'))}”"
        )
    rows = list(rows_of(data, path.name))
    for row in rows:
        print(f"  {row.said()}")
    print(
        f"  表内合计{_value(raw, 'rule_total')}，程序{evaluate(data, path.name).scorecard.said_total()}"
    )
    return sum(row.wrong for row in rows)


def main(arguments: Sequence[str] = ()) -> int:
    """Try every trial, or those that are named; `--keep FOLDER` keeps files and pictures there. 1 when a number is wrong."""
    if (code := missing_programs()) != 0:
        return code
    chosen = list(arguments)
    folder = None
    if "--keep" in chosen:
        place = chosen.index("--keep")
        folder = Path(chosen[place + 1])
        folder.mkdir(parents=True, exist_ok=True)
        del chosen[place : place + 2]
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        for trial in trials():
            if not chosen or trial.name in chosen:
                wrong += _try(trial, work, folder or work)
    print(f"表内分数与程序不一致的：{wrong}处")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
