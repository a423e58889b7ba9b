"""Hostile inputs: files of a small run, each with something in it that was meant to do harm.

What does the harm is named `EVIL`, so that it can be found again in whatever comes out.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from tarfile import SYMTYPE

from tests.cli.small import CSR, PKGINFO, SHOWREV, UNAME, XREF
from tests.estate.pack import header, tar, zipped

_SYNOPSIS = "a security patch"
_FOREIGN = "Patch: {} Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr\n"
_EXCEPTION = '[[exception]]\npatch = "100001"\nreason = "{}"\nuntil = 2003-12-31\n'
_WITHDRAWN = '[[withdrawn]]\npatch = "100001"\nreason = "{}"\n'
_WHOLE: Mapping[str, str | bytes] = {
    "a/showrev.out": SHOWREV,
    "a/pkginfo.out": PKGINFO,
    "a/uname.out": UNAME,
}
_HUGE = "0x" + "f" * 5_000
_ZEROS = bytes(2**22)
_ENDLESS = tar(_WHOLE)[:-1024] + header("EVIL", 2**40) + _ZEROS


@dataclass(frozen=True, slots=True)
class Hostile:
    """An input: what it is in words, which file it stands in, what that file holds, its name.

    `limit` is what `--limit` is given, so that a small bomb shows what a large one would.
    """

    words: str
    file: str
    content: str | bytes
    name: str = ""
    limit: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """What every command is given for it."""
        return ("--limit", self.limit) if self.limit else ()


def _in_synopsis(words: str, text: str) -> Hostile:
    return Hostile(f"{words}, in a synopsis", "xref", XREF.replace(_SYNOPSIS, text))


def _in_row(words: str, old: str, new: str) -> Hostile:
    first, row, rest = XREF.split("\n", 2)
    return Hostile(words, "xref", f"{first}\n{row.replace(old, new)}\n{rest}")


def _in_node(words: str, text: str) -> Hostile:
    return Hostile(f"{words}, as the node name", "uname", UNAME.replace("tiny", text))


def _as_patch(words: str, text: str) -> Hostile:
    return Hostile(f"{words}, as an installed patch", "showrev", SHOWREV + _FOREIGN.format(text))


HOSTILE = (
    _in_synopsis("clears the screen, sets the title", "\x1b[2J\x1b]0;EVIL\x07"),
    _in_synopsis("a control sequence of one byte (C1)", "\x9b2JEVIL"),
    _in_synopsis("a form feed and a backspace", "EVIL\x08\x08\x0c"),
    _in_synopsis("turns the line around (U+202E)", "\u202eEVIL"),
    _in_synopsis("a line separator (U+2028)", "one\u2028EVIL"),
    _in_synopsis("a formula", "=EVIL(1)"),
    _in_synopsis("a formula that runs a program (DDE)", "=cmd|' /C EVIL'!A0"),
    _in_synopsis("a formula by plus", "+EVIL(1)"),
    _in_synopsis("a formula by minus", "-EVIL(1)"),
    _in_synopsis("a formula by at", "@EVIL(1)"),
    _in_synopsis("a formula behind a tab", "\t=EVIL(1)"),
    _in_synopsis("a formula in full width", "\uff1dEVIL(1)"),
    _in_synopsis("a formula behind a semicolon", "a;=EVIL(1)"),
    _in_synopsis("quotes and commas that end a cell", 'a","=EVIL(1)'),
    _in_synopsis("a script", "<script>EVIL()</script>"),
    _in_synopsis("the end of an attribute and a handler", "\" onmouseover=\"EVIL()' x='"),
    _in_synopsis("the end of our own script", "</script><img src=x onerror=EVIL()>"),
    _in_synopsis("words of a template", "{{ EVIL }}{% EVIL %}"),
    _in_row("a formula, as the OS", "|8|", "|=EVIL(1)|"),
    _in_row("markup, as a package", CSR, f"{CSR}<b>EVIL:1;"),
    _in_row("a path, as an architecture", "|sparc;|", "|sparc;../../EVIL;|"),
    _in_node("a path", "../../EVIL"),
    _in_node("markup", "<script>EVIL()</script>"),
    _in_node("a formula", "=EVIL(1)"),
    _in_node("an escape sequence", "\x1b[31mEVIL"),
    _as_patch("a formula", "=EVIL-01"),
    _as_patch("markup", "<img/src=x/onerror=EVIL()>"),
    _as_patch("a path", "../../EVIL-01"),
    Hostile("a formula, as a package", "pkginfo", PKGINFO + "   PKGINST:  =EVIL(1)\n"),
    Hostile("a formula, as a reason", "exceptions", _EXCEPTION.format("=EVIL(1)")),
    Hostile("a script, as a reason", "exceptions", _EXCEPTION.format("<script>EVIL()</script>")),
    Hostile("an escape sequence, as a key", "exceptions", '"\\u001b[2JEVIL" = 1\n'),
    Hostile("the same key twice", "exceptions", 'a = "EVIL"\na = 1\n'),
    Hostile("lists 50,000 deep", "exceptions", "exception = " + "[" * 50_000),
    Hostile("a key of 50,000 parts", "exceptions", "exception" + ".a" * 50_000 + " = 1\n"),
    Hostile("a number of 6,000 digits", "exceptions", f"[[exception]]\npatch = {_HUGE}\n"),
    Hostile(
        "an escape sequence, as a reason", "special-cases", _WITHDRAWN.format("\\u001b[2JEVIL")
    ),
    Hostile("an escape sequence, as a version", "special-cases", 'version = "\\u001b[2JEVIL"\n'),
    Hostile("a version of 6,000 digits", "special-cases", f"version = {_HUGE}\n"),
    Hostile("an escape sequence and a formula", "xref", XREF, name="=EVIL\x1b[2J<b>.xref"),
    Hostile("NUL bytes", "xref", XREF.replace("patch", "EVIL\0")),
    Hostile(
        "a packed file that ends early", "xref", gzip.compress(XREF.encode(), 0, mtime=0)[:-60]
    ),
    Hostile("a member that leads out", "archive", tar({"../../EVIL/showrev.out": "", **_WHOLE})),
    Hostile("a link", "archive", tar(_WHOLE, header("EVIL/showrev.out", kind=SYMTYPE))),
    Hostile(
        "markup and an escape, as a name", "archive", tar({"<b>EVIL\x1b[2J/x.out": "", **_WHOLE})
    ),
    Hostile("a bomb", "archive", gzip.compress(_ENDLESS, mtime=0), limit="archive=1MiB"),
    Hostile(
        "a dump that is a bomb",
        "archive",
        zipped({**_WHOLE, "a/showrev.out": _ZEROS}),
        limit="dump=1MiB",
    ),
    Hostile("a bomb", "showrev", gzip.compress(_ZEROS, mtime=0), limit="dump=1MiB"),
    _in_row("100,000 semicolons, as architectures", "|sparc;|", f"|sparc;{';' * 100_000}|"),
    _in_row("a package 100,000 times over", CSR, CSR * 100_000),
    Hostile("a line of 1,000,000 characters", "showrev", SHOWREV + "EVIL" * 250_000),
    Hostile("1,000,000 blank lines", "showrev", SHOWREV + "\n" * 1_000_000),
    Hostile("1,000,000 blanks within a field", "pkginfo", PKGINFO.replace("Core", " " * 1_000_000)),
    Hostile(
        "a list of 100,000 commas", "showrev", SHOWREV + _FOREIGN.format("1-1" + "," * 100_000)
    ),
)
