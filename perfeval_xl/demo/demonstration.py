"""The whole journey on a real submission: form, check, score, report, mailbox, ledger, 汇总表."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.collection.collecting import CollectionRun, collect
from perfeval_xl.collection.sample import sample_mailbox
from perfeval_xl.demo.week import Week, collect_for_a_week
from perfeval_xl.errors import EnvironmentMissing, system_reason
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from perfeval_xl.summary.summarising import write_summary

__all__ = ["Demonstration", "demonstrate"]

_SCHEME = "xinzhou-2022"
_WEEK = "收表一周"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What the demonstration made: every file with its name in words, and the results."""

    files: tuple[tuple[str, Path], ...]
    evaluation: Evaluation
    run: CollectionRun
    week: Week


def demonstrate(folder: Path) -> Demonstration:
    """Make everything in `folder`, replacing what an earlier demonstration left there; other files are left alone.

    Raises `EnvironmentMissing` when the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _demonstrate(folder)
    except OSError as exc:
        remedy = "请换一个文件夹，或者关闭占用其中文件的程序。"
        raise EnvironmentMissing(
            f"无法写入“{exc.filename or folder}”：{system_reason(exc)}。",
            remedy,
        ) from exc


def _demonstrate(folder: Path) -> Demonstration:
    scheme = load_scheme(_SCHEME)
    example = example_json(_SCHEME)
    submission = loads(example, f"{_SCHEME}.json")
    filled = fill_form(scheme, submission)
    files = dict(_paths(folder))
    files["填报内容"].write_text(example, encoding="utf-8")
    files["空白自评表"].write_bytes(empty_form(scheme))
    files["填好的自评表"].write_bytes(filled)
    evaluation = evaluate(filled, files["填好的自评表"].name)
    files["标出问题和得分的副本"].write_bytes(mark_up(evaluation))
    files["Word 报告"].write_bytes(render_report(evaluation))
    sample_mailbox(files["示例收件箱"], filled, files["填好的自评表"].name)
    files["台账"].unlink(missing_ok=True)
    run = collect([files["示例收件箱"]], str(files["台账"]))
    files["汇总表"].write_bytes(write_summary(str(files["台账"])))
    week = collect_for_a_week(folder / _WEEK)
    return Demonstration(
        files=(*files.items(), *week.files), evaluation=evaluation, run=run, week=week
    )


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "填报内容", folder / "忻州填报内容.json"
    yield "空白自评表", folder / "空白自评表.xlsx"
    yield "填好的自评表", folder / "忻州自评表.xlsx"
    yield "标出问题和得分的副本", folder / "忻州自评表_评分结果.xlsx"
    yield "Word 报告", folder / "忻州自评报告.docx"
    yield "示例收件箱", folder / "收件箱"
    yield "台账", folder / "台账.db"
    yield "汇总表", folder / "汇总表.xlsx"
