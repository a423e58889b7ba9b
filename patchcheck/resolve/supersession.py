"""R5 and R6: what supersedes what, and which revisions a host has satisfied."""

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.facts import HostFacts


class Levels(NamedTuple):
    """By number the highest satisfied revision, and what satisfies it (R6).

    That is an installed patch that obsoletes it, or a row whose successors are satisfied; None
    where the number itself is installed.
    """

    revisions: "dict[str, str]"
    causes: "dict[str, InstalledPatch | Row | None]"


def satisfied_levels(
    facts: "HostFacts",
    catalogue: "Catalogue",
    counts: "Callable[[PatchId], bool]",
    without: str | None = None,
) -> Levels:
    """Find the satisfied revisions of every number that what is installed reaches (R6).

    The least fixed point: facts first, then backwards along the links of obsolete rows, so a loop
    alone satisfies nothing and ends by itself. `counts` is D7; `without` leaves one installed
    number out (R8).
    """
    search = _Search(catalogue, counts)
    search.start(facts, without)
    search.run()
    return search.levels


class _Search:
    """The levels while they rise."""

    def __init__(self, catalogue: "Catalogue", counts: "Callable[[PatchId], bool]") -> None:
        self.levels = Levels({}, {})
        self._predecessors = catalogue.xref.predecessors
        self._counts = counts
        self._queue: deque[str] = deque()

    def start(self, facts: "HostFacts", without: str | None) -> None:
        """Take what is installed, and what that obsoletes (D5)."""
        for number, entry in facts.installed.items():
            if entry.patch and number != without:
                self._reach(number, entry.patch.revision, None)
        for number, listings in facts.obsoleted.items():
            for listed, entry in listings:
                if without is None or entry.patch is None or entry.patch.number != without:
                    self._reach(number, listed.revision, entry)

    def run(self) -> None:
        """Raise what depends on a number that has risen, until nothing does."""
        while self._queue:
            number = self._queue.popleft()
            for row, link in self._predecessors(number):
                if self._holds(link) and not self._holds(row.patch) and self._all_met(row):
                    self._reach(row.number, row.revision, row)

    def _reach(self, number: str, revision: str, cause: "InstalledPatch | Row | None") -> None:
        if self.levels.revisions.get(number, "") < revision:
            self.levels.revisions[number] = revision
            self.levels.causes[number] = cause
            self._queue.append(number)

    def _holds(self, patch: "PatchId") -> bool:
        return self.levels.revisions.get(patch.number, "") >= patch.revision

    def _all_met(self, row: "Row") -> bool:
        """Whether a row's successors are satisfied: of several, all that apply (D7)."""
        successors = row.successors
        if len(successors) == 1:
            return True  # it is the one that was just reached
        needed = [successor for successor in successors if self._counts(successor)]
        return all(self._holds(successor) for successor in needed or successors)
