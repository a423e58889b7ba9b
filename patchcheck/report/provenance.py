"""Where a text report comes from: enough to make it again."""

from collections.abc import Iterator

from patchcheck.report.clean import printable
from patchcheck.report.view import HostView, Report


def provenance(report: Report, host: HostView) -> Iterator[str]:
    """The options, the grade of the host's dumps, and every file read with its SHA-256."""
    minimal = ", --minimal" if report.minimal else ""
    words = " ".join(report.selection)
    yield f"Options:               --flags {report.flags}{minimal}; selected: {words}"
    yield f"Special cases:         table {report.special_cases}"
    if host.grade:
        yield f"Grade of the dumps:    {host.grade.letter}"
    yield "Read, with SHA-256:"
    files = [(report.xref.path, report.xref.sha256)]
    files += [(table.path, table.sha256) for table in report.tables]
    files += [(item.path, item.sha256) for item in host.inputs]
    for path, sha256 in files:
        yield f"  {printable(path)}"
        yield f"    {sha256}"
