"""Packages line by line: the slow way, for the odd places of a pkginfo listing only."""

import re
from functools import cached_property

from patchcheck.model.host import PackageInstance
from patchcheck.readers.lines import Ledger, Width, excerpt, leaves, pieces, short
from patchcheck.readers.stanza import Stanza, Waiting, split

_GRAMMAR = "pkginfo"
# Fields that decide: what follows them is taken for a part of them on strong evidence only.
_DECISIVE = frozenset({"PKGINST", "ARCH", "VERSION", "STATUS", "INSTDATE"})
_NARROWEST_MAIL = 60
_LONGEST_VALUE = 4096
_RUN_TOGETHER = "fields run together by a paste"
_WRITTEN_OUT = r"\r\n"
_PROGRAM_SPEAKS = re.compile(r"[\w./-]+: ")
_STARTS = re.compile(r"[ \t>]*(?:[A-Z]+:|\d+[ \t]|\(|$)")
_VENDOR = re.compile(r"[A-Z]{2,}[a-z0-9]")


class PackageLines:
    """Reads stanzas and pairs line by line into `packages`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.packages: list[PackageInstance] = []
        self._stanza: Stanza | None = None
        self._before: str | None = None
        self._waiting: list[Waiting] = []

    @cached_property
    def _width(self) -> Width:
        return Width.of(self.ledger.source.text, _STARTS)

    def read(self, first: int, text: str) -> bool:
        """Read whole lines, the first of which has the number `first`.

        Gives whether they end in the first half of a pair.
        """
        for kind, line, piece in pieces(_GRAMMAR, text, "lines"):
            self._take(kind, line + first - 1, piece)
        unfinished = any(waiting.sure for waiting in self._waiting)
        self._close()
        return unfinished

    def _take(self, kind: str, line: int, text: str) -> None:
        if kind == "FIELD" and _WRITTEN_OUT not in text:
            self._fields(line, text)
            return
        before, self._before = self._before, None
        if kind in {"EMPTY", "IDLE", "MISSING"}:
            self._comment(kind, line, text)
        elif _WRITTEN_OUT in text:
            self._written_out(line, text)
        elif self._stanza and kind != "COUNT":
            self._stray(line, text, before)
        elif kind == "COUNT":
            self._count(line, text)
        else:
            self._pair_line(kind, line, text)

    # --- pkginfo -l ---------------------------------------------------------------------------

    def _fields(self, line: int, text: str) -> None:
        """Take a line that begins with a label; more labels may stand in its value."""
        found = leaves(_GRAMMAR, "FIELD", text, "lines")
        label, value = found["label"], found["value"]
        if label != "PKGINST" and self._stanza is None:
            expected = "PKGINST: was expected before any other field"
            self.ledger.reject(line, f"{expected}, found {excerpt(text)}; the line is rejected")
            return
        self._before = text
        self.ledger.record_lines += 1
        first, *late = split(label, value)
        self._field(line, *first, late=False)
        self._run_together(line, late)

    def _run_together(self, line: int, fields: list[tuple[str, str]]) -> None:
        for label, value in fields:
            self.ledger.mended[_RUN_TOGETHER] = None
            self._field(line, label, value, late=True)

    def _field(self, line: int, label: str, value: str, *, late: bool) -> None:
        if label == "PKGINST" or self._stanza is None:
            self._close()
            self._stanza = Stanza(line)
        if not self._stanza.put(label, value, late=late) and label in _DECISIVE:
            kept = excerpt(self._stanza.value(label))
            message = f"one {label} a stanza was expected, {kept}, found a second {excerpt(value)}"
            self.ledger.warn(line, 1, f"{message}; the first is kept (is a PKGINST line missing?)")

    def _count(self, line: int, text: str) -> None:
        if self._stanza:
            self.ledger.record_lines += 1
            self._before = text
            self._stanza.put("FILES", "", late=False)
            _, *late = split("FILES", text.rstrip("\r\n"))
            self._run_together(line, late)
        else:
            expected = "PKGINST: was expected before any count of files"
            self.ledger.reject(line, f"{expected}, found {excerpt(text)}; the line is rejected")

    def _stray(self, line: int, text: str, before: str | None) -> None:
        """Take a line without a label: the rest of a folded one, or one that is out of place."""
        stanza = self._stanza
        glue = self._glue(before, text) if before is not None else None
        if glue is None or stanza is None:
            name = short(stanza.value("PKGINST")) if stanza else ""
            message = f"a field of the stanza of {name} was expected, found {excerpt(text)}"
            self.ledger.reject(line, f"{message}; the line is rejected, the stanza goes on")
            return
        self._before = text
        self._folded(1, "by a mailer" if glue else "by a terminal")
        following = text.rstrip("\r\n")
        stanza.fields[stanza.last] = stanza.fields[stanza.last].rstrip("\r\n") + glue + following

    def _is_long(self) -> bool:
        """Whether the last value is too long for a field: joining on would take ever longer."""
        return (
            self._stanza is not None
            and len(self._stanza.fields[self._stanza.last]) > _LONGEST_VALUE
        )

    def _glue(self, before: str, text: str) -> str | None:
        """Say what stood at the fold before `text`; None where nothing shows a fold."""
        decisive = self._stanza is not None and self._stanza.last in _DECISIVE
        if _PROGRAM_SPEAKS.match(text.lstrip()) or self._is_long():
            return None
        if self._width.reached_by(before):
            weak = not self._width.sure or " " in text.strip()
            return None if decisive and weak else ""
        mailed = self._width.longest >= _NARROWEST_MAIL and self._width.wraps(before, text)
        return " " if mailed and not decisive else None

    # --- pkginfo -x ---------------------------------------------------------------------------

    def _pair_line(self, kind: str, line: int, text: str) -> None:
        if kind == "ARCHITECTURE":
            self._architecture(line, text)
        elif kind == "DESCRIBED":
            self._close()
            self._described(line, text)
        else:
            name = leaves(_GRAMMAR, "NAMED", text, "lines")["name"] if kind == "NAMED" else ""
            self._waiting.append(Waiting.of(line, text, name))

    def _architecture(self, line: int, text: str) -> None:
        """Take the second half of a pair; its first half may have been folded."""
        named = self._named()
        if named is None:
            expected = "the name of a package was expected before its architecture"
            self.ledger.reject(line, f"{expected}, found {excerpt(text)}; the line is rejected")
            return
        first = self._waiting[named]
        folded = len(self._waiting) - named - 1
        if folded:
            self._folded(folded, "by a terminal or mailer")
        self.ledger.record_lines += 2
        del self._waiting[named:]
        self._close()
        found = leaves(_GRAMMAR, "ARCHITECTURE", text, "lines")
        self._add(first.line, first.name, found["arch"], found["line_version"])

    def _described(self, line: int, text: str) -> None:
        found = leaves(_GRAMMAR, "DESCRIBED", text, "lines")
        self.ledger.record_lines += 1
        name, version = found["described_name"], found["described_version"]
        self._add(line, name, found["described_arch"], version)

    def _add(self, line: int, name: str, architecture: str, version: str) -> None:
        architecture = "".join(architecture.split())
        self.packages.append(PackageInstance(name, architecture, version.strip(), line=line))

    def _named(self) -> int | None:
        """Choose the line that names the package: a sure one, one that looks like it, the last."""
        waiting = list(enumerate(self._waiting))[::-1]
        named = [index for index, one in waiting if one.name]
        alike = [index for index, one in waiting if _VENDOR.match(one.name)]
        sure = [index for index, one in waiting if one.sure]
        return next(iter(sure + alike + named), None)

    # --- both ---------------------------------------------------------------------------------

    def _comment(self, kind: str, line: int, text: str) -> None:
        self.ledger.comment_lines += text.count("\n")
        if kind == "MISSING":
            message = f"a message among the packages: {excerpt(text)}; passed over"
            self.ledger.note(line, 1, message)

    def _written_out(self, line: int, text: str) -> None:
        message = (
            rf"a line end was expected, found the characters \r\n themselves in {excerpt(text)}"
        )
        self.ledger.reject(line, f"{message}; the line is rejected", text.find(_WRITTEN_OUT) + 1)

    def _folded(self, lines: int, how: str) -> None:
        self.ledger.record_lines += lines
        self.ledger.folds[how] += lines

    def _close(self) -> None:
        """End the stanza that is open; lines that waited for an architecture wait no more."""
        if stanza := self._stanza:
            self._stanza = None
            missing = [label for label in ("ARCH", "VERSION") if not stanza.value(label)]
            if missing:
                name = short(stanza.value("PKGINST"))
                message = f"{' and '.join(missing)} expected for {name}, found none"
                self.ledger.warn(stanza.line, 1, f"{message}; it is kept and can match no row")
            self.packages.append(stanza.instance())
        for one in self._waiting:
            expected = "a package was expected (PKGINST:, or a name and then its architecture)"
            message = f"{expected}, found {excerpt(one.text)}; the line is rejected"
            self.ledger.reject(one.line, message)
        self._waiting.clear()
