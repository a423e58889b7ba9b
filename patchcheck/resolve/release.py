"""What the file has for hosts of one release, by the package instances that make it apply."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.resolve.facts import fits_release

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from patchcheck.model.host import PackageInstance
    from patchcheck.resolve.catalogue import Catalogue


class Matches(NamedTuple):
    """The numbers whose current row lists one package instance, with its architecture (R3).

    `own` are the live ones for the release, `others` those for another release (R2).
    """

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


_NONE = Matches()

Kind = tuple[str, str]  # `NAME:VERSION` and architecture of a package instance


class Release:
    """A catalogue as hosts of one release see it; what one of them asked for is kept for all."""

    def __init__(self, catalogue: "Catalogue", names: frozenset[str]) -> None:
        """Take what the OS column calls the release."""
        self._catalogue = catalogue
        self._names = names
        self._known: dict[Kind, Matches] = {}

    @cached_property
    def without_packages(self) -> tuple[str, ...]:
        """The numbers whose live current row names no packages or no architectures (D12)."""
        rows = self._catalogue.live_without_packages
        return tuple(row.number for row in rows if fits_release(row.os, self._names))

    def matches(self, instances: "Mapping[str, Sequence[PackageInstance]]") -> list[Matches]:
        """What a host's package instances match, by their `NAME:VERSION`."""
        listed, known = self._catalogue.package_index.of(instances.keys()), self._known
        kinds = [
            (item, one.architecture)
            for item, alike in instances.items()
            if item in listed
            for one in alike
        ]
        return [known.get(kind) or self._find(kind, listed) for kind in kinds]

    def _find(self, kind: Kind, listed: "Mapping[str, Sequence[str]]") -> Matches:
        item, architecture = kind
        numbers = set(listed[item])
        rows = [row for number in numbers if (row := self._catalogue.current(number))]
        matching = [
            row
            for row in rows
            if architecture in row.architectures
            and (len(self._catalogue.rows(row.number)) == 1 or item in row.packages)
        ]
        if not matching:  # of what matches nothing there may be any number of kinds: not kept
            return _NONE
        fitting = [(row, fits_release(row.os, self._names)) for row in matching]
        found = self._known[kind] = Matches(
            frozenset(row.number for row, fits in fitting if fits and row.live),
            frozenset(row.number for row, fits in fitting if not fits),
        )
        return found
