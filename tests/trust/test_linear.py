"""Work grows with the input, not with its square.

The large ones hold what once was, or easily is, read again and again: with the square of their
size they would take hours, and the account (R15) has to be right as well. `make bench` has times.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.cli.small import CSR, PKGINFO, SHOWREV, UNAME, XREF
from tests.fuzz.targets import TARGETS

MANY = 300_000
_PATCH = "Patch: 100004-05 Obsoletes: {} Requires: {} Incompatibles: {} Packages: SUNWcsr\n"
_FIELD = "   PKGINST:  SUNWcsr\n      NAME:  Core{}x\n"
_START = '[[exception]]\npatch = "100002"\nreason = "x"\n'

LARGE = {
    "xref: one line": ("xref", XREF + "x" * (10 * MANY)),
    "xref: blank lines": ("xref", XREF + "\n" * (3 * MANY)),
    "xref: blank lines without a row": ("xref", "x\n" + "\n" * MANY + "x"),
    "xref: semicolons in field 9": ("run_xref", XREF.replace("|sparc;|", f"|{';' * MANY}|", 1)),
    "xref: semicolons in field 10": ("run_xref", XREF.replace(f"|{CSR}|", f"|{';' * MANY}|", 1)),
    "xref: bars": ("xref", XREF + "100001|" + "|" * MANY),
    "xref: a long synopsis": ("run_xref", XREF.replace("a security", "Obsoleted by: " * 20_000)),
    "showrev: one line": ("showrev", SHOWREV + "x" * (10 * MANY)),
    "showrev: blank lines": ("showrev", SHOWREV + "\n" * (3 * MANY)),
    "showrev: commas": ("showrev", SHOWREV + _PATCH.format("," * MANY, "", "")),
    "showrev: ids": ("showrev", SHOWREV + _PATCH.format("", "100001-01, " * 50_000, "")),
    "showrev: blanks in a list": ("showrev", SHOWREV + _PATCH.format("", "", " " * MANY)),
    "showrev: marks of a mailer": ("showrev", ">" * MANY),
    "pkginfo: one line": ("pkginfo", PKGINFO + "x" * (10 * MANY)),
    "pkginfo: blank lines": ("pkginfo", PKGINFO + "\n" * (3 * MANY)),
    "pkginfo: blanks within a field": ("pkginfo", _FIELD.format(" " * MANY)),
    "pkginfo: tabs within a field": ("pkginfo", _FIELD.format("\t" * MANY)),
    "uname: one line": ("uname", UNAME.rstrip("\n") + "x" * MANY),
    "uname: blanks": ("uname", "SunOS" + " " * MANY + "x\n"),
    "ids: one line": ("ids", "x 108528-19 " * 20_000),
    "archive: a long line behind SunOS": ("archive", "SunOS a 5.8 " + "x" * 15_000 + "\ny" * 9),
    "patch dates: one line": ("patch_dates", "108528-19 Jun 17 " * 20_000),
    "host: blank lines": ("host", "\n" * MANY),
    "host: one word": ("host", "a-1." * MANY),
    "exceptions: unknown keys": ("exceptions", "".join(f"k{n} = 1\n" for n in range(20_000))),
    "exceptions: a dotted key": ("exceptions", "exception" + ".a" * MANY + " = 1\n"),
    "exceptions: comments": ("exceptions", _START + "#\n" * MANY),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_input_comes_to_an_end_with_every_line_accounted_for(name: str) -> None:
    target, text = LARGE[name]
    TARGETS[target](text.encode())


GROWING: dict[str, tuple[str, Callable[[int], str]]] = {
    "rows": ("xref", lambda n: XREF + XREF.split("\n")[1] * n),
    "lines that are no rows": ("xref", lambda n: XREF + "1|\n" * n),
    "headers": ("xref", lambda n: XREF.split("\n")[0] * n + XREF),
    "patches": ("showrev", lambda n: SHOWREV + _PATCH.format("", "", "") * n),
    "lines that are no patches": ("showrev", lambda n: SHOWREV + "x\n" * n),
    "broken patches": ("showrev", lambda n: SHOWREV + "Patch: 1\n100\n" * n),
    "packages": ("pkginfo", lambda n: PKGINFO * n),
    "lines that are no fields": ("pkginfo", lambda n: PKGINFO + "x\n" * n),
    "halves of pairs": ("pkginfo", lambda n: "SUNWcsr   Core\n" * n),
    "starts of uname": ("uname", lambda n: "SunOS a\n" * n),
    "entries": ("exceptions", lambda n: _START * n),
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_lines_are_at_most_twice_the_calls(name: str) -> None:
    target, text = GROWING[name]
    once, twice = text(500).encode(), text(1_000).encode()
    TARGETS[target](once)  # grammars are built and caches filled
    assert _calls(target, twice) <= 2.2 * _calls(target, once)


def _calls(target: str, data: bytes) -> int:
    """Count the calls that a target makes, those of functions in C too."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        TARGETS[target](data)
    finally:
        sys.setprofile(before)
    return count
