"""What mutations start from: heads of the samples, small files, and what was found before."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zipfile import ZipInfo

from tests.cli.small import PKGINFO, SHOWREV, UNAME, XREF
from tests.estate.pack import tar, zipped
from tests.fuzz.targets import BETWEEN
from tests.run import ROOT

SAMPLES = ROOT / "samples"
FINDS = Path(__file__).parent / "finds"
_LINES = 40
_HOSTS = ("atmarkit", "app10x86", "legacy26")

_ARCHIVED = {"a/showrev.out": SHOWREV, "a/pkginfo.out": PKGINFO, "a/uname.out": UNAME}
_PAIRS = b"""\
SUNWcsr                         Core Solaris, (Root)
                                (sparc) 11.8.0,REV=2000.01.08.18.12
SUNWast        (sparc) 1.0
"""
_CONFIG = b"""\
xref = "patchdiag.xref"
format = "json"
[limits]
dump = "1MiB"
members = 500
[groups]
web = ["web*"]
"""
_EXCEPTIONS = b"""\
[[exception]]
patch = "100002"
hosts = ["web*", "tiny"]
reason = "it broke mail"
until = 2003-12-31
approver = "A. Person"
"""
_SPECIAL = b"""\
version = "1"

[[check]]
patches = ["100001"]
reason = "only with a package"
when = { any = [{ package = "SUNWcsr:11.8*" }, { not = { release = "5.8" } }] }

[[never_released]]
patch = "100004-04"
read_as = "100004-05"
reason = "a typo"

[[repair]]
patch = "100002"
requires = ["100001-01"]
not_obsolete = ["100003"]
reason = "left out"

[[withdrawn]]
patch = "100001"
reason = "it breaks"
"""


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """The inputs that a target's mutations start from; those kept as finds come last."""
    small = [text.encode() for text in (XREF, SHOWREV, PKGINFO, UNAME)]
    xref, showrev, pkginfo, uname = small
    found = {
        "xref": [xref, _head(SAMPLES / "patchdiag.xref")],
        "showrev": [showrev, *_heads("showrev-a.txt")],
        "pkginfo": [pkginfo, _PAIRS, *_heads("pkginfo-l.txt")],
        "uname": [uname, *_heads("uname-a.txt")],
        "exceptions": [_EXCEPTIONS],
        "special": [_SPECIAL],
        "ids": [b"# to go in\n108528-19 108529-20\n\n111111-03\n"],
        "patch_dates": [b"108528-19 2003-06-17\nJun 17 2003 Patch 111111-03 installed\n"],
        "config": [_CONFIG],
        "earlier": [(ROOT / "tests" / "golden" / "json" / "lab7x86.json").read_bytes()],
        "states": [b'{"schema": "patchcheck.compare/1", "sides": [{"kind": "host", "name": "a"}]}'],
        "archive": [tar(_ARCHIVED), zipped(_dateless(_ARCHIVED))],
        "host": [BETWEEN.join(small[1:])],
        "run": [BETWEEN.join(small)],
        "run_many": [BETWEEN.join(small)],
        "run_xref": [xref, _head(SAMPLES / "patchdiag.xref")],
    }
    return (*found[target], *(path.read_bytes() for path in finds(target)))


def _dateless(members: Mapping[str, str]) -> list[tuple[ZipInfo, bytes]]:
    """Members that bear no time of today: the same seed each time."""
    return [(ZipInfo(name), text.encode()) for name, text in members.items()]


def finds(target: str) -> list[Path]:
    """The files that once broke a target, each kept so that it can't again."""
    return sorted((FINDS / target).glob("*"))


def _heads(name: str) -> list[bytes]:
    return [_head(SAMPLES / host / name) for host in _HOSTS]


def _head(path: Path) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:_LINES])
