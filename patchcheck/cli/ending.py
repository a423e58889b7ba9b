"""How a run ends: what `--fail-on` counts as a finding, and the exit code."""

from typing import TYPE_CHECKING

from patchcheck.cli.exits import Exit

if TYPE_CHECKING:
    from patchcheck.report.view import PatchView
    from patchcheck.resolve.assessment import Assessment, Listed


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
    """Whether a host has such findings: among what was selected, withdrawn ones anywhere on it."""
    if not fail_on:
        return False
    selected = any(is_finding(finding, fail_on) for finding in host.listed)
    return selected or (fail_on in {"withdrawn", "any"} and bool(host.withdrawn_installed))


def is_finding(patch: "Listed | PatchView", fail_on: str) -> bool:
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
