"""The listed patches of a host: of a long list most are numbers that many hosts share."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Self

from patchcheck.resolve.entry import Entry

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId

_NO_ENTRIES: Mapping[str, Entry] = {}
_NONE: frozenset[str] = frozenset()


class PatchList(Mapping["PatchId", Entry]):
    """Entries by patch: those that many hosts share, of the numbers in `alike`, and `own` ones.

    A shared one is to be installed, pulls and waives; it is looked up when it is asked for. No
    number is among both. `own_to_install` are the own ones to be installed, by number.
    """

    def __init__(self, shared: Mapping[str, Entry] = _NO_ENTRIES) -> None:
        """List nothing yet; `shared` are entries by number."""
        self.alike = _NONE
        self.own: dict[PatchId, Entry] = {}
        self._shared = shared
        self.own_to_install: dict[str, tuple[PatchId, ...]] = {}

    def copy(self) -> Self:
        """The same list, whatever is put into this one later."""
        other = type(self)(self._shared)
        other.alike, other.own = self.alike, self.own.copy()
        other.own_to_install = self.own_to_install.copy()
        return other

    def put(self, entry: Entry) -> None:
        """List a patch, in place of what was listed of this very revision."""
        number = entry.patch.number
        if number in self.alike:
            self._put_own(self._shared[number])
            self.alike -= {number}
        self._put_own(entry)

    def _put_own(self, entry: Entry) -> None:
        patch, number = entry.patch, entry.patch.number
        self.own[patch] = entry
        if entry.to_install and entry.row:
            others = self.own_to_install.get(number)
            self.own_to_install[number] = tuple(sorted({*others, patch})) if others else (patch,)

    def put_alike(self, numbers: frozenset[str]) -> None:
        """List numbers by the entries that hosts share; none of them is listed yet."""
        self.alike |= numbers

    def put_apart(self) -> None:
        """Make own entries of all that is shared."""
        for number in sorted(self.alike):
            self._put_own(self._shared[number])
        self.alike = _NONE

    def of_number(self, number: str) -> "tuple[PatchId, ...]":
        """The patches of a number that are to be installed, ascending.

        There is more than one only where full ids were named.
        """
        if number in self.alike:
            return (self._shared[number].patch,)
        return self.own_to_install.get(number, ())

    def installs(self, patch: "PatchId") -> bool:
        """Whether a patch is to be installed."""
        return patch in self.of_number(patch.number)

    def __getitem__(self, patch: "PatchId") -> Entry:
        """The entry of a listed patch. Raises KeyError for any other."""
        found = self.own.get(patch)
        if found is None and patch.number in self.alike:
            found = self._shared[patch.number]
        if found is None or found.patch != patch:
            raise KeyError(patch)
        return found

    def __iter__(self) -> Iterator["PatchId"]:
        """The listed patches, in no order that means anything."""
        alike = self.alike
        shared = [entry.patch for number, entry in self._shared.items() if number in alike]
        return iter([*shared, *self.own])

    def __len__(self) -> int:
        """How many patches are listed."""
        return len(self.alike) + len(self.own)
