"""R9, R10 and D26 to D29: the list as a plan, what each patch waits for, what is in its way."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.conflicts import Conflict, installed_conflicts, planned_conflicts
from patchcheck.resolve.flags import inherited
from patchcheck.resolve.order import ordered, strongly_connected
from patchcheck.resolve.requirements import Manner, Requirement, Walks, follow, required_by
from patchcheck.resolve.verdicts import Judgement, judge_wiped

if TYPE_CHECKING:
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World

_UTILITIES = "SUNWswmt:"


@dataclass(frozen=True, slots=True)
class Entry:
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
        if self.row is None or not self.judgement.offered:
            return False
        above = self.judgement.installed is None or self.patch.revision > self.judgement.installed
        return above and not self.row.bad


@dataclass(slots=True)
class _Links:
    """What was found out about one listed patch while the list was made."""

    above: set[PatchId] = field(default_factory=set)
    required_by: set[PatchId] = field(default_factory=set)
    obstacles: set[Obstacle] = field(default_factory=set)
    notes: set[Note] = field(default_factory=set)
    special: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of the finished plan; `after` must stand above it, `required_by` below."""

    entry: Entry
    after: tuple[PatchId, ...]
    required_by: tuple[PatchId, ...]
    obstacles: tuple[Obstacle, ...]
    notes: tuple[Note, ...]
    special_case: str | None


