"""What the file has for hosts of one release, by the package instances that make it apply."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.resolve.facts import fits_release

if TYPE_CHECKING:
    from patchcheck.resolve.catalogue import Catalogue


class Matches(NamedTuple):
    """The numbers whose current row lists one package instance, with its architecture (R3).

    `own` are the live ones for the release, `others` those for another release (R2).
    """

    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


_NONE = Matches()


class Release:
    """A catalogue as hosts of one release see it; what one of them asked for is kept for all."""

    def __init__(self, catalogue: "Catalogue", names: frozenset[str]) -> None:
        """Take what the OS column calls the release."""
        self._catalogue = catalogue
        self._names = names
        self._known: dict[tuple[str, str], Matches] = {}

    @cached_property
    def without_packages(self) -> tuple[str, ...]:
        """The numbers whose live current row names no packages or no architectures (D12)."""
        rows = self._catalogue.live_without_packages
        return tuple(row.number for row in rows if fits_release(row.os, self._names))

    def matches(self, item: str, architecture: str) -> Matches:
        """What a package instance matches; `item` is its `NAME:VERSION`."""
        found = self._known.get((item, architecture))
        if found is None:
            numbers = self._catalogue.by_item.get(item)
            if not numbers:
                return _NONE
            found = self._find(item, architecture, set(numbers))
            if found != _NONE:  # of what matches nothing there may be any number of kinds
                self._known[item, architecture] = found
        return found

    def _find(self, item: str, architecture: str, numbers: set[str]) -> Matches:
        rows = [row for number in numbers if (row := self._catalogue.current(number))]
        matching = [
            row for row in rows if item in row.packages and architecture in row.architectures
        ]
        fitting = [(row, fits_release(row.os, self._names)) for row in matching]
        return Matches(
            tuple(row.number for row, fits in fitting if fits and row.live),
            tuple(row.number for row, fits in fitting if not fits),
        )
