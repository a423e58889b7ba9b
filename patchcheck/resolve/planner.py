"""R9, R10 and D26 to D29: how a list is completed, what is in the way of a patch, the order."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind
from patchcheck.resolve.conflicts import Conflict, ToInstall, installed_conflicts, planned_conflicts
from patchcheck.resolve.entry import Entry, entry_of
from patchcheck.resolve.flags import counts_as
from patchcheck.resolve.order import arrange, inverse
from patchcheck.resolve.patch_list import PatchList
from patchcheck.resolve.plan import Plan, Tables
from patchcheck.resolve.requirements import Followed, Follower, Manner, Requirement
from patchcheck.resolve.verdicts import judge_wiped, looked_at

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


def make_plan(
    world: "World",
    selected: PatchList,
    offered: "Mapping[str, PatchId] | None" = None,
) -> Plan:
    """Complete a selection by what it requires (R9), find obstacles (R10), put it into order."""
    builder = _Builder(world, selected.copy(), offered or {})
    builder.complete()
    builder.block()
    return builder.finish()


class _Builder:
    """The list while it grows."""

    def __init__(
        self, world: "World", patches: PatchList, offered: "Mapping[str, PatchId]"
    ) -> None:
        self._world = world
        self._patches = patches
        self._offered = offered
        self._repairs = world.catalogue.special.repairs
        self._tables = Tables(patches)
        self._queue: deque[tuple[PatchId, Manner]] = deque()
        self._without_waiver: set[PatchId] = set()
        self._awaited: list[tuple[PatchId, PatchId]] = []  # required, but not pulled in (D14)
        self._uniform = True  # all entries waive or none does, and none was pulled in by table D

    def complete(self) -> None:
        """Follow the requirements of the selection until nothing is new."""
        patches, tables = self._patches, self._tables
        manners = {entry.waives for entry in patches.own.values()}
        if patches.alike:  # what hosts share waives
            manners |= {True}
        self._uniform = len(manners) <= 1
        if not self._uniform:
            patches.put_apart()
        # What pulls is the live current row, or what `--minimal` offers; a full id is any revision.
        odd = {patch.number for patch, entry in patches.own.items() if not entry.pulls}
        follower = Follower(self._world, patches.copy(), odd.union(self._offered))
        for waives in sorted(manners):
            self._follow_all(follower, Manner(waive=waives))
        for patch, other in self._awaited:
            if other in patches:  # another one has pulled it in
                tables.stand_above(patch, frozenset((other,)))
        tables.required_by = inverse(tables.above)

    def _follow_all(self, follower: Follower, manner: Manner) -> None:
        """Follow the requirements of what is listed, in one manner.

        Plain numbers come first: what they reach is not followed again with the waiver (D29).
        """
        in_full = follower.met_in_full()
        self._tables.above.update(self._world.catalogue.alike.above(in_full))
        first = self._to_follow(manner, in_full)
        met = follower.met_at_once(first) if self._uniform else {}
        for entry in first:
            patch, ways, found = entry.patch, entry.standing.ways, met.get(entry.patch)
            if found is None:
                self._follow(follower, entry, manner)
                continue
            if found:
                self._tables.above[patch] = found
            if len(found) < len(ways.ends):
                self._take(entry, follower.unmet(patch, ways, found, manner), manner)
        if self._queue or not manner.waive:
            shared = self._world.catalogue.alike.entries
            done = {
                *(shared[number].patch for number in in_full),
                *(entry.patch for entry in first),
            }
            self._follow_queue(follower, done, manner)

    def _to_follow(self, manner: Manner, done: frozenset[str]) -> list[Entry]:
        """The listed patches that require anything and are to be followed in this manner.

        Of the shared ones those in `done` are left out.
        """
        patches, alike = self._patches, self._world.catalogue.alike
        requiring = patches.alike.intersection(alike.requiring).difference(done)
        own = [
            entry
            for patch, entry in patches.own.items()
            if (entry.standing.ways.each or patch.number in self._repairs)
            and entry.waives is manner.waive
            and patch not in self._without_waiver
        ]
        return own + [alike.entries[number] for number in sorted(requiring)]

    def _follow_queue(
        self, follower: Follower, done: "Collection[PatchId]", manner: Manner
    ) -> None:
        """Follow what was pulled in, and what that leads to; in this manner those are done with."""
        seen = {(patch, manner.not_obsolete) for patch in done}
        while self._queue:
            patch, how = self._queue.popleft()
            if (patch, how.not_obsolete) not in seen and patch not in self._without_waiver:
                seen.add((patch, how.not_obsolete))
                self._follow(follower, self._patches[patch], how)
        if not manner.waive:
            self._without_waiver = {patch for patch, _ in seen}

    def _follow(self, follower: Follower, entry: Entry, manner: Manner) -> None:
        """Follow what one patch requires; what that leads to is to be followed next (D18)."""
        repair = self._repairs.get(entry.patch.number) if entry.row else None
        if repair:
            manner = manner._replace(not_obsolete=manner.not_obsolete | repair.not_obsolete)
            self._tables.special[entry.patch][f"{repair.place}: {repair.reason}"] = None
        followed = follower.follow_entry(entry, manner)
        if followed.met:
            self._stand_above(entry, followed.met, manner)
        if self._offered:
            for met in followed.asked:
                self._tables.ask(met.number, met.revision)
        self._take(entry, followed, manner)

    def _take(self, entry: Entry, followed: Followed, manner: Manner) -> None:
        """Do what there is to do about requirements that nothing selected meets."""
        if followed.waived and self._patches.installs(entry.patch):
            self._tables.waived.setdefault(entry.patch, set()).update(followed.waived)
        for requirement in followed.rest:
            for target, asked in requirement.targets:
                self._pull_target(entry, target, asked, manner)
            self._remark(entry, requirement, manner)

    def _remark(self, entry: Entry, requirement: Requirement, manner: Manner) -> None:
        """Note what there is to say of a requirement that nothing meets, or that was replaced."""
        patch = entry.patch
        if (requirement.obstacles or requirement.notes) and self._patches.installs(patch):
            self._tables.hinder(patch, requirement.obstacles)
            self._tables.notes[patch].update(requirement.notes)
        if requirement.special_case:
            self._tables.special[patch][requirement.special_case] = None
        for number in requirement.before:
            self._stand_above(entry, frozenset(self._too_old(entry, number, manner)), manner)

    def _stand_above(self, entry: Entry, others: "frozenset[PatchId]", manner: Manner) -> None:
        """Let listed patches stand above another; they are followed in the same manner, too."""
        self._tables.stand_above(entry.patch, others)
        if entry.pulls and (manner.not_obsolete or not self._uniform):
            self._queue.extend((other, manner) for other in others)

    def _pull_target(self, entry: Entry, target: "PatchId", asked: str, manner: Manner) -> None:
        """Let what meets a requirement stand above; it is pulled in where it isn't listed (D14).

        What `--minimal` offers of the number stands for it: it is raised, and all planned again.
        """
        self._tables.ask(target.number, asked)
        offered = self._offered.get(target.number)
        listed = (patch for patch in (target, offered) if patch and patch in self._patches)
        other = next(listed, None) or self._pull(entry, target.number, manner)
        if other is not None:
            self._stand_above(entry, frozenset((other,)), manner)

    def _too_old(self, entry: Entry, number: str, manner: Manner) -> "Sequence[PatchId]":
        """The listed patches of a number that stands before though it is too old (D22)."""
        listed = self._patches.of_number(number)
        current = judge_wiped(self._world, number, manner.not_obsolete).patch
        if not listed and current in self._patches:
            return (current,)
        pulled = None if listed else self._pull(entry, number, manner)
        return listed or ((pulled,) if pulled else ())

    def _pull(self, entry: Entry, number: str, manner: Manner) -> "PatchId | None":
        if not entry.pulls:
            judged = judge_wiped(self._world, number, manner.not_obsolete)
            self._awaited.append((entry.patch, judged.patch))
            return None
        pulled = self._pulled(number, manner)
        if pulled.patch not in self._patches:
            self._patches.put(pulled)
        self._queue.append((pulled.patch, manner))
        self._uniform = self._uniform and not manner.not_obsolete
        return pulled.patch

    def _pulled(self, number: str, manner: Manner) -> Entry:
        """A required patch that was not selected, at its current revision (R9, D16, D18)."""
        judgement = judge_wiped(self._world, number, manner.not_obsolete)
        special = None
        if judgement.row is not None and judgement.row.obsolete and judgement.offered:
            special = "the table of special cases reads it as not obsolete here (R11)"
        pulled = entry_of(self._world.catalogue, judgement, pulls=True, waives=manner.waive)
        return pulled._replace(special_case=special)

    def block(self) -> None:
        """Find obstacles and notes; decide once which of the conflicting ones stay (D28)."""
        self._find_base_obsoleted()
        self._find_notes()
        planned = ToInstall(self._patches, self._incompatible())
        for patch, conflicts in installed_conflicts(self._world, planned).items():
            self._conflict(patch, ObstacleKind.CONFLICTS_INSTALLED, conflicts)
        self._spread()
        self._choose(planned)
        self._spread()

    def _incompatible(self) -> "list[Row]":
        """The rows of what is to be installed that list incompatible patches."""
        patches, alike = self._patches, self._world.catalogue.alike
        shared = (alike.entries[n] for n in sorted(patches.alike & alike.incompatible))
        own = (entry for entry in patches.own.values() if entry.standing.incompatible)
        found = (entry for entry in (*shared, *own) if patches.installs(entry.patch))
        return [entry.row for entry in found if entry.row]

    def _find_base_obsoleted(self) -> None:
        """R5, D30: another installed patch obsoletes the number, at whatever revision."""
        for number, listings in self._world.facts.obsoleted.items():
            others = [
                (listed, entry)
                for listed, entry in listings
                if entry.patch is None or entry.patch.number != number
            ]
            for patch in self._patches.of_number(number):
                found = (_base_obsoleted(patch, listed, entry) for listed, entry in others)
                self._tables.hinder(patch, found)

    def _find_notes(self) -> None:
        """What the packages and the conditions of the patches leave to say (D2, R11)."""
        partial = self._world.facts.has_partial
        checks = self._world.catalogue.special.checks
        for patch, entry in self._patches.items() if partial else ():
            if self._patches.installs(patch):
                self._tables.notes[patch].update(self._package_notes(entry))
        for number in checks:
            for patch in self._patches.of_number(number):
                self._tables.notes[patch].update(self._condition_notes(self._patches[patch]))

    def _package_notes(self, entry: Entry) -> Iterator[Note]:
        instance = self._world.applicability(entry.row).instance if entry.row else None
        if instance and instance.partial:  # D2: a whole one would have been taken before it
            text = f"{instance.instance} is only partially installed; patchadd refuses it"
            yield Note(NoteKind.PACKAGE_PARTIAL, "", text)

    def _condition_notes(self, entry: Entry) -> Iterator[Note]:
        answer = looked_at(self._world, entry.judgement)
        if answer and answer.unchecked and answer.check:
            text = f"the dumps can't tell whether this holds: {answer.check.reason}"
            yield Note(NoteKind.CONDITION_UNCHECKED, "", text)

    def _conflict(
        self, patch: "PatchId", kind: ObstacleKind, conflicts: Iterable[Conflict]
    ) -> None:
        self._tables.hinder(patch, (Obstacle(kind, one.other, one.text) for one in conflicts))

    def _spread(self) -> None:
        """D27: a patch that requires a blocked one is blocked too, and so on."""
        queue = deque(self._tables.blocked)
        while queue:
            blocked = queue.popleft()
            text = f"requires {blocked}, which is blocked"
            obstacle = Obstacle(ObstacleKind.REQUIRES_BLOCKED, str(blocked), text)
            for patch in self._tables.required_by.get(blocked, ()):
                if self._patches.installs(patch):
                    if patch not in self._tables.blocked:
                        queue.append(patch)
                    self._tables.hinder(patch, (obstacle,))

    def _choose(self, planned: ToInstall) -> None:
        """D28: of conflicting patches, security first, then the required, then lower numbers."""
        conflicts = planned_conflicts(self._world, planned)
        taken: set[str] = set()
        open_ones = [patch for patch in conflicts if patch not in self._tables.blocked]
        for patch in sorted(open_ones, key=self._precedence):
            standing = [conflict for conflict in conflicts[patch] if conflict.other in taken]
            if standing:
                self._conflict(patch, ObstacleKind.CONFLICTS_PLANNED, standing)
            else:
                taken.add(str(patch))

    def _precedence(self, patch: "PatchId") -> "tuple[bool, bool, PatchId]":
        flags = counts_as(self._world, patch, self._patches[patch].row, self._offered)
        return (not flags.security, patch not in self._tables.required_by, patch)

    def finish(self) -> Plan:
        """Put the list into order (D24, D29) and close it."""
        found = arrange(self._patches, self._tables.above, self._utilities())
        for loop in found.loops:
            self._note_loop(loop)
        return Plan(tuple(found.order), self._tables)

    def _utilities(self) -> "list[PatchId]":
        """The listed patches of the patch utilities (D29)."""
        patches, alike = self._patches, self._world.catalogue.alike
        shared = [alike.entries[n].patch for n in patches.alike & alike.utilities]
        return shared + [patch for patch, entry in patches.own.items() if entry.standing.utility]

    def _note_loop(self, loop: "Sequence[PatchId]") -> None:
        text = f"requires itself through a loop: {', '.join(map(str, loop))}"
        for patch in loop:
            if self._patches.installs(patch):
                self._tables.notes[patch].add(Note(NoteKind.REQUIRES_LOOP, "", text))


def _base_obsoleted(patch: "PatchId", listed: "PatchId", entry: "InstalledPatch") -> Obstacle:
    text = f"the installed {entry.text} obsoletes {listed}; patchadd may refuse {patch}"
    return Obstacle(ObstacleKind.BASE_OBSOLETED, entry.text, text)
