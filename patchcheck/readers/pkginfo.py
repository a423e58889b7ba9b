"""pkginfo -l and pkginfo -x to package instances (R3)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, groupby, islice
from operator import attrgetter
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.host import PackageInstance
from patchcheck.readers.lines import Ledger, excerpt, short, terminal
from patchcheck.readers.package_lines import PackageLines
from patchcheck.readers.stanza import decode_installed
from patchcheck.readers.text import Source

_GRAMMAR = "pkginfo"
_BATCH = 1000  # pieces held at once, cut but not yet made packages
# What is cut out of a pair, by the leaf that ends it.
_LEAVES = {
    "pair_version": ("pair_name", "pair_arch", "pair_version"),
    "joined_version": ("joined_name", "joined_arch", "joined_version"),
}
_STATUSES = ("completely installed", "partially installed", "spooled", "(unknown)")
_LABELS = (
    *("PKGINST:", "NAME:", "CATEGORY:", "ARCH:", "VERSION:", "BASEDIR:", "VENDOR:", "DESC:"),
    *("PSTAMP:", "INSTDATE:", "HOTLINE:", "EMAIL:", "VSTOCK:", "STATUS:", "FILES:"),
)


class PkginfoDump(NamedTuple):
    """What a pkginfo listing tells. `truncated` means that it ends within a package (R16)."""

    packages: tuple[PackageInstance, ...]
    truncated: bool
    input: Input
    diagnostics: tuple[Diagnostic, ...]


def read_pkginfo(source: Source) -> PkginfoDump:
    """Read a listing of packages; whatever is odd in it becomes a diagnostic."""
    ledger = Ledger(source, "pkginfo")
    reader = _Reader(ledger)
    reader.read(ledger.ended_text())
    return PkginfoDump(
        packages=tuple(reader.slow.packages),
        truncated=reader.truncated(),
        input=ledger.close(len(reader.slow.packages)),
        diagnostics=ledger.told(),
    )


@lru_cache(maxsize=1024)
def _architecture(text: str) -> str:
    return "".join(text.split())


class _Reader:
    """The state of one reading. `loose` are the lines that belong to no block and no clean pair."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.slow = PackageLines(ledger)
        self.loose: list[str] = []
        self.loose_line = 1
        self.half_a_pair = False

    def read(self, text: str) -> None:
        """Read a listing piece by piece; from the first block on there are blocks only."""
        line = 1
        listed = terminal(_GRAMMAR, "LISTED", "listed").finditer(text)
        for kind, run in groupby(listed, attrgetter("lastgroup")):
            if kind == "first":
                self._settle()
                self._blocks(line, text, next(run).start())
                break
            while batch := list(islice(run, _BATCH)):
                line = self._pairs(kind, line, batch) if kind else self._odd(line, batch)
        self._settle()

    def _odd(self, line: int, lines: Sequence[re.Match[str]]) -> int:
        """Keep loose lines until their end is known, and give the line behind them."""
        if not self.loose:
            self.loose_line = line
        self.loose.append("".join([match[0] for match in lines]))
        return line + self.loose[-1].count("\n")

    def _settle(self) -> None:
        """Read the loose lines, one by one."""
        self.half_a_pair = bool(self.loose) and self.slow.read(self.loose_line, "".join(self.loose))
        self.loose.clear()

    def _blocks(self, line: int, text: str, start: int) -> None:
        """Make packages of the stanzas without a fault; read other blocks line by line."""
        blocks = terminal(_GRAMMAR, "PACKAGE", "package").finditer(text, start)
        for clean, run in groupby(blocks, attrgetter("lastgroup")):
            while batch := list(islice(run, _BATCH)):
                line = self._stanzas(line, batch) if clean else self._faulty(line, batch)

    def _stanzas(self, first: int, stanzas: Sequence[re.Match[str]]) -> int:
        """Make their packages, column by column, and give the line behind them."""
        rows = [match.groups("") for match in stanzas]
        instances, architectures, versions, days, statuses, blanks = zip(*rows, strict=True)
        *lines, end = accumulate([match[0].count("\n") for match in stanzas], initial=first)
        columns = (
            instances,
            map(_architecture, architectures),
            map(str.strip, versions),
            map(str.rstrip, statuses),
            map(decode_installed, days),
            lines,
        )
        self.slow.packages += map(PackageInstance._make, zip(*columns, strict=True))
        blank_lines = "".join(blanks).count("\n")
        self.ledger.comment_lines += blank_lines
        self.ledger.record_lines += end - first - blank_lines
        return end

    def _faulty(self, line: int, blocks: Sequence[re.Match[str]]) -> int:
        for match in blocks:
            self.slow.read(line, match[0])
            line += match[0].count("\n")
        return line

    def _pairs(self, kind: str, first: int, pairs: Sequence[re.Match[str]]) -> int:
        """Make packages of pairs, and give the line behind them."""
        self._settle()
        name, architecture, version = _LEAVES[kind]
        step = pairs[0][0].count("\n")
        lines = range(first, first + step * len(pairs), step)
        self.slow.packages += [
            PackageInstance(
                match[name], _architecture(match[architecture]), match[version], line=line
            )
            for line, match in zip(lines, pairs, strict=True)
        ]
        self.ledger.record_lines += step * len(pairs)
        return lines.stop

    def truncated(self) -> bool:
        """Whether the listing ends within a package (R16); says so in a diagnostic."""
        sign = self._sign_of_a_cut()
        if sign:
            line = self.ledger.source.text.rstrip().count("\n") + 1
            self.ledger.warn(line, 1, f"the listing is cut: it ends {sign}")
        return sign is not None

    def _sign_of_a_cut(self) -> str | None:
        packages = self.slow.packages
        if self.half_a_pair:
            return "between the name of a package and its architecture"
        if not packages:
            return None
        last, ended = packages[-1], self.ledger.source.text.endswith("\n")
        others = len(packages) - 1
        name = short(last.instance) or "a package"
        if not (last.version and last.architecture) and (others or not ended):
            return f"before VERSION or ARCH of {name}"
        if not last.status and sum(1 for package in packages if package.status) * 2 > others > 0:
            return f"before STATUS of {name}, which the others have"
        return None if ended else self._sign_at_the_end(last)

    def _sign_at_the_end(self, last: PackageInstance) -> str | None:
        """Look for an unfinished word in a last line that was not ended."""
        text = self.ledger.source.text
        line = text[text.rfind("\n") + 1 :].strip()
        if line and any(label.startswith(line) for label in _LABELS):
            return f"within the label {excerpt(line)}"
        if _is_cut_version(last.version, self.slow.packages):
            return f"within the version {excerpt(last.version)}"
        if any(status.startswith(last.status) and status != last.status for status in _STATUSES):
            return f"within STATUS {excerpt(last.status)}" if last.status else None
        return None


def _is_cut_version(version: str, packages: list[PackageInstance]) -> bool:
    """Whether it is the start of another version of the listing, beyond its `REV=`."""
    return ",REV=" in version and any(
        package.version != version and package.version.startswith(version) for package in packages
    )
