"""How the command line leaves: codes that no finding uses for what was no finding."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from perfeval_xl.cli import main as entry
from perfeval_xl.errors import EnvironmentMissing, SubmissionFileError, UsageError

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize(
    ("raised", "code", "told"),
    [
        (SubmissionFileError("读不了。", "请另存。"), 1, "读不了"),
        (UsageError("没有给出文件。", "请写明。"), 2, "没有给出文件"),
        (EnvironmentMissing("没有权限。", "请检查。"), 3, "没有权限"),
        (ZeroDivisionError("a bug"), 70, "程序内部出错"),
        (click.exceptions.Abort(), 130, "已中断"),
    ],
)
def test_every_end_has_its_code_and_its_sentence(
    raised: Exception,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(**_options: object) -> None:
        raise raised

    monkeypatch.setattr(entry.commands, "main", fail)
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code == code
    assert told in capsys.readouterr().err


def test_the_readme_lists_the_codes() -> None:
    listed = {
        int(code)
        for code in re.findall(
            r"^  \| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert listed == {
        0,
        entry.PROBLEMS,
        entry.USAGE,
        entry.ENVIRONMENT,
        entry.BUG,
        entry.INTERRUPTED,
    }
