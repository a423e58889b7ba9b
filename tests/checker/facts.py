"""One host, one file, one set of options, and what can be looked up in them: R1, R4, R8, D1, D18.

Nothing in the checker is quick or clever: every question is answered from the rows, each time anew
(`lru_cache` only keeps small worlds bearable). Choices that the rules leave open are marked
`# reading:`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import Row, unite

Flags = Literal["row", "inherited"]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class World:
    """One host, one file, one set of options; `floors` are what others require (D16)."""

    host: Host
    rows: tuple[Row, ...]
    special: SpecialCases
    exceptions: tuple[PatchException, ...]
    as_of: date
    minimal: bool
    flags: Flags
    floors: Mapping[str, str] = field(default_factory=dict)

    def with_floors(self, floors: Mapping[str, str]) -> "World":
        return replace(self, floors=dict(floors))


def make_world(  # noqa: PLR0913 (the inputs of a judgement)
    host: Host,
    rows: Sequence[Row],
    special: SpecialCases,
    exceptions: Sequence[PatchException],
    as_of: date,
    *,
    minimal: bool,
    flags: Flags,
) -> World:
    """Read rows of one revision as one (D1) and every row of a table E number as bad (R8)."""
    groups: dict[PatchId, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.patch, []).append(row)
    united = [unite(groups[patch]) for patch in sorted(groups)]
    # reading: table E speaks of rows; an installed revision that has no row is not touched by it.
    read = tuple(
        row._replace(y2k_bad_text=" B") if row.number in special.withdrawals else row
        for row in united
    )
    return World(host, read, special, tuple(exceptions), as_of, minimal, flags)


def installed(world: World, number: str) -> str | None:
    """The highest installed revision (R1)."""
    found = [i.patch.revision for i in world.host.patches if i.patch and i.patch.number == number]
    return max(found, default=None)


def numbers(world: World) -> list[str]:
    """Every number of the file or of the host, foreign ids aside (R1)."""
    held = {i.patch.number for i in world.host.patches if i.patch}
    return sorted(held | {row.number for row in world.rows})


@lru_cache(maxsize=4096)
def all_rows(world: World, wiped: frozenset[str] = NOTHING) -> tuple[Row, ...]:
    """The rows, those of wiped numbers as neither obsolete nor superseded (table D, D18)."""
    return tuple(
        row._replace(obsolete_text=" ") if row.number in wiped else row for row in world.rows
    )


def listed(world: World, number: str, wiped: frozenset[str] = NOTHING) -> list[Row]:
    """The rows of a number, ascending; file order plays no part (R4)."""
    return [row for row in all_rows(world, wiped) if row.number == number]


def row_of(world: World, patch: PatchId, wiped: frozenset[str] = NOTHING) -> Row | None:
    """The row of that very revision."""
    return next((row for row in all_rows(world, wiped) if row.patch == patch), None)


def live(row: Row) -> bool:
    """Neither obsolete nor withdrawn (R4)."""
    return not row.obsolete and not row.bad


def current(world: World, number: str, wiped: frozenset[str] = NOTHING) -> Row | None:
    """The highest live row, the highest of all where none is live (R4)."""
    rows = listed(world, number, wiped)
    alive = [row for row in rows if live(row)]
    return (alive or rows)[-1] if rows else None


def holder(world: World, patch: PatchId, wiped: frozenset[str] = NOTHING) -> Row | None:
    """The next listed revision at or above (R6), the current row where there is none."""
    above = [r for r in listed(world, patch.number, wiped) if r.revision >= patch.revision]
    return above[0] if above else current(world, patch.number, wiped)
