"""Which patch numbers list a package in a version: the rows of a file the other way round (R3)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from patchcheck.model.patch import PATCH_ID
from patchcheck.model.xref import CrossReference


class PackageIndex:
    """For each `NAME:VERSION`, the numbers of the rows that list it; one may be there twice.

    One host needs few of them: they are looked for in one pass, in half the time that an index of
    all takes. That is made when other packages are asked for, too.
    """

    def __init__(self, xref: CrossReference) -> None:
        """Take the file."""
        self._xref = xref
        self._asked: frozenset[str] | None = frozenset()  # None once all are known
        self._found: Mapping[str, Sequence[str]] = {}

    def of(self, items: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The numbers of these items at least; an item that no row lists isn't in it."""
        if self._asked is not None and not self._asked.issuperset(items):
            self._asked = None if self._asked else frozenset(items)
            self._found = self._find()
        return self._found

    def _find(self) -> Mapping[str, Sequence[str]]:
        asked = self._asked
        found: defaultdict[str, list[str]] = defaultdict(list)
        for number, items in self._xref.rows.packages(asked):
            for item in items if asked is None else asked.intersection(items):
                found[item].append(number)
        return {item: found[item] for item in found if item and not PATCH_ID.match(item)}
