"""What is satisfied, and what contains what: R5, R6, R7, D5, D7, table D."""

from collections.abc import Iterable
from functools import lru_cache

from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from tests.checker.applying import applies
from tests.checker.facts import NOTHING, World, all_rows, holder

Levels = dict[str, str]  # number -> highest revision; every lower one is meant too


def _raise(levels: Levels, patch: PatchId) -> None:
    levels[patch.number] = max(levels.get(patch.number, ""), patch.revision)


def reaches(levels: Levels, patch: PatchId) -> bool:
    """Whether the revision, or a higher one, is among the levels."""
    return patch.number in levels and levels[patch.number] >= patch.revision


def counting(world: World, row: Row, wiped: frozenset[str]) -> list[PatchId]:
    """Of several successors those that apply, all where none does (D7)."""
    if len(row.successors) == 1:
        return list(row.successors)
    rows = {patch: holder(world, patch, wiped) for patch in row.successors}
    able = [patch for patch, held in rows.items() if held is not None and applies(world, held)]
    return able or list(row.successors)


@lru_cache(maxsize=4096)
def satisfied_levels(
    world: World, wiped: frozenset[str] = NOTHING, without: str | None = None
) -> Levels:
    """Every revision that is satisfied (R6), as the least fixpoint: a loop alone satisfies nothing.

    `without` leaves out the installed patches of one number (R8: "something newer").
    """
    levels: Levels = {}
    for item in world.host.patches:
        if item.patch is not None:
            if item.patch.number == without:
                continue
            _raise(levels, item.patch)
        for patch in item.obsoletes:
            _raise(levels, patch)
    before: Levels | None = None
    while levels != before:
        before = dict(levels)
        for row in all_rows(world, wiped):
            # reading: a row flagged both O and B hands on to its successor like any O row.
            if row.successors and all(reaches(levels, p) for p in counting(world, row, wiped)):
                _raise(levels, row.patch)
    return levels


def satisfied(world: World, patch: PatchId, wiped: frozenset[str] = NOTHING) -> bool:
    """R6."""
    return reaches(satisfied_levels(world, wiped), patch)


def contained_levels(world: World, patches: Iterable[PatchId]) -> Levels:
    """Everything these contain: own lower revisions, and what they supersede, in turn (R7)."""
    # reading: of several successors each contains the whole of the superseded row (R7, D25).
    levels: Levels = {}
    for patch in patches:
        _raise(levels, patch)
    before: Levels | None = None
    while levels != before:
        before = dict(levels)
        for row in world.rows:
            if any(reaches(levels, successor) for successor in row.successors):
                _raise(levels, row.patch)
    return levels


def contained_rows(world: World, patch: PatchId) -> list[Row]:
    """The rows that a patch contains, its own included."""
    levels = contained_levels(world, [patch])
    return [row for row in world.rows if reaches(levels, row.patch)]
