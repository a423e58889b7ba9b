"""The classic report: fixed columns, 80 characters wide, in the sections that admins know."""

from collections.abc import Callable, Iterator
from itertools import islice, zip_longest

from patchcheck.report.provenance import provenance
from patchcheck.report.view import HostView, PatchView, Report

_STARTS = (0, 7, 11, 15, 19, 29, 39)
_ID_STARTS = _STARTS[4:6]
_HEADINGS = (
    ("Patch", "Ins", "Lat", "Age", "Require", "Incomp", "Synopsis"),
    ("ID", "Rev", "Rev", "", "ID", "ID", ""),
)
_RULE = " ".join("-" * width for width in (6, 3, 3, 3, 9, 9, 41))
_INSTALLED_STARTS = (0, 10, 14, 25, 29)
_INSTALLED_HEADINGS = (
    ("Patch", "Ins", "Latest", "RSB", "Synopsis"),
    ("ID", "Rev", "Revision", "", ""),
)
_INSTALLED_RULE = "------    --- ---------- --- " + "-" * 51
_WITH_RECOMMENDED = "NOTE: This list includes the Security patches that are also Recommended"
_STATES = {
    "current": "CURRENT",
    "newer": "NEWER",
    "unknown": "UNKNOWN",
    "superseded": "SUPERSEDED",
    "withdrawn-installed": "WITHDRAWN",
}


def render(report: Report, *, other: bool = False) -> str:
    """Lay out a report, one host after another; `other` adds the last section (`-l`)."""
    texts = ["\n".join(_host(report, host, other=other)) + "\n" for host in report.hosts]
    return "\n".join(texts)


def _host(report: Report, host: HostView, *, other: bool) -> Iterator[str]:
    yield from header(report, host)
    yield ""
    if host.judged:
        yield from body(report, host, other=other)
        return
    yield f"NOT JUDGED: {host.not_judged_because}"
    if host.patches:
        yield from _installed(host)


def header(report: Report, host: HostView) -> Iterator[str]:
    """What was judged, by what, and when."""
    xref_date = report.xref.date.isoformat() if report.xref.date else "without a date"
    machine = f" ({host.machine})" if host.machine else ""
    yield f"patchcheck {report.version}"
    yield f"Host:                  {host.hostname}"
    yield f"System:                SunOS {host.release or '?'} {host.architecture or '?'}{machine}"
    yield f"Cross-reference file:  {xref_date}, {report.xref.size}, {report.xref.path}"
    yield f"Ages as of:            {report.as_of.isoformat()}"
    yield from provenance(report, host)


def body(report: Report, host: HostView, *, other: bool) -> Iterator[str]:
    """Everything below the header; the same for every way of asking."""
    if not report.classic:
        yield from islice(
            _section(f"SELECTED PATCHES: {' '.join(report.selection)}", host.patches), 1, None
        )
        yield from exceptions(host)
        return
    yield from _explanation(host)
    yield from _installed(host)
    uninstalled = host.plain or tuple(view for view in host.by_number if view.offered)
    for title, belongs in _SECTIONS:
        chosen = tuple(view for view in uninstalled if belongs(view))
        if chosen or not title.endswith("Y2K PATCHES"):
            yield from _section(title, chosen)
    if other:
        rest = [view for view in uninstalled if not any(belongs(view) for _, belongs in _SECTIONS)]
        yield from _section("UNINSTALLED OTHER PATCHES", tuple(rest))
    yield from exceptions(host)


_SECTIONS: tuple[tuple[str, Callable[[PatchView], bool]], ...] = (
    ("UNINSTALLED RECOMMENDED PATCHES", lambda view: view.recommended),
    ("UNINSTALLED SECURITY PATCHES", lambda view: view.security),
    ("UNINSTALLED Y2K PATCHES", lambda view: view.y2k),
)


def _explanation(host: HostView) -> Iterator[str]:
    """Our note on what the lists mean."""
    if host.plain:
        yield "Listed as uninstalled is every row of the file for this release that is above"
        yield "what is installed (--all-rows): patches that do not apply, obsolete and"
        yield "withdrawn ones among them. Without --all-rows they are left out."
        return
    yield "Listed as uninstalled is what fits a package of this host, in its very version"
    yield "and architecture, is live in the file, and is not held by anything installed."
    yield "A patch counts as recommended or security also for what it contains of older"
    yield "revisions and replaced patches. For the why of a row: patchcheck explain."
    if host.other_release:
        count = host.other_release
        words = "patch matches" if count == 1 else "patches match"
        yield f"{count} {words} a package, but for another release: not listed."


def _installed(host: HostView) -> Iterator[str]:
    yield ""
    yield "INSTALLED PATCHES"
    views = [view for view in host.by_number if view.installed is not None]
    if not views and not host.foreign:
        yield "none"
        return
    yield from (_line(_INSTALLED_STARTS, cells) for cells in _INSTALLED_HEADINGS)
    yield _INSTALLED_RULE
    for view in views:
        latest = _STATES.get(view.verdict, view.revision)
        yield _line(
            _INSTALLED_STARTS,
            (view.number, view.installed or "", latest, view.flags, view.synopsis),
        )
    for entry in host.foreign:
        yield f"{entry.id}  FOREIGN: no patch id of Sun's, not judged"


def exceptions(host: HostView) -> Iterator[str]:
    """The patches that an exception holds back, and those whose exception has lapsed (R12)."""
    lapsed = [view for view in host.patches if view.verdict == "lapsed"]
    views = sorted((*host.excepted, *lapsed), key=lambda view: view.patch)
    if views:
        yield ""
        yield f"EXCEPTIONS: {len(views)}"
        yield from (f"{view.patch}  {view.exception_words}" for view in views)


def _section(title: str, views: tuple[PatchView, ...]) -> Iterator[str]:
    yield ""
    yield title
    if "SECURITY" in title:
        yield _WITH_RECOMMENDED
    if not views:
        yield "none"
        return
    yield from (_line(_STARTS, cells) for cells in _HEADINGS)
    yield _RULE
    for view in views:
        yield from _rows(view)


def _rows(view: PatchView) -> Iterator[str]:
    """One patch: its first required and incompatible id on the row, each further one below."""
    pairs = list(zip_longest(view.requires, view.incompatible, fillvalue=""))
    first, *further = pairs or [("", "")]
    installed = "N/A" if view.installed is None else f"{view.installed:>3}"
    age = "" if view.age_days is None else f"{view.age_days:>3}"
    cells = (view.number, installed, f"{view.revision:>3}", age, *first, view.synopsis)
    yield _line(_STARTS, cells)
    for required, incompatible in further:
        yield _line(_STARTS, ("", "", "", "", required, incompatible, ""))


def _line(starts: tuple[int, ...], cells: tuple[str, ...]) -> str:
    """Put cells at their columns; a longer one runs on into the next.

    An age of four digits fills its cell and moves what follows: a blank is kept before each id.
    """
    line = ""
    for start, cell in zip(starts, cells, strict=True):
        if not cell:
            continue
        line = line.ljust(start)
        touches = start in _ID_STARTS and not line.endswith(" ") and line
        line += f" {cell}" if touches else cell
    return line.rstrip()
