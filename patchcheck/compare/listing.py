"""The listing of a host while a plan is carried out on it: what patchadd and patchrm would see."""

from collections.abc import Iterator

from patchcheck.compare.subject import Subject, united, world_of
from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.resolve.world import World


class Listing:
    """The installed patches of a host, changed step by step.

    An id that is listed twice counts once. Each entry has what its row adds to its lists.
    `revisions` are ascending; `wary` are the entries that list something as incompatible.
    """

    def __init__(self, subject: Subject) -> None:
        """Take the patches that are installed now."""
        self.subject = subject
        self.catalogue = subject.world.catalogue
        self.revisions: dict[str, list[str]] = {}
        self._entries: dict[str, InstalledPatch] = {}
        self._obsoleters: dict[str, dict[str, str]] = {}
        self._requirers: dict[str, dict[str, str]] = {}
        self.wary: dict[str, InstalledPatch] = {}
        self._world: World | None = None
        for entry in subject.host.patches:
            if entry.text not in self._entries:
                self.add(united(entry, self.catalogue))

    def __iter__(self) -> Iterator[InstalledPatch]:
        """The entries."""
        return iter(self._entries.values())

    def level(self, number: str) -> str | None:
        """The revision in force (R1)."""
        revisions = self.revisions.get(number)
        return revisions[-1] if revisions else None

    def top(self, number: str) -> InstalledPatch:
        """The entry in force of a number that is installed."""
        return self._entries[f"{number}-{self.revisions[number][-1]}"]

    def add(self, entry: InstalledPatch) -> None:
        """Install an entry that isn't listed yet."""
        self._entries[entry.text] = entry
        self._world = None
        if entry.incompatibles:
            self.wary[entry.text] = entry
        if entry.patch:
            revisions = self.revisions.setdefault(entry.patch.number, [])
            revisions.append(entry.patch.revision)
            revisions.sort()
        for patch in entry.obsoletes:
            by = self._obsoleters.setdefault(patch.number, {})
            by[entry.text] = max(by.get(entry.text, ""), patch.revision)
        for patch in entry.requires:
            by = self._requirers.setdefault(patch.number, {})
            by[entry.text] = min(by.get(entry.text, patch.revision), patch.revision)

    def remove(self, entry: InstalledPatch) -> None:
        """Remove an entry; the next lower revision of its number is in force then."""
        del self._entries[entry.text]
        self.wary.pop(entry.text, None)
        self._world = None
        if entry.patch:
            self.revisions[entry.patch.number].remove(entry.patch.revision)
        for patch in entry.obsoletes:
            self._obsoleters[patch.number].pop(entry.text, None)
        for patch in entry.requires:
            self._requirers[patch.number].pop(entry.text, None)

    def obsoleters(self, number: str) -> dict[str, str]:
        """Which entries of other numbers obsolete a number, each with the highest revision."""
        found = self._obsoleters.get(number)
        if not found:
            return {}
        return {text: revision for text, revision in found.items() if not _is_of(text, number)}

    def superseders(self, entry: InstalledPatch) -> list[str]:
        """The entries that supersede this one: patchrm refuses it (R5)."""
        if entry.patch is None:
            return []
        found, revision = self.obsoleters(entry.patch.number), entry.patch.revision
        return sorted(text for text, highest in found.items() if highest >= revision)

    def dependants(self, entry: InstalledPatch) -> list[str]:
        """The entries that require this one, or what it obsoletes: patchrm refuses it."""
        own = (entry.patch,) if entry.patch else ()
        found = {
            text
            for patch in (*own, *entry.obsoletes)
            for text, revision in self._requirers.get(patch.number, {}).items()
            if revision <= patch.revision and text != entry.text
        }
        return sorted(found)

    def satisfied(self, patch: PatchId) -> bool:
        """Whether the host has all that a revision brings now (R6)."""
        level = self.level(patch.number)
        if level is not None and level >= patch.revision:
            return True
        listed = self._obsoleters.get(patch.number, {}).values()
        if any(revision >= patch.revision for revision in listed):
            return True
        return bool(self.catalogue.xref.rows) and self.world.satisfied(patch)

    @property
    def world(self) -> World:
        """The host as it stands now, before the catalogue."""
        if self._world is None:
            host = self.subject.host._replace(patches=tuple(self))
            self._world = world_of(host, self.catalogue)
        return self._world


def _is_of(text: str, number: str) -> bool:
    """Whether an entry is a revision of a number; a foreign one never is."""
    patch = PatchId.parse(text)
    return patch is not None and patch.number == number
