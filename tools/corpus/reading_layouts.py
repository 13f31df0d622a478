"""How much is read of forms in other layouts: the files of `layouts`, and the published forms laid out again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfeval_xl.errors import OtherTable, SubmissionFileError
from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tools.corpus.comparing import Compared, compared
from tools.corpus.documents import DATA, published
from tools.corpus.laying import laid_out

__all__ = ["Read", "read_layouts"]

_NARRATIVE = "叙述式"
_WHOLE = "整体支出"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One file: how its values compare; `refused` is the sentence where it was not read."""

    name: str
    compared: Compared
    refused: str = ""


def read_layouts(shared: Path) -> Iterator[Read]:
    """Yield every file of `layouts`, then every published form that has a table."""
    for path in sorted((shared / "layouts").iterdir()):
        if not path.name.endswith(".json"):
            expected = json.loads(
                path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8")
            )
            yield _read(f"layouts/{path.name}", path.read_bytes(), path.name, expected)
    table = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))
    for name, row in table.items():
        if not name.startswith("corpus/"):
            continue
        form = json.loads((shared / name).read_text(encoding="utf-8"))
        if _NARRATIVE not in form["layout"]:
            yield _read(
                name, laid_out(form), f"{form['id']}.xlsx", _expected(form, row)
            )


def _expected(form: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return what should be read; a form of 部门整体支出 is to be refused, and holds nothing."""
    if _WHOLE in form["form"]:
        return {}
    names = {"评价结论": "产出情况及分析", **row.get("sections", {})}
    return published(form, {"scheme": row["scheme"], "sections": names})


def _read(name: str, data: bytes, file: str, expected: dict[str, Any]) -> Read:
    try:
        reading = read_submission(data, file)
    except OtherTable as exc:
        return Read(name=name, compared=compared(expected, {}), refused=exc.message)
    except SubmissionFileError as exc:
        return Read(name=name, compared=compared(expected, {}), refused=str(exc))
    return Read(name=name, compared=compared(expected, as_json(reading.submission)))
