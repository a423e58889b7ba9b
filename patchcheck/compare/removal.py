"""What is to be removed, in an order in which patchrm doesn't refuse it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from patchcheck.compare.listing import Listing
from patchcheck.compare.model import Step
from patchcheck.compare.subject import Subject
from patchcheck.compare.words import some
from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import PatchId

BACKOUT_UNKNOWN = "unknown: no dump tells whether back-out data was kept"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step can't be taken; `blockers` are the ids that stand in its way."""

    reason: str
    blockers: tuple[str, ...] = ()


def remove_above(
    listing: Listing, goal: Subject, kept: Collection[str]
) -> tuple[list[Step], dict[str, Refusal]]:
    """Remove what stands above the goal, and tell by number what patchrm refuses.

    What the goal has superseded stays, and so do the numbers `kept`. Dependants go first, patches
    that share a package newest first.
    """
    removal = _Removal(listing, goal, kept)
    removal.run()
    return removal.steps(), removal.refusals()


def above(listing: Listing, goal: Subject, number: str) -> bool:
    """Whether a number stands higher than at the goal, and isn't merely superseded there."""
    level, wanted = listing.level(number), goal.level(number)
    if level is None or (wanted is not None and level <= wanted):
        return False
    return not goal.world.satisfied(PatchId(number, level))


@dataclass(frozen=True, slots=True)
class _Done:
    """An entry that was removed, and the revision in force then."""

    entry: InstalledPatch
    after: str | None


class _Removal:
    """The removals, while they are made."""

    def __init__(self, listing: Listing, goal: Subject, kept: Collection[str]) -> None:
        self._listing = listing
        self._goal = goal
        self._done: list[_Done] = []
        self._pending = [
            number
            for number in sorted(listing.revisions)
            if number not in kept and above(listing, goal, number)
        ]

    def run(self) -> None:
        """Take the next patch that is free to go, until none is."""
        while entry := self._next():
            number = entry.text.partition("-")[0]
            self._listing.remove(entry)
            self._done.append(_Done(entry, self._listing.level(number)))
            if not above(self._listing, self._goal, number):
                self._pending.remove(number)

    def _next(self) -> InstalledPatch | None:
        """The newest that is free to go, rather not one that a newer, bound one overlies."""
        tops = [self._listing.top(number) for number in self._pending]
        newest = _newest(tops)
        overlaid: InstalledPatch | None = None
        for entry in sorted(tops, key=_age, reverse=True):
            if not (self._listing.superseders(entry) or self._listing.dependants(entry)):
                if not _overlaid(entry, newest):
                    return entry
                overlaid = overlaid or entry
        return overlaid

    def refusals(self) -> dict[str, Refusal]:
        """Why patchrm refuses what is left, by number."""
        found = {
            number: _refusal(self._listing, self._listing.top(number)) for number in self._pending
        }
        return {number: refusal for number, refusal in found.items() if refusal}

    def steps(self) -> list[Step]:
        """The removals, as steps."""
        sharing: dict[str, list[InstalledPatch]] = {}
        for done in self._done:
            for name in set(done.entry.packages):
                sharing.setdefault(name, []).append(done.entry)
        return [self._step(done, sharing) for done in self._done]

    def _step(self, done: _Done, sharing: dict[str, list[InstalledPatch]]) -> Step:
        entry = done.entry
        patch = entry.patch
        wanted = self._goal.level(patch.number) if patch else None
        return Step(
            action="remove",
            patch=entry.text,
            level_before=patch.revision if patch else None,
            level_after=done.after,
            backout=BACKOUT_UNKNOWN,
            order=_order(entry, sharing),
            why=_why(self._goal.name, patch, wanted),
        )


def _why(goal: str, patch: PatchId | None, wanted: str | None) -> str:
    if patch is None or wanted is None:
        return f"{goal} hasn't got it"
    return f"{goal} has {patch.number}-{wanted}"


def _refusal(listing: Listing, entry: InstalledPatch) -> Refusal | None:
    """Why patchrm refuses an entry in force, None where it doesn't."""
    superseders = listing.superseders(entry)
    if superseders:
        return Refusal(f"patchrm refuses: superseded by {some(superseders)}", tuple(superseders))
    dependants = listing.dependants(entry)
    if dependants:
        return Refusal(f"patchrm refuses: required by {some(dependants)}", tuple(dependants))
    return None


def _age(entry: InstalledPatch) -> tuple[date, str]:
    return (entry.installed_on or date.min, entry.text)


def _newest(entries: Iterable[InstalledPatch]) -> dict[str, date]:
    """For each package name, the last day on which one of the patches went in."""
    found: dict[str, date] = {}
    for entry in entries:
        for name in entry.packages if entry.installed_on else ():
            found[name] = max(found.get(name, date.min), entry.installed_on or date.min)
    return found


def _overlaid(entry: InstalledPatch, newest: Mapping[str, date]) -> bool:
    """Whether a newer patch of one of its packages is still to go."""
    day = entry.installed_on
    return day is not None and any(newest.get(name, day) > day for name in entry.packages)


def _order(entry: InstalledPatch, sharing: dict[str, list[InstalledPatch]]) -> str:
    """Say with which patches of the plan the order isn't known."""
    found = {
        other.text
        for name in entry.packages
        for other in sharing[name]
        if not _settled(entry, other)
    }
    if not found:
        return ""
    return (
        f"order unknown: {some(sorted(found))} patched a package that this one patches too, and no "
        "dump tells which went in last"
    )


def _settled(one: InstalledPatch, other: InstalledPatch) -> bool:
    """Whether something tells which of two goes first: number, dates, or a requirement."""
    if one.patch is None or other.patch is None or one.patch.number == other.patch.number:
        return True
    if one.installed_on and other.installed_on and one.installed_on != other.installed_on:
        return True
    return _needs(one, other) or _needs(other, one)


def _needs(one: InstalledPatch, other: InstalledPatch) -> bool:
    """Whether patchrm refuses `other` while `one` is there."""
    held = [other.patch, *other.obsoletes]
    return any(
        patch is not None and patch.number == wanted.number and wanted.revision <= patch.revision
        for wanted in one.requires
        for patch in held
    ) or any(
        other.patch is not None
        and listed.number == other.patch.number
        and listed.revision >= other.patch.revision
        for listed in one.obsoletes
    )
