"""A made-up patchdiag.xref of any size, in the proportions of a full one."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# OS, its share in percent, architecture, version of its packages, first year.
_RELEASES = (
    ("10", 17, "sparc", "11.10.0,REV=2005.01.21.15.53", 2005),
    ("10_x86", 14, "i386", "11.10.0,REV=2005.01.21.16.34", 2005),
    ("9", 12, "sparc", "11.9.0,REV=2002.04.06.15.27", 2002),
    ("9_x86", 6, "i386", "11.9.0,REV=2002.11.04.02.51", 2003),
    ("8", 12, "sparc", "11.8.0,REV=2000.01.08.18.12", 2000),
    ("8_x86", 5, "i386", "11.8.0,REV=2000.01.08.18.17", 2000),
    ("7", 3, "sparc", "11.7.0,REV=1998.09.01.04.16", 1998),
    ("2.6", 3, "sparc", "11.6.0,REV=1997.07.15.21.46", 1997),
    ("2.5.1_x86", 1, "i386", "11.5.1,REV=96.05.02.21.14", 1996),
    ("Trusted_Solaris_8", 1, "sparc", "11.8.0,REV=2000.11.21.13.51", 2001),
    ("Unbundled", 26, "sparc", "3.0.4,REV=04.18.2000.10.00", 1992),
)
_STEMS = ("csu", "csr", "ckr", "hea", "mdb", "kvm", "xwplt", "apch22u", "thunderbirdl10n-de-DE")
_SUBJECTS = ("kernel", "libnsl", "sendmail", "dtlogin", "ufs", "zlogin", "qlc", "Xsun", "libpam")
_KINDS = ("patch", "Patch", "jumbo patch", "security fix", "driver patch")
_LOWEST_NUMBER, _HIGHEST_NUMBER = 100287, 152700
_SYNOPSIS_WIDTH = 66
HEADER = "## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Oct/27/14 ##\n##\n## made-up data\n"


def make_xref(rows: int, seed: int = 1) -> str:
    """Make a whole file: header, then `rows` rows ascending by number."""
    chance = random.Random(seed)
    return HEADER + "".join(_rows(chance, rows))


class _Patch(NamedTuple):
    number: int
    revision: int


def _rows(chance: random.Random, count: int) -> Iterator[str]:
    numbers = sorted(chance.randint(_LOWEST_NUMBER, _HIGHEST_NUMBER) for _ in range(count))
    releases = chance.choices(_RELEASES, [release[1] for release in _RELEASES], k=count)
    patches = [_Patch(number, min(99, 1 + int(chance.expovariate(1 / 5)))) for number in numbers]
    alike: dict[str, list[_Patch]] = {}
    for patch, release in zip(patches, releases, strict=True):
        alike.setdefault(release[0], []).append(patch)
    for patch, (os, _, arch, version, year) in zip(patches, releases, strict=True):
        bare = os == "Unbundled" and chance.random() < 0.22
        obsolete = chance.random() < 0.35
        fields = (
            f"{patch.number:06}",
            f"{patch.revision:02}",
            _date(chance, year),
            _flag(chance, "R", 0.06),
            _flag(chance, "S", 0.1),
            "O" if obsolete else " ",
            " " + _flag(chance, "B", 0.02),
            os,
            "" if bare else f"{arch};" + _ids(chance, patch, alike[os]),
            "" if bare else _packages(chance, version),
            _synopsis(chance, os, patch, alike[os] if obsolete else ()),
        )
        yield "|".join(fields) + "\n"


def _date(chance: random.Random, first_year: int) -> str:
    year = chance.randint(first_year, 2014) % 100
    return f"{chance.choice(_MONTHS)}/{chance.randint(1, 28):02}/{year:02}"


def _flag(chance: random.Random, letter: str, share: float) -> str:
    return letter if chance.random() < share else " "


def _ids(chance: random.Random, patch: _Patch, alike: Sequence[_Patch]) -> str:
    """Required patches: lower numbers of the same release, in a revision that there was."""
    count = chance.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 5, 8))
    others = sorted(other for other in chance.choices(alike, k=count) if other < patch)
    return "".join(f"{other.number:06}-{_revision(chance, other)};" for other in others)


def _revision(chance: random.Random, patch: _Patch) -> str:
    return f"{chance.randint(1, patch.revision):02}"


def _packages(chance: random.Random, version: str) -> str:
    low, high = chance.choices(((1, 1), (2, 4), (5, 12), (13, 40)), (48, 30, 17, 5))[0]
    names = {
        f"SUNW{chance.choice(_STEMS)}{chance.randint(0, 150):03}"
        for _ in range(chance.randint(low, high))
    }
    return "".join(f"{name}:{version};" for name in sorted(names))


def _synopsis(chance: random.Random, os: str, patch: _Patch, successors: Sequence[_Patch]) -> str:
    """Some words; in front of them a higher number as successor, where there is one to find."""
    words = f"SunOS 5.{os}: {chance.choice(_SUBJECTS)} {chance.choice(_KINDS)}"
    higher = (
        [other for other in chance.choices(successors, k=6) if other > patch] if successors else ()
    )
    if higher:
        other = min(higher)
        words = f"Obsoleted by: {other.number:06}-{_revision(chance, other)} {words}"
    return words[:_SYNOPSIS_WIDTH]
