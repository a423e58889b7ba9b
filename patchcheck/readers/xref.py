"""patchdiag.xref to rows (R15)."""

import re
from typing import TYPE_CHECKING, NoReturn

from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.errors import UnusableError
from patchcheck.model.xref import CrossReference, Rows, Run, decode_date
from patchcheck.readers.lines import Ledger, excerpt, pieces, terminal
from patchcheck.readers.text import Source, looks_binary
from patchcheck.readers.xref_row import judge

if TYPE_CHECKING:
    from datetime import date

_GRAMMAR = "xref"
_HEADER = "## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Mon/DD/YY ##"
_UNDATED = "the file is read without a date"

# What a file without a single row may be, by what stands at the start of a line. Compiled when
# asked for: they take their time, and hardly any run needs them.
_OTHER_KINDS = (
    (r"(?m)^[ \t]*+(?:Patch:|Hostname:)", "the output of showrev"),
    (r"(?m)^[ \t]*+PKGINST:", "the output of pkginfo -l"),
    (r"(?m)^[ \t]*+SunOS ", "the output of uname -a"),
    (r"(?mi)^[ \t]*+<(?:!doctype|html)\b", "a web page"),
    (r"(?m)^\d{6}\|", "a cross-reference file without a readable row"),
    (r"\A\s*##", "the comments of a cross-reference file, without rows"),
)
_SAMPLE = 2**16


def read_xref(source: Source) -> CrossReference:
    """Read a cross-reference file; whatever is odd in it becomes a diagnostic.

    Raises UnusableError, naming what the file seems to be, where it is binary or holds no row.
    """
    if looks_binary(source):
        _refuse(source, "a binary file")
    if not source.text or source.text.isspace():
        _refuse(source, "an empty file")
    reader = _Reader(Ledger(source, "xref"))
    reader.read()
    if not reader.ledger.record_lines:
        _refuse(source, _kind_of(source.text))
    return reader.result()


def _refuse(source: Source, seems: str) -> NoReturn:
    wanted = "a patchdiag.xref with rows was wanted"
    raise UnusableError(f"{source.path}: error: {wanted}, this seems to be {seems}")


def _kind_of(text: str) -> str:
    head = text[:_SAMPLE]
    found = (name for pattern, name in _OTHER_KINDS if re.search(pattern, head))
    return next(found, "some other text")


def _lines(text: str) -> list[str]:
    """The lines of a text without their ends."""
    lines = text.split("\n")
    del lines[-1]
    return [line.rstrip("\r") for line in lines] if "\r" in text else lines


class _Reader:
    """One pass over the tokens of a file; `line` is that of the next token."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.runs: list[Run] = []
        self.as_of: date | None = None
        self.headers = 0
        self.line = 1

    def read(self) -> None:
        """Take every token, unless no line begins as a row does: then there is no telling."""
        text = self.ledger.ended_text()
        if terminal(_GRAMMAR, "ROW").search(text):
            for kind, _, piece in pieces(_GRAMMAR, text):
                self._take(kind, piece)

    def result(self) -> CrossReference:
        """Close the account; what concerns the file as a whole comes first."""
        self._tell_of_file()
        return CrossReference(
            Rows(self.runs),
            as_of=self.as_of,
            source=self.ledger.close(self.ledger.record_lines),
            diagnostics=tuple(self.ledger.diagnostics),
        )

    def _take(self, kind: str, text: str) -> None:
        if kind == "ROWS":
            self._take_rows(text, tight=True)
        elif kind == "ROW" and terminal(_GRAMMAR, "LOOSE_ROW", "loose").fullmatch(text):
            self._take_rows(text, tight=False)
        elif kind in {"ROW", "MALFORMED"}:
            self._take_malformed(text)
        else:
            if kind == "HEADER":
                self._take_header(text)
            lines = text.count("\n")
            self.ledger.comment_lines += lines
            self.line += lines

    def _take_rows(self, text: str, *, tight: bool) -> None:
        run = Run(self.line, _lines(text), tight=tight)
        self.runs.append(run)
        self.ledger.record_lines += len(run.texts)
        self.line += len(run.texts)

    def _take_malformed(self, text: str) -> None:
        row, remarks = judge(text, self.line)
        if row is None:
            self.ledger.rejected_lines += 1
        else:
            self.ledger.record_lines += 1
            self.runs.append(Run.of(row))
        for remark in remarks:
            self._tell(self.line, *remark)
        self.line += 1

    def _take_header(self, text: str) -> None:
        """Read the date; of several headers (files put together) the first one that has it."""
        self.headers += 1
        match = terminal(_GRAMMAR, "HEADER").fullmatch(text)
        found = (match and match["as_of"]) or ""
        read = decode_date(found)
        if read is None:
            place = match.start("as_of") + 1 if match and found else 1
            message = f"expected a date Mon/DD/YY, found {excerpt(found)}; {_UNDATED}"
            self._tell(self.line, place, Severity.WARNING, message)
        self.as_of = self.as_of or read

    def _tell_of_file(self) -> None:
        source = self.ledger.source
        severity = Severity.ERROR if source.truncated else Severity.WARNING
        whole = [Diagnostic(source.path, 0, 0, severity, remark) for remark in source.remarks]
        if not self.headers:
            message = f"expected the line {_HEADER}, found none; {_UNDATED}"
            whole.append(Diagnostic(source.path, 0, 0, Severity.WARNING, message))
        self.ledger.diagnostics.sort(key=lambda each: (each.line, each.column))
        self.ledger.diagnostics[:0] = whole

    def _tell(self, line: int, column: int, severity: Severity, message: str) -> None:
        place = Diagnostic(self.ledger.source.path, line, column, severity, message)
        self.ledger.diagnostics.append(place)
