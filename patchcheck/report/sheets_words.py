"""The sheets of what a reader must not overlook, and of what the words mean."""

from collections.abc import Iterator, Sequence

from patchcheck.report import glossary
from patchcheck.report.clean import printable
from patchcheck.report.sheet import Cell, Column, Item, Table
from patchcheck.report.view import HostView, Report

NOT_JUDGED = "Not judged"
GLOSSARY = "Glossary"


def not_judged_table(report: Report, remarks: Sequence[str]) -> Table:
    """Hosts that were not judged, data problems, and what this workbook left out."""
    return Table(
        name=NOT_JUDGED,
        title="Not judged, and data problems",
        lead="What could not be judged or read, and what the readers remarked. "
        "Nothing of this is in the percentages.",
        columns=(
            Column("What", 20),
            Column("Host", 22),
            Column("Severity", 10),
            Column("File", 40),
            Column("Line", 8, "number"),
            Column("Column", 8, "number"),
            Column("In words", 70),
        ),
        rows=list(_rows(report, remarks)),
        empty="Every host was judged, every line was read, and nothing was remarked.",
        grouped=1,
        frozen=2,
    )


def _rows(report: Report, remarks: Sequence[str]) -> Iterator[tuple[Item, ...]]:
    unjudged = [host for host in report.hosts if not host.judged]
    judged = [host for host in report.hosts if host.judged]
    for host in unjudged:
        yield _row("host not judged", host.hostname, host.not_judged_because or "", strong=True)
    for host in judged:
        if host.compliance is None:
            words = "no percentage: without its packages only installed patches can be looked at"
            yield _row("host judged in part", host.hostname, words)
    for host in report.hosts:
        yield from _rejected(host)
    for host in judged:
        yield from _patches(host)
    for host in report.hosts:
        for cause in host.grade.causes if host.grade else ():
            yield _row("grade of the dumps", host.hostname, f"{cause.letter}: {cause.text}")
    yield from _diagnostics(report)
    for remark in remarks:
        yield _row("this workbook", "", remark)


def _row(what: str, host: str, words: str, *, strong: bool = False) -> tuple[Item, ...]:
    shown = Cell(what, "warning") if strong else what
    return (shown, host, "", "", None, None, printable(words))


def _rejected(host: HostView) -> Iterator[tuple[Item, ...]]:
    for item in host.inputs:
        if count := item.account.rejected_lines:
            words = f"{count:,} of {item.account.lines:,} lines could not be read"
            path = printable(item.path)
            yield ("rejected lines", host.hostname, "", path, None, None, words)


def _patches(host: HostView) -> Iterator[tuple[Item, ...]]:
    for foreign in host.foreign:
        packages = f" (on {', '.join(foreign.packages)})" if foreign.packages else ""
        words = f"{foreign.id} is installed{packages}; it is no Sun patch id and was not judged"
        yield _row("foreign patch", host.hostname, words)
    for view in host.patches:
        if view.verdict in ("unknown", "not-judged"):
            name = "unknown patch" if view.verdict == "unknown" else "patch not judged"
            yield _row(name, host.hostname, f"{view.patch}: {view.reason}")


def _diagnostics(report: Report) -> Iterator[tuple[Item, ...]]:
    for item in report.diagnostics:
        yield (
            "diagnostic",
            "",
            str(item.severity),
            printable(item.file),
            item.line or None,
            item.column or None,
            printable(item.message),
        )


def glossary_table() -> Table:
    """The words of the workbook."""
    return Table(
        name=GLOSSARY,
        title="Glossary: the words of this workbook",
        lead="",
        columns=(Column("Kind", 20), Column("Word", 24), Column("Meaning", 90)),
        rows=[
            (kind, str(word), meaning)
            for kind, words in _GLOSSARY
            for word, meaning in words.items()
        ],
        empty="",
        grouped=1,
    )


_GLOSSARY = (
    ("verdict", {str(word): text for word, text in glossary.VERDICTS.items()}),
    ("obstacle", {str(word): text for word, text in glossary.OBSTACLES.items()}),
    ("note", {str(word): text for word, text in glossary.NOTES.items()}),
    ("mark in the matrix", glossary.MARKS),
    ("grade of the dumps", {str(word): text for word, text in glossary.GRADES.items()}),
    ("column", glossary.COLUMNS),
    ("decision", glossary.DECISIONS),
    ("not in these inputs", {"reboot, back-out …": glossary.NOT_TOLD}),
)
