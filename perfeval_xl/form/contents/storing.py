"""What a cell can hold: entries as they will be read back, and the refusal of everything else."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.form.layout.labels import parse_year_label, year_label
from perfeval_xl.refs import Entry
from perfeval_xl.texts import LONGEST_TEXT, is_storable

__all__ = ["refuse", "stored_entry", "stored_year"]


def refuse(message: str, remedy: str) -> NoReturn:
    """Raise `BadSubmissionJson`: the form cannot hold what the submission says."""
    raise BadSubmissionJson(message, remedy)


def stored_entry(entry: Entry | None, where: str) -> Entry:
    """Return the entry with its line breaks as cells have them, blank as `None`; `where` names it in messages."""
    if entry is None or entry.text is None or entry.blank:
        return Entry(None) if entry is None else replace(entry, text=None)
    # A cell has one kind of line break, whatever the file had
    text = entry.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        refuse(
            f"{where} 有{len(text)}个字，一个单元格只能存放{LONGEST_TEXT}个字。",
            "请缩短后重试。",
        )
    if not is_storable(text):
        refuse(f"{where} 含有表格不能存放的控制字符。", "请删去后重试。")
    return replace(entry, text=text)


def stored_year(entry: Entry) -> Entry:
    """Return the year as an entry that the line under the title can hold."""
    year = stored_entry(entry, "year")
    if year.text is not None and parse_year_label(year_label(year.text)) != year.text:
        refuse(
            f"year 的内容“{year.shown}”不能写进表头的“（  年度）”。",
            "请只写年份，例如 2022。",
        )
    return year
