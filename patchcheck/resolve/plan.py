"""A finished list: what stands where, what each patch waits for, what is in its way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, Obstacle
from patchcheck.resolve.patch_list import PatchList
from patchcheck.resolve.requirements import Waived, waived_at

if TYPE_CHECKING:
    from patchcheck.resolve.entry import Entry


class Planned(NamedTuple):
    """An entry of the finished plan; `after` must stand above it, `required_by` below."""

    entry: "Entry"
    after: tuple[PatchId, ...] = ()
    required_by: tuple[PatchId, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    special_case: str | None = None


class Tables:
    """What is known of the listed patches; what few of them have stands in tables of its own.

    `above` are the patches that must stand above one, `required_by` those that must stand below.
    `blocked` are those that an obstacle blocks. `waived` are requirements that do not apply; the
    notes on them are worded with the steps. `asked` is the highest revision that others require of
    a number.
    """

    def __init__(self, patches: PatchList) -> None:
        self.patches = patches
        self.above: dict[PatchId, frozenset[PatchId]] = {}
        self.required_by: Mapping[PatchId, Sequence[PatchId]] = {}
        self.obstacles = defaultdict[PatchId, set[Obstacle]](set)
        self.blocked: set[PatchId] = set()
        self.waived: dict[PatchId, set[Waived]] = {}
        self.notes = defaultdict[PatchId, set[Note]](set)
        self.special = defaultdict[PatchId, dict[str, None]](dict)
        self.asked: dict[str, str] = {}

    def ask(self, number: str, revision: str) -> None:
        """Note that a revision of a number is required."""
        if revision > self.asked.get(number, ""):
            self.asked[number] = revision

    def stand_above(self, patch: PatchId, others: frozenset[PatchId]) -> None:
        """Let others stand above a patch, beside those that do already; itself doesn't count."""
        if patch in others:
            others -= {patch}
        known = self.above.get(patch)
        self.above[patch] = known | others if known else others

    def hinder(self, patch: PatchId, obstacles: Iterable[Obstacle]) -> None:
        """Put obstacles in the way of a patch; most kinds block it (D28)."""
        for obstacle in obstacles:
            self.obstacles[patch].add(obstacle)
            if obstacle.kind.blocks:
                self.blocked.add(patch)


class Plan:
    """A list in order (R9); its steps are laid out when they are asked for."""

    def __init__(self, order: tuple[PatchId, ...] = (), tables: Tables | None = None) -> None:
        """Take the order, and what is known of each patch in it."""
        self.order = order
        self._tables = tables or Tables(PatchList())

    @property
    def asked(self) -> Mapping[str, str]:
        """The highest revision that others require of each number."""
        return self._tables.asked

    @property
    def patches(self) -> PatchList:
        """The listed patches as they were selected or pulled in."""
        return self._tables.patches

    @cached_property
    def to_install(self) -> Sequence[PatchId]:
        """The patches that are to be installed, in order."""
        patches = self.patches
        others = {patch for patch in patches.own if not patches.installs(patch)}
        return [patch for patch in self.order if patch not in others] if others else self.order

    @property
    def blocked(self) -> Collection[PatchId]:
        """The patches that an obstacle keeps out (D28)."""
        return self._tables.blocked

    @cached_property
    def steps(self) -> tuple[Planned, ...]:
        """The listed patches in order, each with all that was found out about it."""
        return tuple(map(self._planned, self.order))

    def _planned(self, patch: PatchId) -> Planned:
        tables = self._tables
        entry = tables.patches[patch]
        waived = starmap(waived_at, tables.waived.get(patch, ()))
        special = [entry.special_case] if entry.special_case else []
        special += tables.special.get(patch, ())
        return Planned(
            entry,
            tuple(sorted(tables.above.get(patch, ()))),
            tuple(sorted(tables.required_by.get(patch, ()))),
            tuple(sorted(tables.obstacles.get(patch, ()))),
            tuple(sorted({*tables.notes.get(patch, ()), *waived})),
            "; ".join(special) or None,
        )
