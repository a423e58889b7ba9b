"""The sheets by host and patch: the matrix, the exceptions, and what was withdrawn."""

from collections.abc import Iterator, Sequence
from datetime import date

from patchcheck.report.board import Board, mark
from patchcheck.report.clean import printable
from patchcheck.report.sheet import MAX_COLUMNS, Cell, Column, Item, Table, part_name
from patchcheck.report.sheets_changes import change_place
from patchcheck.report.sheets_steps import Step
from patchcheck.report.view import HostView, PatchView, Report

MATRIX = "Hosts x patches"
EXCEPTIONS = "Exceptions"
WITHDRAWN = "Withdrawn installed"

_MATRIX = (
    Column("Patch", 11, "id"),
    Column("Synopsis", 50, "clipped"),
    Column("Hosts", 7, "number"),
)


def first_rows(steps: Sequence[Step]) -> dict[str, int]:
    """For each patch the index of its first row in Changes."""
    return {step.view.patch: index for index, step in reversed(list(enumerate(steps)))}


def matrix_tables(board: Board, first: dict[str, int]) -> list[Table]:
    """Patches down, hosts across; as many tables as the hosts need."""
    hosts = (*board.judged, *board.not_judged)
    room = MAX_COLUMNS - len(_MATRIX)
    rows = _marks(board)
    return [
        _matrix(part_name(MATRIX, part), hosts, rows, first, slice(start, start + room))
        for part, start in enumerate(range(0, max(len(hosts), 1), room))
    ]


Marks = dict[str, tuple[str, list[str | None]]]


def _marks(board: Board) -> Marks:
    """For each patch its synopsis, and a mark for each host."""
    hosts = (*board.judged, *board.not_judged)
    found: Marks = {}
    for place, host in enumerate(board.judged):
        for view in (*host.to_install, *host.excepted):
            if view.patch not in found:
                found[view.patch] = (view.synopsis, [_unknown(each) for each in hosts])
            found[view.patch][1][place] = mark(view)
    return dict(sorted(found.items()))


def _unknown(host: HostView) -> str | None:
    return None if host.judged else "?"


def _matrix(
    name: str, hosts: Sequence[HostView], marks: Marks, first: dict[str, int], part: slice
) -> Table:
    columns = tuple(Column(_host_heading(host), 9, "mark") for host in hosts[part])
    return Table(
        name=name,
        title="Hosts x patches: where each patch is to go",
        lead="new: install it · update: install over a lower revision · blocked: see Plan · "
        "excepted: see Exceptions · ?: host not judged · blank: nothing to do",
        columns=(*_MATRIX, *columns),
        rows=[
            (patch_cell(patch, first), synopsis, _count(words), *_drawn(words[part]))
            for patch, (synopsis, words) in marks.items()
        ],
        empty="Nothing to install and nothing excepted on the hosts that were judged.",
        frozen=len(_MATRIX),
        sparse=len(marks) * len(columns) > _DRAWN,
        upright=any(len(column.heading) > _SHORT for column in columns),
        paper="A3",
    )


_SHORT = 9
_DRAWN = 50_000  # cells; a larger matrix leaves its blank ones to the program's own lines


def _host_heading(host: HostView) -> str:
    return host.hostname if host.judged else f"{host.hostname} (not judged)"


def patch_cell(patch: str, first: dict[str, int]) -> Item:
    """A patch, with a link to its first row in Changes where it has one."""
    if patch in first:
        return Cell(patch, "link", change_place(first[patch]))
    return patch


def _count(words: Sequence[str | None]) -> int:
    return sum(word not in (None, "?") for word in words)


def _drawn(words: Sequence[str | None]) -> Iterator[Item]:
    for word in words:
        yield Cell(word, "warning-mark") if word == "blocked" else word


