"""Prefilled forms as `distribute` makes them, against building each with openpyxl; and many at once with all cores."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Row, compare
from perfeval_xl.distribution.distributing import distribute_forms
from perfeval_xl.distribution.model import Project, Target
from perfeval_xl.distribution.prefilling import prefilled
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["measure", "measure_fixed", "projects"]

SCHEME, FIXED = "national-2020", "yantian-2024"
FORMS = int(os.environ.get("PERFEVAL_BENCH_FORMS", "10000"))
_TARGETS = ("≥95%", "7个", "24.5万元", "2024年12月31日前", "达标", "≤12小时")


def projects(count: int, scheme_id: str = SCHEME) -> list[Project]:
    """Return projects with all lengths that official rows take, in an open form with eight to fourteen targets each."""
    draw = random.Random(1)  # noqa: S311 - drawn, not secret
    scheme = load_scheme(scheme_id)
    categories = [(d.name, c.name) for d in scheme.dimensions for c in d.categories]
    made = []
    for number in range(count):
        targets = _targets(categories, draw) if scheme.family == "open" else []
        money = Entry(f"{draw.randint(1, 9999)}.50")
        made.append(
            Project(
                project=Entry(f"信息化项目运行维护第{number}号"),
                department=Entry(f"第{number % 60}局"),
                unit=Entry(f"第{number % 600}中心"),
                year=Entry("2024"),
                scheme=scheme_id,
                initial=dict.fromkeys(scheme.funds[:2], money),
                goal=Entry(
                    "完成年度运行维护任务，保障系统稳定运行。" * draw.randint(1, 6)
                ),
                targets=tuple(targets),
                row=number + 1,
            )
        )
    return made


def _targets(categories: list[tuple[str, str]], draw: random.Random) -> list[Target]:
    chosen = sorted(
        draw.sample(categories * 2, draw.randint(8, 14)), key=categories.index
    )
    return [
        Target(
            path=(
                *path,
                "信息系统运行维护指标名称"[: draw.randint(4, 12)] + str(place),
            ),
            target=Entry(draw.choice(_TARGETS)),
            weight=Entry("5"),
        )
        for place, path in enumerate(chosen)
    ]


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time one open form both ways, in one process, and then the whole distribution with all cores."""
    return f"下发预填的自评表（{SCHEME}）", _measured(rounds, SCHEME)


def measure_fixed(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """The same for a fixed form."""
    return f"下发预填的评分表（{FIXED}）", _measured(rounds, FIXED)


def _measured(rounds: int, scheme_id: str) -> tuple[Row, ...]:
    scheme = load_scheme(scheme_id)
    sample = [prefilled(project, scheme) for project in projects(50, scheme_id)]
    caster = FormCaster(scheme)
    for submission in sample:
        caster.form(submission, Whose())  # its layout is drawn
    turns = {"slow": 0, "fast": 0}

    def turn(name: str) -> int:
        turns[name] += 1
        return turns[name] % len(sample)

    tasks = {
        "openpyxl 逐份生成（fill_form）": lambda: fill_form(
            scheme, sample[turn("slow")]
        ),
        "distribute 一份": lambda: caster.form(sample[turn("fast")], Whose()),
    }
    rows = compare(tasks, max(5, rounds))
    return (*rows, _many(rows[0].milliseconds, scheme_id))


def _many(yardstick: float, scheme_id: str) -> Row:
    """Time the whole: planning, drawing layouts, writing files, hashing, the manifest."""
    listed = projects(FORMS, scheme_id)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        distribute_forms(listed, Path(folder))
        each = (time.perf_counter() - started) * 1000 / len(listed)
    label = f"distribute {FORMS}份，全部处理器，每秒{1000 / each:.0f}份"
    return Row(label=label, milliseconds=each, spread=0, ratio=each / yardstick)
