"""Sheets of a workbook as plain values: cells, tables, and what Excel's limits make of them.

Nothing here knows how a workbook is written. A table longer than a sheet goes on in a further
sheet; a text longer than a cell is cut where the reader sees it. Both are remarked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from patchcheck.report.look import LOOKS
from patchcheck.report.sheet_text import CHARACTERS, MAX_CELL, units, wrapped_lines

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

TITLE_ROW, LEAD_ROW, HEADING_ROW = 1, 2, 3

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that a link leads to: the table's name, the row's index from 0, and the column."""

    table: str
    index: int
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a style of its own, a link to another row, or a comment."""

    value: Value
    style: str | None = None
    link: Place | None = None
    comment: str | None = None


Item = Value | Cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, width in characters, style, and what may be filled in.

    `allowed` is `list` for the words of a decision, `date` for a day, None for anything.
    """

    heading: str
    width: float
    style: str = "text"
    allowed: str | None = None

    @property
    def is_input(self) -> bool:
        """Whether the board fills it in."""
        return self.style.startswith("input")

    @property
    def wrapped(self) -> bool:
        """Whether its texts go on in further lines."""
        return LOOKS[self.style].wrapped and not self.is_input


@dataclass(frozen=True, slots=True)
class Table:
    """One table, shown on a sheet of its own.

    `grouped` is the number of leading columns that make a group; groups are set off by a line.
    `frozen` columns stay in sight. In a `sparse` table empty cells are not drawn. `empty` is
    what is said in place of rows. `upright` headings are turned, for narrow columns.
    """

    name: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Item]]
    empty: str
    grouped: int = 0
    frozen: int = 0
    sparse: bool = False
    upright: bool = False
    paper: str = "A4"


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart of the cells of one sheet; rows and columns count from 1."""

    title: str
    axis: str
    at: tuple[int, int]
    labels: tuple[int, int]
    values: tuple[int, int]
    count: int
    size: tuple[float, float]
    colour: str = "navy"
    per_cent: bool = False
    lying: bool = True


@dataclass(slots=True)
class Sheet:
    """One sheet as it is written: all rows from the top, then what belongs to the sheet.

    `styles` are those of the columns, for items that have none of their own. `heading` is the
    row of the headings, None for a sheet that is no table. `continues` is the name of the sheet
    that it goes on from, empty for a first one. `tops` are the rows that begin a group.
    """

    name: str
    title: str
    widths: Sequence[float]
    styles: Sequence[str] = ()
    rows: Sequence[Sequence[Item]] = ()
    heading: int | None = None
    continues: str = ""
    filtered: bool = False
    frozen: int = 0
    sparse: bool = False
    paper: str = "A4"
    tops: frozenset[int] = frozenset()
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    allowed: dict[int, str] = field(default_factory=dict)

    @property
    def gridded(self) -> bool:
        """Whether the program draws the lines that the cells lack."""
        return self.sparse and self.heading is not None


def sheets_of(table: Table) -> list[Sheet]:
    """Lay a table out, on as many sheets as its rows need."""
    room = _room()
    starts = range(0, max(len(table.rows), 1), room)
    return [
        _sheet(table, part, table.rows[start : start + room]) for part, start in enumerate(starts)
    ]


def address(place: Place) -> str:
    """Where a row of a table stands in the workbook, as `'Plan'!C17`."""
    part, index = divmod(place.index, _room())
    return f"'{part_name(place.table, part)}'!{place.column}{HEADING_ROW + 1 + index}"


def part_name(name: str, part: int) -> str:
    """The name of a table's sheet; the first has none of the numbers."""
    return f"{name} {part + 1}" if part else name


def _room() -> int:
    return MAX_ROWS - HEADING_ROW


def _sheet(table: Table, part: int, rows: Sequence[Sequence[Item]]) -> Sheet:
    headings = [
        Cell(column.heading, _heading_style(table, column, place))
        for place, column in enumerate(table.columns)
    ]
    title = f"{table.title} (continued, part {part + 1})" if part else table.title
    top: list[Sequence[Item]] = [[Cell(title, "title")], [Cell(table.lead, "lead")], headings]
    body: Sequence[Sequence[Item]] = rows or [[Cell(table.empty, "plain")]]
    return Sheet(
        name=part_name(table.name, part),
        title=table.title,
        widths=[column.width for column in table.columns],
        styles=[column.style for column in table.columns],
        rows=[*top, *body],
        heading=HEADING_ROW,
        continues=part_name(table.name, part - 1) if part else "",
        filtered=bool(rows),
        frozen=table.frozen,
        sparse=table.sparse,
        paper=table.paper,
        tops=frozenset(_tops(rows, table.grouped)),
        heights=_heights(table, rows),
        allowed=_allowed(table) if rows else {},
    )


_LINE, _PADDING, _TALLEST = 13.0, 3.0, 200.0


def _heights(table: Table, rows: Sequence[Sequence[Item]]) -> dict[int, float]:
    """The heights of rows that need more than one line."""
    heights = {TITLE_ROW: 26.0, HEADING_ROW: _heading_height(table)}
    wrapped = [
        (place, column.width * CHARACTERS)
        for place, column in enumerate(table.columns)
        if column.wrapped
    ]
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        lines = max((_lines(row[place], width) for place, width in wrapped), default=1)
        if lines > 1:
            heights[number] = min(lines * _LINE + _PADDING, _TALLEST)
    return heights


def _lines(item: Item, width: float) -> int:
    value = _value(item)
    if not isinstance(value, str) or (len(value) <= width and "\n" not in value):
        return 1
    return sum(wrapped_lines(line, width) for line in value.split("\n"))


def _heading_style(table: Table, column: Column, place: int) -> str:
    if column.is_input:
        return "input-heading"
    return "upright-heading" if table.upright and place >= table.frozen else "heading"


def _heading_height(table: Table) -> float:
    if not table.upright:
        return 30
    longest = max((len(column.heading) for column in table.columns[table.frozen :]), default=0)
    return min(max(30, 5.2 * longest + 10), 200)


def _allowed(table: Table) -> dict[int, str]:
    return {
        place: column.allowed
        for place, column in enumerate(table.columns, start=1)
        if column.allowed
    }


def _tops(rows: Sequence[Sequence[Item]], columns: int) -> Iterator[int]:
    if not columns:
        return
    before: Sequence[Item] | None = None
    for place, row in enumerate(rows, start=HEADING_ROW + 1):
        group = [_value(item) for item in row[:columns]]
        if group != before:
            yield place
        before = group


def _value(item: Item) -> Value:
    return item.value if isinstance(item, Cell) else item


def too_long(sheet: Sheet) -> Iterator[str]:
    """A remark for each cell whose text is cut."""
    for place, row in enumerate(sheet.rows, start=1):
        for column, item in enumerate(row):
            value = _value(item)
            if type(value) is str and len(value) * 2 > MAX_CELL and units(value) > MAX_CELL:
                heading = _heading_of(sheet, column)
                yield (
                    f"sheet {sheet.name}, row {place}, {heading}: cut to {MAX_CELL:,} of "
                    f"{units(value):,} characters"
                )


def _heading_of(sheet: Sheet, column: int) -> str:
    if sheet.heading is None:
        return f"column {column + 1}"
    return str(_value(sheet.rows[sheet.heading - 1][column]))
