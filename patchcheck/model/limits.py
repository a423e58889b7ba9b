"""How much of what is given is looked at; all beyond is reported and left alone."""

import re
from typing import NamedTuple

_UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_MIB, _GIB = _UNITS["MiB"], _UNITS["GiB"]
_SIZES = frozenset({"dump", "archive", "compressed"})
_NUMBER = r"([0-9]{1,15})(KiB|MiB|GiB)?"


class Limits(NamedTuple):
    """Bounds of the search for dumps and of what is read; sizes are in bytes, unpacked.

    `dump` is for a dump, on disk or in an archive. `archive` is for all that one archive holds;
    `compressed` stands instead of it for one that compress packed (.tar.Z): its decoder may hold in
    memory as much as it has put out. `members` are those of an archive, `entries` the files and
    folders that a run looks at, `depth` the folders below each other.
    """

    dump: int = 64 * _MIB
    archive: int = 2048 * _MIB
    compressed: int = 256 * _MIB
    members: int = 200_000
    entries: int = 200_000
    depth: int = 8

    def value(self, name: str) -> int:
        """The limit of this name."""
        found: int = getattr(self, name)
        return found

    def most(self, name: str) -> str:
        """A limit as messages quote it, with what raises it."""
        value = in_words(name, self.value(name))
        unit = " bytes" if name in _SIZES and value.isdigit() else ""
        return f"{value}{unit} (raise it with --limit {name}=...)"


class Limit(NamedTuple):
    """One limit, as a user sets it. Its text is what `--limit` takes."""

    name: str
    value: int

    def __str__(self) -> str:
        """Give `NAME=VALUE`."""
        return f"{self.name}={in_words(self.name, self.value)}"


LIMITS = Limits()
NAMES = Limits._fields
# No limit can be set higher, so that nothing has none: a dump is held in memory as a whole, so is
# the directory of a zip archive (512 bytes a member, its size a number of 32 bits), and folders are
# walked by recursion.
HIGHEST = Limits(
    dump=4 * _GIB,
    archive=1024 * _GIB,
    compressed=16 * _GIB,
    members=5_000_000,
    entries=5_000_000,
    depth=100,
)


def limit_of(name: str, text: str) -> Limit | None:
    """Read a value of a limit: a number, for sizes also with a unit. None for anything else."""
    match = re.fullmatch(_NUMBER, text)
    if match is None or (match[2] and name not in _SIZES):
        return None
    value = int(match[1]) * _UNITS.get(match[2], 1)
    return Limit(name, value) if 1 <= value <= HIGHEST.value(name) else None


def wanted_for(name: str) -> str:
    """Say what a limit may be set to."""
    highest = in_words(name, HIGHEST.value(name))
    if name in _SIZES:
        return f"a size from 1 to {highest} for {name} (bytes, or such as 512MiB)"
    return f"a whole number from 1 to {highest} for {name}"


def in_words(name: str, value: int) -> str:
    """Give a value as it may be written: a size by the largest unit that leaves a whole number."""
    for unit, size in reversed(_UNITS.items()):
        if name in _SIZES and value % size == 0:
            return f"{value // size}{unit}"
    return str(value)
