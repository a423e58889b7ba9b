"""Which patch numbers list a package in a version: the rows of a file the other way round (R3)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from patchcheck.model.patch import PATCH_ID
from patchcheck.model.xref import CrossReference, package_items


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
        numbers = self._xref.rows.column("number")
        for number, items in zip(numbers, self._items(), strict=True):
            if asked is None:
                for item in items:
                    found[item].append(number)
            elif not asked.isdisjoint(items):
                for item in asked.intersection(items):
                    found[item].append(number)
        return {item: found[item] for item in found if item and not PATCH_ID.match(item)}

    def _items(self) -> Iterator[Sequence[str]]:
        """What each row lists; next to no file has a blank in any of these fields."""
        fields = self._xref.rows.column("packages_text")
        together = "".join(fields)
        if together.split(None, 1) == [together]:
            return (field.split(";") for field in fields)
        return map(package_items, fields)
