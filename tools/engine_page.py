"""Write the lists of members into the README of the engine for LibreOffice: `python -m tools.engine_page`.

What a class has and what it refuses is taken from the classes; the test compares README.md with what this returns.
"""

from __future__ import annotations

from pathlib import Path

from xlwings import base_classes

from perfeval_xl import libreoffice_engine
from perfeval_xl.libreoffice_engine import app, apps, book, books, names, ranges, sheet, sheet_views, sheets
from perfeval_xl.libreoffice_engine.members import refused_members

__all__ = ["CLASSES", "README", "engine_readme", "main"]

README = Path(libreoffice_engine.__file__).with_name("README.md")
_START = "<!-- 以下由 python -m tools.engine_page 生成，请勿手工修改。 -->"

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
    "PageSetup": sheet_views.PageSetup,
    "FreezePanes": sheet_views.FreezePanes,
}
"""The classes of xlwings and those of the engine."""


def engine_readme(text: str) -> str:
    """Return README.md with its lists as they should be; what stands before the mark is written by hand."""
    parts = [text.partition(_START)[0] + _START]
    for name, made in CLASSES.items():
        model = getattr(base_classes, name)
        refused = set(refused_members(made))
        members = {each for each in vars(model) if not each.startswith("_")}
        lite = {each for each in members & refused if each.startswith("get_") or each in {"load", "flush"}}
        parts += [f"### {name}", f"有：{_listed(members - refused)}", f"没有：{_listed(refused - lite)}"]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write README.md anew."""
    README.write_text(engine_readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    print(README.name)


def _listed(members: set[str]) -> str:
    return "、".join(f"`{each}`" for each in sorted(members)) or "—"


if __name__ == "__main__":
    main()
