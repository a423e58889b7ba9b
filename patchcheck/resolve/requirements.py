"""R9: what a requirement comes to on a host: satisfied, to be listed, waived, or an obstacle.

A requirement is followed from the id that a row lists to the ends of its successor chain (D19,
D20). The walk keeps its own stack, so a chain of any length is followed.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.catalogue import current_of, live
from patchcheck.resolve.verdicts import judge_wiped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


@dataclass(frozen=True, slots=True)
class Manner:
    """How requirements are followed.

    `not_obsolete` are the numbers that table D keeps from being obsolete meanwhile (D18).
    `waive` is off for plain numbers (D29). `selected` are the patches to be installed that the
    words select, by number: one that is high enough meets a requirement, current or not.
    """

    not_obsolete: frozenset[str] = frozenset()
    waive: bool = True
    selected: "Mapping[str, Sequence[PatchId]]" = field(default_factory=dict)


@dataclass(slots=True)
class _Ends:
    """What the branches of one requirement ended in.

    `targets` meet it; `before` stand before all the same (D22). `own`: the listed patch meets it.
    """

    targets: dict[PatchId, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)
    obstacles: dict[ObstacleKind, str] = field(default_factory=dict)
    waived: list[str] = field(default_factory=list)
    satisfied: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one required id comes to.

    `start` is the id that was followed: the required one, or what the table reads it as (C).
    `targets` are the patches that meet it and must stand before, each with the revision asked for;
    `before` the numbers that stand before though they don't meet it (D22); `obstacles` and `notes`
    what there is to say.
    """

    required: PatchId
    start: PatchId
    targets: "Mapping[PatchId, str]"
    before: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    special_case: str | None = None


def required_by(world: "World", row: "Row") -> tuple[PatchId, ...]:
    """The ids that a row requires, as table D repairs them; each once, in the row's order."""
    repair = world.catalogue.special.repairs.get(row.number)
    if repair:
        return repair.requires
    return tuple(dict.fromkeys(listed.patch for listed in row.requires))


WalkKey = tuple[PatchId, frozenset[str], bool]
_NUMBERS_KEPT = 1_000_000


@dataclass(slots=True)
class Walks:
    """Walks to remember while one list is made, bounded by the numbers that they passed."""

    kept: dict[WalkKey, tuple[_Ends, set[str]]] = field(default_factory=dict)
    size: int = 0

    def keep(self, key: WalkKey, ends: _Ends, numbers: set[str]) -> None:
        """Remember a walk, unless too much is remembered already."""
        if self.size + len(numbers) <= _NUMBERS_KEPT:
            self.kept[key] = (ends, numbers)
            self.size += len(numbers)


def follow(
    world: "World", patch: PatchId, required: PatchId, manner: Manner, walks: Walks | None = None
) -> Requirement:
    """Follow one requirement of a listed patch (R9, D17 to D23, D29).

    `walks` keeps what was walked, for one list: many patches may require the head of one chain.
    """
    replacement = world.catalogue.special.never_released.get(required)
    start = replacement.read_as if replacement else required
    ends = _walked(world, patch, start, manner, Walks() if walks is None else walks)
    before: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    if not ends.targets and not ends.own:
        before = tuple(number for number in ends.before if number != patch.number)
        obstacles = tuple(
            Obstacle(kind, str(required), _words(required, start, text))
            for kind, text in ends.obstacles.items()
        )
        if ends.waived and not obstacles and not ends.satisfied:
            text = _words(required, start, "; ".join(dict.fromkeys(ends.waived)))
            notes = (Note(NoteKind.REQUIRES_WAIVED, str(required), text),)
    special = f"{replacement.place}: {replacement.reason}" if replacement else None
    return Requirement(required, start, ends.targets, before, obstacles, notes, special)


def _walked(world: "World", patch: PatchId, start: PatchId, manner: Manner, walks: Walks) -> _Ends:
    """Walk from `start`, or remember the walk; one that meets the patch itself is its own (D23)."""
    key = (start, manner.not_obsolete, manner.waive)
    known = walks.kept.get(key)
    if known is not None and patch.number not in known[1]:
        return known[0]
    walk = _Walk(world, patch, manner)
    ends = walk.run(start)
    if patch.number not in walk.numbers:
        walks.keep(key, ends, walk.numbers)
    return ends


