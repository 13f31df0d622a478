"""Scheme files that are made to harm, or that a slip of the hand has made so: refused in a sentence, and alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.limits import LIMITS
from perfeval_xl.scheme.files import DATA, VARIABLE, shipped_files
from perfeval_xl.scheme.loader import find_scheme, parse_scheme

WHOLE = DATA.joinpath("national-2020.toml").read_text(encoding="utf-8")


def with_(old: str, new: str) -> str:
    """The national scheme with the first occurrence of a text changed."""
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


HOSTILE = {
    "int5000": (f"spare = {'9' * 5000}\n{WHOLE}", "有一个数字太长"),
    "exponent": (with_("execution_weight = ", "execution_weight = 1e999999999 # "), "execution_weight 数字太大"),
    "full-score": (with_("full_score = ", "full_score = 1e999999999 # "), "full_score 数字太大"),
    "exponent-beyond-decimal": (with_("execution_weight = ", f"execution_weight = 1e{'9' * 30} # "), "有一个数字太长"),
    "not-a-number": (with_("execution_weight = ", "execution_weight = nan # "), "execution_weight 数字太大"),
    "tiny": (with_("execution_weight = ", "execution_weight = 1e-999 # "), "execution_weight 数字太大或者太长"),
    "places": (with_("places = 2", "places = 1000000000"), "rounding.places 应为不大于6的整数"),
    "rows": (with_("rows = 2", "rows = 100000"), f"rows 应为不大于{LIMITS.scheme_rows}的整数"),
    "deep": (f"a = {'[' * 100_000}\n{WHOLE}", "嵌套的层数太多"),
    "deep-tables": (f"a = {'{a=' * 3000}1{'}' * 3000}\n{WHOLE}", "嵌套的层数太多"),
    "dotted": (f"a{'.a' * 100_000} = 1\n{WHOLE}", "键由太多段组成"),
    "dotted-table": (f"{WHOLE}\n[a{'.a' * 100_000}]\n", "键由太多段组成"),
    "dotted-in-quotes": (f'"a"{" . " + chr(34) + "a" + chr(34)}' + ' . "a"' * 50_000 + f" = 1\n{WHOLE}", "键由太多段"),
    "long-list": (f"a = [{'1,' * 5000}]\n{WHOLE}", "项目太多"),
    "large": (f"{WHOLE}\n#{'x' * LIMITS.scheme_bytes}", "内容过长"),
    "escape": (with_('title = "', 'title = "\\u001b[31m'), "title 含有看不见的控制字符（U+001B）"),
    "nul": (with_('title = "', 'title = "\\u0000'), "U+0000"),
    "turned": (with_('title = "', 'title = "\\u202e'), "U+202E"),
    "escape-in-a-key": (f'"\\u001b[31m" = 1\n{WHOLE}', "控制字符的键"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_what_no_scheme_needs_is_refused_with_its_place(case: str) -> None:
    text, told = HOSTILE[case]
    with pytest.raises(SchemeError) as caught:
        parse_scheme(text, "方案.toml")
    assert told in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "\x00" not in str(caught.value)


def test_dots_in_texts_are_no_parts_of_a_key() -> None:
    dotted = "1. " + " ".join(f"{number}.{number} 甲、乙……" for number in range(10))
    assert parse_scheme(
        with_('title = "', f'title = "{dotted}'), "方案.toml"
    ).title.startswith(dotted)


def test_broken_schemes_hide_no_others(tmp_path: Path) -> None:
    """All of them in one folder, besides bytes that are no text: each is told in one line, and the rest is listed."""
    for name, (text, _) in HOSTILE.items():
        tmp_path.joinpath(f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "bytes.toml").write_bytes(bytes(range(256)))
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "dangling.toml").symlink_to(tmp_path / "none")
    environment = {**os.environ, VARIABLE: str(tmp_path)}
    command = [sys.executable, "-m", "perfeval_xl", "schemes"]
    told = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert not told.stderr
    lines = {line.partition("\t")[0]: line for line in told.stdout.splitlines()}
    assert set(lines) == {*shipped_files(), *HOSTILE, "bytes"}
    for name in (*HOSTILE, "bytes"):
        assert "\t有错\t" in lines[name]
    listed = subprocess.run(
        [*command, "--json"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert sum("error" in row for row in json.loads(listed.stdout)) == len(HOSTILE) + 1


def test_a_broken_scheme_keeps_nobody_from_finding_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, (text, _) in HOSTILE.items():
        tmp_path.joinpath(f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert find_scheme("项目支出绩效自评（财预〔2020〕10号）").id == "national-2020"
    with pytest.raises(SchemeError, match="没有叫"):
        find_scheme("没有这个方案")
