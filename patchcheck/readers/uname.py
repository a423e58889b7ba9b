"""uname -a to the facts of a system."""

import re
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.host import System
from patchcheck.readers.lines import Ledger, excerpt, leaves, pieces, terminal, unquote
from patchcheck.readers.text import Source

_GRAMMAR = "uname"
_EXPECTED = "a line of uname -a was expected (SunOS NODE RELEASE VERSION MACHINE ...)"
# A line of uname -a is short: folded, it takes a few lines at most.
_MOST_LINES = 6
_LONGEST = 400
_TERMINAL_WIDTH = 80
_PROCESSORS = frozenset({"sparc", "i386", "ppc"})
_PLATFORM = re.compile(r"[A-Za-z]+,\S+|i86pc|Solaris")


class UnameDump(NamedTuple):
    """What uname -a tells; `system` is empty where the dump has no such line."""

    system: System
    input: Input
    diagnostics: tuple[Diagnostic, ...]


def read_uname(source: Source) -> UnameDump:
    """Read the first line of uname -a; whatever else is no banner is rejected."""
    ledger = Ledger(source, "uname")
    reader = _Reader(ledger)
    for kind, line, piece in pieces(_GRAMMAR, ledger.ended_text()):
        reader.take(kind, line, piece)
    reader.settle()
    return UnameDump(
        system=reader.system or System(),
        input=ledger.close(0 if reader.system is None else 1),
        diagnostics=ledger.told(),
    )


class _Held(NamedTuple):
    """A line that begins like uname -a, and the lines behind it that may continue it."""

    kind: str
    line: int
    lines: list[str]


class _Reader:
    """The state of one reading; the first system found is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.system: System | None = None
        self.held: _Held | None = None

    def take(self, kind: str, line: int, piece: str) -> None:
        """Take one piece; a line of uname -a is held until it is known that it ends there."""
        if kind == "OTHER" and self.held and len(self.held.lines) < _MOST_LINES:
            self.held.lines.append(piece)
            return
        self.settle()
        if kind in {"UNAME", "STARTED"}:
            self.held = _Held(kind, line, [piece])
        elif kind in {"BANNER", "BLANK"}:
            self.ledger.comment_lines += piece.count("\n")
        elif kind == "ALIEN":
            self._alien(line, piece)
        else:
            self._reject(line, piece)

    def settle(self) -> None:
        """Read the line that was held, with those that continue it."""
        held, self.held = self.held, None
        if held is None:
            return
        text, taken = _unfold(held.kind, held.lines)
        match = terminal(_GRAMMAR, "UNAME").fullmatch(text)
        if match is None:
            self._reject(held.line, held.lines[0])
            taken = 1
        else:
            self.ledger.record_lines += taken
            self._system(held.line, match)
        if taken > 1:
            self.ledger.folds["by a terminal or mailer"] += taken - 1
        for number, stray in enumerate(held.lines[taken:], start=held.line + taken):
            self._reject(number, stray)

    def _system(self, line: int, match: re.Match[str]) -> None:
        found = match.groupdict()
        if found["node"] is None:
            message = f"a node name was expected after SunOS, found {excerpt(found['release'])}"
            self.ledger.warn(line, 1, f"{message}; the name of the host stays unknown")
        if "SunOS" not in match.group():
            message = f"SunOS was expected, found a copy in other case, {excerpt(match.group())}"
            self.ledger.note(line, 1, f"{message}; it is taken as it is")
        self._keep(
            line,
            System(
                system="SunOS",
                hostname=found["node"],
                release=found["release"],
                kernel=found["version"],
                machine=found["machine"],
                processor=found["processor"],
                platform=found["platform"],
            ),
        )

    def _alien(self, line: int, text: str) -> None:
        self.ledger.record_lines += 1
        found = leaves(_GRAMMAR, "ALIEN", text)
        system, node, release = found["alien"], found["alien_node"], found["alien_release"]
        self._keep(line, System(system=system, hostname=node, release=release))

    def _keep(self, line: int, system: System) -> None:
        if self.system is None:
            self.system = system
        elif self.system != system:
            told = f"{system.system} {system.hostname} {system.release}"
            message = f"one system was expected, found a second: {excerpt(told)}"
            self.ledger.warn(line, 1, f"{message}; the first is kept")

    def _reject(self, line: int, text: str) -> None:
        self.ledger.reject(line, f"{_EXPECTED}, found {excerpt(text)}; the line is rejected")


def _unfold(kind: str, lines: list[str]) -> tuple[str, int]:
    """Put the longest run of lines together that is uname -a as a whole; how many they are."""
    best, taken = lines[0], 1
    candidates = [unquote(lines[0])]
    for number, after in enumerate(lines[1:], start=2):
        following = unquote(after).strip()
        as_wide = taken > 1 and len(_bare(lines[number - 2])) == len(_bare(lines[0]))
        ends = kind == "UNAME" and not as_wide and not _goes_on(best, following)
        if ends or len(following) > _LONGEST:
            break
        candidates = [text for one in candidates for text in _joined(one, following)]
        whole = next(filter(_is_whole, candidates), None)
        if whole is not None:
            best, taken, kind = f"{whole}\n", number, "UNAME"
            candidates = [whole]
    return best, taken


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _joined(text: str, following: str) -> tuple[str, ...]:
    """Join two lines in the ways that they may have been parted."""
    torn = text.rstrip() + following
    return (torn,) if text.rstrip().endswith("-") else (f"{text.rstrip()} {following}", torn)


def _is_whole(text: str) -> bool:
    match = terminal(_GRAMMAR, "UNAME").fullmatch(f"{text}\n")
    return match is not None and match["processor"] in _PROCESSORS


def _goes_on(line: str, following: str) -> bool:
    """Whether a line that may end as it is goes on: by a hyphen, its length, or a platform."""
    text = unquote(line)
    if len(following.split()) != 1:
        return False
    if text.rstrip().endswith("-") or len(text) == _TERMINAL_WIDTH:
        return True
    match = terminal(_GRAMMAR, "UNAME").fullmatch(f"{text}\n")
    lacking = match is not None and match["platform"] is None
    return lacking and _PLATFORM.fullmatch(following) is not None
