"""JSON, by the schema that comes with the package (`patchcheck.report/1`)."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from patchcheck.report.clean import printable, printable_if_any
from patchcheck.report.json_estate import estate_values
from patchcheck.report.json_values import compliance_values, day_text
from patchcheck.report.view import ForeignView, HostView, PatchView, Report, XrefView

if TYPE_CHECKING:
    from patchcheck.model.diagnostic import Diagnostic, Input
    from patchcheck.model.exception import PatchException
    from patchcheck.model.verdict import Note, Obstacle, Proof
    from patchcheck.resolve.doctor import Grade

SCHEMA = "patchcheck.report/1"


def render(report: Report) -> str:
    """Write a report as JSON, keys in a fixed order, one final newline."""
    return "".join(pieces(report, map(host_text, report.hosts), report.diagnostics))


def to_json(values: dict[str, object]) -> str:
    """The one way in which values become JSON text: keys as they come, a final newline."""
    return f"{_text_of(values)}\n"


def pieces(
    head: Report, hosts: Iterable[str], diagnostics: "Iterable[Diagnostic]"
) -> Iterator[str]:
    """Write a report piece by piece, so that the whole need never be in memory.

    `head` gives all but the hosts and the diagnostics; `hosts` are texts of `host_text`.
    """
    yield _text_of(_head(head)).removesuffix("\n}")
    yield from _listed("hosts", hosts)
    yield from _listed("diagnostics", (element(diagnostic_values(item)) for item in diagnostics))
    yield "\n}\n"


def host_text(host: HostView) -> str:
    """One host, as it stands among the others."""
    return element(host_values(host))


def element(values: dict[str, object]) -> str:
    """An element of a list at the top, indented as deep as it stands."""
    return _text_of(values).replace("\n", "\n  ")


def _text_of(values: dict[str, object]) -> str:
    return json.dumps(values, indent=1, ensure_ascii=False)


def _listed(name: str, elements: Iterable[str]) -> Iterator[str]:
    """A list at the top, after other keys."""
    yield f',\n "{name}": ['
    between = "\n  "
    for text in elements:
        yield f"{between}{text}"
        between = ",\n  "
    yield "]" if between == "\n  " else "\n ]"


def _head(report: Report) -> dict[str, object]:
    """All that comes before the hosts."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "patchcheck", "version": report.version},
        "as_of": report.as_of.isoformat(),
        "xref": xref_values(report.xref),
        "selection": list(report.selection),
        "options": {
            "minimal": report.minimal,
            "flags": report.flags,
            "special_cases": report.special_cases,
            "tables": [
                {"kind": table.kind, "path": table.path, "sha256": table.sha256}
                for table in report.tables
            ],
        },
        "estate": estate_values(report.estate) if report.estate else None,
    }


def xref_values(xref: XrefView) -> dict[str, object]:
    """The cross-reference file."""
    return {
        "path": xref.path,
        "sha256": xref.sha256,
        "date": day_text(xref.date),
        "rows": xref.rows,
        "numbers": xref.numbers,
    }


def host_values(host: HostView) -> dict[str, object]:
    """One host."""
    return {
        "hostname": host.hostname,
        "release": host.release,
        "architecture": host.architecture,
        "model": host.machine,
        "platform": host.platform,
        "kernel": host.kernel,
        "judged": host.judged,
        "not_judged_because": host.not_judged_because,
        "other_release": host.other_release,
        "inputs": [input_values(item) for item in host.inputs],
        "patches": [patch_values(view) for view in host.patches],
        "excepted": [patch_values(view) for view in host.excepted],
        "withdrawn_installed": [patch_values(view) for view in host.withdrawn_installed],
        "foreign": [foreign_values(view) for view in host.foreign],
        "compliance": compliance_values(host.compliance),
        "grade": grade_values(host.grade),
    }


def grade_values(grade: "Grade | None") -> dict[str, object] | None:
    """The grade of a host's dumps, and why."""
    if grade is None:
        return None
    causes = [{"grade": str(cause.letter), "text": printable(cause.text)} for cause in grade.causes]
    return {"grade": str(grade.letter), "causes": causes}


def input_values(item: "Input") -> dict[str, object]:
    """An input, and where its lines went (R15)."""
    return {
        "path": printable(item.path),
        "kind": item.kind,
        "sha256": item.sha256,
        "records": item.records,
        "lines": item.account.lines,
        "record_lines": item.account.record_lines,
        "comment_lines": item.account.comment_lines,
        "rejected_lines": item.account.rejected_lines,
        "mended": [printable(text) for text in item.mended],
    }


def patch_values(view: PatchView) -> dict[str, object]:
    """One patch."""
    return {
        "patch": view.patch,
        "number": view.number,
        "revision": view.revision,
        "installed": view.installed,
        "verdict": view.verdict,
        "to_install": view.offered,
        "recommended": view.recommended,
        "security": view.security,
        "inherited": {
            "recommended": list(view.inherited_recommended),
            "security": list(view.inherited_security),
        },
        "obsolete": view.obsolete,
        "withdrawn": view.withdrawn,
        "y2k": view.y2k,
        "released": day_text(view.released),
        "age_days": view.age_days,
        "os": view.os,
        "synopsis": view.synopsis,
        "requires": list(view.requires),
        "incompatible": list(view.incompatible),
        "after": list(view.after),
        "obstacles": [remark_values(item) for item in view.obstacles],
        "notes": [remark_values(item) for item in view.notes],
        "reason": view.reason,
        "exception": exception_values(view.exception),
        "proof": proof_values(view.proof),
    }


def exception_values(exception: "PatchException | None") -> dict[str, object] | None:
    """The user's exception that covers a patch, in force or lapsed (R12)."""
    if exception is None:
        return None
    return {
        "reason": printable(exception.reason),
        "until": exception.until.isoformat(),
        "approver": printable(exception.approver),
        "change": printable(exception.change),
        "place": printable(exception.place),
    }


def remark_values(item: "Obstacle | Note") -> dict[str, object]:
    """An obstacle or a note."""
    return {
        "kind": str(item.kind),
        "patch": printable(item.patch),
        "text": printable(item.text),
    }


def proof_values(proof: "Proof") -> dict[str, object]:
    """What a verdict stands on."""
    return {
        "rules": list(proof.rules),
        "matched": printable_if_any(proof.matched),
        "instance": printable_if_any(proof.instance),
        "chain": [printable(step) for step in proof.chain],
        "special_case": printable_if_any(proof.special_case),
        "exception": printable_if_any(proof.exception),
        "required_by": list(proof.required_by),
    }


def foreign_values(view: ForeignView) -> dict[str, object]:
    """A foreign patch."""
    return {
        "id": view.id,
        "obsoletes": list(view.obsoletes),
        "requires": list(view.requires),
        "incompatibles": list(view.incompatibles),
        "packages": list(view.packages),
    }


def diagnostic_values(item: "Diagnostic") -> dict[str, object]:
    """A diagnostic."""
    return {
        "file": printable(item.file),
        "line": item.line,
        "column": item.column,
        "severity": str(item.severity),
        "message": printable(item.message),
    }
