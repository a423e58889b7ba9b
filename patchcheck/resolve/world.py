"""One host against one catalogue: the ground that every rule stands on.

A world never changes. What is worked out once is kept, so asking again costs nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host, InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from patchcheck.resolve.applicability import Applicability, judge_row
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.facts import HostFacts
from patchcheck.resolve.release import Matches, Release
from patchcheck.resolve.supersession import Levels, satisfied_levels

if TYPE_CHECKING:
    from patchcheck.resolve.verdicts import Judgement

FlagReading = Literal["inherited", "row"]


class Options(NamedTuple):
    """What a user may ask for, beside the words to select by.

    `flags` is `inherited` (R7) or `row` (the plain reading of the file); `minimal` is R13.
    `max_age` is how many days old dumps may be before their grade is lowered, None for any age.
    """

    as_of: date
    minimal: bool = False
    flags: FlagReading = "inherited"
    max_age: int | None = None


class World:
    """A host, a catalogue, the exceptions and the options, with what follows from them."""

    def __init__(
        self,
        host: Host,
        catalogue: Catalogue,
        options: Options,
        exceptions: Sequence[PatchException] = (),
    ) -> None:
        """Take the inputs of a judgement."""
        self.host = host
        self.facts = HostFacts(host)
        self.catalogue = catalogue
        self.options = options
        self.exceptions = tuple(exceptions)
        self.judgements: dict[str, Judgement] = {}
        self.needs: dict[PatchId, Sequence[Row]] = {}
        self._applicability: dict[PatchId, Applicability] = {}

    def applicability(self, row: Row) -> Applicability:
        """Whether a row applies to the host, and by what (R2, R3, R11)."""
        found = self._applicability.get(row.patch)
        if found is None:
            found = self._applicability[row.patch] = judge_row(row, self.facts, self.catalogue)
        return found

    @cached_property
    def release(self) -> Release:
        """What the file has for hosts of this release (R2)."""
        return self.catalogue.release(self.facts.os_names)

    @cached_property
    def matches(self) -> list[Matches]:
        """What the package instances of the host match (R3)."""
        return self.release.matches(self.facts.instances)

    @cached_property
    def applying(self) -> frozenset[str]:
        """The numbers whose current row is live and applies (R2, R3, R11).

        No other number can be missing: this is `applicability` of all current rows at once.
        """
        found = frozenset[str]().union(*[match.own for match in self.matches])
        doubtful = found.intersection(self.catalogue.special.checks)
        return found.difference(number for number in doubtful if not self._current_applies(number))

    @cached_property
    def untouched(self) -> frozenset[str]:
        """The numbers of `applying` that nothing on the host reaches (R6), and no exception names.

        They are missing, and alike on all such hosts.
        """
        excepted = (item.number for item in self.exceptions)
        found = self.applying.difference(self.reached, excepted)
        self.catalogue.alike.learn(found)
        return found

    @cached_property
    def untouched_within(self) -> frozenset[str]:
        """The untouched numbers of which the host lacks all flagged revisions within (R7)."""
        return self.untouched.difference(self.catalogue.alike.containing(self.reached))

    def _current_applies(self, number: str) -> bool:
        row = self.catalogue.current(number)
        return row is not None and self.applicability(row).applies

    def applies(self, row: Row) -> bool:
        """Whether a row applies to the host (R2, R3, R11)."""
        if row.live and row is self.catalogue.current(row.number):
            return row.number in self.applying
        return self.applicability(row).applies

    @cached_property
    def installed_rows(self) -> Mapping[str, Row]:
        """The rows of the highest installed revisions, by number, where the file has them."""
        patches = [entry.patch for entry in self.facts.installed.values() if entry.patch]
        return {patch.number: row for patch in patches if (row := self.catalogue.row(patch))}

    @cached_property
    def incompatibles(self) -> Sequence[tuple[InstalledPatch, Sequence[PatchId]]]:
        """What the installed patches in force list as incompatible, or their rows do (R10).

        Those that list nothing are left out. Entries for the own number don't count (D25).
        """
        found = []
        for entry in self.facts.in_force:
            number = entry.patch.number if entry.patch else ""
            row = self.installed_rows.get(number)
            by_row = row.incompatibles if row else ()
            if entry.incompatibles or by_row:
                listed = dict.fromkeys((*entry.incompatibles, *(one.patch for one in by_row)))
                found.append((entry, [patch for patch in listed if patch.number != number]))
        return found

    @cached_property
    def other_release(self) -> int:
        """How many current rows match a package of the host but are for another release (R2)."""
        return len(set[str]().union(*(match.others for match in self.matches)))

    def counts(self, successor: PatchId) -> bool:
        """Whether a successor applies to the host: its holder does, else its current row (D7)."""
        row = self.catalogue.holder(successor) or self.catalogue.current(successor.number)
        return row is not None and self.applies(row)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The numbers with any row that lists a package of the host in its very version (R3)."""
        items = self.facts.instances.keys()
        listed = self.catalogue.package_index.of(items)
        found = {number for item in items for number in listed.get(item, ())}
        return tuple(sorted(found))

    @cached_property
    def levels(self) -> Levels:
        """For each number the highest satisfied revision and what satisfies it (R6)."""
        return satisfied_levels(self.facts, self.catalogue, self.counts)

    @property
    def reached(self) -> dict[str, str]:
        """For each number the highest satisfied revision (R6)."""
        return self.levels.revisions

    def satisfied(self, patch: PatchId) -> bool:
        """Whether the host has all that a revision brings (R6)."""
        return self.reached.get(patch.number, "") >= patch.revision

    def present(self, patch: PatchId) -> bool:
        """Satisfied by what is installed and what that obsoletes, chains left out (D18)."""
        revision = self.facts.revision(patch.number)
        return (revision is not None and revision >= patch.revision) or any(
            listed.revision >= patch.revision
            for listed, _ in self.facts.obsoleted.get(patch.number, ())
        )

    def exception_for(self, patch: PatchId) -> PatchException | None:
        """The exception that covers a patch here; one in force before a lapsed one (R12)."""
        if not self.exceptions:
            return None
        matching = [item for item in self.exceptions if item.covers(patch, self.host.hostname)]
        matching.sort(key=lambda item: item.lapsed(self.options.as_of))
        return matching[0] if matching else None

    def excepted(self, patch: PatchId) -> bool:
        """Whether an exception in force covers a patch on this host (R12)."""
        found = self.exception_for(patch)
        return found is not None and not found.lapsed(self.options.as_of)
