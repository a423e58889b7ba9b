"""The change board's workbook; the one door to openpyxl.

Every text is written as a string, whatever it begins with: nothing of an input becomes a formula.
The same report gives the same bytes.
"""

import re
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as PlainCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.comments import Comment
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.packaging.extended import ExtendedProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_APP
from openpyxl.xml.functions import tostring

from patchcheck.report.glossary import DECISIONS
from patchcheck.report.look import BARS, LINE, LOOKS, STRONG_LINE, Look
from patchcheck.report.sheet import Cell, Chart, Sheet, Value, address
from patchcheck.report.sheet_text import clean
from patchcheck.report.sheets import sheets
from patchcheck.report.view import Report

if TYPE_CHECKING:
    from _typeshed import SizedBuffer, StrPath

_FONT = "Calibri"
_PAPERS = {"A4": "9", "A3": "8"}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DAY_ZERO, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
_FORMULA_STARTS = "=+-@"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def render(report: Report) -> bytes:
    """Lay a report out as a workbook."""
    return write(sheets(report), as_of=report.as_of, version=report.version)


def write(prepared: Sequence[Sheet], *, as_of: date, version: str) -> bytes:
    """Write prepared sheets as an xlsx file."""
    book = Workbook(write_only=True)
    _describe(book, as_of, version)
    styles = _Styles(book)
    footer = f"patchcheck {version}, as of {as_of.isoformat()}"
    for sheet in prepared:
        target: Worksheet = book.create_sheet(sheet.name)
        _set_up(target, sheet, footer)
        _write_rows(target, styles, sheet)
        _add_validations(target, sheet)
        for chart in sheet.charts:
            target.add_chart(_chart(target, chart), _at(*chart.at))
    buffer = BytesIO()
    ExcelWriter(book, _FixedZip(buffer, "w", ZIP_DEFLATED)).save()
    return buffer.getvalue()


def _describe(book: Workbook, as_of: date, version: str) -> None:
    made = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 (Excel knows no time zones)
    properties = book.properties
    properties.title = f"Patch report as of {as_of.isoformat()}"
    properties.subject = "Patches to install on Solaris hosts"
    properties.description = f"Made by patchcheck {version}"
    properties.creator = properties.lastModifiedBy = "patchcheck"
    properties.created = properties.modified = made


class _FixedZip(ZipFile):
    """An archive whose entries all bear the same time.

    It names patchcheck as the maker: openpyxl names Excel, and then LibreOffice believes that
    the file tells every row's height, where Excel works out those that are not told.
    """

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: "SizedBuffer | str",
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry from memory."""
        name = str(zinfo_or_arcname)
        content = _maker() if name == ARC_APP else data
        super().writestr(_entry(name), content, compress_type, compresslevel)

    def write(
        self,
        filename: "StrPath",
        arcname: "StrPath | None" = None,
        compress_type: int | None = None,  # noqa: ARG002 (all entries are compressed)
        compresslevel: int | None = None,  # noqa: ARG002 (as above)
    ) -> None:
        """Add an entry from a file."""
        source = Path(filename)
        entry = _entry(str(arcname or source.name))
        entry.file_size = source.stat().st_size
        with source.open("rb") as stream, self.open(entry, "w") as target:
            shutil.copyfileobj(stream, target)


def _maker() -> "SizedBuffer | str":
    properties = ExtendedProperties()
    properties.Application, properties.AppVersion = "patchcheck", None
    return tostring(properties.to_tree())


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _ZIP_TIME)
    entry.compress_type = ZIP_DEFLATED
    return entry


# --- cells ---------------------------------------------------------------------------------------


class _Cell(PlainCell):
    """A cell whose style and place are already known, so that neither is looked up again."""

    __slots__ = ("coordinate", "style_id")

    coordinate: str
    style_id: int
    _value: str | float | None
    has_style = True


class _Styles:
    """The prepared styles: the number of each is worked out once, then only looked up.

    With `top` there is a strong line above. `inert` marks a text that begins like a formula, so
    that it stays a text when somebody edits it.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[str, bool, bool], int] = {}

    def number(self, name: str, *, top: bool, inert: bool) -> int:
        key = (name, top, inert)
        if key not in self._known:
            self._known[key] = self._prepare(LOOKS[name], top=top, inert=inert)
        return self._known[key]

    def _prepare(self, look: Look, *, top: bool, inert: bool) -> int:
        cell = PlainCell(self._book.worksheets[0], 1, 1)
        cell.font = _font(look)
        cell.alignment = Alignment(
            horizontal=look.across,
            vertical=look.down,
            wrap_text=look.wrapped,
            text_rotation=look.turned,
            indent=look.indent,
        )
        cell.number_format = look.number_format
        cell.protection = Protection(locked=look.locked)
        cell.quotePrefix = inert
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        if look.boxed:
            line = Side("thin", LINE)
            cell.border = Border(line, line, Side("thin", STRONG_LINE) if top else line, line)
        return cell.style_id


def _font(look: Look) -> Font:
    return Font(
        name=_FONT,
        sz=look.size,
        b=look.bold,
        i=look.italic,
        u="single" if look.underlined else None,
        color=look.colour,
    )


def _write_rows(target: Worksheet, styles: _Styles, sheet: Sheet) -> None:
    letters = [get_column_letter(place) for place in range(1, _width(sheet) + 1)]
    for number, row in enumerate(sheet.rows, start=1):
        skip_blanks = sheet.sparse or sheet.heading is None or number <= sheet.heading
        top = number in sheet.tops
        cells: list[_Cell | None] = []
        for place, item in enumerate(row):
            if item is None and skip_blanks:
                cells.append(None)
                continue
            cell = _Cell(target, number, place + 1)
            cell.coordinate = f"{letters[place]}{number}"
            if isinstance(item, Cell):
                value, style = item.value, item.style or sheet.styles[place]
                _adorn(cell, item)
            else:
                value, style = item, sheet.styles[place]
            cell._value, cell.data_type, inert = _written(value)  # noqa: SLF001 (see _written)
            cell.style_id = styles.number(style, top=top, inert=inert)
            cells.append(cell)
        target.append(cells)


