"""Tables as a workbook that an office can go on working with."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.core.messages import _
from pipelines.reports.tables import Cell, Column, Kind, Table
from pipelines.reports.zipped import without_clock

_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FORMATS = {
    Kind.NUMBER: "0",
    Kind.DECIMAL: "0.0",
    Kind.SHARE: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_HEAD = Font(name="黑体", size=11)
_BODY = Font(name="宋体", size=11)
_BANNERS = {
    16: Font(name="宋体", size=16, bold=True),
    11: _BODY,
    9: Font(name="宋体", size=9, color="595959"),
}
"""Fonts of what stands across all columns, by size in points."""
_SHADE = PatternFill("solid", fgColor="F2F2F2")
_MAX_SHEET = 31
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\")
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 100, 150
"""Wider tables are printed across the page, and still wider ones on larger paper; in digits."""
A3, A4 = 8, 9
LINE = 16
"""Height of a line, in points."""


def render(tables: Sequence[Table], on: datetime) -> bytes:
    """One sheet a table: real dates and numbers, frozen header, filter, print area, formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    for table in tables:
        name = table.title.translate(_NOT_IN_SHEET_NAMES)[:_MAX_SHEET]
        _Sheet(book.create_sheet(name), table).write()
    raw = io.BytesIO()
    book.save(raw)
    return without_clock(raw.getvalue(), on)


def _lines(value: Cell, width: int) -> int:
    """How many lines a cell takes in a column so many Chinese characters wide."""
    lines = str(value or "-").split("\n")
    wide = ((sum(1 if sign > "⁰" else 0.5 for sign in line) or 1) for line in lines)
    return sum(-(-int(2 * room) // (2 * width)) for room in wide)


class _Sheet:
    """One table on one sheet: title, lead, header, rows, totals, notes."""

    def __init__(self, sheet: Worksheet, table: Table) -> None:
        self.sheet, self.table = sheet, table
        self.head = 3 if table.lead else 2
        self.first = self.head + 1
        self.last = self.head + len(table.rows)
        self.width = len(table.columns)

    def write(self) -> None:
        """Everything, from top to bottom."""
        self._banner(1, self.table.title, 16, "center")
        if self.table.lead:
            self._banner(2, self.table.lead, 11, "left")
        for place, column in enumerate(self.table.columns, start=1):
            cell = self._cell(self.head, place, column.title, _HEAD)
            cell.fill = _SHADE
            cell.alignment = Alignment("center", "center", wrap_text=True)
            letter = get_column_letter(place)
            self.sheet.column_dimensions[letter].width = column.width * 2 + 1
        for number, row in enumerate(self.table.rows, start=self.first):
            for place, value in enumerate(row.cells, start=1):
                self._value(number, place, value)
            self.sheet.row_dimensions[number].height = LINE * max(
                _lines(value, column.width)
                for value, column in zip(row.cells, self.table.columns, strict=True)
            )
        self._totals()
        end = self.last + self.table.summed
        for number, note in enumerate(self.table.notes, start=end + 1):
            self._banner(number, note, 9, "left")
        self._page(end + len(self.table.notes))

    def _value(self, row: int, place: int, value: Cell) -> None:
        column = self.table.columns[place - 1]
        formula = self._formula(column, row) if column.formula else ""
        cell = self._cell(row, place, formula or value, _BODY)
        cell.number_format = _FORMATS.get(column.kind, "General")
        if isinstance(value, str) and not formula:
            cell.data_type = "s"  # text that begins with “=” stays text
        side = "left" if column.kind is Kind.TEXT else "center"
        cell.alignment = Alignment(side, "center", wrap_text=True)

    def _totals(self) -> None:
        if not self.table.summed:
            return
        row = self.last + 1
        for place, column in enumerate(self.table.columns, start=1):
            value: str | None = _("Total") if place == 1 else None
            letter = get_column_letter(place)
            if column.sum:
                value = f"=SUM({letter}{self.first}:{letter}{self.last})"
            elif column.kind is Kind.SHARE and column.formula:
                value = self._formula(column, row)
            cell = self._cell(row, place, value, _HEAD)
            cell.number_format = _FORMATS.get(column.kind, "General")
            cell.alignment = Alignment("center", "center")

    def _formula(self, column: Column, row: int) -> str:
        """The column's formula with this row's cells in it."""
        names: dict[str, str] = {}
        for place, other in enumerate(self.table.columns, start=1):
            letter = get_column_letter(place)
            names[other.id] = f"{letter}{row}"
            names[f"{other.id}_all"] = f"${letter}${self.first}:${letter}${self.last}"
        return "=" + column.formula.format(**names)

    def _cell(self, row: int, place: int, value: Cell, font: Font) -> XlsxCell:
        cell = self.sheet.cell(row, place)
        cell.value = value
        cell.font, cell.border = font, _GRID
        assert isinstance(cell, XlsxCell)  # noqa: S101 - nothing is merged before it is written
        return cell

    def _banner(self, row: int, text: str, size: int, side: str) -> None:
        """Text across all columns."""
        cell = self.sheet.cell(row, 1)
        cell.value, cell.font = text, _BANNERS[size]
        cell.data_type = "s"
        cell.alignment = Alignment(side, "center", wrap_text=True)
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.width)
        room = sum(column.width for column in self.table.columns)
        lines = 1 + len(text) * size // 11 // max(room, 1)
        self.sheet.row_dimensions[row].height = size * 1.7 * lines

    def _page(self, end: int) -> None:
        """Freeze, filter and print as a clerk would set it."""
        sheet, letter = self.sheet, get_column_letter(self.width)
        sheet.freeze_panes = f"A{self.first}"
        sheet.auto_filter.ref = f"A{self.head}:{letter}{max(self.last, self.head)}"
        sheet.print_area = f"A1:{letter}{end}"
        sheet.print_title_rows = f"{self.head}:{self.head}"
        width = sum(column.width * 2 + 1 for column in self.table.columns)
        sheet.page_setup.orientation = "landscape" if width > PORTRAIT_WIDTH else "portrait"
        sheet.page_setup.paperSize = A3 if width > LANDSCAPE_WIDTH else A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter = HeaderFooterItem(center=HeaderFooterPart(text="— &P —"))
