"""Whether the sections, tables and columns that a template names exist in a scheme."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from perfeval_xl.report.drafting.texts import column_name
from perfeval_xl.report.linting.checking import Use
from perfeval_xl.report.linting.places import Finding
from perfeval_xl.scheme.model import Scheme

__all__ = ["unknown_use"]


def unknown_use(use: Use, scheme: Scheme) -> Finding | None:
    """Return what is wrong with one use, `None` where the scheme has it."""
    if use.kind == "sections":
        return _missing(
            use, use.name, "栏目", [section.name for section in scheme.sections], scheme
        )
    # A column counts in its own table; without a known table any of the columns will do
    columns = _columns(scheme)
    if use.column:
        known = [column for names in columns.values() for column in names]
        return _missing(
            use,
            use.column,
            f"表格“{use.name}”的列",
            columns.get(use.name, known),
            scheme,
        )
    return _missing(
        use,
        use.name,
        "表格",
        list(columns),
        scheme,
    )


def _columns(scheme: Scheme) -> Mapping[str, list[str]]:
    if scheme.form:
        parts = scheme.form.tables()
    else:
        parts = ()
    return {
        part.name: [column_name(column.heading) for column in part.columns]
        for part in parts
    }


def _missing(
    use: Use, name: str, what: str, known: Iterable[str], scheme: Scheme
) -> Finding | None:
    names = list(known)
    if name in names:
        return None
    near = difflib.get_close_matches(name, names, 1)
    meant = ""
    if near:
        meant = f"是否应为“{near[0]}”？"
    listed = "、".join(names) or "没有"
    return use.tag.wrong(
        f"中的“{name}”不是评价方案“{scheme.title}”的{what}",
        f"{meant}可用的：{listed}。",
    )
