"""All sheets of the change board's workbook, in their order."""

from collections.abc import Iterator

from patchcheck.report.board import Board
from patchcheck.report.sheet import Sheet, Table, sheets_of, too_long
from patchcheck.report.sheets_changes import (
    changes_table,
    comments_remark,
    plan_order,
    plan_table,
)
from patchcheck.report.sheets_estate import estate_tables
from patchcheck.report.sheets_hosts import (
    exceptions_table,
    first_rows,
    matrix_tables,
    withdrawn_table,
)
from patchcheck.report.sheets_steps import steps_of
from patchcheck.report.sheets_summary import summary_sheet
from patchcheck.report.sheets_words import glossary_table, not_judged_table
from patchcheck.report.view import Report


def sheets(report: Report) -> list[Sheet]:
    """Prepare every sheet; what Excel's limits cut off is said on the sheet Not judged."""
    board = Board(report)
    steps = steps_of(board)
    order = plan_order(steps)
    plan_rows = {index: row for row, index in enumerate(order)}
    first = first_rows(steps)
    tables = [
        changes_table(steps, [plan_rows[index] for index in range(len(steps))]),
        *matrix_tables(board, first),
        plan_table(steps, order),
        exceptions_table(report, first),
        withdrawn_table(report, first),
        *estate_tables(report.estate),
    ]
    laid_out = [summary_sheet(board, steps), *_laid_out(tables)]
    comments = comments_remark(len(steps))
    remarks = [*([comments] if comments else []), *_remarks(laid_out)]
    rest = [not_judged_table(report, remarks), glossary_table()]
    return [*laid_out, *_laid_out(rest)]


def _laid_out(tables: list[Table]) -> Iterator[Sheet]:
    for table in tables:
        yield from sheets_of(table)


def _remarks(laid_out: list[Sheet]) -> Iterator[str]:
    for sheet in laid_out:
        if sheet.continues:
            yield f"{sheet.continues} has more rows than a sheet holds and goes on in {sheet.name}"
        yield from too_long(sheet)
