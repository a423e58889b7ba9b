"""R9: what a requirement comes to on a host: satisfied, to be listed, waived, or an obstacle.

A requirement is followed from the id that a row lists to the ends of its successor chain (D19,
D20). The walk keeps its own stack, so a chain of any length is followed.
"""

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.catalogue import current_of
from patchcheck.resolve.patch_list import PatchList
from patchcheck.resolve.station import Station, Way, Ways, station_at
from patchcheck.resolve.verdicts import judge_wiped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from patchcheck.model.special import SpecialCases
    from patchcheck.model.xref import Row
    from patchcheck.resolve.entry import Entry
    from patchcheck.resolve.world import World


class Manner(NamedTuple):
    """How requirements are followed.

    `not_obsolete` are the numbers that table D keeps from being obsolete meanwhile (D18).
    `waive` is off for plain numbers (D29).
    """

    not_obsolete: frozenset[str] = frozenset()
    waive: bool = True


class Requirement(NamedTuple):
    """What one required id comes to; nothing at all where it is satisfied.

    `targets` are the patches that meet it and must stand before, each with the revision asked for;
    `before` the numbers that stand before though they don't meet it (D22); `obstacles` and `notes`
    what there is to say.
    """

    targets: "Sequence[tuple[PatchId, str]]" = ()
    before: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    special_case: str | None = None


NOTHING = Requirement()


Waived = tuple[PatchId, PatchId]


class Followed(NamedTuple):
    """What all requirements of a row come to; those that come to nothing are left out.

    `met` are the selected patches that meet one; `waived` are required ids that lead straight to an
    end that does not apply to the host, with that end; `rest` is what there is more to do about.
    `asked` are ids that were asked for where what is selected may be something else than the
    current row.
    """

    met: frozenset[PatchId]
    waived: "Sequence[Waived]"
    rest: "Sequence[Requirement]"
    asked: "Sequence[PatchId]" = ()


def required_by(world: "World", row: "Row") -> tuple[PatchId, ...]:
    """The ids that a row requires, as table D repairs them; each once, in the row's order."""
    repair = world.catalogue.special.repairs.get(row.number)
    return repair.requires if repair else row.required


def read_as(special: "SpecialCases", required: PatchId) -> PatchId:
    """The id that is followed: the required one, or what the table reads it as (C)."""
    replacement = special.never_released.get(required)
    return replacement.read_as if replacement else required


_NUMBERS_KEPT = 1_000_000


