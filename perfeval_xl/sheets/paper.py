"""How a sheet prints: A4, one page wide, as many pages long as it takes."""

from __future__ import annotations

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.model import Page

__all__ = ["set_up_page"]

# ST_PaperSize of ECMA-376 part 1, 18.3.1.63
_A4 = 9
# In inches
_FOOTER_MARGIN = 0.3


def set_up_page(sheet: Worksheet, page: Page) -> None:
    """Apply the print setup to an openpyxl sheet."""
    sheet.page_setup.paperSize = _A4
    if page.landscape:
        sheet.page_setup.orientation = "landscape"
    else:
        sheet.page_setup.orientation = "portrait"
    # One page wide; 0 is as many pages long as it takes
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    # Without this Excel ignores the two above
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margin = page.margin
    sheet.page_margins = PageMargins(
        margin, margin, margin, margin, header=_FOOTER_MARGIN, footer=_FOOTER_MARGIN
    )
    sheet.print_options.horizontalCentered = True
    if page.area is not None:
        area = page.area
        left, right = column_letters(area.left), column_letters(area.right)
        sheet.print_area = f"{left}{area.top}:{right}{area.bottom}"
    if page.title_rows is not None:
        sheet.print_title_rows = f"{page.title_rows[0]}:{page.title_rows[1]}"
    for row in page.breaks:
        sheet.row_breaks.append(Break(id=row))
    # None leaves the attribute out
    sheet.page_setup.blackAndWhite = page.plain_ink or None
    if page.footer:
        footer = sheet.oddFooter.center
        # openpyxl always makes the three parts
        assert footer is not None
        footer.text = page.footer
