"""`perfeval-xl addin` from the command line, on a machine without Excel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from perfeval_xl.cli.main import commands
from perfeval_xl.installing.xlam import build_addin

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere this would install for real"
)


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "perfeval_xl", "addin", *arguments]
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_build_writes_the_file_and_never_over_another(tmp_path: Path) -> None:
    built = _run(tmp_path, "build", "--json")
    assert built.returncode == 0
    assert json.loads(built.stdout) == {
        "file": "PerfEval.xlam",
        "bytes": len(build_addin()),
    }
    assert (tmp_path / "PerfEval.xlam").read_bytes() == build_addin()
    assert _run(tmp_path, "build").returncode == 2
    assert _run(tmp_path, "build", "--force").returncode == 0


@pytest.mark.parametrize("command", ["install", "uninstall", "status"])
def test_linux_gets_a_sentence_and_the_code_for_the_environment(
    tmp_path: Path, command: str
) -> None:
    refused = _run(tmp_path, command)
    assert refused.returncode == 3
    assert "--libreoffice" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "command", [(), ("build",), ("install",), ("uninstall",), ("status",)]
)
def test_every_help_has_an_example(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(commands, ["addin", *command, "--help"])
    assert "例：perfeval-xl addin" in shown.output
