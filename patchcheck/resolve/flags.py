"""R7: flags travel with the fixes."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Inherited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


def needs(world: "World", patch: PatchId) -> "Sequence[Row]":
    """The flagged revisions that a patch contains and the host has not satisfied (R7).

    The patch's own row is among them, if it is flagged. Ascending by id.
    """
    found = world.needs.get(patch)
    if found is None:
        flagged, reached = world.catalogue.flagged_within(patch), world.reached
        found = world.needs[patch] = [
            row for row in flagged if reached.get(row.number, "") < row.revision
        ]
    return found


class Released(NamedTuple):
    """When security revisions were released: the oldest dated one, and those without a date."""

    oldest: tuple[date, PatchId] | None
    undated: frozenset[PatchId]


def security_released(rows: "Sequence[Row]") -> Released:
    """When those of some rows that are flagged S were released."""
    security = [row for row in rows if row.security]
    dated = [(row.released, row.patch) for row in security if row.released]
    undated = frozenset([row.patch for row in security if not row.released])
    return Released(min(dated, default=None), undated)


def inherited(world: "World", patch: "PatchId", offered: "Mapping[str, PatchId]") -> Inherited:
    """The flags that a patch inherits, and from which revisions; none by `--flags row` (R7).

    `offered` is what `--minimal` offers, by number: a need that its own number meets is not handed
    to heirs (D16).
    """
    handed = _handed(world, patch, offered)
    return Inherited(
        recommended=tuple(row.patch for row in handed if row.recommended),
        security=tuple(row.patch for row in handed if row.security),
    )


def _handed(world: "World", patch: "PatchId", offered: "Mapping[str, PatchId]") -> "Sequence[Row]":
    """The needs that a patch inherits."""
    if world.options.flags == "row":
        return ()
    return [
        row
        for row in needs(world, patch)
        if row.patch != patch
        and not (offered and handed_to_itself(world, row.patch, patch.number, offered))
    ]


class Flags(NamedTuple):
    """What a patch counts as on a host."""

    recommended: bool
    security: bool

    def any_of(self, flags: str) -> bool:
        """Whether it counts as what one of the letters R and S stands for."""
        return ("R" in flags and self.recommended) or ("S" in flags and self.security)


def counts_as(
    world: "World", patch: PatchId, row: "Row | None", offered: "Mapping[str, PatchId]"
) -> Flags:
    """Whether a patch counts as recommended and as security: by its own row or inherited (R7)."""
    recommended, security = (row.recommended, row.security) if row else (False, False)
    for need in _handed(world, patch, offered):
        recommended = recommended or need.recommended
        security = security or need.security
    return Flags(recommended, security)


def counting(
    world: "World", untouched: frozenset[str], flag: str, offered: "Mapping[str, PatchId]"
) -> frozenset[str]:
    """Those of some untouched numbers that count as recommended (R) or as security (S) (R7)."""
    alike = world.catalogue.alike
    flagged = untouched & alike.flagged[flag]
    plainly = world.options.flags == "inherited" and not offered
    whole = flagged & world.untouched_within if plainly else frozenset[str]()
    others = {
        number
        for number in flagged - whole
        if counts_as(world, (one := alike.entries[number]).patch, one.row, offered).any_of(flag)
    }
    return whole | others


def handed_to_itself(
    world: "World", need: PatchId, heir: str, offered: "Mapping[str, PatchId]"
) -> bool:
    """Whether a need's own number is offered high enough, so that its heirs are not asked (D16).

    What is offered of a number with a live row meets every need up to that row.
    """
    own = offered.get(need.number)
    if own is None or need.number == heir:
        return False
    row = world.catalogue.current(need.number)
    bound = row.revision if row and row.live else own.revision
    return bound >= need.revision
