"""R9, R10 and D26 to D29: the list as a plan, what each patch waits for, what is in its way."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.catalogue import is_utility
from patchcheck.resolve.conflicts import Conflict, installed_conflicts, planned_conflicts
from patchcheck.resolve.flags import inherited
from patchcheck.resolve.order import ordered, strongly_connected
from patchcheck.resolve.requirements import Follower, Manner, Requirement, required_by
from patchcheck.resolve.verdicts import Judgement, judge_wiped, looked_at

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


class Entry(NamedTuple):
    """A patch that was selected, or that a selected one requires.

    `pulls`: what it requires is listed too (D14); `waives`: requirements that do not apply are
    waived (D29). `row` is that of the very revision, None where the file hasn't got it (D13).
    """

    patch: PatchId
    judgement: Judgement
    row: "Row | None"
    pulls: bool = False
    waives: bool = True
    special_case: str | None = None

    @property
    def to_install(self) -> bool:
        """Whether the patch is to be installed: obstacles and notes stand on such ones (D26).

        A full id is where its number is, unless it is withdrawn or not above what is installed.
        """
        judgement, row = self.judgement, self.row
        if row is None or not judgement.offered:
            return False
        above = judgement.installed is None or self.patch.revision > judgement.installed
        return above and not row.bad


class Planned(NamedTuple):
    """An entry of the finished plan; `after` must stand above it, `required_by` below."""

    entry: Entry
    after: tuple[PatchId, ...] = ()
    required_by: tuple[PatchId, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    special_case: str | None = None

    @property
    def blocked(self) -> bool:
        """Whether an obstacle keeps it out of a plan (D28)."""
        return any(obstacle.kind.blocks for obstacle in self.obstacles)


class Plan(NamedTuple):
    """The list in order. `asked` is the lowest revision that others require of each number."""

    steps: tuple[Planned, ...]
    asked: Mapping[str, str]


def make_plan(
    world: "World", entries: Iterable[Entry], offered: Mapping[str, PatchId] | None = None
) -> Plan:
    """Complete a selection by what it requires (R9), find obstacles (R10), put it into order."""
    builder = _Builder(world, offered or {})
    builder.add_all(entries)
    builder.block()
    return builder.finish()


class _Builder:
    """The list while it grows; what few patches have stands in tables of its own."""

    def __init__(self, world: "World", offered: Mapping[str, PatchId]) -> None:
        self._world = world
        self._offered = offered
        self._entries: dict[PatchId, Entry] = {}
        self._by_number: dict[str, list[PatchId]] = {}
        self._to_install: dict[PatchId, Row] = {}
        self._above: defaultdict[PatchId, set[PatchId]] = defaultdict(set)
        self._required_by: defaultdict[PatchId, set[PatchId]] = defaultdict(set)
        self._obstacles: defaultdict[PatchId, set[Obstacle]] = defaultdict(set)
        self._notes: defaultdict[PatchId, set[Note]] = defaultdict(set)
        self._special: defaultdict[PatchId, dict[str, None]] = defaultdict(dict)
        self._asked: dict[str, str] = {}
        self._without_waiver: set[PatchId] = set()

    def add_all(self, entries: Iterable[Entry]) -> None:
        """List the selection, then follow requirements until nothing is new."""
        for entry in entries:
            self._add(entry)
        selected = {
            number: sorted(patches)
            for number, listed in self._by_number.items()
            if (patches := [patch for patch in listed if patch in self._to_install])
        }
        follower = Follower(self._world, selected)
        for waives in (False, True):
            self._follow_all(follower, Manner(waive=waives))

    def _follow_all(self, follower: Follower, manner: Manner) -> None:
        """Follow the requirements of what is listed, in one manner.

        Plain numbers come first: what they reach is not followed again with the waiver (D29).
        """
        queue = deque(
            (patch, manner)
            for patch, entry in self._entries.items()
            if entry.waives is manner.waive
            and patch not in self._without_waiver
            and self._requires(entry)
        )
        seen: set[tuple[PatchId, frozenset[str]]] = set()
        while queue:
            patch, how = queue.popleft()
            if (patch, how.not_obsolete) in seen or patch in self._without_waiver:
                continue
            seen.add((patch, how.not_obsolete))
            queue.extend(self._follow(follower, self._entries[patch], how))
        if not manner.waive:
            self._without_waiver = {patch for patch, _ in seen}

    def _requires(self, entry: Entry) -> bool:
        """Whether there is anything to follow: most rows require nothing."""
        if entry.row is None:
            return False
        return (
            bool(entry.row.required) or entry.patch.number in self._world.catalogue.special.repairs
        )

    def _add(self, entry: Entry) -> None:
        patch = entry.patch
        if patch not in self._entries:
            self._by_number.setdefault(patch.number, []).append(patch)
            self._entries[patch] = entry
            if entry.row is not None and entry.to_install:
                self._to_install[patch] = entry.row

    def _follow(
        self, follower: Follower, entry: Entry, manner: Manner
    ) -> Iterator[tuple[PatchId, Manner]]:
        """Follow what one patch requires; give the patches to follow next, and how (D18)."""
        if entry.row is None:
            return
        repair = self._world.catalogue.special.repairs.get(entry.patch.number)
        if repair:
            wiped = manner.not_obsolete | repair.not_obsolete
            manner = manner._replace(not_obsolete=wiped)
            self._special[entry.patch][f"{repair.place}: {repair.reason}"] = None
        for required in required_by(self._world, entry.row):
            requirement = follower.follow(entry.patch, required, manner)
            self._remark(entry, requirement)
            for other in self._standing_before(entry, requirement, manner):
                if other != entry.patch:
                    self._above[entry.patch].add(other)
                    self._required_by[other].add(entry.patch)
                    if entry.pulls:
                        yield other, manner

    def _remark(self, entry: Entry, requirement: Requirement) -> None:
        if requirement.obstacles and entry.patch in self._to_install:
            self._obstacles[entry.patch].update(requirement.obstacles)
        if requirement.notes and entry.patch in self._to_install:
            self._notes[entry.patch].update(requirement.notes)
        if requirement.special_case:
            self._special[entry.patch][requirement.special_case] = None

    def _standing_before(
        self, entry: Entry, requirement: Requirement, manner: Manner
    ) -> Iterator[PatchId]:
        for target, asked in requirement.targets:
            yield from self._meeting(entry, target, asked, manner)
        for number in requirement.before:
            yield from self._too_old(entry, number, manner)

    def _meeting(
        self, entry: Entry, target: PatchId, asked: str, manner: Manner
    ) -> Sequence[PatchId]:
        """The listed patch that meets a requirement; it is pulled in where it isn't listed (D14).

        What `--minimal` offers of the number stands for it: it is raised, and all planned again.
        """
        self._asked[target.number] = max(asked, self._asked.get(target.number, ""))
        if target in self._entries:
            return (target,)
        offered = self._offered.get(target.number)
        if offered is not None and offered in self._entries:
            return (offered,)
        return self._pull(entry, target.number, manner)

    def _too_old(self, entry: Entry, number: str, manner: Manner) -> Sequence[PatchId]:
        """The listed patches of a number that stands before though it is too old (D22)."""
        listed = [patch for patch in self._by_number.get(number, ()) if patch in self._to_install]
        current = judge_wiped(self._world, number, manner.not_obsolete).patch
        if not listed and current in self._entries:
            return (current,)
        return listed or self._pull(entry, number, manner)

    def _pull(self, entry: Entry, number: str, manner: Manner) -> list[PatchId]:
        if not entry.pulls:
            return []
        pulled = self._pulled(number, manner)
        self._add(pulled)
        return [pulled.patch]

    def _pulled(self, number: str, manner: Manner) -> Entry:
        """A required patch that was not selected, at its current revision (R9, D16, D18)."""
        judgement = judge_wiped(self._world, number, manner.not_obsolete)
        special = None
        if judgement.row is not None and judgement.row.obsolete and judgement.offered:
            special = "the table of special cases reads it as not obsolete here (R11)"
        return Entry(
            judgement.patch,
            judgement,
            judgement.row,
            pulls=True,
            waives=manner.waive,
            special_case=special,
        )

    def block(self) -> None:
        """Find obstacles and notes; decide once which of the conflicting ones stay (D28)."""
        self._find_base_obsoleted()
        self._find_notes()
        for patch, conflicts in installed_conflicts(self._world, self._to_install).items():
            self._conflict(patch, ObstacleKind.CONFLICTS_INSTALLED, conflicts)
        self._spread()
        self._choose()
        self._spread()

    def _find_base_obsoleted(self) -> None:
        """R5, D30: another installed patch obsoletes the number, at whatever revision."""
        for number, listings in self._world.facts.obsoleted.items():
            others = [
                (listed, entry)
                for listed, entry in listings
                if entry.patch is None or entry.patch.number != number
            ]
            for patch in self._by_number.get(number, ()):
                if patch in self._to_install:
                    self._obstacles[patch].update(
                        _base_obsoleted(patch, listed, entry) for listed, entry in others
                    )

    def _find_notes(self) -> None:
        """What the packages and the conditions of the patches leave to say (D2, R11)."""
        partial = self._world.facts.has_partial
        checks = self._world.catalogue.special.checks
        for patch, row in self._to_install.items():
            if partial:
                self._notes[patch].update(self._package_notes(row))
            if patch.number in checks:
                self._notes[patch].update(self._condition_notes(self._entries[patch]))

    def _package_notes(self, row: "Row") -> Iterator[Note]:
        instance = self._world.applicability(row).instance
        if instance and instance.partial:  # D2: a whole one would have been taken before it
            text = f"{instance.instance} is only partially installed; patchadd refuses it"
            yield Note(NoteKind.PACKAGE_PARTIAL, "", text)

    def _condition_notes(self, entry: Entry) -> Iterator[Note]:
        answer = looked_at(self._world, entry.judgement)
        if answer and answer.unchecked and answer.check:
            text = f"the dumps can't tell whether this holds: {answer.check.reason}"
            yield Note(NoteKind.CONDITION_UNCHECKED, "", text)

    def _conflict(self, patch: PatchId, kind: ObstacleKind, conflicts: Iterable[Conflict]) -> None:
        self._obstacles[patch].update(Obstacle(kind, one.other, one.text) for one in conflicts)

    def _blocked(self, patch: PatchId) -> bool:
        obstacles = self._obstacles.get(patch)
        return obstacles is not None and any(obstacle.kind.blocks for obstacle in obstacles)

    def _spread(self) -> None:
        """D27: a patch that requires a blocked one is blocked too, and so on."""
        queue = deque(patch for patch in self._obstacles if self._blocked(patch))
        while queue:
            blocked = queue.popleft()
            text = f"requires {blocked}, which is blocked"
            obstacle = Obstacle(ObstacleKind.REQUIRES_BLOCKED, str(blocked), text)
            for patch in self._required_by.get(blocked, ()):
                if patch in self._to_install:
                    if not self._blocked(patch):
                        queue.append(patch)
                    self._obstacles[patch].add(obstacle)

    def _choose(self) -> None:
        """D28: of conflicting patches, security first, then the required, then lower numbers."""
        conflicts = planned_conflicts(self._world, self._to_install)
        taken: set[str] = set()
        open_ones = [patch for patch in conflicts if not self._blocked(patch)]
        for patch in sorted(open_ones, key=self._precedence):
            standing = [conflict for conflict in conflicts[patch] if conflict.other in taken]
            if standing:
                self._conflict(patch, ObstacleKind.CONFLICTS_PLANNED, standing)
            else:
                taken.add(str(patch))

    def _precedence(self, patch: PatchId) -> tuple[bool, bool, PatchId]:
        travelled = inherited(self._world, patch, self._offered)
        security = self._to_install[patch].security or bool(travelled.security)
        return (not security, patch not in self._required_by, patch)

    def finish(self) -> Plan:
        """Put the list into order (D24, D29) and close it."""
        groups = strongly_connected(self._entries, self._above)
        for group in groups:
            if len(group) > 1:
                self._note_loop(group)
        order = ordered(groups, self._above, self._utilities())
        return Plan(tuple(map(self._planned, order)), self._asked)

    def _utilities(self) -> list[PatchId]:
        """The listed patches of the patch utilities (D29)."""
        return [
            patch
            for number in self._world.catalogue.utilities
            for patch in self._by_number.get(number, ())
            if (row := self._entries[patch].row) and is_utility(row)
        ]

    def _note_loop(self, loop: Sequence[PatchId]) -> None:
        text = f"requires itself through a loop: {', '.join(map(str, loop))}"
        for patch in loop:
            if patch in self._to_install:
                self._notes[patch].add(Note(NoteKind.REQUIRES_LOOP, "", text))

    def _planned(self, patch: PatchId) -> Planned:
        entry = self._entries[patch]
        special = [entry.special_case] if entry.special_case else []
        special += self._special.get(patch, ())
        return Planned(
            entry,
            tuple(sorted(self._above.get(patch, ()))),
            tuple(sorted(self._required_by.get(patch, ()))),
            tuple(sorted(self._obstacles.get(patch, ()))),
            tuple(sorted(self._notes.get(patch, ()))),
            "; ".join(special) or None,
        )


def _base_obsoleted(patch: PatchId, listed: PatchId, entry: "InstalledPatch") -> Obstacle:
    text = f"the installed {entry.text} obsoletes {listed}; patchadd may refuse {patch}"
    return Obstacle(ObstacleKind.BASE_OBSOLETED, entry.text, text)
