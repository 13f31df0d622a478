"""The README is true: its commands run as they stand, and its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGES_THE_MACHINE = "perfeval-xl addin install"
"""What `tests/installing` tries with folders of its own."""

COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("perfeval-xl ") and not line.startswith(CHANGES_THE_MACHINE)
]


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", TEXT))
def test_a_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.timeout(900)  # some thirty programs, each started anew
def test_the_commands_run_in_the_order_in_which_they_stand(tmp_path: Path) -> None:
    """After `make demo`, in the same folder; exit code 1 is what a form with problems gives."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "perfeval_xl"]
    subprocess.run(
        [*program, "demo", "-o", "demo-output"],
        cwd=tmp_path,
        env=environment,
        check=True,
    )
    assert len(COMMANDS) >= 9
    for command in COMMANDS:
        words = [*program, *shlex.split(command)[1:]]
        done = subprocess.run(
            words,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        expected = 1 if words[3] in {"check", "score", "collect", "status"} else 0
        assert done.returncode == expected, (command, done.stderr)
    made = {path.name for path in tmp_path.iterdir()}
    assert {
        "忻州评分结果.xlsx",
        "忻州自评报告.docx",
        "汇总表.xlsx",
        "自评表.xlsx",
    } <= made


def test_every_command_stands_in_the_readme_or_in_the_page_it_names() -> None:
    from perfeval_xl.cli.main import commands

    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert all(f"perfeval-xl {name}" in page for name in commands.commands)
