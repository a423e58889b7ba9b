"""What `doctor` found, for people: as text, and as a table."""

from collections.abc import Iterator

from patchcheck.model.diagnostic import Input
from patchcheck.model.wording import counted
from patchcheck.report.clean import printable
from patchcheck.report.doctor import KINDS, DoctorView, DumpsView
from patchcheck.report.table import framed, plain

_HEADINGS = ("Host", "Grade", "SunOS", "Dated", "Age", *KINDS, "Causes")
_WIDTHS = (20, 5, 12, 10, 6, 7, 7, 7, 60)
_COUNTED = ("Age", *KINDS)
_NO_XREF = (
    "No cross-reference file was given (-x), so no chain of successors is known:",
    "a requirement that is met by a successor may stand above as not met.",
)


def render(view: DoctorView) -> str:
    """Lay out each host, then what could not be placed, then how many hosts have which grade."""
    parts = [*("\n".join(_host(view, host)) for host in view.hosts), *_end(view)]
    return "\n\n".join(parts) + "\n"


def render_table(view: DoctorView) -> str:
    """Lay out a line for each host, its dumps by the number of their records."""
    table = framed(_HEADINGS, (_cells(host) for host in view.hosts), _WIDTHS, _COUNTED)
    title = f"{len(view.hosts)} examined, as of {view.as_of.isoformat()}"
    return "\n\n".join((f"{title}\n{table}", *_end(view))) + "\n"


def _host(view: DoctorView, host: DumpsView) -> Iterator[str]:
    hostid = f", hostid {host.hostid}" if host.hostid else ""
    machine = f", {host.machine}" if host.machine else ""
    platform = f", {host.platform}" if host.platform else ""
    system = f"SunOS {host.release or '?'} {host.architecture or '?'}"
    judged = "judged" if host.judged else "not judged"
    state = ", an earlier state" if host.earlier else ""
    yield f"{host.hostname} ({host.label}): grade {host.grade.letter}, {judged}{state}"
    yield f"  {system}{machine}{platform}{hostid}"
    yield f"  {_dated(view, host)}"
    for item in host.inputs:
        yield from _input(item)
    for kind in host.absent:
        yield f"  {kind:<10} none"
    yield from (f"  {text}" for text in _verdict(host))


def _dated(view: DoctorView, host: DumpsView) -> str:
    if host.dated is None:
        return "nothing tells the day of these dumps"
    told = f"dated {host.dated.isoformat()} ({host.dated_by})"
    as_of = view.as_of.isoformat()
    if host.age_days is None:
        return f"{told}, after {as_of}"
    return f"{told}, {counted(host.age_days, 'day')} before {as_of}"


def _input(item: Input) -> Iterator[str]:
    account = item.account
    yield f"  {item.kind:<10} {printable(item.path)}"
    yield (
        f"{'':13}{counted(item.records, 'record')}; {counted(account.lines, 'line')}:"
        f" {account.record_lines} of records, {account.comment_lines} of comment,"
        f" {account.rejected_lines} rejected"
    )


def _verdict(host: DumpsView) -> Iterator[str]:
    """Whether it can be judged, then what lowers its grade; a reason for both is told once."""
    if not host.judged:
        yield f"NOT JUDGED: {host.not_judged_because}"
    for cause in host.grade.causes:
        text = printable(cause.text)
        if text != host.not_judged_because:
            yield f"{cause.letter}: {text}"


def _end(view: DoctorView) -> Iterator[str]:
    if view.xref is None:
        yield "\n".join(_NO_XREF)
    if view.unplaced:
        lines = (f"  {one.path}: {one.reason}" for one in view.unplaced)
        yield "\n".join((f"NOT PLACED: {len(view.unplaced)}", *lines))
    yield plain(("Grade", "Hosts"), ((str(a), str(n)) for a, n in view.grades.items()), ("Hosts",))


def _cells(host: DumpsView) -> tuple[str, ...]:
    records = {item.kind: str(item.records) for item in host.inputs}
    return (
        host.hostname,
        str(host.grade.letter),
        f"{host.release or '?'} {host.architecture or '?'}",
        host.dated.isoformat() if host.dated else "",
        "" if host.age_days is None else str(host.age_days),
        *(records.get(kind, "none" if kind in host.absent else "?") for kind in KINDS),
        "\n".join(_verdict(host)),
    )