def exceptions_table(report: Report, first: dict[str, int]) -> Table:
    """Patches that an exception keeps out, and exceptions that have run out (R12)."""
    return Table(
        name=EXCEPTIONS,
        title="Exceptions: patches kept out on purpose, and exceptions that have run out",
        lead=f"As of {report.as_of.isoformat()}. A lapsed exception holds no more: its patch "
        "stands in Changes again.",
        columns=(
            Column("State", 10),
            Column("Patch", 11, "id"),
            Column("Synopsis", 36),
            Column("S", 5, "flag"),
            Column("Hosts", 7, "number"),
            Column("Host names", 26),
            Column("Covers", 19, "id"),
            Column("Reason", 36),
            Column("Until", 11, "date"),
            Column("Approver", 16),
            Column("Change", 14, "id"),
            Column("Place", 22),
        ),
        rows=list(_exception_rows(report, first)),
        empty="No exception touches a patch of these hosts.",
        grouped=1,
        frozen=2,
    )


def _exception_rows(report: Report, first: dict[str, int]) -> Iterator[tuple[Item, ...]]:
    groups: dict[tuple[bool, str, str], tuple[PatchView, list[str]]] = {}
    for host in report.hosts:
        found = {_exception_key(view, report.as_of): view for view in _excepted(host)}
        for key, view in found.items():
            groups.setdefault(key, (view, []))[1].append(host.hostname)
    for holds, patch, place in sorted(groups):
        view, hosts = groups[holds, patch, place]
        yield (
            "excepted" if holds else Cell("lapsed", "warning"),
            patch_cell(patch, first),
            view.synopsis,
            "S" if view.security else "",
            len(hosts),
            ", ".join(hosts),
            *_entry(view),
        )


def _exception_key(view: PatchView, as_of: date) -> tuple[bool, str, str]:
    entry = view.exception
    lapsed = view.verdict == "lapsed" or (entry is not None and entry.lapsed(as_of))
    return (not lapsed, view.patch, entry.place if entry else view.reason)


def _excepted(host: HostView) -> Iterator[PatchView]:
    yield from host.excepted
    for view in (*host.patches, *host.withdrawn_installed):
        if view.exception is not None or view.verdict == "lapsed":
            yield view


def _entry(view: PatchView) -> tuple[Item, ...]:
    entry = view.exception
    if entry is None:
        return ("", view.reason, None, "", "", "")
    covers = f"{entry.number}-{entry.revision} and lower" if entry.revision else entry.number
    return (
        covers if entry.revision else f"{covers}, every one",
        printable(entry.reason),
        entry.until,
        printable(entry.approver),
        printable(entry.change),
        printable(entry.place),
    )


def withdrawn_table(report: Report, first: dict[str, int]) -> Table:
    """Installed patches that were called back since (R8)."""
    return Table(
        name=WITHDRAWN,
        title="Withdrawn installed: patches on the hosts that their maker called back",
        lead="Whether to back one out is the site's decision: read its README first.",
        columns=(
            Column("Installed", 11, "id"),
            Column("Synopsis", 40),
            Column("Hosts", 7, "number"),
            Column("Host names", 30),
            Column("Replaced by", 12, "id"),
            Column("Why", 60),
        ),
        rows=_withdrawn_rows(report, first),
        empty="No withdrawn patch is installed on the hosts that were judged.",
        frozen=1,
    )


def _withdrawn_rows(report: Report, first: dict[str, int]) -> list[tuple[Item, ...]]:
    groups: dict[tuple[str, str, str], tuple[str, list[str]]] = {}
    for host in report.hosts:
        for view in host.withdrawn_installed:
            installed = f"{view.number}-{view.installed}" if view.installed else view.patch
            replaced_by = view.patch if view.offered and view.patch != installed else ""
            key = (installed, replaced_by, view.reason)
            groups.setdefault(key, (view.synopsis, []))[1].append(host.hostname)
    return [
        (installed, synopsis, len(hosts), ", ".join(hosts), patch_cell(replaced_by, first), reason)
        for (installed, replaced_by, reason), (synopsis, hosts) in sorted(groups.items())
    ]
