"""R5 and R6: what supersedes what, and which revisions a host has satisfied."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.facts import HostFacts


@dataclass(frozen=True, slots=True)
class Level:
    """The highest satisfied revision of a number, and what satisfies it.

    Exactly one of the causes is set: the number itself is `installed`, an installed patch
    obsoletes it (`obsoleted_by`), or the successors of `row` are satisfied.
    """

    revision: str
    installed: bool = False
    obsoleted_by: "InstalledPatch | None" = None
    row: "Row | None" = None


def satisfied_levels(
    facts: "HostFacts",
    catalogue: "Catalogue",
    counts: "Callable[[PatchId], bool]",
    without: str | None = None,
) -> dict[str, Level]:
    """Find the satisfied revisions of every number that what is installed reaches (R6).

    The least fixed point: facts first, then backwards along the links of obsolete rows, so a loop
    alone satisfies nothing and ends by itself. `without` leaves one installed number out (R8).
    """
    levels: dict[str, Level] = {}
    queue: deque[str] = deque()

    def reach(number: str, level: Level) -> None:
        known = levels.get(number)
        if known is None or known.revision < level.revision:
            levels[number] = level
            queue.append(number)

    for number, entry in facts.installed.items():
        if entry.patch and number != without:
            reach(number, Level(entry.patch.revision, installed=True))
    for number, listings in facts.obsoleted.items():
        for listed, entry in listings:
            if without is None or entry.patch is None or entry.patch.number != without:
                reach(number, Level(listed.revision, obsoleted_by=entry))
    while queue:
        number = queue.popleft()
        for row, link in catalogue.xref.predecessors.get(number, ()):
            known = levels.get(row.number)
            if known is not None and known.revision >= row.revision:
                continue
            if levels[number].revision >= link.revision and _all_met(row, levels, counts):
                reach(row.number, Level(row.revision, row=row))
    return levels


def _all_met(
    row: "Row", levels: Mapping[str, Level], counts: "Callable[[PatchId], bool]"
) -> bool:
    """Whether a row's successors are satisfied: of several, all that apply to the host (D7)."""
    successors = row.successors
    if len(successors) == 1:
        return True  # it is the one that was just reached
    needed = [successor for successor in successors if counts(successor)] or successors
    return all(
        successor.number in levels and levels[successor.number].revision >= successor.revision
        for successor in needed
    )
