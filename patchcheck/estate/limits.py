"""How much of what is given is looked at; all beyond is reported and left alone."""

from dataclasses import dataclass

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the search for dumps; sizes are in bytes, unpacked.

    `compressed` is `archive` for one that compress packed (.tar.Z): its decoder may hold in memory
    as much as it has put out.
    """

    dump: int = 64 * _MIB
    archive: int = 2048 * _MIB
    compressed: int = 256 * _MIB
    members: int = 200_000
    entries: int = 200_000
    depth: int = 8


LIMITS = Limits()
