"""showrev -p, showrev -a, patchadd -p and plain showrev to installed patches (R1)."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.host import InstalledPatch, System
from patchcheck.model.patch import PatchId
from patchcheck.readers.cut import where_cut
from patchcheck.readers.lines import (
    Ledger,
    Width,
    escape_at,
    excerpt,
    leaves,
    pieces,
    terminal,
    unquote,
)
from patchcheck.readers.text import Source
from patchcheck.readers.unfold import mend

_GRAMMAR = "showrev"
_BATCH = 1000  # lines held at once, cut but not yet made patches
_ID_LISTS = ("obsoletes", "requires", "incompatibles")
_FACTS = {
    "Hostname": "hostname",
    "Hostid": "hostid",
    "Release": "release",
    "Kernel architecture": "machine",
    "Application architecture": "processor",
}
_STARTS = re.compile(r"[ \t>]*(?:Patch:|$)")
_EXPECTED = "a `Patch:` line, a line of the head of showrev -a or a blank line was expected"


class ShowrevDump(NamedTuple):
    """What a showrev or patchadd -p listing tells.

    `says_none` stands for "No patches (are) installed". `truncated` means that the file ends
    within a line (R16).
    """

    system: System
    patches: tuple[InstalledPatch, ...]
    says_none: bool
    truncated: bool
    input: Input
    diagnostics: tuple[Diagnostic, ...]


def read_showrev(source: Source) -> ShowrevDump:
    """Read a listing of installed patches; whatever is odd in it becomes a diagnostic."""
    reader = _Reader(Ledger(source, "showrev"))
    reader.read(reader.ledger.ended_text())
    return reader.dump()


_patch_id = lru_cache(maxsize=2**13)(PatchId.parse)


@lru_cache(maxsize=2**12)
def _patch_ids(text: str) -> tuple[tuple[PatchId, ...], tuple[str, ...]]:
    """Read a list of ids; what is none comes beside them."""
    items = text.replace(",", " ").split()
    read = [(_patch_id(item), item) for item in items]
    return (
        tuple([patch for patch, _ in read if patch]),
        tuple([item for patch, item in read if not patch]),
    )


@lru_cache(maxsize=2**13)  # a patch has the same packages on host after host
def _names(text: str) -> tuple[str, ...]:
    """Read package names; the version behind a name (dumps of the 2.6 era) is left out."""
    # `11.6.0,REV=1997.07.15` is torn at its comma: what begins with a digit or `REV=` is no name.
    items = text.replace(",", " ").split()
    return tuple([item for item in items if item[0].isalpha() and not item.startswith("REV=")])


class _Held(NamedTuple):
    """A line that the next lines may continue, and those lines, without their ends."""

    kind: str
    line: int
    text: str
    following: list[str]


def _is_patch(line: re.Match[str]) -> bool:
    return line.lastgroup is not None


class _Reader:
    """The state of one reading; `last` is the text of the last line that was read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.patches: list[InstalledPatch] = []
        self.facts: dict[str, str] = {}
        self.says_none = False
        self.held: _Held | None = None
        self.last = ""

    @cached_property
    def width(self) -> Width:
        """The width at which a terminal or mailer may have folded, measured when first needed."""
        return Width.of(self.ledger.source.text, _STARTS)

    def read(self, text: str) -> None:
        """Read a listing: lines without a fault by the batch, others one by one."""
        line = 1
        lines = terminal(_GRAMMAR, "LINE", "line").finditer(text)
        for clean, run in groupby(lines, _is_patch):
            while batch := list(islice(run, _BATCH)):
                line = self._listed(line, batch) if clean else self._odd(line, batch)
        self.settle()

    def _listed(self, first: int, batch: Sequence[re.Match[str]]) -> int:
        """Take patches, and give the line behind them; nobody knows yet what continues the last."""
        self.settle()
        *others, last = batch
        self._patches(first, others)
        self.held = _Held("PATCH", first + len(others), last[0], [])
        return first + len(batch)

    def _odd(self, first: int, batch: Sequence[re.Match[str]]) -> int:
        """Take all other lines, and give the line behind them."""
        text = "".join([match[0] for match in batch])
        for kind, line, piece in pieces(_GRAMMAR, text):
            self._take(kind, first + line - 1, piece)
        return first + text.count("\n")

    def _take(self, kind: str, line: int, piece: str) -> None:
        """Take a piece that is no patch; a damaged `Patch:` line is held, too."""
        if kind == "OTHER" and self.held:
            self.held.following.append(piece.rstrip("\r\n"))
            return
        self.settle()
        if kind == "BROKEN":
            self.held = _Held(kind, line, piece, [])
        else:
            self._aside(kind, line, piece)

    def settle(self) -> None:
        """Read the line that was held, together with the lines that continue it."""
        held, self.held = self.held, None
        if held is None:
            return
        lines = [held.text.rstrip("\r\n"), *held.following]
        mended = mend(lines, self.width) if held.following else None
        taken = mended.taken if mended else 1
        if mended:
            self.ledger.folds[mended.how] += taken - 1
            self.ledger.record_lines += taken - 1
            self._line("PATCH", held.line, mended.text)
        else:
            self._line(held.kind, held.line, held.text)
        for number, stray in enumerate(held.following[taken - 1 :], start=held.line + taken):
            self._other(number, stray)

    def _line(self, kind: str, line: int, text: str) -> None:
        self.last = text
        if kind == "PATCH":
            match = terminal(_GRAMMAR, "LINE", "line").match(text)
        else:
            match = terminal(_GRAMMAR, "HEAD", "mend").match(text)
        if match is None or match.lastgroup is None or escape_at(text):
            self._other(line, text)
            return
        self._patches(line, (match,))
        if kind == "BROKEN":
            self._odd_rest(line, text, match.end())

    def _patches(self, first: int, matches: Iterable[re.Match[str]]) -> None:
        """Take lines that were cut, the first of which has the number `first`."""
        before = len(self.patches)
        add = self.patches.append
        for line, match in enumerate(matches, start=first):
            name, obsoletes, requires, incompatibles, packages = match.groups()
            add(
                InstalledPatch(
                    name,
                    _patch_id(name),
                    self._ids(line, match, 2) if obsoletes else (),
                    self._ids(line, match, 3) if requires else (),
                    self._ids(line, match, 4) if incompatibles else (),
                    _names(packages) if packages else (),
                    line,
                )
            )
        self.ledger.record_lines += len(self.patches) - before

    def _ids(self, line: int, match: re.Match[str], group: int) -> tuple[PatchId, ...]:
        found, odd = _patch_ids(match[group])
        if odd:
            # What begins with a letter is one of Sun's own ids, an IDR mostly: no sign of damage.
            tell = self.ledger.note if all(item[0].isalpha() for item in odd) else self.ledger.warn
            column = match.start(group) - match.start() + match[group].find(odd[0]) + 1
            message = (
                f"ids like 108528-19 were expected in this list, found {excerpt(', '.join(odd))}"
            )
            tell(line, column, f"{message}; that is left out")
        return found

    def _odd_rest(self, line: int, text: str, end: int) -> None:
        expected = "Obsoletes:, Requires:, Incompatibles: and Packages: were expected in this order"
        kept = "the patch is kept, the rest of the line is not read"
        self.ledger.warn(line, end + 1, f"{expected}, found {excerpt(text[end:])}; {kept}")

    def _aside(self, kind: str, line: int, text: str) -> None:
        """Take a line that is no patch."""
        self.last = text
        if kind in {"FACT", "KERNEL"}:
            self.ledger.record_lines += 1
            self._fact(kind, line, text)
        elif kind == "NONE":
            self.ledger.record_lines += 1
            self.says_none = True
        elif kind == "OTHER":
            self._other(line, text)
        else:
            self.ledger.comment_lines += text.count("\n")
            if kind == "TOLD":
                self.ledger.note(
                    line, 1, f"a message among the lines: {excerpt(text)}; passed over"
                )

    def _fact(self, kind: str, line: int, text: str) -> None:
        found = leaves(_GRAMMAR, kind, text)
        if kind == "FACT":
            facts = {_FACTS[found["label"]]: found["value"].strip()}
        else:
            facts = {"system": found["system"], "release": found["release"]}
            facts["kernel"] = _kernel(found["version"])
        for name, value in facts.items():
            known = self.facts.setdefault(name, value) if value else value
            if known != value:
                message = f"the {name} {excerpt(known)} was expected again, found {excerpt(value)}"
                self.ledger.warn(line, 1, f"{message}; the first is kept")

    def _other(self, line: int, text: str) -> None:
        found = excerpt(text)
        self.last = text
        if column := escape_at(text):
            reason = r"a line end was expected, found the characters \r\n or \n themselves in"
            self.ledger.reject(line, f"{reason} {found}; the line is rejected", column)
        else:
            self.ledger.reject(line, f"{_EXPECTED}, found {found}; the line is rejected")

    def _truncated(self) -> bool:
        text = self.ledger.source.text
        sign = where_cut(text, unquote(self.last))
        if sign:
            message = f"the listing is cut: it ends in {sign}, {excerpt(self.last[-40:])}"
            self.ledger.warn(text.rstrip().count("\n") + 1, 1, message)
        return sign is not None

    def dump(self) -> ShowrevDump:
        """Give what was read."""
        if self.says_none and self.patches:
            self.ledger.warn(
                0, 0, 'no patch was expected after "No patches", found some; all count'
            )
        return ShowrevDump(
            system=System(**self.facts),
            patches=tuple(self.patches),
            says_none=self.says_none and not self.patches,
            truncated=self._truncated(),
            input=self.ledger.close(len(self.patches)),
            diagnostics=self.ledger.told(),
        )


def _kernel(version: str) -> str:
    """Read what follows the release in `Kernel version:`, in the form of uname -v.

    Older dumps write `Generic 106541-08 October 1999` for `Generic_106541-08`.
    """
    words = version.split()
    if words[1:] and _patch_id(words[1]):
        return f"{words[0]}_{words[1]}"
    return words[0] if words else ""
