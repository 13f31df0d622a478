"""The page of the engine for LibreOffice: which members of xlwings it has and which it refuses.

It is taken from the classes; `python -m tools.pages` writes it with the other pages.
"""

from __future__ import annotations

from xlwings import base_classes

from xlwings_libreoffice import (
    app,
    apps,
    book,
    books,
    borders,
    characters,
    charts,
    fonts,
    names,
    notes,
    pictures,
    ranges,
    shapes,
    sheet,
    sheet_views,
    sheets,
    tables,
)
from xlwings_libreoffice.members import refused_members

__all__ = ["CLASSES", "engine_page"]

CLASSES = {
    "Apps": apps.Apps,
    "App": app.App,
    "Books": books.Books,
    "Book": book.Book,
    "Sheets": sheets.Sheets,
    "Sheet": sheet.Sheet,
    "Range": ranges.Range,
    "Names": names.Names,
    "Name": names.Name,
    "Note": notes.Note,
    "Font": fonts.Font,
    "Characters": characters.Characters,
    "Borders": borders.Borders,
    "Tables": tables.Tables,
    "Table": tables.Table,
    "Shape": shapes.Shape,
    "Pictures": pictures.Pictures,
    "Picture": pictures.Picture,
    "Charts": charts.Charts,
    "Chart": charts.Chart,
    "PageSetup": sheet_views.PageSetup,
    "FreezePanes": sheet_views.FreezePanes,
}
"""The classes of xlwings and those of the engine."""

_HEAD = """# LibreOffice 引擎支持的 xlwings 成员

本项目自带一个 xlwings 引擎，使同一段 xlwings 代码在 Excel 和 LibreOffice 中都能运行；怎样使用、与 Excel 有哪些不同，见
[引擎的说明](../xlwings_libreoffice/README.md)。

“没有”的成员抛出写明其名称的 `NotImplementedError`，从不静默忽略。只在 xlwings 一侧实现、不经过引擎的成员（`options`、`expand`、
`offset`、`resize`、`last_cell`、转换器等）全部可用，不在表中。xlwings Lite 专用的异步成员（`get_…`、`load`、`flush`）一律没有，
也不在表中。
"""


def engine_page() -> str:
    """Return the page: for every class the members the engine has and those it refuses."""
    parts = [_HEAD.rstrip()]
    for name, made in CLASSES.items():
        model = getattr(base_classes, name)
        refused = set(refused_members(made))
        members = {each for each in vars(model) if not each.startswith("_")}
        lite = {
            each
            for each in members & refused
            if each.startswith("get_") or each in {"load", "flush"}
        }
        parts += [
            f"## {name}",
            f"有：{_listed(members - refused)}",
            f"没有：{_listed(refused - lite)}",
        ]
    return "\n\n".join(parts) + "\n"


def _listed(members: set[str]) -> str:
    return "、".join(f"`{each}`" for each in sorted(members)) or "—"
