"""How far a host is from what applies to it: counts, a percentage, and a security level date.

Applicable are the numbers whose current row passes R2, R3 and R11 and is neither superseded nor
withdrawn. For security and recommended only those count that contain a revision so flagged (R7);
such a one is satisfied when none of these revisions is open on the host.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.flags import needs
from patchcheck.resolve.verdicts import judge_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from patchcheck.model.xref import Row
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
    open_security = counted.open_security()
    dated = [(row.released, row.patch) for row in open_security if row.released]
    oldest = min(dated, default=None)
    return Compliance(
        security=counted.share("S"),
        recommended=counted.share("R"),
        all=counted.share(""),
        security_level=oldest[0] - timedelta(days=1) if oldest else world.catalogue.xref.date,
        oldest_open=oldest[1] if oldest else None,
        undated_open=len(open_security) - len(dated),
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

    Of the flagged open ones most lack all that they contain: sets tell of them. `_lacked` has what
    the host lacks of the others.
    """

    def __init__(self, world: "World") -> None:
        self._catalogue = world.catalogue
        touched = world.applying.difference(world.untouched)
        judged = [judge_number(world, number) for number in touched]
        still_open = {item.number for item in judged if item.verdict in _OPEN}
        self._open = world.untouched.union(still_open)
        self._satisfied = {item.number for item in judged if item.verdict in _SATISFIED}
        self._neither = frozenset(_neither(world))
        self._whole = world.untouched_within
        others = self._open.difference(self._whole).intersection(self._catalogue.flagged_numbers)
        self._lacked = {
            number: needs(world, row.patch)
            for number in others
            if (row := self._catalogue.current(number))
        }

    def share(self, flag: str) -> Share:
        """Count those that contain a revision with the flag; all for an empty one."""
        live = self._catalogue.live_numbers(flag)
        flagged = self._open & live
        missing = self._lacking(flag) if flag else len(flagged)
        applicable = len(flagged) + len(self._satisfied & live)
        return Share(
            satisfied=applicable - missing,
            missing=missing,
            not_applicable=len(live) - applicable - len(self._neither & live),
        )

    def _lacking(self, flag: str) -> int:
        """How many open numbers contain a revision with the flag that the host lacks (R7)."""
        whole = self._whole & self._catalogue.live_numbers(flag)
        return len(whole) + sum(
            any(row.security if flag == "S" else row.recommended for row in rows)
            for rows in self._lacked.values()
        )

    def open_security(self) -> "Collection[Row]":
        """The revisions flagged S that applicable numbers contain and the host lacks (R7)."""
        shared = self._catalogue.alike.entries
        whole = self._whole & self._catalogue.live_numbers("S")
        lacked = [*self._lacked.values(), *(shared[n].standing.flagged for n in whole)]
        rows = {row.patch: row for rows in lacked for row in rows if row.security}
        return rows.values()


def _neither(world: "World") -> "Iterator[str]":
    """Live current rows that are neither applicable nor inapplicable: superseded, not judged."""
    yield from world.release.without_packages
    for number, level in world.levels.items():
        # What reaches the current row by being installed is current or newer, so it is left out.
        row = None if level.installed else world.catalogue.current(number)
        if row is None or not row.live or level.revision < row.revision:
            continue
        installed = world.facts.revision(number) or ""
        if installed < row.revision and row.packages and row.architectures:
            yield number