class Follower:
    """Follows the requirements of one list; what was walked is kept, bounded by its numbers.

    Many patches may require the head of one chain. Of what is `selected` one to be installed that
    is high enough meets a requirement, current or not. Only of the numbers in `odd` may another one
    than the live current row be selected.
    """

    def __init__(
        self, world: "World", selected: "PatchList | None" = None, odd: "Collection[str]" = ()
    ) -> None:
        """Take the host, and what is selected."""
        self._world = world
        self._selected = PatchList() if selected is None else selected
        self._near = frozenset(world.reached).union(odd)
        self._repairs = world.catalogue.special.repairs
        self._kept: dict[tuple[PatchId, Manner], _Walk] = {}
        self._size = 0

    def met_in_full(self) -> frozenset[str]:
        """Those of the selected numbers that hosts share whose requirements are all met at once."""
        alike, selected = self._world.catalogue.alike, self._selected
        return alike.met_in_full(selected.alike, self._near, selected.own_to_install)

    def met_at_once(self, entries: "Iterable[Entry]") -> dict[PatchId, frozenset[PatchId]]:
        """The selected patches that meet the requirements of those where only the ends count.

        They are most: their ways are straight, and pass nothing that is satisfied, or selected in
        another revision than the current one.
        """
        near, alike = self._near, self._selected.alike
        own = set(chain.from_iterable(self._selected.own_to_install.values()))
        return {
            patch: frozenset([end for end in each.ends if end.number in alike or end in own])
            for patch, each in ((entry.patch, entry.standing.ways) for entry in entries)
            if each.straight and each.numbers.isdisjoint(near) and patch.number not in self._repairs
        }

    def unmet(
        self, patch: PatchId, ways: Ways, met: frozenset[PatchId], manner: Manner
    ) -> Followed:
        """What all requirements of a patch come to, where some were met at once."""
        others = [way for way in ways.each if way.end not in met]
        return Followed(met, *self._at_the_ends(patch, others, manner))

    def follow_entry(self, entry: "Entry", manner: Manner) -> Followed:
        """Follow the requirements of a listed patch.

        Nearly all lead straight on: on its way such a one is satisfied, or met by what is selected,
        or waived at the end. The others are walked.
        """
        reached, selected, alike = self._world.reached, self._selected, self._selected.alike
        own = selected.own_to_install
        met: list[PatchId] = []
        asked: list[PatchId] = []
        others: list[Way] = []
        for way in self._ways(entry, manner):
            for step in way.ids:
                number, revision = step
                if number in reached and reached[number] >= revision:
                    break
                if number in own and own[number][-1].revision >= revision:
                    met.append(_lowest(own[number], revision))
                    asked.append(step)
                    break
            else:
                # Of a number that hosts share the live current row is selected: it is at the end.
                if way.end and way.end.number in alike:
                    met.append(way.end)
                else:
                    others.append(way)
        waived, rest = self._at_the_ends(entry.patch, others, manner)
        return Followed(frozenset(met), waived, rest, asked)

    def _ways(self, entry: "Entry", manner: Manner) -> "Sequence[Way]":
        if entry.row and (manner.not_obsolete or entry.patch.number in self._repairs):
            return [Way(required) for required in required_by(self._world, entry.row)]
        return entry.standing.ways.each

    def _at_the_ends(
        self, patch: PatchId, ways: "Sequence[Way]", manner: Manner
    ) -> "tuple[Sequence[Waived], Sequence[Requirement]]":
        """What ways come to on which nothing is satisfied: waived at the end, or walked."""
        applying = self._world.applying
        waived, others = [], []
        for way in ways:
            if way.end and manner.waive and way.end.number not in applying:
                waived.append((way.required, way.end))
            else:
                others.append(self.follow(patch, way.required, manner))
        return waived, [requirement for requirement in others if requirement is not NOTHING]

    def follow(self, patch: PatchId, required: PatchId, manner: Manner) -> Requirement:
        """Follow one requirement of a listed patch (R9, D17 to D23, D29)."""
        replacement = self._world.catalogue.special.never_released.get(required)
        if replacement is None:
            return self._at_length(patch, required, required, manner)
        found = self._at_length(patch, required, replacement.read_as, manner)
        return found._replace(special_case=f"{replacement.place}: {replacement.reason}")

    def _at_length(
        self, patch: PatchId, required: PatchId, start: PatchId, manner: Manner
    ) -> Requirement:
        ends = self._walked(patch, start, manner)
        if ends.targets or ends.own:
            return Requirement(tuple(ends.targets.items()))
        before = tuple(number for number in ends.before if number != patch.number)
        if ends.obstacles:
            obstacles = tuple(
                Obstacle(kind, str(required), _words(required, start, text))
                for kind, text in ends.obstacles.items()
            )
            return Requirement((), before, obstacles)
        if ends.waived and not ends.satisfied:
            text = "; ".join(dict.fromkeys(ends.waived))
            return Requirement(notes=(_waived(required, start, text),))
        return NOTHING

    def _walked(self, patch: PatchId, start: PatchId, manner: Manner) -> "_Walk":
        """Walk, or remember a walk; one that meets the patch itself is its own (D23)."""
        key = (start, manner)
        known = self._kept.get(key)
        if known is not None and patch.number not in known.numbers:
            return known
        walk = _Walk(self._world, patch, manner, self._selected)
        walk.run(start)
        if patch.number not in walk.numbers and self._size + len(walk.numbers) <= _NUMBERS_KEPT:
            self._kept[key] = walk
            self._size += len(walk.numbers)
        return walk


def _lowest(patches: "Sequence[PatchId]", revision: str) -> PatchId:
    """The lowest of a number's patches at or above a revision; the last one is."""
    return next(patch for patch in patches if patch.revision >= revision)


def _waived(required: PatchId, start: PatchId, text: str) -> Note:
    return Note(NoteKind.REQUIRES_WAIVED, str(required), _words(required, start, text))


def waived_at(required: PatchId, end: PatchId) -> Note:
    """The note on a required id that leads straight to an end that does not apply to the host."""
    return _waived(required, required, _not_applying(end))


def _words(required: PatchId, start: PatchId, text: str) -> str:
    replaced = "" if required == start else f", read as {start} (it was never released)"
    return f"requires {required}{replaced}: {text}"


def _not_applying(patch: PatchId) -> str:
    return f"{patch} does not apply to this host"


