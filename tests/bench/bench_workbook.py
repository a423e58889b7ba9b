"""CPU time of the workbook against XlsxWriter, which writes the very same cells."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from patchcheck.report.look import LOOKS, Look
from patchcheck.report.sheet import Cell, Column, Item, Sheet, Table, address, sheets_of
from patchcheck.report.sheets import sheets
from patchcheck.report.view import Report
from patchcheck.report.workbook import render, write
from tests.bench.timing import best_cpu
from tests.report.builders import AS_OF, make_host, make_patch_view, make_report

HOSTS, ROWS, REPEATS = 60, 400, 3

_COLUMNS = (
    Column("Step", 8, "number"),
    Column("Patch", 11, "id"),
    Column("Synopsis", 36),
    Column("R", 5, "flag"),
    Column("S", 5, "flag"),
    Column("B", 5, "flag"),
    Column("Released", 11, "date"),
    Column("Age", 7, "number"),
    Column("Installed > target", 12, "id"),
    Column("Hosts", 7, "number"),
    Column("Packages matched", 34),
    Column("Decision", 14, "input"),
)


def run(hosts: int = HOSTS, rows: int = ROWS, repeats: int = REPEATS) -> dict[str, float]:
    """Give CPU seconds, the best of `repeats`, and their ratios.

    `sheets` is a sheet for each host, of `rows` rows and 12 columns. `book` is a whole report on
    hosts that all differ, from the view model to the bytes; XlsxWriter gets its rows prepared.
    """
    plain = _sheets(hosts, rows)
    report = make_wide_report(hosts, rows)
    prepared = sheets(report)
    measured = best_cpu(
        {
            "sheets": lambda: write(plain, as_of=AS_OF, version="1"),
            "sheets_xlsxwriter": lambda: reference(plain),
            "book": lambda: render(report),
            "book_xlsxwriter": lambda: reference(prepared),
        },
        repeats,
    )
    return measured | {
        "ratio": measured["sheets"] / measured["sheets_xlsxwriter"],
        "book_ratio": measured["book"] / measured["book_xlsxwriter"],
    }


def _sheets(hosts: int, rows: int) -> list[Sheet]:
    body = [
        (
            row,
            f"{100_000 + row}-{row % 100:02}",
            f"SunOS 5.8: patch {row}",
            "R",
            "S",
            "",
            date(2003, 2, 21),
            row,
            "none > 19",
            1,
            "SUNWcsr:11.8.0,REV=2000.01.08.18.12",
            None,
        )
        for row in range(rows)
    ]
    return [
        sheet
        for host in range(hosts)
        for sheet in sheets_of(Table(f"host {host}", "Patches", "", _COLUMNS, body, ""))
    ]


def make_wide_report(hosts: int, rows: int, **overrides: object) -> Report:
    """Make a report of hosts without a patch in common, so that each is a cohort of its own."""
    return make_report(
        *(
            make_host(
                f"host{host}",
                [
                    make_patch_view(f"{100_000 + host * rows + row}-01", synopsis=f"patch {row}")
                    for row in range(rows)
                ],
            )
            for host in range(hosts)
        ),
        **overrides,
    )


def reference(prepared: Sequence[Sheet]) -> bytes:
    """Write the same cells, links and comments with XlsxWriter."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats = {name: book.add_format(_format(look)) for name, look in LOOKS.items()}
    for sheet in prepared:
        target = book.add_worksheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            target.set_column(place, place, width)
        for place, height in sheet.heights.items():
            target.set_row(place - 1, height)
        for number, row in enumerate(sheet.rows):
            _reference_row(target, formats, sheet, number, row)
    book.close()
    return buffer.getvalue()


def _reference_row(
    target: Any,  # noqa: ANN401 (XlsxWriter comes without types)
    formats: dict[str, Any],
    sheet: Sheet,
    number: int,
    row: Sequence[Item],
) -> None:
    skip_blanks = sheet.sparse or sheet.heading is None or number < sheet.heading
    for place, item in enumerate(row):
        if item is None and skip_blanks:
            continue
        cell = item if isinstance(item, Cell) else Cell(item)
        look = formats[cell.style or sheet.styles[place]]
        if cell.link:
            target.write_url(number, place, f"internal:{address(cell.link)}", look, str(cell.value))
        elif cell.value is None or cell.value == "":
            target.write_blank(number, place, None, look)
        elif isinstance(cell.value, str):
            target.write_string(number, place, cell.value, look)
        elif isinstance(cell.value, date):
            target.write_datetime(number, place, cell.value, look)
        else:
            target.write_number(number, place, cell.value, look)
        if cell.comment:
            target.write_comment(number, place, cell.comment)


def _format(look: Look) -> dict[str, object]:
    wanted: dict[str, object] = {
        "font_size": look.size,
        "bold": look.bold,
        "text_wrap": look.wrapped,
        "border": int(look.boxed),
        "num_format": look.number_format,
    }
    return wanted | ({"bg_color": f"#{look.fill}"} if look.fill else {})


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:18} {value:.3f}")
