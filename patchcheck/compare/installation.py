"""What is to be installed, in an order in which patchadd doesn't refuse it."""

from collections.abc import Mapping

from patchcheck.compare.listing import Listing
from patchcheck.compare.model import Step
from patchcheck.compare.packages import misfit
from patchcheck.compare.removal import Refusal
from patchcheck.compare.subject import Subject, united
from patchcheck.compare.words import some
from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.resolve.order import arrange

_UTILITIES = "SUNWswmt"


def below(listing: Listing, goal: Subject, number: str) -> bool:
    """Whether a number stands lower than at the goal, and isn't merely superseded here."""
    level, wanted = listing.level(number), goal.level(number)
    if wanted is None or (level is not None and level >= wanted):
        return False
    return not listing.satisfied(PatchId(number, wanted))


def install_below(listing: Listing, goal: Subject) -> tuple[list[Step], dict[str, Refusal]]:
    """Install what stands below the goal, and tell by number what patchadd refuses."""
    installation = _Installation(listing, goal)
    installation.run()
    return installation.steps, installation.refusals


def unfit(listing: Listing, entry: InstalledPatch) -> Refusal | None:
    """Why a patch can't go onto the host whatever else is there; None where it can (R2, R3, R8)."""
    row = listing.catalogue.row(entry.patch) if entry.patch else None
    if row and row.bad:
        return Refusal(f"{entry.text} was withdrawn")
    found = misfit(listing.subject, entry, row)
    return Refusal(found.text) if found else None


class _Installation:
    """The installations, while they are made."""

    def __init__(self, listing: Listing, goal: Subject) -> None:
        self.steps: list[Step] = []
        self.refusals: dict[str, Refusal] = {}
        self._listing = listing
        self._goal = goal
        self._pending: dict[PatchId, InstalledPatch] = {}
        for number, listed in sorted(goal.world.facts.installed.items()):
            if below(listing, goal, number):
                self._consider(united(listed, listing.catalogue))

    def _consider(self, entry: InstalledPatch) -> None:
        refusal = unfit(self._listing, entry)
        if entry.patch is None:
            return
        if refusal:
            self.refusals[entry.patch.number] = refusal
        else:
            self._pending[entry.patch] = entry

    def run(self) -> None:
        """Go through the list, and again through what was refused, until nothing more goes in."""
        edges = self._edges()
        order = list(arrange(self._pending, edges, self._utilities()).order)
        while order:
            left = [patch for patch in order if not self._install(patch)]
            if left == order:
                return
            order = left

    def _utilities(self) -> list[PatchId]:
        return [patch for patch, entry in self._pending.items() if _UTILITIES in entry.packages]

    def _edges(self) -> Mapping[PatchId, set[PatchId]]:
        """What stands above a patch: what meets its requirements, and what it obsoletes."""
        holders: dict[str, list[tuple[str, PatchId]]] = {}
        for patch, entry in self._pending.items():
            for held in (patch, *entry.obsoletes):
                holders.setdefault(held.number, []).append((held.revision, patch))
        found: dict[PatchId, set[PatchId]] = {}
        for patch, entry in self._pending.items():
            required = {
                holder
                for wanted in entry.requires
                for revision, holder in holders.get(wanted.number, ())
                if revision >= wanted.revision
            }
            numbers = {listed.number for listed in entry.obsoletes}
            obsoleted = {
                other
                for number in numbers
                for _, other in holders.get(number, ())
                if other.number == number
            }
            found[patch] = (required | obsoleted) - {patch}
        return found

    def _install(self, patch: PatchId) -> bool:
        """Install one; False where patchadd refuses it as things stand."""
        entry, listing = self._pending[patch], self._listing
        if listing.satisfied(patch):
            self.refusals.pop(patch.number, None)
            return True
        refusal = self._refusal(entry, patch)
        if refusal:
            self.refusals[patch.number] = refusal
            return False
        self.refusals.pop(patch.number, None)
        self.steps.append(
            Step(
                action="install",
                patch=entry.text,
                level_before=listing.level(patch.number),
                level_after=patch.revision,
                backout="",
                order="",
                why=f"{self._goal.name} has it",
                notes=self._notes(patch),
            )
        )
        listing.add(entry)
        return True

    def _notes(self, patch: PatchId) -> tuple[str, ...]:
        notes = []
        if self._goal.kind == "ids" and self._listing.catalogue.row(patch) is None:
            notes.append("nothing is known of what it requires, conflicts with or patches")
        elif self._listing.subject.host.packages is None:
            notes.append(f"the packages of {self._listing.subject.name} are not known")
        return tuple(notes)

    def _refusal(self, entry: InstalledPatch, patch: PatchId) -> Refusal | None:
        """Why patchadd refuses a patch now; None where it doesn't (R5, R9, R10)."""
        obsoleters = sorted(self._listing.obsoleters(patch.number))
        if obsoleters:
            text = f"patchadd refuses: {some(obsoleters)} obsoletes {patch.number}"
            return Refusal(text, tuple(obsoleters))
        conflicts = self._conflicts(entry, patch)
        if conflicts:
            return Refusal(f"conflicts with {some(conflicts)}", conflicts)
        unmet = [str(wanted) for wanted in entry.requires if not self._meets(patch, wanted)]
        if unmet:
            return Refusal(f"requires {some(unmet)}, which is not there", tuple(unmet))
        return None

    def _meets(self, patch: PatchId, wanted: PatchId) -> bool:
        """Whether a requirement is met, by the patch itself too (D23)."""
        own = wanted.number == patch.number and wanted.revision <= patch.revision
        return own or self._listing.satisfied(wanted)

    def _conflicts(self, entry: InstalledPatch, patch: PatchId) -> tuple[str, ...]:
        """The entries of other numbers that it conflicts with, by either one's list (R10)."""
        others = self._listing if entry.incompatibles else self._listing.wary.values()
        return tuple(
            sorted(
                other.text
                for other in others
                if (other.patch is None or other.patch.number != patch.number)
                and (self._names(entry, other) or self._names(other, entry))
            )
        )

    def _names(self, one: InstalledPatch, other: InstalledPatch) -> bool:
        """Whether a patch lists another, or what that contains or obsoletes, as incompatible."""
        if not one.incompatibles:
            return False
        held = [patch for patch in (other.patch, *other.obsoletes) if patch]
        own = one.patch.number if one.patch else None
        heirs = [self._listing.catalogue.heirs(item) for item in one.incompatibles]
        return any(
            patch.number != own and patch.revision >= found.get(patch.number, "99+")
            for found in heirs
            for patch in held
        )
