"""R9: what a requirement comes to on a host: satisfied, to be listed, waived, or an obstacle.

A requirement is followed from the id that a row lists to the ends of its successor chain (D19,
D20). The walk keeps its own stack, so a chain of any length is followed.
"""

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.catalogue import current_of
from patchcheck.resolve.station import Station, station_at
from patchcheck.resolve.verdicts import judge_wiped

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from patchcheck.model.special import SpecialCases
    from patchcheck.model.xref import Row
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


class Followed(NamedTuple):
    """What all requirements of a row come to; those that come to nothing are left out.

    `met` are selected patches, which meet one, and `asked` the revisions that are asked of their
    numbers. `rest` is what there is more to do about.
    """

    met: tuple[PatchId, ...]
    asked: tuple[tuple[str, str], ...]
    rest: tuple[Requirement, ...]


def required_by(world: "World", row: "Row") -> tuple[PatchId, ...]:
    """The ids that a row requires, as table D repairs them; each once, in the row's order."""
    repair = world.catalogue.special.repairs.get(row.number)
    return repair.requires if repair else row.required


def read_as(special: "SpecialCases", required: PatchId) -> PatchId:
    """The id that is followed: the required one, or what the table reads it as (C)."""
    replacement = special.never_released.get(required)
    return replacement.read_as if replacement else required


_NUMBERS_KEPT = 1_000_000
_ROWS_KEPT = 200_000


class Follower:
    """Follows the requirements of one list; what was walked is kept, bounded by its numbers.

    Many patches may require the head of one chain. `selected` are the patches to be installed that
    the words select, by number, ascending: one that is high enough meets a requirement, current or
    not.
    """

    def __init__(
        self, world: "World", selected: "Mapping[str, tuple[PatchId, ...]] | None" = None
    ) -> None:
        """Take the host, and what is selected."""
        self._world = world
        self._levels = world.levels
        self._way = world.catalogue.way
        self._read_as = world.catalogue.special.never_released
        self._selected = selected or {}
        self._kept: dict[tuple[PatchId, Manner], _Walk] = {}
        self._size = 0

    def follow_row(self, row: "Row", manner: Manner) -> Followed:
        """What the requirements of a listed row come to.

        Where all lead straight on, that is alike on all hosts that don't differ in the numbers on
        the ways, and is kept for them.
        """
        numbers = None if manner.not_obsolete else self._kept_by(row)
        if numbers is None:
            return self._followed(row, manner)
        known = self._world.catalogue.followed
        key = (row.patch, manner.waive, *map(self._states.get, numbers))
        found = known.get(key)
        if found is None:
            found = self._followed(row, manner)
            if len(known) < _ROWS_KEPT:
                known[key] = found
        return found

    def _kept_by(self, row: "Row") -> "Sequence[str] | None":
        """The numbers that decide what the row's requirements come to; None where more does."""
        catalogue = self._world.catalogue
        if self._world.exceptions or row.number in catalogue.special.repairs:
            return None
        return catalogue.numbers_on_ways(row)

    @cached_property
    def _states(self) -> "Mapping[str, Hashable]":
        """What decides at a number: what is selected, what is satisfied, whether it applies."""
        applying = self._world.applying
        states: dict[str, Hashable] = dict.fromkeys(applying, True)
        for number, patches in self._selected.items():
            revisions = [patch.revision for patch in patches]
            states[number] = revisions[0] if len(revisions) == 1 else tuple(revisions)
        for number in self._levels.keys() | self._selected.keys() - applying:
            level = self._levels.get(number)
            stands = (level.revision if level else None, number in applying)
            states[number] = (states.get(number), *stands)
        return states

    def _followed(self, row: "Row", manner: Manner) -> Followed:
        met: dict[PatchId, None] = {}
        asked: list[tuple[str, str]] = []
        rest: list[Requirement] = []
        for required in required_by(self._world, row):
            requirement = self.follow(row.patch, required, manner)
            if requirement.special_case or not self._all_selected(requirement):
                rest.append(requirement)
            else:
                met |= {patch: None for patch, _ in requirement.targets if patch != row.patch}
                asked += [(patch.number, revision) for patch, revision in requirement.targets]
        return Followed(tuple(met), tuple(asked), tuple(one for one in rest if one is not NOTHING))

    def _all_selected(self, requirement: Requirement) -> bool:
        targets = requirement.targets
        return bool(targets) and all(
            patch in self._selected.get(patch.number, ()) for patch, _ in targets
        )

    def follow(self, patch: PatchId, required: PatchId, manner: Manner) -> Requirement:
        """Follow one requirement of a listed patch (R9, D17 to D23, D29)."""
        replacement = self._read_as.get(required)
        if replacement is None:
            found = None if manner.not_obsolete else self._at_once(patch, required, manner)
            return found or self._at_length(patch, required, required, manner)
        found = self._at_length(patch, required, replacement.read_as, manner)
        return found._replace(special_case=f"{replacement.place}: {replacement.reason}")

    def _at_once(self, patch: PatchId, required: PatchId, manner: Manner) -> Requirement | None:
        """Follow a straight way, as most are; None where there is none, or not only that to tell.

        On it the requirement is satisfied, or met by what is selected, or waived at the end.
        """
        ids, row = self._way(required)
        for asked in ids:
            number, revision = asked
            if number == patch.number:
                return None
            level = self._levels.get(number)
            if level is not None and level.revision >= revision:
                return NOTHING
            for selected in self._selected.get(number, ()):
                if selected.revision >= revision:
                    return Requirement(((selected, revision),))
        if row is not None and manner.waive and not self._world.applies(row):
            return _waived(required, required, _not_applying(row))
        return None

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
            return _waived(required, start, "; ".join(dict.fromkeys(ends.waived)))
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


@lru_cache(maxsize=2**16)
def _waived(required: PatchId, start: PatchId, text: str) -> Requirement:
    """A requirement that is waived, with the note that says so; alike on many hosts."""
    note = Note(NoteKind.REQUIRES_WAIVED, str(required), _words(required, start, text))
    return Requirement(notes=(note,))


def _words(required: PatchId, start: PatchId, text: str) -> str:
    replaced = "" if required == start else f", read as {start} (it was never released)"
    return f"requires {required}{replaced}: {text}"


def _not_applying(row: "Row") -> str:
    return f"{row.patch} does not apply to this host"


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
        selected: "Mapping[str, Sequence[PatchId]]",
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
        for selected in self._selected.get(asked.number, ()):
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
            self.waived.append(_not_applying(row))
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
            self.waived.append(_not_applying(row))
        elif withdrawn:
            self._obstacle(ObstacleKind.REQUIRES_WITHDRAWN, f"{row.patch} was withdrawn")
        else:
            text = f"{asked} is above {current.patch}, the highest revision in the file"
            self._obstacle(ObstacleKind.REQUIRES_TOO_NEW, text)
            if judge_wiped(self._world, asked.number, self._manner.not_obsolete).offered:
                self.before.append(asked.number)

    def _obstacle(self, kind: ObstacleKind, text: str) -> None:
        self.obstacles.setdefault(kind, text)
