"""How far a host is from what applies to it: counts, a percentage, and a security level date.

Applicable are the numbers whose current row passes R2, R3 and R11 and is neither superseded nor
withdrawn. For security and recommended only those count that contain a revision so flagged (R7);
such a one is satisfied when none of these revisions is open on the host.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.catalogue import live
from patchcheck.resolve.flags import needs
from patchcheck.resolve.verdicts import Judgement, judge_number

if TYPE_CHECKING:
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World

_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Share:
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


@dataclass(frozen=True, slots=True)
class Compliance:
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
    counted = _applicable(world)
    neither = list(_neither(world))
    open_security = _open_security(world, counted)
    dated = [(row.released, row.patch) for row in open_security if row.released]
    oldest = min(dated, default=None)
    return Compliance(
        security=_share(world, counted, neither, "S"),
        recommended=_share(world, counted, neither, "R"),
        all=_share(world, counted, neither, ""),
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


def _applicable(world: "World") -> list[Judgement]:
    judged = (judge_number(world, number) for number in world.candidates)
    return [
        item
        for item in judged
        if item.verdict in _SATISFIED | _OPEN
        and item.row is not None
        and live(item.row)
        and world.applicability(item.row).applies
    ]


def _open_security(world: "World", counted: list[Judgement]) -> list["Row"]:
    """The revisions flagged S that applicable numbers contain and the host lacks (R7)."""
    found = {
        row.patch: row
        for item in counted
        if item.row and item.verdict in _OPEN and "S" in world.catalogue.flags_within(item.row)
        for row in needs(world, item.row.patch)
        if row.security
    }
    return list(found.values())


def _share(world: "World", counted: list[Judgement], neither: list["Row"], flag: str) -> Share:
    flagged = [
        item for item in counted if item.row and flag in world.catalogue.flags_within(item.row)
    ]
    missing = sum(_is_open(world, item, flag) for item in flagged)
    total = world.catalogue.live_numbers(flag)
    elsewhere = sum(1 for row in neither if flag in world.catalogue.flags_within(row))
    return Share(
        satisfied=len(flagged) - missing,
        missing=missing,
        not_applicable=total - len(flagged) - elsewhere,
    )


def _is_open(world: "World", item: Judgement, flag: str) -> bool:
    if item.verdict not in _OPEN or item.row is None:
        return False
    if not flag:
        return True
    return any(
        row.security if flag == "S" else row.recommended for row in needs(world, item.row.patch)
    )


def _neither(world: "World") -> Iterator["Row"]:
    """Live current rows that are neither applicable nor inapplicable: superseded, not judged."""
    without_packages = world.catalogue.live_without_packages
    yield from (row for row in without_packages if world.facts.fits_release(row.os))
    for number, level in world.levels.items():
        row = world.catalogue.current(number)
        installed = world.facts.revision(number) or ""
        judged_by_packages = row is not None and row.packages and row.architectures
        if row and live(row) and judged_by_packages and installed < row.revision <= level.revision:
            yield row
