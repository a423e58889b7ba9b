"""A cross-reference file read together with the table of special cases: the rows that judge."""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property

from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.alike import Alike
from patchcheck.resolve.package_index import PackageIndex
from patchcheck.resolve.release import Release
from patchcheck.resolve.station import (
    PLAIN,
    Standing,
    Station,
    Way,
    Ways,
    station_at,
    ways_together,
)

_UTILITIES = "SUNWswmt"
_LONGEST_WAY = 32  # what is kept of a chain of any length stays small


class Catalogue:
    """What can be looked up for every host alike; made once for a run.

    Nothing in it depends on a host. Rows of withdrawn numbers (special cases E) are read as bad.
    """

    def __init__(self, xref: CrossReference, special: SpecialCases) -> None:
        """Lay the special cases over the file."""
        self.xref = xref
        self.special = special
        self.package_index = PackageIndex(xref)
        self._withdrawn = {
            number: tuple(_as_withdrawn(row) for row in xref.of(number))
            for number in special.withdrawals
        }
        self._current: dict[str, Row | None] = {}
        self._heirs: dict[PatchId, Mapping[str, str]] = {}
        self._flagged: dict[PatchId, tuple[Row, ...]] = {}
        self._flags: dict[PatchId, str] = {}
        self._live: dict[str, frozenset[str]] = {}
        self._stations: dict[PatchId, Station] = {}
        self._standings: dict[PatchId, Standing] = {}
        self._releases: dict[frozenset[str], Release] = {}
        self.alike = Alike(self)

    def rows(self, number: str) -> tuple[Row, ...]:
        """The rows of a number, ascending by revision."""
        return self._withdrawn.get(number) or self.xref.of(number)

    def numbers(self) -> Iterator[str]:
        """Every number of the file, in its order."""
        return iter(self.xref.numbers)

    def row(self, patch: PatchId) -> Row | None:
        """The row of this very revision."""
        for row in self.rows(patch.number):
            if row.revision == patch.revision:
                return row
        return None

    def holder(self, patch: PatchId) -> Row | None:
        """The row that holds a revision: the lowest listed one at or above it (R6)."""
        return next(
            (row for row in self.rows(patch.number) if row.revision >= patch.revision), None
        )

    def current(self, number: str) -> Row | None:
        """The current row (R4): the highest live one, else the highest; None if not in the file."""
        found = self._current.get(number)
        if found is None and (rows := self.rows(number)):
            found = self._current[number] = current_of(rows)
        return found

    def station(self, asked: PatchId) -> Station:
        """Where a required id leads, by the file alone (R9)."""
        found = self._stations.get(asked)
        if found is None:
            rows, current = self.rows(asked.number), self.current(asked.number)
            found = self._stations[asked] = station_at(asked, rows, current)
        return found

    def ways(self, row: Row) -> Ways:
        """The way from each id that a row requires.

        It is empty where it isn't straight, leads to the row's own number, or was never released.
        """
        return ways_together(tuple(self._way_from(row, required) for required in row.required))

    def standing(self, patch: PatchId, row: Row | None) -> Standing:
        """What the file says of a patch that is listed; `row` is that of the very revision."""
        if row is None:  # of ids that no row has there may be any number: they aren't kept
            return Standing(flagged=self.flagged_within(patch))
        found = self._standings.get(patch)
        if found is None:
            found = Standing(
                self.ways(row),
                self.flagged_within(patch),
                incompatible=bool(row.incompatibles),
                utility=_UTILITIES in row.packages_text and _is_utility(row),
            )
            self._standings[patch] = PLAIN if found == PLAIN else found
        return found

    def _way_from(self, row: Row, required: PatchId) -> Way:
        way = self._straight_way(required)
        own = any(asked.number == row.number for asked in way.ids)
        return Way(required) if own or required in self.special.never_released else way

    def _straight_way(self, required: PatchId) -> Way:
        ids = [required]
        while len(ids) <= _LONGEST_WAY:
            station = self.station(ids[-1])
            if station.meets:
                return Way(required, tuple(ids), station.meets.patch)
            successors = station.link.successors if station.link else ()
            if len(successors) != 1:
                break
            ids += successors
        return Way(required)

    def release(self, names: frozenset[str]) -> Release:
        """What is for a release that the OS column calls by these names (R2)."""
        found = self._releases.get(names)
        if found is None:
            found = self._releases[names] = Release(self, names)
        return found

    @cached_property
    def live_without_packages(self) -> tuple[Row, ...]:
        """The live current rows that have no packages or no architectures (D12)."""
        rows = (self.current(number) for number in self.numbers())
        return tuple(
            row for row in rows if row and row.live and not (row.packages and row.architectures)
        )

    def contained(self, patch: PatchId) -> Mapping[str, str]:
        """What a revision contains (R7): for each number the highest revision contained."""
        found = {patch.number: patch.revision}
        queue = deque([patch.number])
        while queue:
            number = queue.popleft()
            for row, link in self.xref.predecessors(number):
                if link.revision <= found[number] and row.revision > found.get(row.number, ""):
                    found[row.number] = row.revision
                    queue.append(row.number)
        return found

    def flags_within(self, row: Row) -> str:
        """`R`, `S`, both or neither: flags of the row and of all that it contains (R7)."""
        found = self._flags.get(row.patch)
        if found is None:
            inside = self.flagged_within(row.patch)
            found = ("R" if any(older.recommended for older in inside) else "") + (
                "S" if any(older.security for older in inside) else ""
            )
            self._flags[row.patch] = found
        return found

    def flagged_within(self, patch: PatchId) -> tuple[Row, ...]:
        """The flagged rows that a revision contains, its own among them; ascending by id (R7)."""
        found = self._flagged.get(patch)
        if found is None:
            inside = [
                older
                for number, revision in self.contained(patch).items()
                for older in self.rows(number)
                if older.revision <= revision and (older.recommended or older.security)
            ]
            found = self._flagged[patch] = tuple(sorted(inside, key=lambda row: row.patch))
        return found

    def live_numbers(self, flag: str) -> frozenset[str]:
        """The numbers with a live current row that contains the flag; all for an empty one."""
        if flag not in self._live:
            rows = (self.current(number) for number in self.numbers())
            self._live[flag] = frozenset(
                row.number for row in rows if row and row.live and flag in self.flags_within(row)
            )
        return self._live[flag]

    @cached_property
    def flagged_numbers(self) -> frozenset[str]:
        """The numbers with a live current row that contains a flag."""
        return self.live_numbers("R") | self.live_numbers("S")

    def heirs(self, patch: PatchId) -> Mapping[str, str]:
        """Who contains a revision or a higher one: for each number the lowest such revision."""
        found = self._heirs.get(patch)
        if found is None:
            found = self._walk_heirs(patch)
            if self.rows(patch.number):  # dumps may name any number of other ids
                self._heirs[patch] = found
        return found

    def _walk_heirs(self, patch: PatchId) -> dict[str, str]:
        found = {patch.number: patch.revision}
        queue = deque([patch.number])
        while queue:
            number = queue.popleft()
            for row in self.rows(number):
                if row.revision < found[number]:
                    continue
                for link in row.successors:
                    if link.number not in found or link.revision < found[link.number]:
                        found[link.number] = link.revision
                        queue.append(link.number)
        return found


def _is_utility(row: Row) -> bool:
    """Whether a row is for the patch utilities themselves (D29)."""
    return any(item.startswith(f"{_UTILITIES}:") for item in row.packages)


def current_of(rows: tuple[Row, ...]) -> Row | None:
    """Pick the current one of a number's rows, ascending by revision (R4)."""
    return next((row for row in reversed(rows) if row.live), rows[-1] if rows else None)


def _as_withdrawn(row: Row) -> Row:
    return row._replace(y2k_bad_text=" B")
