"""What is listed alike on every host where nothing reaches it: worked out once, told by sets.

Nearly all of a long list is missing from a host that has nothing to do with it: no installed
patch reaches the number, by itself, by what it obsoletes or through a chain (R6). All there is to
say of such a number follows from the file, and is the same on all such hosts. Nothing in here
depends on a host.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

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
    released. The sets are of numbers: `requiring` are those that require anything; `straight` those
    of them where only the ends of the ways count as long as nothing on the ways is touched (R9);
    `recommended` and `security` contain a revision so flagged (R7); `incompatible` list
    incompatible patches (R10); `utilities` are patch utilities (D29).
    """

    def __init__(self, catalogue: "Catalogue") -> None:
        """Know of none yet."""
        self._catalogue = catalogue
        self.entries: dict[str, Entry] = {}
        self.requiring: set[str] = set()
        self.straight: set[str] = set()
        self.recommended: set[str] = set()
        self.security: set[str] = set()
        self.incompatible: set[str] = set()
        self.utilities: set[str] = set()
        self.released: dict[str, Released] = {}
        self._above: dict[str, tuple[PatchId, frozenset[PatchId]]] = {}
        self._passing = defaultdict[str, set[str]](set)  # by the numbers on their ways
        self._ending = defaultdict[str, set[str]](set)  # by the numbers at the ends
        self._containing = defaultdict[str, set[str]](set)  # by the numbers of flagged revisions

    def learn(self, numbers: Numbers) -> None:
        """Take in what is not known yet of untouched numbers."""
        for number in numbers.difference(self.entries):
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
                self.straight.add(number)
                self._above[number] = (entry.patch, ways.ends)
                for other in ways.numbers:
                    self._passing[other].add(number)
                for end in ways.ends:
                    self._ending[end.number].add(number)

    def _learn_flags(self, number: str, flagged: "Sequence[Row]") -> None:
        for row in flagged:
            self._containing[row.number].add(number)
            if row.recommended:
                self.recommended.add(number)
            if row.security:
                self.security.add(number)
        self.released[number] = security_released(flagged)

    def containing(self, touched: Iterable[str]) -> set[str]:
        """The numbers that contain a flagged revision of any of these numbers."""
        return _any_of(self._containing, touched)

    def met_in_full(self, listed: Numbers, near: Iterable[str], others: Iterable[str]) -> Numbers:
        """The straight ones of those listed whose requirements are all met by what is listed.

        `near` are the numbers that may stop a way before its end; `others` those that are listed
        beside `listed`, at their current revision.
        """
        unlisted = self._ending.keys() - listed - set(others)
        passing, short = _any_of(self._passing, near), _any_of(self._ending, unlisted)
        return listed.intersection(self.straight).difference(passing, short)

    def above(self, numbers: Numbers) -> "Iterator[tuple[PatchId, frozenset[PatchId]]]":
        """The patches of these numbers, each with the ends of its ways; for straight ones."""
        return map(self._above.__getitem__, numbers)


def _any_of(index: Mapping[str, set[str]], numbers: Iterable[str]) -> set[str]:
    return set[str]().union(*[found for number in numbers if (found := index.get(number))])