class _Walk:
    """A depth-first walk over a requirement's successor chain, and what its branches ended in.

    `targets` meet the requirement, each with the revision asked for; `before` stand before all the
    same (D22). `own`: the listed patch meets it. `numbers` are those that were passed.
    """

    __slots__ = (
        *("_manner", "_patch", "_selected", "_world"),
        *("before", "numbers", "obstacles", "own", "satisfied", "targets", "waived"),
    )

    def __init__(
        self,
        world: "World",
        patch: PatchId,
        manner: Manner,
        selected: PatchList,
    ) -> None:
        self.targets: dict[PatchId, str] = {}
        self.before: list[str] = []
        self.obstacles: dict[ObstacleKind, str] = {}
        self.waived: list[str] = []
        self.numbers: set[str] = set()
        self.satisfied = False
        self.own = False
        self._world = world
        self._patch = patch
        self._manner = manner
        self._selected = selected

    def run(self, start: PatchId) -> None:
        """Walk to every end, with a stack of its own.

        A row met again on its own path is a loop (D17).
        """
        finished: set[PatchId] = set()
        path: dict[PatchId, Iterator[PatchId]] = {}
        asked: PatchId | None = start
        while asked is not None or path:
            if asked is None:
                finished.add(path.popitem()[0])
            elif (link := self._end_or_link(asked)) is not None:
                patch = link.patch
                if patch in path:
                    text = f"the chain of successors comes back to {patch}"
                    self._obstacle(ObstacleKind.REQUIRES_LOOP, text)
                elif patch not in finished:
                    path[patch] = iter(link.successors)
            asked = next(path[next(reversed(path))], None) if path else None

    def _end_or_link(self, asked: PatchId) -> "Row | None":
        """Note where a branch ends, or give the obsolete row whose successors go on (D19)."""
        self.numbers.add(asked.number)
        if self._is_own(asked):
            self.own = True
            return None
        if self._satisfied(asked):
            self.satisfied = True
            return None
        for selected in self._selected.of_number(asked.number):
            if selected.revision >= asked.revision:
                self._meets(selected, asked)
                return None
        station = self._station(asked)
        if station.current is None:
            self._obstacle(ObstacleKind.REQUIRES_UNKNOWN, f"{asked.number} is not in the file")
        elif station.meets is not None:
            self._list(station.meets, asked)
        elif station.link is None:
            self._dead_end(asked, station.above, station.current)
        return station.link

    def _station(self, asked: PatchId) -> Station:
        """Where the file leads; a number that table D wipes has rows without the O flag (D18)."""
        if asked.number not in self._manner.not_obsolete:
            return self._world.catalogue.station(asked)
        rows = self._world.catalogue.rows(asked.number)
        wiped = tuple(row._replace(obsolete_text=" ") for row in rows)
        return station_at(asked, wiped, current_of(wiped))

    def _is_own(self, asked: PatchId) -> bool:
        """Whether the listed patch itself meets it (D23)."""
        return asked.number == self._patch.number and asked.revision <= self._patch.revision

    def _satisfied(self, asked: PatchId) -> bool:
        """Whether the host has it (R6); chains are left out where table D wipes them (D18)."""
        if asked.number in self._manner.not_obsolete:
            return self._world.present(asked)
        return self._world.satisfied(asked)

    def _list(self, row: "Row", asked: PatchId) -> None:
        """A row that meets the requirement: listed, unless waived or excepted."""
        if self._manner.waive and not self._world.applies(row):
            self.waived.append(_not_applying(row.patch))
        elif self._world.excepted(row.patch):
            self._obstacle(ObstacleKind.REQUIRES_EXCEPTED, f"{row.patch} is excepted")
        else:
            self._meets(row.patch, asked)

    def _meets(self, target: PatchId, asked: PatchId) -> None:
        self.targets[target] = max(self.targets.get(target, ""), asked.revision)

    def _dead_end(self, asked: PatchId, above: "Row | None", current: "Row") -> None:
        """Rows are there, but none meets the requirement or leads on (D21, D22)."""
        row = above or current
        withdrawn = above is not None and (row.bad or row.says_withdrawn)
        if above and not withdrawn:
            text = f"{row.patch} is obsolete and names no successor"
            self._obstacle(ObstacleKind.REQUIRES_UNKNOWN, text)
        elif self._manner.waive and not self._world.applies(row):
            self.waived.append(_not_applying(row.patch))
        elif withdrawn:
            self._obstacle(ObstacleKind.REQUIRES_WITHDRAWN, f"{row.patch} was withdrawn")
        else:
            text = f"{asked} is above {current.patch}, the highest revision in the file"
            self._obstacle(ObstacleKind.REQUIRES_TOO_NEW, text)
            if judge_wiped(self._world, asked.number, self._manner.not_obsolete).offered:
                self.before.append(asked.number)

    def _obstacle(self, kind: ObstacleKind, text: str) -> None:
        self.obstacles.setdefault(kind, text)
