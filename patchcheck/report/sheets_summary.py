"""The sheet Summary: what was read, how each host stands, and three charts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from patchcheck.report.board import Board
from patchcheck.report.clean import printable
from patchcheck.report.sheet import Cell, Item, Sheet
from patchcheck.report.sheets_charts import ChartSpace, age_table, open_security
from patchcheck.report.sheets_inputs import cohorts_table, inputs_table
from patchcheck.report.sheets_page import Page, joined
from patchcheck.report.sheets_steps import Step, names
from patchcheck.report.view import HostView, Report

if TYPE_CHECKING:
    from patchcheck.resolve.compliance import Compliance, Share

SUMMARY = "Summary"


def summary_sheet(board: Board, steps: Sequence[Step]) -> Sheet:
    """Lay out the first sheet."""
    page = Page(SUMMARY)
    hosts = _sorted(board.report.hosts)
    page.sheet.heights[1] = 26
    page.fit_names(hosts)
    page.add([Cell("Patch report for the change board", "title")])
    page.add([Cell(_lead(board), "lead")])
    page.gap()
    _facts(page, board, steps)
    page.gap()
    charts = ChartSpace(page, hosts)
    charts.hosts_from = _hosts_table(page, board, hosts)
    _compliance_table(page, hosts)
    charts.ages_from = age_table(page, charts.ages)
    cohorts_table(page, board.cohorts, steps)
    inputs_table(page, board.report)
    charts.draw()
    return page.sheet


def _sorted(hosts: Iterable[HostView]) -> list[HostView]:
    """Hosts as the tables show them: most open security patches first, not judged ones last."""
    return sorted(hosts, key=lambda host: (not host.judged, -open_security(host), host.hostname))


def _lead(board: Board) -> str:
    count = len(board.report.hosts)
    words = f"{_counted(count, 'host')}, as of {board.report.as_of.isoformat()}"
    if board.not_judged:
        names_ = names([host.hostname for host in board.not_judged], "see below")
        return f"{words}. NOT JUDGED, and in none of the numbers: {names_}"
    return f"{words}. Every host was judged." if count else f"{words}. Nothing was judged."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


# --- facts ---------------------------------------------------------------------------------------


def _facts(page: Page, board: Board, steps: Sequence[Step]) -> None:
    left, right = list(_provenance(board.report)), list(_counts(board, steps))
    for place in range(max(len(left), len(right))):
        row: list[Item] = [None] * 12
        row[0:2] = left[place] if place < len(left) else (None, None)
        row[8], row[11] = right[place] if place < len(right) else (None, None)
        page.add(row)


def _provenance(report: Report) -> Iterator[tuple[Item, Item]]:
    xref = report.xref
    facts: tuple[tuple[str, str | Cell], ...] = (
        ("Made by", f"patchcheck {report.version}"),
        ("As of", Cell(report.as_of, "value-date")),
        ("Cross-reference file", printable(xref.path)),
        ("  its date", Cell(xref.date, "value-date") if xref.date else "the file tells none"),
        ("  its SHA-256", xref.sha256),
        ("  it holds", f"{xref.rows:,} rows, {xref.numbers:,} patch numbers"),
        ("Selected", ", ".join(report.selection)),
        ("Flags", _FLAGS.get(report.flags, report.flags)),
        ("Revisions", _MINIMAL if report.minimal else "the current one of each patch"),
        ("Special cases", f"table {printable(report.special_cases)}"),
    )
    for label, value in facts:
        yield Cell(label, "label"), value if isinstance(value, Cell) else Cell(value, "value")


_FLAGS = {
    "inherited": "R and S travel with the fixes (small letters are inherited)",
    "row": "only those of the patch's own row",
}
_MINIMAL = "the lowest that closes what is open (--minimal)"


def _counts(board: Board, steps: Sequence[Step]) -> Iterator[tuple[Item, Item]]:
    views = [view for host in board.judged for view in host.to_install]
    facts = (
        ("Hosts judged", len(board.judged)),
        ("Hosts not judged", len(board.not_judged)),
        ("Cohorts", len(board.cohorts)),
        ("Changes (cohort x patch)", len(steps)),
        ("To install (host x patch)", len(views)),
        ("  of these security", sum(view.security for view in views)),
        ("  of these blocked", sum(view.blocked for view in views)),
        ("  of these exception lapsed", sum(view.verdict == "lapsed" for view in views)),
        ("Excepted (host x patch)", sum(len(host.excepted) for host in board.judged)),
        ("Withdrawn installed", sum(len(host.withdrawn_installed) for host in board.judged)),
    )
    for label, value in facts:
        yield Cell(label, "label"), Cell(value, "value-number")


# --- hosts ---------------------------------------------------------------------------------------

_HOSTS = (
    "Host",
    "System",
    "Cohort",
    "Grade of dumps",
    "Security",
    "Recom-\nmended",
    "All",
    "Open security",
    "Security level",
    "Oldest open security",
    "Open ones undated",
    "To install",
    "of these security",
    "of these blocked",
    "Excepted",
    "Withdrawn installed",
)


def _hosts_table(page: Page, board: Board, hosts: Sequence[HostView]) -> int:
    """Give the row of the first host."""
    cohorts = {id(host): cohort.name for cohort in board.cohorts for host in cohort.hosts}
    page.section("Hosts: the most open security patches first", _HOSTS, height=42)
    start = page.next_row
    for host in hosts:
        page.add([page.name(host.hostname), *_host_row(host, cohorts.get(id(host), ""))])
    if not hosts:
        page.add([Cell("no hosts", "plain")])
    return start


def _host_row(host: HostView, cohort: str) -> list[Item]:
    system = f"{host.release or '?'} {host.architecture or '?'}"
    grade = str(host.grade.letter) if host.grade else ""
    start: list[Item] = [Cell(system, "text")]
    if not host.judged:
        why = host.not_judged_because or "no reason is known"
        grade_cell = Cell(grade, "mark")
        return [*start, Cell("not judged", "warning"), grade_cell, Cell(why, "plain")]
    views = host.to_install
    counts = (
        len(views),
        sum(view.security for view in views),
        sum(view.blocked for view in views),
        len(host.excepted),
        len(host.withdrawn_installed),
    )
    return [
        *start,
        Cell(cohort, "text"),
        Cell(grade, "mark"),
        *_levels(host.compliance),
        *(Cell(count, "number") for count in counts),
    ]


def _levels(compliance: "Compliance | None") -> list[Item]:
    if compliance is None:
        return [Cell("not known", "text")] * 7
    oldest = str(compliance.oldest_open) if compliance.oldest_open else "none"
    shares = (compliance.security, compliance.recommended, compliance.all)
    return [
        *(_per_cent(share) for share in shares),
        Cell(compliance.security.missing, "number"),
        Cell(compliance.security_level, "date"),
        Cell(oldest, "id"),
        Cell(compliance.undated_open, "number"),
    ]


def _per_cent(share: "Share") -> Cell:
    return Cell(share.satisfied / share.applicable if share.applicable else None, "percent")


_G = "group-heading"
_SHARE = ("Applicable", "Satisfied", "Missing", "Not applicable", "%")


def _compliance_table(page: Page, hosts: Sequence[HostView]) -> None:
    measured = [host for host in hosts if host.compliance]
    if not measured:
        return
    page.gap()
    page.add([Cell("Compliance in numbers: patch numbers, by their current row", "section")])
    for first, last in (("B", "F"), ("G", "K"), ("L", "P")):
        page.merge(first, last)
    groups = [cell for name in ("Security", "Recommended", "All") for cell in joined(name, 5, _G)]
    page.sheet.heights[page.next_row] = 16
    page.add([Cell(None, _G), *groups, Cell(None, _G)])
    page.headings(("Host", *_SHARE * 3, "Other release"), 30)
    for host in measured:
        if host.compliance:
            shares = (host.compliance.security, host.compliance.recommended, host.compliance.all)
            cells = (cell for share in shares for cell in _share_cells(share))
            other = Cell(host.other_release, "number")
            page.add([page.name(host.hostname), *cells, other])


def _share_cells(share: "Share") -> Iterator[Cell]:
    for count in (share.applicable, share.satisfied, share.missing, share.not_applicable):
        yield Cell(count, "number")
    yield _per_cent(share)
