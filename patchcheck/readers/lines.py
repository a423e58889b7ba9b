"""What the readers of dumps share: counting lines, telling of them, finding folds."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import NamedTuple

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.wording import counted
from patchcheck.readers.grammar import build
from patchcheck.readers.text import Source

_EXCERPT_WIDTH = 60
# Nobody's terminal or mailer breaks lines shorter than this; shorter ones are no evidence.
_NARROWEST_FOLD = 40
_TERMINALS = (80, 132)
_CRLF = "CRLF line ends"
_QUOTES = "quotation marks of a mailer"
_QUOTED = re.compile(r"(?:[ \t]*+(?:>|&gt;))*+[ \t]*+")
_QUOTED_LINE = re.compile(r"(?:\A|\n)(?:>|&gt;)")
_ESCAPED = re.compile(r"\\r\\n|\\n")


def excerpt(text: str) -> str:
    """Quote `text` for a message: one line, some 60 characters, control characters escaped."""
    shown = text[: _EXCERPT_WIDTH + 1].rstrip("\r\n").encode("unicode_escape").decode("ascii")
    shown = shown.replace("\\\\", "\\")
    return f'"{shown}"' if len(shown) <= _EXCERPT_WIDTH else f'"{shown[:_EXCERPT_WIDTH]}..."'


def short(text: str) -> str:
    """Give a name for a message: as it stands, or the beginning of one that no name is."""
    return text if len(text) <= _EXCERPT_WIDTH else f"{text[:_EXCERPT_WIDTH]}..."


def unquote(line: str) -> str:
    """Give a line without its indentation, a mailer's quotation marks and its line end."""
    return _QUOTED.sub("", line.rstrip("\r\n"), count=1)


def escape_at(line: str) -> int:
    r"""Give the column of a `\n` or `\r\n` written out in 2 or 4 characters; 0 without one."""
    match = _ESCAPED.search(line)
    return match.start() + 1 if match else 0


@cache
def terminal(grammar: str, name: str, start: str = "start") -> re.Pattern[str]:
    """Give the regular expression that Lark made of a terminal: the grammar stays the one source.

    It cuts a token into its named leaves, as `design: one terminal a record` asks for.
    """
    return re.compile(build(grammar, start).get_terminal(name).pattern.to_regexp())


def leaves(grammar: str, name: str, text: str, start: str = "start") -> dict[str, str]:
    """Cut a token that Lark gave as NAME into its named leaves, "" for those it has not."""
    match = terminal(grammar, name, start).match(text)
    return match.groupdict(default="") if match else {}


def pieces(grammar: str, text: str, start: str = "start") -> Iterator[tuple[str, int, str]]:
    """Cut `text`, whose last line must be ended; yield terminal, first line and text of each piece.

    A start takes its pieces in any order, so that lexing is all there is to parsing. They come one
    by one: a tree of them would keep a whole file a second time.
    """
    for token in build(grammar, start).lex(text):
        yield token.type, token.line or 0, token


class Ledger:
    """What becomes of each line of one input (R15), kept while it is read."""

    def __init__(self, source: Source, kind: str) -> None:
        self.source = source
        self.kind = kind
        self.record_lines = self.comment_lines = self.rejected_lines = 0
        self.diagnostics: list[Diagnostic] = []
        self.mended: dict[str, None] = {}
        self.folds = Counter[str]()

    def ended_text(self) -> str:
        """Give the text with its last line ended; a missing final newline is a warning (R16)."""
        text = self.source.text
        # One character is found a hundred times faster than two: look for it first.
        if "\r" in text and "\r\n" in text:
            self.mended[_CRLF] = None
        if (">" in text or "&" in text) and _QUOTED_LINE.search(text):
            self.mended[_QUOTES] = None
        if not text or text.endswith("\n"):
            return text
        message = "a newline was expected at the end of the file; the last line is read as it is"
        self.warn(text.count("\n") + 1, len(text) - text.rfind("\n"), message)
        return text + "\n"

    def reject(self, line: int, message: str, column: int = 1) -> None:
        """Count one line as rejected, with the diagnostic that R15 asks for."""
        self.rejected_lines += 1
        self.warn(line, column, message)

    def warn(self, line: int, column: int, message: str) -> None:
        """Tell of something that may change a verdict."""
        self._tell(line, column, Severity.WARNING, message)

    def note(self, line: int, column: int, message: str) -> None:
        """Tell of something that changes no verdict."""
        self._tell(line, column, Severity.NOTE, message)

    def _tell(self, line: int, column: int, severity: Severity, message: str) -> None:
        self.diagnostics.append(Diagnostic(self.source.path, line, column, severity, message))

    def told(self) -> tuple[Diagnostic, ...]:
        """Give the diagnostics in the order of the lines."""
        return tuple(sorted(self.diagnostics, key=lambda each: (each.line, each.column)))

    def close(self, records: int) -> Input:
        """Give the account of the whole input, with what was mended."""
        folds = (f"{counted(count, 'fold')} {how}" for how, count in self.folds.items())
        return Input(
            path=self.source.path,
            kind=self.kind,
            sha256=self.source.sha256,
            records=records,
            account=Account(self.record_lines, self.comment_lines, self.rejected_lines),
            mended=(*self.source.remarks, *self.mended, *folds),
        )


class Width(NamedTuple):
    """The longest line of an input, without its line end, and how many of them seem to go on.

    A terminal that folds leaves lines of exactly its width; a mailer leaves none that is longer.
    """

    longest: int
    torn: int

    @classmethod
    def of(cls, text: str, start: re.Pattern[str]) -> "Width":
        """Measure; `start` matches a line that begins anew.

        Lines are read one by one: ten million of them need no memory.
        """
        longest = torn = before = 0
        for line in StringIO(text, newline="\n"):
            length = len(line.rstrip("\r\n"))
            if before == longest and longest and not start.match(line):
                torn += 1
            if length > longest:
                longest, torn = length, 0
            before = length
        return cls(longest, torn)

    @property
    def sure(self) -> bool:
        """Whether a terminal folded here, even if no single fold shows it."""
        return self.torn > 1 or self.longest in _TERMINALS

    def reached_by(self, line: str) -> bool:
        """Whether a terminal of this width may have folded after `line`."""
        return self.longest >= _NARROWEST_FOLD and len(line.rstrip("\r\n")) == self.longest

    def wraps(self, line: str, following: str) -> bool:
        """Whether a mailer may have wrapped after `line`: the next word would not have fitted."""
        word = following.split(maxsplit=1)[0] if following.strip() else ""
        room = self.longest - len(line.rstrip())
        return self.longest >= _NARROWEST_FOLD and bool(word) and len(word) >= room
