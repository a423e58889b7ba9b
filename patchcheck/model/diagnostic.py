"""What a reader has to say about an input: diagnostics, and the account of its lines (R15)."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Diagnostic(NamedTuple):
    """One remark on one place of an input.

    `line` and `column` count from 1; 0 stands for the file as a whole. `message` says what was
    expected, what was found and what happens now.
    """

    file: str
    line: int
    column: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        """Give the line that a user reads: place first, as compilers write it."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.severity}: {self.message}"


class Account(NamedTuple):
    """Where the lines of an input went (R15): the three kinds add up to `lines`."""

    record_lines: int
    comment_lines: int
    rejected_lines: int

    @property
    def lines(self) -> int:
        """The number of lines of the input."""
        return self.record_lines + self.comment_lines + self.rejected_lines


class Input(NamedTuple):
    """An input that was read, in enough detail to find the very bytes again.

    `kind` is `xref`, `showrev`, `pkginfo`, `uname`, `patch_date`, `ids` or `state`; `records`
    counts rows, patches, package instances or systems; `mended` names what the reader repaired
    without loss (CRLF, folds).
    """

    path: str
    kind: str
    sha256: str
    records: int
    account: Account
    mended: tuple[str, ...] = ()
