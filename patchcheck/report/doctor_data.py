"""What `doctor` found, for programs: JSON (`patchcheck.doctor/1`) and CSV."""

from patchcheck.model.diagnostic import Input
from patchcheck.report.csv import Cells, day_cell, joined, written, yes
from patchcheck.report.doctor import KINDS, DoctorView, DumpsView
from patchcheck.report.json import (
    diagnostic_values,
    grade_values,
    input_values,
    to_json,
    xref_values,
)
from patchcheck.report.json_values import day_text

SCHEMA = "patchcheck.doctor/1"
_ALL_KINDS = (*KINDS, "patch_date")
_FACTS = ("sha256", "records", "lines", "rejected_lines", "mended")
COLUMNS = (
    *("list", "hostname", "label", "earlier", "hostid", "release", "architecture", "model"),
    *(
        "platform",
        "grade",
        "judged",
        "not_judged_because",
        "dated",
        "dated_by",
        "age_days",
        "causes",
    ),
    *(name for kind in _ALL_KINDS for name in (kind, *(f"{kind}_{fact}" for fact in _FACTS))),
    *("path", "reason", "as_of", "max_age", "xref", "xref_sha256", "tool_version"),
)


def render_json(view: DoctorView) -> str:
    """Write what was found as JSON, keys in a fixed order."""
    return to_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "patchcheck", "version": view.version},
            "as_of": view.as_of.isoformat(),
            "max_age": view.max_age,
            "xref": xref_values(view.xref) if view.xref else None,
            "grades": {str(letter): count for letter, count in view.grades.items()},
            "hosts": [_host_values(host) for host in view.hosts],
            "unplaced": [{"path": one.path, "reason": one.reason} for one in view.unplaced],
            "diagnostics": [diagnostic_values(item) for item in view.diagnostics],
        }
    )


def _host_values(host: DumpsView) -> dict[str, object]:
    return {
        "hostname": host.hostname,
        "label": host.label,
        "earlier": host.earlier,
        "hostid": host.hostid,
        "release": host.release,
        "architecture": host.architecture,
        "model": host.machine,
        "platform": host.platform,
        "grade": grade_values(host.grade),
        "judged": host.judged,
        "not_judged_because": host.not_judged_because,
        "dated": day_text(host.dated),
        "dated_by": host.dated_by,
        "age_days": host.age_days,
        "inputs": [input_values(item) for item in host.inputs],
        "absent": list(host.absent),
    }


def render_csv(view: DoctorView) -> str:
    """Write a row for each host, then one for each thing that could not be placed.

    `list` tells them apart: `host` or `unplaced`.
    """
    common: Cells = {
        "as_of": view.as_of.isoformat(),
        "max_age": "" if view.max_age is None else view.max_age,
        "xref": view.xref.path if view.xref else "",
        "xref_sha256": view.xref.sha256 if view.xref else "",
        "tool_version": view.version,
    }
    rows: list[Cells] = [{name: name for name in COLUMNS}]
    rows += [{**common, "list": "host", **_host_cells(host)} for host in view.hosts]
    rows += [
        {**common, "list": "unplaced", "path": one.path, "reason": one.reason}
        for one in view.unplaced
    ]
    return written(rows, COLUMNS)


def _host_cells(host: DumpsView) -> Cells:
    cells: Cells = {
        "hostname": host.hostname,
        "label": host.label,
        "earlier": yes(host.earlier),
        "hostid": host.hostid or "",
        "release": host.release or "",
        "architecture": host.architecture or "",
        "model": host.machine or "",
        "platform": host.platform or "",
        "grade": str(host.grade.letter),
        "judged": yes(host.judged),
        "not_judged_because": host.not_judged_because or "",
        "dated": day_cell(host.dated),
        "dated_by": host.dated_by or "",
        "age_days": "" if host.age_days is None else host.age_days,
        "causes": joined(f"{cause.letter}: {cause.text}" for cause in host.grade.causes),
    }
    for item in host.inputs:
        cells |= _input_cells(item)
    return cells


def _input_cells(item: Input) -> Cells:
    return {
        item.kind: item.path,
        f"{item.kind}_sha256": item.sha256,
        f"{item.kind}_records": item.records,
        f"{item.kind}_lines": item.account.lines,
        f"{item.kind}_rejected_lines": item.account.rejected_lines,
        f"{item.kind}_mended": joined(item.mended),
    }