def _width(sheet: Sheet) -> int:
    return max((len(row) for row in sheet.rows), default=0)


def _written(value: Value) -> tuple[str | float | None, str, bool]:
    """A value as it stands in the file, its type, and whether it begins like a formula.

    openpyxl's own setter would take a text that begins with `=` for a formula.
    """
    if isinstance(value, str):
        if not value:
            return None, "n", False
        text = clean(value)
        if "_x" in text:
            text = _ESCAPED.sub("_x005F_", text)
        return text, "s", text[0] in _FORMULA_STARTS
    if isinstance(value, date):
        if value < _FIRST_DAY:  # Excel's calendar is at fault before it
            return value.isoformat(), "s", False
        return (value - _DAY_ZERO).days, "n", False
    return value, "n", False


def _adorn(cell: _Cell, item: Cell) -> None:
    if item.link:
        location = address(item.link)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    if item.comment:
        text = clean(item.comment)
        lines = sum(1 + len(line) // 55 for line in text.split("\n"))
        cell.comment = Comment(text, "patchcheck", height=18 * lines + 16, width=380)


# --- sheets --------------------------------------------------------------------------------------


def _set_up(target: Worksheet, sheet: Sheet, footer: str) -> None:
    """Everything that stands before the rows in the file, and the page."""
    for place, width in enumerate(sheet.widths, start=1):
        target.column_dimensions[get_column_letter(place)].width = width
    for row, height in sheet.heights.items():
        # Not openpyxl's RowDimension: it would fix the height, so that the row could not grow.
        target.row_dimensions[row] = {"ht": f"{height:g}"}  # type: ignore[assignment]
    for cells in sheet.merged:
        target.merged_cells.add(cells)
    target.sheet_view.showGridLines = sheet.gridded
    if sheet.heading is not None:
        target.freeze_panes = _at(sheet.heading + 1, sheet.frozen + 1)
        target.print_title_rows = f"{sheet.heading}:{sheet.heading}"
    if sheet.filtered and sheet.heading is not None:
        last = _at(len(sheet.rows), len(sheet.widths))
        target.auto_filter.ref = f"{_at(sheet.heading, 1)}:{last}"
    _set_up_page(target, sheet, footer)


def _set_up_page(target: Worksheet, sheet: Sheet, footer: str) -> None:
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = _PAPERS[sheet.paper]
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.page_margins = PageMargins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
    target.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=footer),
        center=_HeaderFooterPart(text="&A"),
        right=_HeaderFooterPart(text="Page &P of &N"),
    )


def _at(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _add_validations(target: Worksheet, sheet: Sheet) -> None:
    if sheet.heading is None:
        return
    for column, kind in sheet.allowed.items():
        rule = _words_rule() if kind == "list" else _date_rule()
        rule.add(f"{_at(sheet.heading + 1, column)}:{_at(len(sheet.rows), column)}")
        target.data_validations.append(rule)


def _words_rule() -> DataValidation:
    words = ", ".join(DECISIONS)
    return DataValidation(
        type="list",
        formula1=f'"{",".join(DECISIONS)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Decision",
        error=f"Please choose one of: {words}.",
    )


def _date_rule() -> DataValidation:
    return DataValidation(
        type="date",
        operator="greaterThan",
        formula1=str((_FIRST_DAY - _DAY_ZERO).days),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Date",
        error="Please enter a date, as in 2026-08-31.",
    )


# --- charts --------------------------------------------------------------------------------------


def _chart(target: Worksheet, wanted: Chart) -> BarChart:
    chart = BarChart()
    chart.type = "bar" if wanted.lying else "col"
    chart.width, chart.height = wanted.size  # type: ignore[assignment]  # centimetres
    chart.title = _title(wanted.title)
    chart.legend = None
    chart.gapWidth = 60
    chart.add_data(_cells(target, wanted.values, wanted.count))
    chart.set_categories(_cells(target, wanted.labels, wanted.count))
    for series in chart.series:
        series.graphicalProperties = GraphicalProperties(solidFill=BARS[wanted.colour])
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    _set_axes(chart, wanted)
    return chart


def _set_axes(chart: BarChart, wanted: Chart) -> None:
    labels, values = chart.x_axis, chart.y_axis
    labels.delete = values.delete = False
    labels.txPr = values.txPr = _small()
    values.title = _title(wanted.axis, size=900, bold=False)
    values.scaling.min = 0
    values.number_format = "0"
    values.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=LINE)))
    if wanted.per_cent:
        values.scaling.max = 1
        values.number_format = "0%"
    if wanted.lying:  # the first row on top, the scale at the bottom
        labels.scaling.orientation = "maxMin"
        values.crosses = "max"


def _cells(target: Worksheet, first: tuple[int, int], count: int) -> Reference:
    row, column = first
    return Reference(target, min_col=column, min_row=row, max_row=row + count - 1)


def _title(text: str, size: int = 1100, *, bold: bool = True) -> Title:
    title = Title(overlay=False)
    title.tx = Text(rich=_rich(text, size, bold=bold))
    return title


def _rich(text: str, size: int, *, bold: bool) -> RichText:
    look = CharacterProperties(sz=size, b=bold)
    run = RegularTextRun(rPr=look, t=text)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])


def _small() -> RichText:
    look = CharacterProperties(sz=800)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
