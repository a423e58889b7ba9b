"""What a requirement comes to: R9, D17-D23, D29, tables C and D."""

from dataclasses import dataclass, field

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import ObstacleKind, Verdict
from patchcheck.model.xref import Row
from tests.checker.applying import applies
from tests.checker.chains import satisfied
from tests.checker.facts import World, current, listed, live
from tests.checker.verdicts import excepted_by, to_install
from tests.checker.words import Entry


@dataclass(frozen=True)
class Context:
    """How the requirements of a patch are followed: table D's wiping (D18), no waiver (D29)."""

    wiped: frozenset[str] = frozenset()
    plain: bool = False


@dataclass
class Outcome:
    """What one requirement comes to; empty: satisfied, nothing to do.

    `targets` are to be listed before; `stand_ins` too, though they do not meet it (D22); `own`:
    the listed patch meets it (D23); `demands` are revisions required of selected numbers (D16).
    """

    targets: set[PatchId] = field(default_factory=set)
    stand_ins: set[PatchId] = field(default_factory=set)
    own: bool = False
    obstacles: set[ObstacleKind] = field(default_factory=set)
    waived: bool = False
    demands: set[PatchId] = field(default_factory=set)


def requirements(
    world: World, entry: Entry, wiped: frozenset[str]
) -> tuple[list[tuple[str, PatchId]], frozenset[str]]:
    """The required ids as listed and as read, and what is wiped while they are followed."""
    repair = world.special.repairs.get(entry.patch.number) if entry.row else None
    if repair is not None:  # table D
        # reading: the repair holds for every revision of its number that the file lists.
        ids, wiped = list(repair.requires), wiped | repair.not_obsolete
    else:
        ids = [item.patch for item in entry.row.requires] if entry.row else []
    return [(str(patch), _read_as(world, patch)) for patch in ids], wiped


def _read_as(world: World, patch: PatchId) -> PatchId:
    # reading: table C comes first, before R6; it is read once, and for table D's ids as well.
    never = world.special.never_released.get(patch)
    return never.read_as if never else patch


@dataclass(frozen=True)
class Follower:
    """Follows the requirements of one listed patch in one context."""

    world: World
    selection: tuple[Entry, ...]
    entry: Entry
    context: Context

    def follow(self, wanted: PatchId, path: tuple[PatchId, ...] = ()) -> Outcome:
        """R9; `path` holds the obsolete rows walked through so far (D17)."""
        own, wiped = self.entry.patch, self.context.wiped
        if wanted.number == own.number and wanted.revision <= own.revision:
            return Outcome(own=True)  # D23
        if satisfied(self.world, wanted, wiped):
            return Outcome()
        # reading: D23 is asked at each step of the walk; a requirement that the current revision of
        # its own number meets (D19) is listed, even where the listed patch supersedes it.
        chosen = self._selected(wanted)
        if chosen is not None:
            return Outcome(targets={chosen.patch})
        row = current(self.world, wanted.number, wiped)
        if row is None:
            return Outcome(obstacles={ObstacleKind.REQUIRES_UNKNOWN})
        if live(row) and row.revision >= wanted.revision:
            return self._end(wanted, row)
        above = [
            each
            for each in listed(self.world, wanted.number, wiped)
            if each.revision >= wanted.revision
        ]
        for each in above:
            if each.successors:
                return self._chain(each, path)
        return self._dead_end(above, row)

    def _selected(self, wanted: PatchId) -> Entry | None:
        # reading: what the words select and is to be installed (a full id, a minimal revision)
        # meets a requirement before the current revision is asked; the lowest that is high enough.
        able = [
            each
            for each in self.selection
            if each.installs
            and each.patch.number == wanted.number
            and each.patch.revision >= wanted.revision
        ]
        return min(able, key=lambda each: each.patch, default=None)

    def _end(self, wanted: PatchId, row: Row) -> Outcome:
        """The current revision meets it (D19): waived, excepted or listed."""
        if not applies(self.world, row) and not self.context.plain:
            return Outcome(waived=True)  # R9, D22
        # reading: what is pulled in comes at its current revision (D16), so that one is asked.
        if excepted_by(self.world, row.patch) is Verdict.EXCEPTED:
            return Outcome(obstacles={ObstacleKind.REQUIRES_EXCEPTED})
        # reading: without the waiver (D29) a patch that does not apply is listed and installed.
        chosen = [
            each
            for each in self.selection
            if each.installs and not each.exact and each.patch.number == row.number
        ]
        # reading: a minimal revision is raised by what its own row requires of its number, too.
        return Outcome(targets={row.patch}, demands={wanted} if chosen else set())

    def _chain(self, row: Row, path: tuple[PatchId, ...]) -> Outcome:
        """The successors of the lowest obsolete row that names any (D19), all of them (D20)."""
        if row.patch in path:
            return Outcome(obstacles={ObstacleKind.REQUIRES_LOOP})  # D17
        ends = [self.follow(successor, (*path, row.patch)) for successor in row.successors]
        if len(ends) == 1:
            return ends[0]
        listable = [end for end in ends if end.own or (end.targets and not end.obstacles)]
        # reading: a satisfied end is no end that can be listed: it does not silence obstacles.
        # reading: an end whose obstacle does not count brings no stand-in (D22) either.
        kept = listable or [end for end in ends if end.obstacles] or ends
        return Outcome(
            targets=set().union(*(end.targets for end in kept)),
            stand_ins=set().union(*(end.stand_ins for end in kept)),
            own=any(end.own for end in kept),
            obstacles=set().union(*(end.obstacles for end in kept)),
            # reading: a satisfied end is something else that is left: no waiver beside it (D20).
            waived=all(end.waived for end in kept),
            demands=set().union(*(end.demands for end in kept)),
        )

    def _dead_end(self, above: list[Row], row: Row) -> Outcome:
        """No revision meets it, and no row names a successor (D21, D22)."""
        if not above:
            return self._too_new(row)
        # reading: of several rows at or above, none of them live, the lowest decides.
        lowest = above[0]
        if not lowest.bad and not lowest.says_withdrawn:
            # reading: an obsolete row without a successor is never waived, only withdrawn and
            # too new are (D22 names those two).
            return Outcome(obstacles={ObstacleKind.REQUIRES_UNKNOWN})
        if not applies(self.world, lowest) and not self.context.plain:
            return Outcome(waived=True)
        return Outcome(obstacles={ObstacleKind.REQUIRES_WITHDRAWN})

    def _too_new(self, row: Row) -> Outcome:
        # reading: the current row, live or not, decides about the waiver; withdrawn or obsolete
        # lower revisions give requires-too-new like live ones.
        if not applies(self.world, row) and not self.context.plain:
            return Outcome(waived=True)
        outcome = Outcome(obstacles={ObstacleKind.REQUIRES_TOO_NEW})
        # reading: "if missing" means: if it is to be installed and not the listed patch itself.
        stands = to_install(self.world, row.number, self.context.wiped) and live(row)
        if stands and row.number != self.entry.patch.number:
            chosen = [e for e in self.selection if e.installs and e.patch.number == row.number]
            outcome.stand_ins = {e.patch for e in chosen} or {row.patch}
        return outcome
