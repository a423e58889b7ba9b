"""How a run ends: what `--fail-on` counts as a finding, and the exit code."""

from typing import TYPE_CHECKING

from patchcheck.cli.exits import Exit

if TYPE_CHECKING:
    from patchcheck.report.view import PatchView
    from patchcheck.resolve.assessment import Assessment


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


def is_failing(host: "Assessment", fail_on: str | None) -> bool:
    """Whether a host has what `--fail-on` names: among the selected, withdrawn ones anywhere."""
    if fail_on is None:
        return False
    if fail_on in {"security", "recommended"}:
        return bool(getattr(host.counted, fail_on))
    to_install = bool(host.plan.to_install)
    return bool(host.withdrawn_installed) or (fail_on != "withdrawn" and to_install)


def is_finding(patch: "PatchView", fail_on: str) -> bool:
    """Whether a patch is of the kind that `--fail-on` names."""
    withdrawn = patch.verdict == "withdrawn-installed"
    match fail_on:
        case "withdrawn":
            return withdrawn
        case "security":
            return patch.offered and patch.security
        case "recommended":
            return patch.offered and patch.recommended
        case _:
            return withdrawn or patch.offered
