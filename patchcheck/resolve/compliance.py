"""How far a host is from what applies to it: counts, a percentage, and a security level date.

Applicable are the numbers whose current row passes R2, R3 and R11 and is neither superseded nor
withdrawn. For security and recommended only those count that contain a revision so flagged (R7);
such a one is satisfied when none of these revisions is open on the host.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.flags import Released, needs, security_released
from patchcheck.resolve.verdicts import judge_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patchcheck.resolve.world import World

_PER_CENT = 100


class Share(NamedTuple):
    """Counts of patch numbers; `applicable` is `satisfied` and `missing` together."""

    satisfied: int
    missing: int
    not_applicable: int

    @property
    def applicable(self) -> int:
        """How many numbers apply."""
        return self.satisfied + self.missing

    @property
    def per_cent(self) -> float | None:
        """Satisfied of applicable, in per cent; None where nothing applies."""
        return self.satisfied / self.applicable * _PER_CENT if self.applicable else None


class Compliance(NamedTuple):
    """The three shares of a host, its security level date, and its oldest open security patch.

    `oldest_open` is the oldest dated revision flagged S that is not satisfied; the level date is
    the day before its release, and that of the cross-reference file where none is open.
    `undated_open` counts open ones without a date, which the level date can't respect.
    """

    security: Share
    recommended: Share
    all: Share
    security_level: date | None
    oldest_open: PatchId | None
    undated_open: int


def compliance(world: "World") -> Compliance:
    """Measure a host; only for one that is judged and has its packages read (R16)."""
    counted = _Counted(world)
    lacked = counted.open_security()
    oldest = min((each.oldest for each in lacked if each.oldest), default=None)
    undated = frozenset[PatchId]().union(*(each.undated for each in lacked))
    return Compliance(
        security=counted.share("S"),
        recommended=counted.share("R"),
        all=counted.share(""),
        security_level=oldest[0] - timedelta(days=1) if oldest else world.catalogue.xref.date,
        oldest_open=oldest[1] if oldest else None,
        undated_open=len(undated),
    )


_SATISFIED = frozenset({Verdict.CURRENT, Verdict.NEWER})
_OPEN = frozenset(
    {
        Verdict.MISSING,
        Verdict.OUTDATED,
        Verdict.EXCEPTED,
        Verdict.LAPSED,
        Verdict.WITHDRAWN_INSTALLED,
    }
)


class _Counted:
    """The numbers of a host that are counted: as open, as satisfied, or as neither.

    Sets tell of the untouched ones, which are open; `_whole` lack all that they contain. `_lacked`
    has what the host lacks of the other open ones that are flagged. All of them are live.
    """

    def __init__(self, world: "World") -> None:
        self._catalogue = world.catalogue
        self._untouched, self._whole = world.untouched, world.untouched_within
        touched = world.applying.difference(world.untouched)
        judged = [judge_number(world, number) for number in touched]
        self._open = {item.number for item in judged if item.verdict in _OPEN}
        self._satisfied = {item.number for item in judged if item.verdict in _SATISFIED}
        self._neither = {*world.release.without_packages, *_superseded(world)}
        partly = self._untouched.difference(self._whole).union(self._open)
        self._lacked = [
            needs(world, row.patch)
            for number in partly.intersection(self._catalogue.flagged_numbers)
            if (row := self._catalogue.current(number))
        ]

    def share(self, flag: str) -> Share:
        """Count those that contain a revision with the flag; all for an empty one."""
        live = self._catalogue.live_numbers(flag)
        untouched = len(self._flagged(self._untouched, flag)) if flag else len(self._untouched)
        opened = untouched + len(self._open & live)
        missing = self._lacking(flag) if flag else opened
        applicable = opened + len(self._satisfied & live)
        return Share(
            satisfied=applicable - missing,
            missing=missing,
            not_applicable=len(live) - applicable - len(self._neither & live),
        )

    def _flagged(self, untouched: frozenset[str], flag: str) -> frozenset[str]:
        return untouched & self._catalogue.alike.flagged[flag]

    def _lacking(self, flag: str) -> int:
        """How many open numbers contain a revision with the flag that the host lacks (R7)."""
        return len(self._flagged(self._whole, flag)) + sum(
            any(row.security if flag == "S" else row.recommended for row in rows)
            for rows in self._lacked
        )

    def open_security(self) -> list[Released]:
        """When what open numbers contain of security and the host lacks was released (R7)."""
        shared = self._catalogue.alike.released
        whole = self._flagged(self._whole, "S")
        return [*(shared[number] for number in whole), *map(security_released, self._lacked)]


def _superseded(world: "World") -> "Iterator[str]":
    """The numbers whose live current row is superseded by what else is installed."""
    live = world.catalogue.live_numbers("")
    for number, cause in world.levels.causes.items():
        # What reaches the current row by being installed is current or newer, so it is left out.
        row = world.catalogue.current(number) if cause and number in live else None
        if row is None or world.reached[number] < row.revision:
            continue
        installed = world.facts.revision(number) or ""
        if installed < row.revision and row.packages and row.architectures:
            yield number
