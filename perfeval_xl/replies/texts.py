"""The words of the mails: `mails.toml`, or an office's own copy of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Any

from perfeval_xl.errors import UsageError

__all__ = ["MailKind", "MailTexts", "default_texts", "mail_texts"]

# A word in braces
_SLOT = re.compile(r"\{([^{}]*)\}")
# What every mail may say of its form
_WHOSE = ("收件单位", "项目名称", "主管部门", "年度", "表格", "落款")


class MailKind(StrEnum):
    """What a mail is about; the value is its section in `mails.toml`."""

    PASSED = "passed"
    RETURNED = "returned"
    UNREADABLE = "unreadable"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    CORRECTION = "correction"
    FORM = "form"


_RECEIPT_SLOTS = frozenset({*_WHOSE, "版本", "文件名", "收到时间", "问题"})
_REMINDER_SLOTS = frozenset({*_WHOSE, "截止日期", "还剩"})

SLOTS: Mapping[MailKind, frozenset[str]] = MappingProxyType(
    {
        MailKind.PASSED: _RECEIPT_SLOTS,
        MailKind.RETURNED: _RECEIPT_SLOTS,
        MailKind.UNREADABLE: frozenset(
            {"文件名", "收到时间", "原因", "怎么办", "落款"}
        ),
        MailKind.REMINDER: _REMINDER_SLOTS,
        MailKind.OVERDUE: _REMINDER_SLOTS,
        MailKind.CORRECTION: _REMINDER_SLOTS,
        MailKind.FORM: frozenset({*_WHOSE, "截止日期"}),
    }
)
"""The words in braces that a mail of each kind may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTexts:
    """All words, by section and key; `office` signs, `address` is the sender's, empty where none is given."""

    sections: Mapping[str, Mapping[str, Any]]

    @property
    def office(self) -> str:
        """Who signs the mails."""
        return str(self.sections["office"]["name"])

    @property
    def address(self) -> str:
        """The mail address of the office, empty for none."""
        return str(self.sections["office"]["address"]).strip()

    def word(self, key: str, **values: str) -> str:
        """Return one of the single words and phrases, filled in."""
        return _filled(str(self.sections["words"][key]), values)

    def headings(self) -> tuple[str, ...]:
        """Return the headings of the list of what to mend."""
        return tuple(self.sections["words"]["headings"])

    def subject(self, kind: MailKind, values: Mapping[str, str]) -> str:
        """Return the subject of a mail on one line."""
        return " ".join(_filled(self.sections[kind]["subject"], values).split())

    def body(self, kind: MailKind, values: Mapping[str, str]) -> str:
        """Return the text of a mail."""
        return _filled(self.sections[kind]["body"], values).strip() + "\n"


def default_texts() -> bytes:
    """Return the file of the package, for an office to edit."""
    return resources.files("perfeval_xl.replies").joinpath("mails.toml").read_bytes()


def mail_texts(own: bytes | None = None, file: str = "") -> MailTexts:
    """Return the words of the package, with an office's `own` in place of those it has written.

    Raises `UsageError` for what is no such file, and for a key or a word in braces that there is not.
    """
    # The words of the package are copied: an office's own stand in their place, key by key
    sections = {
        name: dict(section)
        for name, section in tomllib.loads(default_texts().decode()).items()
    }
    if own is not None:
        _take_over(sections, _parsed(own, file), file)
    return MailTexts(sections=sections)


def _parsed(own: bytes, file: str) -> Mapping[str, Any]:
    try:
        # Editors of Windows put a mark at the start of UTF-8
        return tomllib.loads(own.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        remedy = "请用 perfeval-xl mail-texts 重新生成一份再改；存盘时编码选 UTF-8。"
        raise UsageError(f"“{file}”不是邮件文字的文件（{exc}）。", remedy) from exc


def _take_over(
    sections: dict[str, dict[str, Any]], own: Mapping[str, Any], file: str
) -> None:
    for name, section in own.items():
        # Misspelled sections would be ignored without a word
        if name not in sections or not isinstance(section, dict):
            raise UsageError(
                f"“{file}”里的[{name}]不是邮件的一种。",
                f"可以用的有：{'、'.join(sections)}。",
            )
        for key, text in section.items():
            known = sections[name].get(key)
            # A key that is not known is of no type, and no text is of another
            if known is None or not isinstance(text, type(known)):
                raise UsageError(
                    f"“{file}”的[{name}]里的 {key} 不对。",
                    f"可以用的有：{'、'.join(sections[name])}。",
                )
            if isinstance(known, list):
                _refuse_other_list(known, text, f"“{file}”的[{name}]里的 {key} ")
            else:
                _refuse_unknown(_slots(name, known), text, f"“{file}”的[{name}]里")
            sections[name][key] = text


def _slots(name: str, known: str) -> frozenset[str]:
    """Return the words in braces that a text may hold: those of its mail; of a single phrase those that ours has."""
    if name in set(MailKind):
        return SLOTS[MailKind(name)]
    return frozenset(_SLOT.findall(known))


def _refuse_unknown(allowed: frozenset[str], text: str, where: str) -> None:
    unknown = [slot for slot in _SLOT.findall(text) if slot not in allowed]
    if not unknown:
        return
    remedy = "这里没有可以用的词，请去掉大括号。"
    if allowed:
        named = "、".join(f"{{{slot}}}" for slot in sorted(allowed))
        remedy = f"可以用的有：{named}。"
    raise UsageError(f"{where}不能用“{{{unknown[0]}}}”。", remedy)


def _refuse_other_list(known: list[Any], given: list[Any], where: str) -> None:
    """A list has one text for each column of its table, no more and no fewer."""
    texts = [text for text in given if isinstance(text, str) and text.strip()]
    if len(texts) != len(given) or len(given) != len(known):
        told = f"{where}不对：要有{len(known)}段文字，每段都加引号。"
        raise UsageError(told, f"原来是：{'、'.join(known)}。")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Put the values into the braces, once: what stands in a value is not looked at again."""
    return _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), text)
