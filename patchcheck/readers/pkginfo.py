"""pkginfo -l and pkginfo -x to package instances (R3)."""

from functools import lru_cache
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.host import PackageInstance
from patchcheck.readers.lines import Ledger, excerpt, pieces, short, terminal
from patchcheck.readers.package_lines import PackageLines
from patchcheck.readers.stanza import decode_installed
from patchcheck.readers.text import Source

_GRAMMAR = "pkginfo"
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
    for kind, line, piece in pieces(_GRAMMAR, ledger.ended_text()):
        reader.take(kind, line, piece)
    reader.settle()
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

    def take(self, kind: str, line: int, piece: str) -> None:
        """Take one piece; loose lines are kept until their end is known."""
        if kind in {"LINE", "BLANK"}:
            if not self.loose:
                self.loose_line = line
            self.loose.append(piece)
            return
        self.settle()
        self.half_a_pair = False
        if kind == "BLOCKS":
            self._blocks(line, piece)
        else:
            self._pairs(kind, line, piece)

    def settle(self) -> None:
        """Read the loose lines, one by one."""
        if self.loose:
            self.half_a_pair = self.slow.read(self.loose_line, "".join(self.loose))
            self.loose.clear()

    def _blocks(self, line: int, piece: str) -> None:
        """Make packages of the stanzas without a fault; read other blocks line by line."""
        start = stanza_lines = blank_lines = 0
        add = self.slow.packages.append
        for match in terminal(_GRAMMAR, "PACKAGE", "package").finditer(piece):
            instance, architecture, version, installed, status, blank = match.groups()
            end = match.end()
            lines = piece.count("\n", start, end)
            if instance is None:
                self.slow.read(line, piece[start:end])
            else:
                stanza_lines += lines
                blank_lines += blank.count("\n")
                architecture, version = _architecture(architecture), version.strip()
                status = status.rstrip() if status else ""
                day = decode_installed(installed) if installed else None
                add(PackageInstance(instance, architecture, version, status, day, line))
            line += lines
            start = end
        self.ledger.comment_lines += blank_lines
        self.ledger.record_lines += stanza_lines - blank_lines

    def _pairs(self, kind: str, line: int, piece: str) -> None:
        name, start, lines = ("PAIR", "pair", 2) if kind == "PAIRS" else ("JOINED", "joined", 1)
        add = self.slow.packages.append
        for match in terminal(_GRAMMAR, name, start).finditer(piece):
            instance, architecture, version = match.groups()
            add(PackageInstance(instance, _architecture(architecture), version, "", None, line))
            line += lines
        self.ledger.record_lines += piece.count("\n")

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
