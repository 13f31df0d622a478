"""Defined names, in Excel's notation: those of a book and those of one sheet (`Sheet1!total`)."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.addresses import (
    allowed_name,
    quoted_sheet,
    read_areas,
    split_sheet,
)
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.formula_texts import (
    base_cell,
    excel_formula,
    formula_tokens,
    sheet_names_in,
)
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.ranges import Range

__all__ = ["Name", "Names"]

_NOT_ALLOWED = "“{}”不能作名称：以字母、汉字或下划线开头，不含空格，不像单元格地址。"


@implements(base_classes.Names)
class Names(base_classes.Names):
    """The names of a book, those of its sheets included; with `sheet`, the names of that sheet only.

    They stand in the order of the alphabet, as in Excel.
    """

    def __init__(self, book: Any, sheet: Any = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The `XNamedRanges` new names go to."""
        return _container(self.book, self.sheet)

    def __call__(self, name_or_index: int | str) -> Name:
        """Return a name, whatever the case, or the one at a place from 1.

        Raises:
            KeyError: there is none.
        """
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        sheet, local = split_sheet(name_or_index)
        wanted = [name for name in self._all() if name.local.lower() == local.lower()]
        if sheet is not None:
            wanted = [
                name
                for name in wanted
                if name.sheet is not None and name.sheet.name.lower() == sheet.lower()
            ]
        if not wanted:
            raise KeyError(name_or_index)
        return min(wanted, key=lambda name: name.sheet is not None)

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def of_the_book(self, name: str) -> Name | None:
        """Return the name, also one written `Sheet1!total`; one of a sheet is not found from others without its sheet."""
        if not self.contains(name):
            return None
        found = self(name)
        if found.sheet is not None and split_sheet(name)[0] is None:
            return None
        return found

    def __len__(self) -> int:
        return len(self._all())

    def snapshot(self) -> list[tuple[str, Name]]:
        """Every name with its text."""
        return [(name.name, name) for name in self._all()]

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or define it anew; `Sheet1!total` belongs to the sheet. Without `=` it stands for the text.

        Raises:
            ValueError: the name is none Excel and LibreOffice take, or the formula names a sheet that is not there.
            KeyError: the name begins with a sheet that is not there.
        """
        scope, local = split_sheet(name)
        if scope is None:
            sheet = self.sheet
        else:
            sheet = self.book.sheets(scope)
        tokens = _tokens(self.book, refers_to)
        container = _container(self.book, sheet)
        known = {each.lower(): each for each in container.getElementNames()}
        if local.lower() not in known:
            if not allowed_name(local):
                raise ValueError(_NOT_ALLOWED.format(local))
            container.addNewByName(local, "", base_cell(), 0)
        made = Name(self.book, sheet, known.get(local.lower(), local))
        made.api.setTokens(tokens)
        return made

    def _all(self) -> list[Name]:
        if self.sheet is not None:
            scopes = [self.sheet]
        else:
            scopes = [None, *self.book.sheets]
        found = [
            Name(self.book, sheet, local)
            for sheet in scopes
            for local in _container(self.book, sheet).getElementNames()
        ]
        return sorted(found, key=lambda name: name.local.lower())


@implements(base_classes.Name)
class Name(base_classes.Name):
    """One name of a book, or of `sheet`."""

    def __init__(self, book: Any, sheet: Any, local: str) -> None:
        self.book = book
        self.sheet = sheet
        self.local = local

    @property
    def api(self) -> Any:
        """The `XNamedRange`.

        Raises:
            KeyError: it has been deleted or renamed.
        """
        container = _container(self.book, self.sheet)
        if not container.hasByName(self.local):
            raise KeyError(self.local)
        return container.getByName(self.local)

    def delete(self) -> None:
        """Remove the name."""
        _container(self.book, self.sheet).removeByName(self.local)

    @property
    def name(self) -> str:
        """The name, with its sheet if it belongs to one."""
        if self.sheet is None:
            return self.local
        return f"{quoted_sheet(self.sheet.name)}!{self.local}"

    @name.setter
    def name(self, value: str) -> None:
        local = split_sheet(value)[1]
        others = {
            each.lower() for each in _container(self.book, self.sheet).getElementNames()
        } - {self.local.lower()}
        if not allowed_name(local):
            raise ValueError(_NOT_ALLOWED.format(local))
        if local.lower() in others:
            raise ValueError(f"名称“{local}”已经有了。")
        self.api.setName(local)
        self.local = local

    @property
    def refers_to(self) -> str:
        """The formula, such as `=Sheet1!$A$1`."""
        return excel_formula(self.book.api, self.api.getTokens())

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setTokens(_tokens(self.book, value))

    @property
    def refers_to_range(self) -> Range:
        """The cells the name stands for.

        Raises:
            OfficeFailure: it stands for a constant, a formula, or cells that are gone.
        """
        formula = self.refers_to.removeprefix("=")
        parts = [split_sheet(part) for part in formula.split(",")]
        title = parts[0][0]
        if title is None or title not in self.book.sheets:
            raise OfficeFailure(f"名称 {self.name} 指的不是单元格：={formula}")
        sheet = self.book.sheets(title)
        areas = read_areas(",".join(rest for _, rest in parts), *sheet.size)
        if not areas:
            raise OfficeFailure(f"名称 {self.name} 指的不是单元格：={formula}")
        return Range.of_areas(sheet, areas)


def _container(book: Any, sheet: Any) -> Any:
    return (book if sheet is None else sheet).api.getPropertyValue("NamedRanges")


def _tokens(book: Any, refers_to: str) -> Any:
    formula = str(refers_to)
    if not formula.startswith("="):
        doubled = formula.replace('"', '""')
        formula = f'="{doubled}"'
    missing = [name for name in sheet_names_in(formula) if name not in book.sheets]
    if missing:
        raise ValueError(f"公式 {formula} 中的工作表“{missing[0]}”不存在。")
    return formula_tokens(book.api, formula)
