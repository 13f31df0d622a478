"""click speaks Chinese: every sentence it has is translated, and the translations arrive whatever the machine speaks."""

from __future__ import annotations

import os
import string
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tools import messages

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = """
import click
from perfeval_xl.cli.chinese import speak_chinese

speak_chinese()

@click.group()
@click.version_option("0.1")
def cli() -> None: pass

@cli.command()
@click.argument("form", type=click.Path(exists=True, dir_okay=False))
@click.option("--times", type=click.IntRange(1, 3), default=1, show_default=True)
@click.option("--kind", type=click.Choice(["xlsx", "json"]), required=True)
def check(form, times, kind): pass

cli(prog_name="perfeval-xl")
"""


def _run(*arguments: str, lang: str) -> str:
    """Return what the small program prints in the language of a machine."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG"))
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**inherited, "LANG": lang, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", ["C.UTF-8", "en_US", "zh_CN.UTF-8"])
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--help",), ["用法:", "选项", "命令", "显示本说明。", "显示版本号。"]),
        (("check", "--help"), ["默认：1", "必填"]),
        (("check",), ["错误：缺少", "查看用法请运行："]),
        (("check", "--kind", "xlsx"), ["错误：缺少参数 'FORM'"]),
        (("check", "--wat"), ["没有 '--wat' 这个选项"]),
        (("chek",), ["没有 'chek' 这个命令"]),
        (
            ("check", "没有.xlsx", "--kind", "json"),
            ["的取值有误", "'没有.xlsx' 不存在"],
        ),
        (("check", ".", "--kind", "json"), ["是文件夹"]),
        (
            ("check", __file__, "--kind", "pdf"),
            ["'pdf' 不在可选范围内，可选：'xlsx', 'json'。"],
        ),
        (("check", __file__, "--kind", "json", "--times", "9"), ["9 超出范围 1<=x<=3"]),
        (("check", "a", "b", "--kind", "json"), ["错误："]),
    ],
)
def test_what_a_user_sees_is_chinese(
    lang: str, arguments: tuple[str, ...], expected: list[str]
) -> None:
    printed = _run(*arguments, lang=lang)
    for sentence in expected:
        assert sentence in printed
    assert not [
        word
        for word in ("Error", "Usage", "Missing", "Invalid", "Options", "Try")
        if word in printed
    ]


def test_the_help_of_the_program_holds_no_english_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "perfeval_xl", "--help"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert "显示版本号。" in done.stdout, (
        "click looks this sentence up while commands are declared: speak Chinese before"
    )
    assert "Show" not in done.stdout


def test_every_sentence_of_the_installed_click_is_translated() -> None:
    known = _catalogue()
    keywords = {"_": None, "ngettext": (1, 2)}
    found = {
        row[2]
        for row in extract_from_dir(str(Path(click.__file__).parent), keywords=keywords)
    }
    assert len(found) > 50
    assert {message for message in found if not known.get(message)} == set()


def test_translations_name_no_slot_that_click_does_not_fill() -> None:
    for message, translation in _catalogue().items():
        forms = (message,) if isinstance(message, str) else message
        assert _slots(translation) <= set().union(*map(_slots, forms)), message


def test_the_compiled_messages_are_those_of_the_text() -> None:
    committed = messages.spoken((messages.FOLDER / "messages.mo").read_bytes())
    assert len(committed) > 50
    assert committed == messages.spoken(messages.compiled()), "run `make docs`"


def _catalogue() -> dict[str | tuple[str, ...], str]:
    with (messages.FOLDER / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="zh_CN", abort_invalid=True)
    return {
        tuple(message.id) if isinstance(message.id, list | tuple) else message.id: (
            message.string if isinstance(message.string, str) else message.string[0]
        )
        for message in catalogue
        if message.id
    }