@dataclass(frozen=True, slots=True)
class Plan:
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
    """The list while it grows."""

    def __init__(self, world: "World", offered: Mapping[str, PatchId]) -> None:
        self._world = world
        self._offered = offered
        self._entries: dict[PatchId, Entry] = {}
        self._links: dict[PatchId, _Links] = {}
        self._by_number: dict[str, list[PatchId]] = {}
        self._asked: dict[str, str] = {}
        self._without_waiver: set[PatchId] = set()
        self._walks = Walks()

    def add_all(self, entries: Iterable[Entry]) -> None:
        """List the selection, then follow requirements until nothing is new."""
        for entry in entries:
            self._add(entry)
        selected = {
            number: [patch for patch in patches if self._entries[patch].to_install]
            for number, patches in self._by_number.items()
        }
        for waives in (False, True):
            self._follow_all(Manner(waive=waives, selected=selected))

    def _follow_all(self, manner: Manner) -> None:
        """Follow the requirements of what is listed, in one manner.

        Plain numbers come first: what they reach is not followed again with the waiver (D29).
        """
        queue = deque(
            (patch, manner)
            for patch, entry in self._entries.items()
            if entry.waives is manner.waive and patch not in self._without_waiver
        )
        seen: set[tuple[PatchId, frozenset[str]]] = set()
        while queue:
            patch, how = queue.popleft()
            if (patch, how.not_obsolete) in seen or patch in self._without_waiver:
                continue
            seen.add((patch, how.not_obsolete))
            queue.extend(self._follow(self._entries[patch], how))
        if not manner.waive:
            self._without_waiver = {patch for patch, _ in seen}

    def _add(self, entry: Entry) -> None:
        if entry.patch not in self._entries:
            self._by_number.setdefault(entry.patch.number, []).append(entry.patch)
            self._links[entry.patch] = _Links()
            self._entries[entry.patch] = entry

    def _follow(self, entry: Entry, manner: Manner) -> list[tuple[PatchId, Manner]]:
        """Follow what one patch requires; give the patches to follow next, and how (D18)."""
        if entry.row is None:
            return []
        links = self._links[entry.patch]
        repair = self._world.catalogue.special.repairs.get(entry.patch.number)
        if repair:
            manner = replace(manner, not_obsolete=manner.not_obsolete | repair.not_obsolete)
            links.special[f"{repair.place}: {repair.reason}"] = None
        found: list[tuple[PatchId, Manner]] = []
        for required in required_by(self._world, entry.row):
            requirement = follow(self._world, entry.patch, required, manner, self._walks)
            self._remark(entry, requirement)
            targets = [
                *(self._meeting(entry, *item, manner) for item in requirement.targets.items()),
                *(self._standing(entry, number, manner) for number in requirement.before),
            ]
            for other in (patch for group in targets for patch in group if patch != entry.patch):
                links.above.add(other)
                self._links[other].required_by.add(entry.patch)
                if entry.pulls:
                    found.append((other, manner))
        return found

    def _remark(self, entry: Entry, requirement: Requirement) -> None:
        links = self._links[entry.patch]
        if entry.to_install:
            links.obstacles.update(requirement.obstacles)
            links.notes.update(requirement.notes)
        if requirement.special_case:
            links.special[requirement.special_case] = None

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

    def _standing(self, entry: Entry, number: str, manner: Manner) -> Sequence[PatchId]:
        """The listed patches of a number that stands before though it is too old (D22)."""
        listed = self._to_install(number)
        current = judge_wiped(self._world, number, manner.not_obsolete).patch
        if not listed and current in self._entries:
            return (current,)
        return listed or self._pull(entry, number, manner)

    def _to_install(self, number: str) -> Sequence[PatchId]:
        listed = self._by_number.get(number, ())
        return [patch for patch in listed if self._entries[patch].to_install]

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
        to_install = {patch: entry for patch, entry in self._entries.items() if entry.to_install}
        rows = {patch: entry.row for patch, entry in to_install.items() if entry.row}
        for patch in to_install:
            self._links[patch].obstacles.update(self._base_obsoleted(patch))
            self._links[patch].notes.update(self._notes(patch))
        for patch, conflicts in installed_conflicts(self._world, rows).items():
            self._links[patch].obstacles.update(
                _obstacle(ObstacleKind.CONFLICTS_INSTALLED, conflict) for conflict in conflicts
            )
        self._spread()
        self._choose(rows)
        self._spread()

    def _base_obsoleted(self, patch: PatchId) -> list[Obstacle]:
        """R5, D30: another installed patch obsoletes the number, at whatever revision."""
        return [
            Obstacle(
                ObstacleKind.BASE_OBSOLETED,
                entry.text,
                f"the installed {entry.text} obsoletes {listed}; patchadd may refuse {patch}",
            )
            for listed, entry in self._world.facts.obsoleted.get(patch.number, ())
            if entry.patch is None or entry.patch.number != patch.number
        ]

    def _notes(self, patch: PatchId) -> list[Note]:
        entry = self._entries[patch]
        notes = []
        instance = self._world.applicability(entry.row).instance if entry.row else None
        if instance and instance.partial:  # D2: a whole one would have been taken before it
            text = f"{instance.instance} is only partially installed; patchadd refuses it"
            notes.append(Note(NoteKind.PACKAGE_PARTIAL, "", text))
        answer = entry.judgement.applicability
        if answer and answer.unchecked and answer.check:
            text = f"the dumps can't tell whether this holds: {answer.check.reason}"
            notes.append(Note(NoteKind.CONDITION_UNCHECKED, "", text))
        return notes

    def _blocked(self, patch: PatchId) -> bool:
        return any(obstacle.kind.blocks for obstacle in self._links[patch].obstacles)

    def _spread(self) -> None:
        """D27: a patch that requires a blocked one is blocked too, and so on."""
        queue = deque(patch for patch in self._entries if self._blocked(patch))
        while queue:
            blocked = queue.popleft()
            text = f"requires {blocked}, which is blocked"
            obstacle = Obstacle(ObstacleKind.REQUIRES_BLOCKED, str(blocked), text)
            for patch in self._links[blocked].required_by:
                if self._entries[patch].to_install:
                    if not self._blocked(patch):
                        queue.append(patch)
                    self._links[patch].obstacles.add(obstacle)

    def _choose(self, rows: Mapping[PatchId, "Row"]) -> None:
        """D28: of conflicting patches, security first, then the required, then lower numbers."""
        conflicts = planned_conflicts(self._world, rows)
        taken: set[str] = set()
        candidates = [patch for patch in rows if patch in conflicts and not self._blocked(patch)]
        for patch in sorted(candidates, key=self._precedence):
            standing = [conflict for conflict in conflicts[patch] if conflict.other in taken]
            if standing:
                self._links[patch].obstacles.update(
                    _obstacle(ObstacleKind.CONFLICTS_PLANNED, conflict) for conflict in standing
                )
            else:
                taken.add(str(patch))

    def _precedence(self, patch: PatchId) -> tuple[bool, bool, PatchId]:
        row = self._entries[patch].row
        security = row is not None and row.security
        security = security or bool(inherited(self._world, patch, self._offered).security)
        return (not security, not self._links[patch].required_by, patch)

    def finish(self) -> Plan:
        """Put the list into order (D24, D29) and close it."""
        above = {patch: sorted(links.above) for patch, links in self._links.items()}
        utilities = [
            patch
            for patch, entry in self._entries.items()
            if entry.row and any(item.startswith(_UTILITIES) for item in entry.row.packages)
        ]
        for loop in strongly_connected(self._entries, above):
            if len(loop) > 1:
                self._note_loop(loop)
        steps = tuple(self._planned(patch) for patch in ordered(self._entries, above, utilities))
        return Plan(steps, self._asked)

    def _note_loop(self, loop: Sequence[PatchId]) -> None:
        text = f"requires itself through a loop: {', '.join(map(str, loop))}"
        for patch in loop:
            if self._entries[patch].to_install:
                self._links[patch].notes.add(Note(NoteKind.REQUIRES_LOOP, "", text))

    def _planned(self, patch: PatchId) -> Planned:
        links, entry = self._links[patch], self._entries[patch]
        special = [entry.special_case] if entry.special_case else []
        special += list(links.special)
        return Planned(
            entry,
            tuple(sorted(links.above)),
            tuple(sorted(links.required_by)),
            tuple(sorted(links.obstacles)),
            tuple(sorted(links.notes)),
            "; ".join(special) or None,
        )


def _obstacle(kind: ObstacleKind, conflict: Conflict) -> Obstacle:
    return Obstacle(kind, conflict.other, conflict.text)
