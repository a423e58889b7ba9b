"""The last tables of Summary: the cohorts, and what was read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from patchcheck.report.board import Cohort
from patchcheck.report.clean import printable
from patchcheck.report.sheet import Cell
from patchcheck.report.sheets_changes import change_place
from patchcheck.report.sheets_page import WIDTHS, Page, joined
from patchcheck.report.sheets_steps import Step, names
from patchcheck.report.view import Report

if TYPE_CHECKING:
    from patchcheck.model.diagnostic import Input


def cohorts_table(page: Page, cohorts: Sequence[Cohort], steps: Sequence[Step]) -> None:
    """Add the cohorts, each with a link to its first row in Changes."""
    if not cohorts:
        return
    first: dict[str, int] = {}
    for index, step in enumerate(steps):
        first.setdefault(step.cohort.name, index)
    title = "Cohorts: hosts with the same list of patches to install"
    page.section(title, ("Cohort", "Pilot", "Hosts", "To install", "Blocked", "Host names"))
    _widen_heading(page)
    for cohort in cohorts:
        link = change_place(first[cohort.name]) if cohort.name in first else None
        shown = names(cohort.hostnames)
        page.merge("F", "P")
        page.tall((shown, 110), (cohort.pilot.hostname, WIDTHS[1]))
        page.add(
            [
                Cell(cohort.name, "link" if link else "text", link),
                Cell(cohort.pilot.hostname, "name"),
                Cell(len(cohort.hosts), "number"),
                Cell(len(cohort.steps), "number"),
                Cell(sum(view.blocked for view in cohort.steps), "number"),
                *joined(shown, 11),
            ]
        )


def _widen_heading(page: Page) -> None:
    row = page.next_row - 1
    page.sheet.merged.append(f"F{row}:P{row}")
    page.rows[-1] = [*page.rows[-1], *(Cell(None, "heading") for _ in range(10))]


_INPUTS = ("Host", "Kind", "Records", "Lines", "Lines with records", "Comment lines")
_INPUTS_MORE = ("Rejected lines", "SHA-256", *(None,) * 4, "File", *(None,) * 4)


def inputs_table(page: Page, report: Report) -> None:
    """Add every input with its account and its SHA-256."""
    page.section("What was read", (*_INPUTS, *_INPUTS_MORE))
    row = page.next_row - 1
    page.sheet.merged.extend((f"H{row}:L{row}", f"M{row}:Q{row}"))
    xref = report.xref
    start = [Cell("(all hosts)", "name"), Cell("xref", "text"), Cell(xref.rows, "number")]
    _input(page, [*start, *(Cell(None, "number"),) * 4], xref.sha256, xref.path)
    for table in report.tables:
        start = [Cell("(all hosts)", "name"), Cell(table.kind, "text")]
        _input(page, [*start, *(Cell(None, "number"),) * 5], table.sha256, table.path)
    for host in report.hosts:
        for item in host.inputs:
            counts = [Cell(count, "number") for count in _lines(item)]
            start = [Cell(host.hostname, "name"), Cell(item.kind, "text"), *counts]
            _input(page, start, item.sha256, item.path)


def _lines(item: "Input") -> tuple[int, ...]:
    account = item.account
    return (
        item.records,
        account.lines,
        account.record_lines,
        account.comment_lines,
        account.rejected_lines,
    )


def _input(page: Page, start: Sequence[Cell], sha256: str, path: str) -> None:
    shown = printable(path)
    page.merge("H", "L")
    page.merge("M", "Q")
    page.tall((shown, 52), (str(start[0].value), page.sheet.widths[0]))
    page.add([*start, *joined(sha256, 5, "digest"), *joined(shown, 5)])
