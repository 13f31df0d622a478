"""The sentences and lists of a report that people may change: the TOML files beside the templates."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from perfeval_xl.errors import EnvironmentMissing, TemplateError
from perfeval_xl.resources import data_folder

__all__ = ["ADVICE", "OUTLINE", "WORDING", "say", "table"]

WORDING = "用语.toml"
ADVICE = "建议.toml"
OUTLINE = "提纲.toml"

_SLOTS = "花括号中的名称不能改，请对照自带的文件改回。"


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return one of the files; raises `EnvironmentMissing` where it is not there, `TemplateError` where it is damaged."""
    path = data_folder("report_templates") / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise EnvironmentMissing(
            f"缺少 report_templates/{name}，安装不完整。",
            "请重新安装 perfeval-xl 后重试。",
        ) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise TemplateError(
            f"report_templates/{name} 的写法有误：{exc}。",
            "请检查引号和方括号是否成对。",
        ) from exc


def say(section: str, name: str, /, **slots: str) -> str:
    """Return a sentence of `用语.toml` with its slots filled; raises `TemplateError` for a sentence spoilt by editing."""
    try:
        return "".join(
            words + slots[slot] if slot else words
            for words, slot in _pieces(section, name)
        )
    except KeyError as exc:
        raise TemplateError(
            f"report_templates/{WORDING} 中 [{section}] 的 {name} 不能用 {exc}。",
            _SLOTS,
        ) from exc


@cache
def _pieces(section: str, name: str) -> tuple[tuple[str, str], ...]:
    """A sentence as its words, each with the slot behind them; an empty slot is the end."""
    sentence = table(WORDING).get(section, {}).get(name)
    if not isinstance(sentence, str):
        raise TemplateError(
            f"report_templates/{WORDING} 中没有 [{section}] 的 {name}。", _SLOTS
        )
    try:
        # Parsed once: sentences are filled in for every row of every report
        parsed = list(string.Formatter().parse(sentence))
    except ValueError as exc:
        raise TemplateError(
            f"report_templates/{WORDING} 中 [{section}] 的 {name} 写法有误：{exc}。",
            _SLOTS,
        ) from exc
    return tuple((words, slot or "") for words, slot, _, _ in parsed)
