"""Which patches do not go together, and which would be refused: R5, R10, D5, D25, D30."""

from dataclasses import dataclass

from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from tests.checker.chains import Levels, contained_levels, reaches
from tests.checker.facts import World, row_of


@dataclass(frozen=True)
class Side:
    """One side of a conflict: its id, its incompatible list, and all that it contains (D25)."""

    text: str
    number: str | None
    incompatibles: tuple[PatchId, ...]
    levels: Levels


def planned_side(world: World, patch: PatchId, row: Row | None) -> Side:
    """A patch to be installed: the list of its own row, what it contains by the file."""
    # reading: the lists of contained revisions do not count, only "both xref rows" (D25).
    lists = tuple(item.patch for item in row.incompatibles) if row else ()
    return Side(str(patch), patch.number, lists, contained_levels(world, [patch]))


def installed_side(world: World, item: InstalledPatch) -> Side:
    """An installed patch: its showrev lists, the row of exactly that revision (D5, D25)."""
    # reading: what it contains begins with itself and its Obsoletes, and those of the lower
    # installed revisions of its number, for revisions are cumulative.
    own = [item.patch] if item.patch else []
    obsoletes = [
        each
        for other in world.host.patches
        if other is item or (item.patch and other.patch and other.patch.number == item.patch.number)
        for each in other.obsoletes
    ]
    row = row_of(world, item.patch) if item.patch else None
    listed = tuple(each.patch for each in row.incompatibles) if row else ()
    return Side(
        item.text,
        item.patch.number if item.patch else None,
        (*item.incompatibles, *listed),
        contained_levels(world, [*own, *obsoletes]),
    )


def _hits(left: Side, right: Side) -> bool:
    return any(
        patch.number != left.number and reaches(right.levels, patch) for patch in left.incompatibles
    )


def conflict(left: Side, right: Side) -> bool:
    """R10: both directions count."""
    # reading: two revisions of one number never conflict, whatever they contain (D25).
    if left.number is not None and left.number == right.number:
        return False
    return _hits(left, right) or _hits(right, left)


def base_obsoleted_by(world: World, patch: PatchId) -> list[str]:
    """The installed patches that list the number, at any revision, in their Obsoletes (R5, D30)."""
    return [
        item.text
        for item in world.host.patches
        if not (item.patch and item.patch.number == patch.number)
        and any(each.number == patch.number for each in item.obsoletes)
    ]
