"""The estate as JSON: the part `estate` of a report's document."""

from typing import TYPE_CHECKING

from patchcheck.report.json_values import compliance_values, day_text, share_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patchcheck.model.patch import PatchId
    from patchcheck.report.estate import (
        CohortLine,
        Estate,
        GroupLine,
        HostLine,
        Since,
        SinceLine,
    )


def estate_values(estate: "Estate") -> dict[str, object]:
    """All hosts: the summary by need, cohorts, groups, what changed, what was not placed."""
    return {
        "summary": [_line(line) for line in estate.lines],
        "cohorts": [_cohort(cohort) for cohort in estate.cohorts],
        "groups": [_group(group) for group in estate.groups],
        "since": _since(estate.since) if estate.since else None,
        "unplaced": [{"path": path, "reason": reason} for path, reason in estate.unplaced],
    }


def _line(line: "HostLine") -> dict[str, object]:
    return {
        "hostname": line.hostname,
        "release": line.release,
        "architecture": line.architecture,
        "judged": line.judged,
        "not_judged_because": line.not_judged_because,
        "grade": line.grade,
        "to_install": line.to_install,
        "security": line.security,
        "recommended": line.recommended,
        "blocked": line.blocked,
        "excepted": len(line.excepted),
        "withdrawn_installed": line.withdrawn_installed,
        "compliance": compliance_values(line.compliance),
    }


def _cohort(cohort: "CohortLine") -> dict[str, object]:
    return {
        "name": cohort.name,
        "hosts": list(cohort.hosts),
        "pilot": cohort.pilot,
        "changes": cohort.changes,
        "blocked": cohort.blocked,
        "patches": [patch for patch, word in cohort.todo if word != "blocked"],
        "excepted": list(cohort.excepted),
    }


def _group(group: "GroupLine") -> dict[str, object]:
    return {
        "name": group.name,
        "hosts": list(group.hosts),
        "judged": group.judged,
        "to_install": group.to_install,
        "security": group.security,
        "security_share": share_values(group.security_share),
        "security_level": day_text(group.security_level),
    }


def _since(since: "Since") -> dict[str, object]:
    return {
        "path": since.path,
        "sha256": since.sha256,
        "as_of": since.as_of.isoformat(),
        "selection": list(since.selection),
        "hosts": [_changes(line) for line in since.hosts],
        "only_then": list(since.only_then),
        "only_now": list(since.only_now),
    }


def _changes(line: "SinceLine") -> dict[str, object]:
    if line.changes is None:
        return {"hostname": line.hostname, "compared": False, "because": line.because}
    return {
        "hostname": line.hostname,
        "compared": True,
        "new": _ids(line.changes.new),
        "closed": _ids(line.changes.closed),
        "come_back": _ids(line.changes.come_back),
        "still": _ids(line.changes.still),
        "closed_before": _ids(line.changes.closed_before),
    }


def _ids(patches: "Iterable[PatchId]") -> list[str]:
    return [str(patch) for patch in patches]