def _words(required: PatchId, start: PatchId, text: str) -> str:
    read_as = "" if required == start else f", read as {start} (it was never released)"
    return f"requires {required}{read_as}: {text}"


class _Walk:
    """A depth-first walk over a requirement's successor chain, with a stack of its own."""

    def __init__(self, world: "World", patch: PatchId, manner: Manner) -> None:
        self._world = world
        self._patch = patch
        self._manner = manner
        self._ends = _Ends()
        self.numbers: set[str] = set()

    def run(self, start: PatchId) -> _Ends:
        """Walk to every end. A row met again on its own path is a loop (D17)."""
        finished: set[PatchId] = set()
        path: dict[PatchId, Iterator[PatchId]] = {}
        pending: Iterator[PatchId] = iter((start,))
        stack = [pending]
        while stack:
            asked = next(stack[-1], None)
            if asked is None:
                stack.pop()
                if path:
                    finished.add(path.popitem()[0])
                continue
            link = self._end_or_link(asked)
            if link is None or link.patch in finished:
                continue
            if link.patch in path:
                text = f"the chain of successors comes back to {link.patch}"
                self._ends.obstacles.setdefault(ObstacleKind.REQUIRES_LOOP, text)
                continue
            path[link.patch] = iter(link.successors)
            stack.append(path[link.patch])
        return self._ends

    def _end_or_link(self, asked: PatchId) -> "Row | None":
        """Note where a branch ends, or give the obsolete row whose successors go on (D19)."""
        self.numbers.add(asked.number)
        if self._is_own(asked):
            self._ends.own = True
            return None
        if self._satisfied(asked):
            self._ends.satisfied = True
            return None
        selected = self._manner.selected.get(asked.number, ())
        enough = [patch for patch in selected if patch.revision >= asked.revision]
        if enough:
            self._meets(min(enough), asked)
            return None
        rows = self._world.catalogue.rows(asked.number)
        wiped = asked.number in self._manner.not_obsolete
        if wiped:
            rows = tuple(row._replace(obsolete_text=" ") for row in rows)
        current = current_of(rows)
        if current is None:
            self._obstacle(ObstacleKind.REQUIRES_UNKNOWN, f"{asked.number} is not in the file")
            return None
        if live(current) and current.revision >= asked.revision:
            self._list(current, asked)
            return None
        above = [row for row in rows if row.revision >= asked.revision]
        link = next((row for row in above if row.successors), None)
        if link is None:
            self._dead_end(asked, above, current)
        return link

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
        if self._manner.waive and not self._world.applicability(row).applies:
            self._ends.waived.append(f"{row.patch} does not apply to this host")
        elif self._world.excepted(row.patch):
            self._obstacle(ObstacleKind.REQUIRES_EXCEPTED, f"{row.patch} is excepted")
        else:
            self._meets(row.patch, asked)

    def _meets(self, target: PatchId, asked: PatchId) -> None:
        kept = self._ends.targets.get(target, "")
        self._ends.targets[target] = max(kept, asked.revision)

    def _dead_end(self, asked: PatchId, above: "list[Row]", current: "Row") -> None:
        """Rows are there, but none meets the requirement or leads on (D21, D22)."""
        row = above[0] if above else current
        withdrawn = bool(above) and (row.bad or row.says_withdrawn)
        if above and not withdrawn:
            text = f"{row.patch} is obsolete and names no successor"
            self._obstacle(ObstacleKind.REQUIRES_UNKNOWN, text)
        elif self._manner.waive and not self._world.applicability(row).applies:
            self._ends.waived.append(f"{row.patch} does not apply to this host")
        elif withdrawn:
            self._obstacle(ObstacleKind.REQUIRES_WITHDRAWN, f"{row.patch} was withdrawn")
        else:
            text = f"{asked} is above {current.patch}, the highest revision in the file"
            self._obstacle(ObstacleKind.REQUIRES_TOO_NEW, text)
            if judge_wiped(self._world, asked.number, self._manner.not_obsolete).offered:
                self._ends.before.append(asked.number)

    def _obstacle(self, kind: ObstacleKind, text: str) -> None:
        self._ends.obstacles.setdefault(kind, text)
