"""The sheet that says how forms are printed, read into the `[form]` table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval_xl.scheme_book.columns import SCHEME, VALUE
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.grid import Grid, Row
from perfeval_xl.scheme_book.mistakes import Mistake
from perfeval_xl.scheme_book.tables import FORM, FORM_SAID, FORM_SHOWN
from perfeval_xl.scheme_book.toml_text import toml_read
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["named_in_form", "read_form"]


def read_form(book: RawWorkbook, got: Gathering) -> None:
    """Read how the forms are printed, where the workbook says so: one key of a sheet, or of a part of it, per row."""
    # Without the sheet forms are printed the usual way, which may not be what was meant
    if FORM.title not in book.titles:
        _told_if_gone(book, got)
        return
    grid = Grid(book, FORM)
    got.mistakes += grid.mistakes
    got.places["form"] = grid.heading("sheet")
    if not grid.complete:
        got.doubts.add("form")
        return
    sheets: list[Tree] = []
    for row in grid.rows():
        marked = len(got.mistakes)
        # Where the row belongs: a sheet, or a part of it
        numbers = [
            got.read_cell(
                row.spots[key],
                grid.table.column(key),
                "",
            )
            for key in ("sheet", "part")
        ]
        name = got.read_cell(row.spots["name"], grid.table.column("name"), "")
        # The value as TOML, which may be a list of tables
        if row.has("value"):
            value = toml_read(str(row.spots["value"].cell.value))
        else:
            value = None
        if value is None:
            got.wrong(
                row.spots["value"],
                f"“{VALUE}”不符合 TOML 的写法",
                "form",
                '文字请加英文引号，如 "评分表"。',
            )
        # A row with a mistake is left out, since it might go to a wrong place
        if len(got.mistakes) == marked:
            _put(
                got,
                row,
                sheets,
                numbers,
                (str(name), value),
            )
    got.tree["form"] = {"sheets": sheets}


def named_in_form(tree: Tree, name: str) -> tuple[str, int] | None:
    """Return the key under which the form names something, and the number of the item in its list (0: no list)."""
    # The first place that names it: in a list the item counts, else the whole key
    for number, sheet in enumerate(tree.get("form", {}).get("sheets", ()), 1):
        for part, table in enumerate(sheet.get("parts", ()), 1):
            for key, value in table.items():
                place = f"form.sheets[{number}].parts[{part}].{key}"
                if isinstance(value, list):
                    found = next(
                        (n for n, item in enumerate(value, 1) if _names(item, name)),
                        0,
                    )
                    if found:
                        return place, found
                elif key != "kind" and _names(value, name):
                    return place, 0
    return None


def _names(value: object, name: str) -> bool:
    """Whether a value is the name, a section's field, or holds it somewhere."""
    return any(text in (name, f"section:{name}") for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, Mapping)):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)


def _told_if_gone(book: RawWorkbook, got: Gathering) -> None:
    """Note that the sheet is gone when the first sheet still says that forms are printed as it says."""
    cells = book.cells(SCHEME)
    for (row, column), cell in cells.items():
        beside = cells.get((row, column + 1))
        if (
            cell.value == FORM_SAID
            and beside is not None
            and str(beside.value or "").strip() == FORM_SHOWN
        ):
            told = (
                f"没有“{FORM.title}”表，评价表就不再照文件的样子印，而用程序的一般样式"
            )
            remedy = f"请从导出的工作簿恢复“{FORM.title}”表；确实改用一般样式的，请清空“{SCHEME}”表中“{FORM_SAID}”一行的内容。"
            got.mistakes.append(Mistake(FORM.title, "", told, remedy))


def _put(
    got: Gathering,
    row: Row,
    sheets: list[Tree],
    numbers: list[object],
    pair: tuple[str, object],
) -> None:
    """Put one key into the sheet or part with its number; a number that is not the next one is a mistake."""
    (name, value), table, key = pair, sheets, "form"
    tree: Tree = {}
    # From the sheet down to the part; a number one beyond the last begins a new one
    for number, inside in zip(numbers, ("sheets", "parts"), strict=True):
        if number is None:
            break
        if inside == "sheets":
            table = sheets
        else:
            table = tree.setdefault("parts", [])
        key = f"{key}.{inside}[{number}]"
        if number == len(table) + 1:
            table.append({})
            got.places[key] = row.spots["sheet"].ref
        if not isinstance(number, int) or not 1 <= number <= len(table):
            got.wrong(
                row.spots["part" if inside == "parts" else "sheet"],
                f"编号应从1起连续，现为{number}",
                "form",
            )
            return
        tree = table[number - 1]
    # A key that stands twice is told, and the later one counts
    if name in tree:
        got.wrong(row.spots["name"], f"“{name}”写了不止一次", "form")
    got.places[f"{key}.{name}"] = row.spots["value"].ref
    tree[name] = value
