"""What a distributed form (下发的表格) says about itself: for whom it was made, what stood in it, and who made it.

The rows stand on the hidden sheet beside those of `identity`, and the shorter ones in the custom properties too. The
fingerprint is the SHA-256 of their canonical JSON; with a key, an HMAC-SHA256 of the fingerprint is the signature by
which the finance office knows its own forms. There is nothing random in it: the same project gives the same form.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason
from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET
from perfeval_xl.sheets.model import Formula, Workbook
from perfeval_xl.texts import obeyed

__all__ = [
    "KEY_VARIABLE",
    "Issue",
    "configured_key",
    "fingerprint_of",
    "form_id",
    "issue_properties",
    "issue_rows",
    "key_from",
    "open_to_others",
    "parse_issue",
    "signature_of",
    "wording_of",
]

KEY_VARIABLE = "PERFEVAL_KEY"
"""The environment variable that holds the key itself; `--key-file` is the same from a file."""

_SHORTEST_KEY, _LARGEST_KEY = 16, 4096
_MAKE_A_KEY = "请换一个足够长的随机密钥，例如 openssl rand -hex 32 的输出。"
_CHUNK = 30_000  # characters of one cell, with room to the limit of 32767
_MOST_CHUNKS = 40
_HEAD = ("project", "department", "unit", "year", "code")
_IN_PROPERTIES = ("project", "unit", "year", "form_id", "fingerprint", "signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Whose form it is, the locked fields that were filled in (field key to text), and the digest of its words.

    `fingerprint` and `signature` are as found in a form that was read, empty in one that is being made or was not signed.
    """

    project: str
    department: str
    unit: str
    year: str
    code: str = ""
    prefilled: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""
    form_id: str = ""
    fingerprint: str = ""
    signature: str = ""


def form_id(scheme: str, issue: Issue) -> str:
    """Return the id of a form: the same whenever it is made again for this scheme, year and project."""
    # A code tells projects apart by itself; without one it takes name and unit
    whose = [
        scheme,
        issue.year,
        issue.code or issue.project,
        "" if issue.code else issue.unit,
    ]
    return "PF-" + hashlib.sha256(_canonical(whose)).hexdigest()[:16].upper()


def fingerprint_of(identity: Mapping[str, str], issue: Issue) -> str:
    """Return the fingerprint of a form: of its identity (scheme, version, layout), its project, its locked contents."""
    # Everything that may not change: of the form, of whose it is, of what was filled in
    said = {key: identity.get(key, "") for key in ("scheme", "version", "layout")}
    own = {key: getattr(issue, key) for key in _HEAD}
    return hashlib.sha256(
        _canonical(
            {
                **said,
                **own,
                "prefilled": dict(issue.prefilled),
                "wording": issue.wording,
            }
        )
    ).hexdigest()


def signature_of(fingerprint: str, key: bytes) -> str:
    """Return the HMAC-SHA256 of a fingerprint."""
    return hmac.new(key, fingerprint.encode(), hashlib.sha256).hexdigest()


