"""Forms on disk: whole files only, the same again, nothing overwritten, and not more memory for more projects."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.distribution.distributing import distribute_forms
from perfeval_xl.distribution.model import Project
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from tests.support.office import Office
from tests.support.rosters import GOOD, TARGETS, prepared, roster

ROOT = Path(__file__).resolve().parents[2]
MANY = int(os.environ.get("PERFEVAL_ROSTER_ROWS", "600"))


def planned(count: int = 3) -> list[Project]:
    """Projects that differ in name and money."""
    [project] = prepared(roster([GOOD], TARGETS)).plan.good
    return [
        replace(
            project,
            project=Entry(f"政务云运维{number}"),
            code=Entry(f"XM{number}"),
            row=number,
        )
        for number in range(count)
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_project_gets_its_form_and_the_manifest_says_whose_it_is(
    tmp_path: Path,
) -> None:
    done = distribute_forms(
        planned(), tmp_path / "下发", key=b"key of the finance office"
    )
    assert sorted(contents(done.folder)) == sorted(
        [
            "清单.json",
            "清单.xlsx",
            *(f"市数据局_政务云运维{n}_2024.xlsx" for n in range(3)),
        ]
    )
    manifest = json.loads((done.folder / "清单.json").read_text(encoding="utf-8"))
    assert [row["file"] for row in manifest] == [
        f"市数据局_政务云运维{n}_2024.xlsx" for n in range(3)
    ]
    for number, row in enumerate(manifest):
        data = (done.folder / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        issue = read_submission(data, row["file"]).issue
        assert issue is not None
        assert (issue.fingerprint, issue.form_id, issue.code) == (
            row["fingerprint"],
            row["form_id"],
            f"XM{number}",
        )
        assert row["mail"] == "kjk@example.gov.cn"
    sheet = openpyxl.load_workbook(done.folder / "清单.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == [
        1,
        "市数据局_政务云运维0_2024.xlsx",
        "政务云运维0",
    ]


def test_the_form_holds_what_the_list_says_and_nothing_else(tmp_path: Path) -> None:
    done = distribute_forms(planned(1), tmp_path)
    submission = read_submission(
        (tmp_path / done.records[0].file).read_bytes(), "表.xlsx"
    ).submission
    assert (submission.project.text, submission.unit.text, submission.year.text) == (
        "政务云运维0",
        "大数据中心",
        "2024",
    )
    assert [
        (row.initial_budget.text, row.budget.text, row.executed.text)
        for row in submission.funds
    ] == [
        ("30", "30", None),
        ("20", "20", None),
        (None, None, None),
        ("10", "10", None),
    ]
    assert [
        (i.path[2], i.target.text, i.weight.text, i.actual.text, i.self_score.text)
        for i in submission.indicators
    ] == [
        ("运维系统数量", "≥7个", "50", None, None),
        ("系统可用率", "≥99.9%", "30", None, None),
        ("使用人员满意度", "≥95%", "10", None, None),
    ]


def test_libreoffice_opens_and_recalculates_a_distributed_form(
    tmp_path: Path, office: Office
) -> None:
    done = distribute_forms(planned(1), tmp_path)
    layout = layout_for(load_scheme("national-2020"))
    cells = office.cells(tmp_path / done.records[0].file, layout.sheet)
    assert cells[layout.at("weight_total")] == 100
    assert cells["L4"] == "100分，相符"
    assert not [
        value
        for value in cells.values()
        if isinstance(value, str) and value.startswith("#")
    ]


def test_a_second_run_changes_nothing_and_a_changed_list_overwrites_nothing(
    tmp_path: Path,
) -> None:
    distribute_forms(planned(), tmp_path)
    before = contents(tmp_path)
    distribute_forms(planned(), tmp_path)
    assert contents(tmp_path) == before
    filled = tmp_path / "市数据局_政务云运维1_2024.xlsx"
    filled.write_bytes(b"what a unit has filled in")
    with pytest.raises(UsageError, match="政务云运维1"):
        distribute_forms(planned(), tmp_path)
    assert filled.read_bytes() == b"what a unit has filled in"
    distribute_forms(planned(), tmp_path, force=True)
    assert contents(tmp_path) == before


def test_several_processes_write_what_one_does(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    one = distribute_forms(planned(260), tmp_path / "一", processes=1)
    two = distribute_forms(
        planned(260),
        tmp_path / "二",
        processes=2,
        on_progress=lambda *at: seen.append(at),
    )
    assert contents(one.folder) == contents(two.folder)
    assert seen[-1] == (260, 260)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_run_that_is_killed_leaves_whole_files_and_is_finished_by_the_next(
    tmp_path: Path,
) -> None:
    rows = [
        ("局", "中心", f"项目{number}", None, None, 2024, None, 30)
        for number in range(400)
    ]
    (tmp_path / "清单表.xlsx").write_bytes(roster(rows))
    command = [
        sys.executable,
        "-m",
        "perfeval_xl",
        "distribute",
        "清单表.xlsx",
        "-o",
        "下发",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    folder = tmp_path / "下发"
    deadline = time.monotonic() + 60
    while (
        not (folder.exists() and len(list(folder.glob("*.xlsx"))) > 20)
        and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert not (folder / "清单.json").exists()
    written = list(folder.glob("*.xlsx"))
    assert written
    for path in written:
        assert read_submission(path.read_bytes(), path.name).issue is not None
    (folder / ".perfeval-999999").write_bytes(b"half a form")
    assert (
        subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, check=False
        ).returncode
        == 0
    )
    assert len(json.loads((folder / "清单.json").read_text(encoding="utf-8"))) == 400
    assert len(list(folder.iterdir())) == 402


def test_ctrl_c_ends_all_processes_quietly_and_says_how_to_go_on(
    tmp_path: Path,
) -> None:
    rows = [
        ("局", "中心", f"项目{number}", None, None, 2024, None, 30)
        for number in range(1500)
    ]
    (tmp_path / "清单表.xlsx").write_bytes(roster(rows))
    command = [
        sys.executable,
        "-m",
        "perfeval_xl",
        "distribute",
        "清单表.xlsx",
        "-o",
        "下发",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        start_new_session=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    folder = tmp_path / "下发"
    deadline = time.monotonic() + 60
    while (
        not (folder.exists() and len(list(folder.glob("*.xlsx"))) > 20)
        and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=30)[1].decode()
    assert running.returncode == 130
    assert "再运行一次同样的命令即可接着做完" in said
    assert "Traceback" not in said
    assert not list(folder.glob(".perfeval-*"))
    assert not (folder / "清单.json").exists()


DISK = """
import resource, signal, sys
from pathlib import Path
from perfeval_xl.distribution.distributing import distribute_forms
from tests.distribution.test_distributing import planned
projects = planned(3)
distribute_forms(projects, Path("先"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    distribute_forms(projects, Path("后"))
except Exception as exc:
    print(type(exc).__name__, exc)
"""


def test_a_full_disk_is_told_in_chinese_and_leaves_no_half_file(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the system refuses in the middle of a file as well."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", DISK]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert (
        "EnvironmentMissing 无法写入文件夹“后”：文件超过了系统允许的大小。请检查"
        in run.stdout.decode()
    )
    assert list((tmp_path / "后").iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_a_matter_of_the_machine(
    tmp_path: Path,
) -> None:
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    with pytest.raises(EnvironmentMissing):
        distribute_forms(planned(1), tmp_path / "文件")


MEMORY = """
import multiprocessing, sys
from pathlib import Path
from perfeval_xl.distribution.distributing import distribute_forms
from tests.distribution.test_distributing import planned

def peak(process):
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

workers = [0.0]
def look(done, total):
    workers.extend(peak(child.pid) for child in multiprocessing.active_children())

if __name__ == "__main__":
    distribute_forms(planned(int(sys.argv[1])), Path(sys.argv[2]), processes=2, on_progress=look)
    print(peak("self"), max(workers))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="the peak of a process is read from /proc",
)
def test_more_projects_take_no_more_memory(tmp_path: Path) -> None:
    """The parent keeps the list and the manifest, a few kilobytes a row; a process that makes forms keeps nothing.

    PERFEVAL_ROSTER_ROWS sets how many rows there are.
    """
    (tmp_path / "run.py").write_text(MEMORY, encoding="utf-8")

    def megabytes(count: int) -> tuple[float, float]:
        command = [
            sys.executable,
            str(tmp_path / "run.py"),
            str(count),
            str(tmp_path / str(count)),
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        parent, worker = map(float, run.stdout.split())
        return parent, worker

    (few, worker_for_few), (many, worker_for_many) = megabytes(200), megabytes(MANY)
    assert many - few < 6 + MANY * 0.005
    assert worker_for_many - worker_for_few < 6


def test_the_manifest_is_json_of_any_length(tmp_path: Path) -> None:
    for count in (0, 1, 3):
        done = distribute_forms(planned(count), tmp_path / str(count))
        written = (done.folder / "清单.json").read_text(encoding="utf-8")
        assert (
            written
            == json.dumps(
                [asdict(record) for record in done.records],
                ensure_ascii=False,
                indent=1,
            )
            + "\n"
        )
