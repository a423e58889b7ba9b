"""What is listed alike on every host where nothing reaches it: worked out once, told by sets.

Nearly all of a long list is missing from a host that has nothing to do with it: no installed
patch reaches the number, by itself, by what it obsoletes or through a chain (R6). All there is to
say of such a number follows from the file, and is the same on all such hosts. Nothing in here
depends on a host.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.verdict import Verdict
from patchcheck.resolve.entry import Entry, entry_of
from patchcheck.resolve.flags import Released, security_released
from patchcheck.resolve.verdicts import Judgement

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue

Numbers = frozenset[str]


class Alike:
    """The numbers that were untouched on some host of the run, and what the file says of them.

    `entries` are what is listed of them, `released` tells when what they contain of security was
    released. The sets are of numbers: `requiring` are those that require anything;
    those of `flagged` contain a revision with the flag R or S (R7); `incompatible` list
    incompatible patches (R10); `utilities` are patch utilities (D29).
    """

    def __init__(self, catalogue: "Catalogue") -> None:
        """Know of none yet."""
        self._catalogue = catalogue
        self.entries: dict[str, Entry] = {}
        self.requiring: set[str] = set()
        self.flagged: dict[str, set[str]] = {"R": set(), "S": set()}
        self.incompatible: set[str] = set()
        self.utilities: set[str] = set()
        self.released: dict[str, Released] = {}
        self._straight: dict[str, _Straight] = {}
        self._containing = defaultdict[str, set[str]](set)  # by the numbers of flagged revisions

    def learn(self, numbers: Numbers) -> None:
        """Take in what is not known yet of untouched numbers."""
        for number in sorted(numbers.difference(self.entries)):
            row = self._catalogue.current(number)
            judgement = Judgement(number, Verdict.MISSING, row, None, offered=True)
            entry = self.entries[number] = entry_of(self._catalogue, judgement, pulls=True)
            self._learn_ways(number, entry)
            self._learn_flags(number, entry.standing.flagged)
            if entry.standing.incompatible:
                self.incompatible.add(number)
            if entry.standing.utility:
                self.utilities.add(number)

    def _learn_ways(self, number: str, entry: Entry) -> None:
        ways = entry.standing.ways
        if number in self._catalogue.special.repairs:
            self.requiring.add(number)
        elif ways.each:
            self.requiring.add(number)
            if ways.straight:
                ends = frozenset([end.number for end in ways.ends])
                self._straight[number] = _Straight(ways.numbers, ends, (entry.patch, ways.ends))

    def _learn_flags(self, number: str, flagged: "Sequence[Row]") -> None:
        for row in flagged:
            self._containing[row.number].add(number)
            if row.recommended:
                self.flagged["R"].add(number)
            if row.security:
                self.flagged["S"].add(number)
        self.released[number] = security_released(flagged)

    def containing(self, touched: Iterable[str]) -> Numbers:
        """The numbers that contain a flagged revision of any of these numbers."""
        found = map(self._containing.get, self._containing.keys() & touched)
        return frozenset[str]().union(*filter(None, found))

    def met_in_full(self, listed: Numbers, near: Numbers, others: Iterable[str]) -> Numbers:
        """Those listed whose requirements are all met at the ends of straight ways (R9).

        `near` are the numbers that may stop a way before its end; `others` those that are listed
        beside `listed`, at their current revision.
        """
        ready = listed.union(others)
        return frozenset(
            [
                number
                for number, ways in self._straight.items()
                if number in listed and ways.ends <= ready and ways.numbers.isdisjoint(near)
            ]
        )

    def above(self, numbers: Numbers) -> "Iterator[tuple[PatchId, frozenset[PatchId]]]":
        """The patches of these numbers, each with the ends of its straight ways."""
        return (self._straight[number].above for number in numbers)


class _Straight(NamedTuple):
    """The straight ways of a number: those on them, those at the ends, and its patch with these."""

    numbers: Numbers
    ends: Numbers
    above: "tuple[PatchId, frozenset[PatchId]]"
