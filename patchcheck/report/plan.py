"""The plan as text: steps in order, then what is blocked and by what; or bare ids."""

from collections.abc import Iterator

from patchcheck.model.errors import SelectionError
from patchcheck.report.classic import exceptions
from patchcheck.report.provenance import provenance
from patchcheck.report.view import HostView, PatchView, Report


def render(report: Report) -> str:
    """Lay out the plan of each host."""
    return "\n".join("\n".join(_host(report, host)) + "\n" for host in report.hosts)


def render_ids(report: Report) -> str:
    """The ids of what can be installed, a line each: a patch_order file. Blocked ones are out.

    Raises SelectionError for several hosts: each needs a file of its own.
    """
    if len(report.hosts) > 1:
        names = ", ".join(host.hostname for host in report.hosts)
        raise SelectionError(f"--format ids is for one host, found {len(report.hosts)}: {names}")
    return "".join(
        f"{view.patch}\n"
        for host in report.hosts
        for view in host.patches
        if view.offered and not view.blocked
    )


def _host(report: Report, host: HostView) -> Iterator[str]:
    system = f"SunOS {host.release or '?'} {host.architecture or '?'}"
    words = " ".join(report.selection)
    yield f"{host.hostname} ({system}): plan for {words}, as of {report.as_of.isoformat()}"
    if not host.judged:
        yield f"NOT JUDGED: {host.not_judged_because}"
        return
    steps = [view for view in host.patches if view.offered and not view.blocked]
    blocked = [view for view in host.patches if view.offered and view.blocked]
    yield ""
    yield f"INSTALL, in this order: {len(steps)}"
    for place, view in enumerate(steps, start=1):
        yield from _step(f"{place:>4}.", view)
    yield ""
    yield f"BLOCKED: {len(blocked)}"
    for view in blocked:
        yield from _step("   -", view)
    yield from exceptions(host)
    yield ""
    yield from provenance(report, host)


def _step(mark: str, view: PatchView) -> Iterator[str]:
    installed = f"from {view.installed}" if view.installed else "new"
    yield f"{mark} {view.patch}  {view.flags}  {installed:<7}  {view.synopsis}"
    indent = " " * (len(mark) + 1)
    if view.proof.required_by:
        yield f"{indent}required by {', '.join(view.proof.required_by)}"
    for text in view.remarks:
        yield f"{indent}{text}"
