"""The table for the terminal; the one door to tabulate."""

from collections.abc import Collection, Iterable, Sequence

from tabulate import tabulate

from patchcheck.report.provenance import provenance
from patchcheck.report.view import HostView, PatchView, Report

_HEADINGS = (
    "Patch",
    "Verdict",
    "Installed > target",
    "RSB",
    "Released",
    "Age",
    "Synopsis",
    "Reason",
)
_WIDTHS = (9, 12, 9, 3, 10, 6, 30, 48)


def render(report: Report) -> str:
    """Lay out the hosts one after another, each as a table."""
    return "\n".join(_host(report, host) for host in report.hosts)


def plain(headings: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[str]) -> str:
    """A table without a frame, for text; columns in `right` are aligned to the right.

    Headings go in as a row: as headings they would get two blanks more, and 80 columns are few.
    """
    cells = [headings, *rows]
    rule = ["-" * max(map(len, column)) for column in zip(*cells, strict=True)]
    return tabulate(
        [headings, rule, *cells[1:]],
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if heading in right else "left" for heading in headings],
    )


def framed(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    right: Collection[str],
) -> str:
    """A table with a frame, cells wrapped to `widths`; columns in `right` are aligned to it."""
    return tabulate(
        list(rows),
        headers=list(headings),
        tablefmt="simple_grid",
        maxcolwidths=list(widths),
        disable_numparse=True,
        colalign=["right" if heading in right else "left" for heading in headings],
    )


def _host(report: Report, host: HostView) -> str:
    system = f"SunOS {host.release or '?'} {host.architecture or '?'}"
    title = f"{host.hostname}: {system}, as of {report.as_of.isoformat()}"
    if not host.judged:
        return f"{title}\nNOT JUDGED: {host.not_judged_because}\n"
    count = f"{len(host.patches)} selected by {' '.join(report.selection)}"
    table = f"{_table(host.patches)}\n" if host.patches else ""
    read = "\n".join(provenance(report, host))
    return f"{title}\n{count}\n{table}\n{read}\n"


def _table(patches: tuple[PatchView, ...]) -> str:
    return framed(_HEADINGS, map(_cells, patches), _WIDTHS, ("Age",))


def _cells(view: PatchView) -> tuple[str, ...]:
    return (
        view.patch,
        view.verdict,
        f"{view.installed or '-'} > {view.revision}",
        view.flags,
        view.released.isoformat() if view.released else "",
        "" if view.age_days is None else str(view.age_days),
        view.synopsis,
        "\n".join((view.reason, *view.remarks)),
    )
