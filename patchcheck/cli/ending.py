"""How a run ends: what `--fail-on` counts as a finding, and the exit code."""

from typing import TYPE_CHECKING

from patchcheck.cli.exits import Exit

if TYPE_CHECKING:
    from patchcheck.report.view import HostView, PatchView


def exit_code(*, minded: bool, judged: bool, failing: bool) -> Exit:
    """How the run ends: 1 before 3 before 100.

    `minded` tells of a diagnostic that `--strict` minds, `judged` that every host was judged,
    `failing` that `--fail-on` found something.
    """
    if minded:
        return Exit.UNUSABLE
    if not judged:
        return Exit.NOT_JUDGED
    return Exit.FINDINGS if failing else Exit.DONE


def is_failing(host: "HostView", fail_on: str | None) -> bool:
    """Whether a host has such findings: among what was selected, withdrawn ones anywhere on it."""
    if not fail_on:
        return False
    selected = any(is_finding(view, fail_on) for view in host.patches)
    return selected or (fail_on in {"withdrawn", "any"} and bool(host.withdrawn_installed))


def is_finding(view: "PatchView", fail_on: str) -> bool:
    """Whether a patch is of the kind that `--fail-on` names."""
    withdrawn = view.verdict == "withdrawn-installed"
    match fail_on:
        case "withdrawn":
            return withdrawn
        case "security":
            return view.offered and view.security
        case "recommended":
            return view.offered and view.recommended
        case _:
            return withdrawn or view.offered