def issue_rows(
    identity: Mapping[str, str], issue: Issue, key: bytes | None
) -> tuple[tuple[str, str], ...]:
    """Return the rows for the hidden sheet, behind those of the identity; long contents take several rows."""
    # One cell cannot hold the targets of a large project
    text = json.dumps(
        dict(issue.prefilled), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    fingerprint = fingerprint_of(identity, issue)
    return (
        *((name, getattr(issue, name)) for name in _HEAD),
        ("form_id", form_id(identity.get("scheme", ""), issue)),
        ("wording", issue.wording),
        ("fingerprint", fingerprint),
        ("signature", signature_of(fingerprint, key) if key else ""),
        *((f"prefilled_{number}", chunk) for number, chunk in enumerate(chunks)),
    )


def issue_properties(rows: Mapping[str, str]) -> dict[str, str]:
    """Return the custom document properties of an issued form; a dash stands for nothing, which a property cannot be."""
    return {
        f"perfeval_{name}": rows[name][:255].strip() or "-" for name in _IN_PROPERTIES
    }


def parse_issue(rows: Mapping[str, str]) -> Issue | None:
    """Read the rows of the hidden sheet; `None` for a form that was not distributed. Nothing is raised for damage."""
    if not rows.get("fingerprint"):
        return None
    # As many pieces as any form may have; what is not there is empty
    text = "".join(
        rows.get(f"prefilled_{number}", "") for number in range(_MOST_CHUNKS)
    )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = {}
    prefilled = data if isinstance(data, dict) else {}
    return Issue(
        **{name: rows.get(name, "") for name in _HEAD},
        prefilled={
            str(name): value
            for name, value in prefilled.items()
            if isinstance(value, str)
        },
        wording=rows.get("wording", ""),
        form_id=rows.get("form_id", ""),
        fingerprint=rows["fingerprint"],
        signature=rows.get("signature", ""),
    )


def wording_of(empty: Workbook) -> str:
    """Return the digest of all that a person may not change in an empty form: labels, weights, formulas, rule texts."""
    said = []
    for sheet in empty.sheets:
        if sheet.state == "visible":
            # In the order of the cells: how they were drawn says nothing
            cells = sorted(sheet.cells.items())
            said.append(
                [
                    sheet.title,
                    [
                        [*place, _said(cell.value)]
                        for place, cell in cells
                        if cell.style.locked
                    ],
                ]
            )
            # Prompts are part of the words, places of validations are not: rows may be inserted
            if sheet.title != INSTRUCTIONS_SHEET:
                said.append(
                    [
                        [rule.kind, rule.first, rule.second, rule.prompt, rule.error]
                        for rule in sheet.validations
                    ]
                )
    return hashlib.sha256(_canonical(said)).hexdigest()


def key_from(path: Path) -> bytes:
    """Return the key in a file, blanks around it taken off; raises for a file that cannot be read or holds no key."""
    try:
        with path.open("rb") as stream:
            # One byte more than allowed, to know that it is too long
            content = stream.read(_LARGEST_KEY + 1)
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取密钥文件“{path}”：{system_reason(exc)}。", "请检查文件名和权限。"
        ) from exc
    return _checked(content.strip(), f"密钥文件“{path.name}”")


def configured_key() -> bytes | None:
    """Return the key of the environment, `None` when there is none; raises `UsageError` for one that is too short."""
    value = os.environ.get(KEY_VARIABLE, "").encode("utf-8", "surrogateescape").strip()
    return _checked(value, f"环境变量 {KEY_VARIABLE}") if value else None


def open_to_others(path: Path) -> bool:
    """Whether other users of this machine may read the file; Windows keeps no such marks, and always says no."""
    return os.name != "nt" and bool(path.stat().st_mode & 0o077)


@lru_cache(maxsize=8)
def _checked(key: bytes, where: str) -> bytes:
    if not _SHORTEST_KEY <= len(key) <= _LARGEST_KEY:
        told = f"{where}里的密钥有{len(key)}个字节，应为{_SHORTEST_KEY}至{_LARGEST_KEY}个。"
        raise UsageError(told, _MAKE_A_KEY)
    try:
        # A key that cannot be typed cannot be typed again
        text = key.decode()
    except UnicodeDecodeError as exc:
        raise UsageError(f"{where}里的密钥不是文字。", _MAKE_A_KEY) from exc
    if obeyed(text):
        raise UsageError(
            f"{where}里的密钥含有不能录入的字符（{obeyed(text)}）。", _MAKE_A_KEY
        )
    return key


def _said(value: object) -> str:
    return (
        "=" + value.text
        if isinstance(value, Formula)
        else ""
        if value is None
        else str(value)
    )


def _canonical(data: object) -> bytes:
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
