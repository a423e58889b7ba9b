"""Plain writers: what a renderer's speed is measured against.

Each takes a renderer's result apart into its cells, and gives a function that writes the same
result again from them (JSON without its indentation, a workbook without its looks).
"""

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from html import unescape
from io import BytesIO, StringIO

import xlsxwriter  # type: ignore[import-untyped]
from markupsafe import escape
from openpyxl import load_workbook

Write = Callable[[], str | bytes]
_CELL = re.compile(r"(.+?)(?:  +|$)")  # cells of a text stand two blanks apart or more
_MARKUP = re.compile(r"(<style>.*?</style>|<script>.*?</script>|<[^>]*>)", re.DOTALL)


def plain_writer(result: str | bytes, form: str) -> Write:
    """A writer of this result, which is in such a form."""
    return _book(result) if isinstance(result, bytes) else _WRITERS[form](result)


def _text(result: str) -> Write:
    lines = [
        [(match[1], len(match[0])) for match in _CELL.finditer(line)] for line in result.split("\n")
    ]
    return lambda: "\n".join(
        ["".join([cell.ljust(width) for cell, width in line]) for line in lines]
    )


def _csv(result: str) -> Write:
    read = csv.reader(StringIO(result, newline=""), quoting=csv.QUOTE_NONNUMERIC)
    return partial(_write_csv, [list(map(_whole, row)) for row in read])


def _whole(cell: object) -> object:
    """The csv module reads bare numbers as floats; all of ours are whole."""
    return int(cell) if isinstance(cell, float) else cell


def _write_csv(rows: Sequence[Sequence[object]]) -> str:
    stream = StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def _json(result: str) -> Write:
    """The json module writes in C where it need not indent."""
    return partial(json.dumps, json.loads(result), ensure_ascii=False)


def _html(result: str) -> Write:
    """Texts stand between pieces of markup, which are written as they are."""
    pieces = _MARKUP.split(result)
    pairs = list(zip(map(unescape, pieces[::2]), [*pieces[1::2], ""], strict=True))
    return lambda: "".join([f"{escape(text)}{markup}" for text, markup in pairs])


def _book(result: bytes) -> Write:
    read = load_workbook(BytesIO(result)).worksheets
    return partial(_write_book, [list(sheet.iter_rows(values_only=True)) for sheet in read])


def _write_book(sheets: Sequence[Sequence[Sequence[object]]]) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)
    book.close()
    return buffer.getvalue()


_WRITERS: Mapping[str, Callable[[str], Write]] = {
    "text": _text,
    "table": _text,
    "csv": _csv,
    "json": _json,
    "html": _html,
}
