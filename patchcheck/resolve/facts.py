"""A host's dumps, arranged for looking things up."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from patchcheck.model.host import Host, InstalledPatch, PackageInstance
from patchcheck.model.patch import PatchId

_BUNDLED = re.compile(r"(?:Trusted_Solaris_)?\d+(?:\.\d+)*(?:_x86|_ppc)?")
_SUFFIX = {"sparc": "", "i386": "_x86", "ppc": "_ppc"}
_FIRST_NAMED_BY_MINOR = 7


class HostFacts:
    """Lookups over one host: what is installed, what that obsoletes, which packages are there."""

    def __init__(self, host: Host) -> None:
        """Take a host."""
        self.host = host

    @cached_property
    def installed(self) -> Mapping[str, InstalledPatch]:
        """The highest installed revision of each number (R1)."""
        found: dict[str, InstalledPatch] = {}
        for entry in self.host.patches:
            if entry.patch is None:
                continue
            kept = found.get(entry.patch.number)
            if kept is None or kept.patch is None or kept.patch < entry.patch:
                found[entry.patch.number] = entry
        return found

    def revision(self, number: str) -> str | None:
        """The highest installed revision of a number."""
        entry = self.installed.get(number)
        return entry.patch.revision if entry and entry.patch else None

    @cached_property
    def foreign(self) -> tuple[InstalledPatch, ...]:
        """Installed patches whose id is of another shape (R1), each once."""
        found = {entry.text: entry for entry in self.host.patches if entry.patch is None}
        return tuple(found.values())

    @cached_property
    def obsoleted(self) -> Mapping[str, tuple[tuple[PatchId, InstalledPatch], ...]]:
        """For each number, what installed patches list of it under Obsoletes (R5, D5)."""
        found: dict[str, list[tuple[PatchId, InstalledPatch]]] = {}
        for entry in self.host.patches:
            for patch in entry.obsoletes:
                found.setdefault(patch.number, []).append((patch, entry))
        return {number: tuple(entries) for number, entries in found.items()}

    @cached_property
    def in_force(self) -> tuple[InstalledPatch, ...]:
        """The highest revision of each number, and the foreign patches (R1, D5)."""
        return (*self.installed.values(), *self.foreign)

    @cached_property
    def packages(self) -> Sequence[PackageInstance]:
        """The installed package instances; spooled ones are left out (R3)."""
        return [one for one in self.host.packages or () if not one.spooled]

    @cached_property
    def _names(self) -> Sequence[str]:
        return [one.name for one in self.packages]

    @cached_property
    def instances(self) -> Mapping[str, Sequence[PackageInstance]]:
        """The installed package instances by `NAME:VERSION` (R3)."""
        pairs = zip(self._names, self.packages, strict=True)
        items = [f"{name}:{one.version}" for name, one in pairs]
        single = dict(zip(items, zip(self.packages), strict=True))
        if len(single) == len(items):
            return single
        found: dict[str, list[PackageInstance]] = {}  # a version in several architectures, or twice
        for item, one in zip(items, self.packages, strict=True):
            found.setdefault(item, []).append(one)
        return found

    @cached_property
    def has_partial(self) -> bool:
        """Whether some instance is only partially installed (D2)."""
        return any(one.partial for one in self.packages)

    @cached_property
    def package_names(self) -> frozenset[str]:
        """The names of installed packages, in whatever version; a ":" in one is a part of it."""
        return frozenset(self._names)

    @cached_property
    def os_names(self) -> frozenset[str]:
        """What the OS column calls this host's release and instruction set (R2)."""
        system = self.host.system
        name = os_name(system.release or "", system.processor or "")
        return frozenset({name, f"Trusted_Solaris_{name}"})

    def fits_release(self, os: str) -> bool:
        """Whether a row with this OS column is for this host's release (R2)."""
        return fits_release(os, self.os_names)


@lru_cache(maxsize=4096)
def fits_release(os: str, names: frozenset[str]) -> bool:
    """Whether a row with this OS column is for a release that the column calls so (R2).

    A column that names no bundled release restricts nothing. Several names joined by commas
    stand for a row united from several (D1).
    """
    if os == "Unbundled":
        return True
    return any(name in names or not _BUNDLED.fullmatch(name) for name in os.split(","))


def os_name(release: str, processor: str) -> str:
    """Name a release as the OS column does: 5.8 and i386 give `8_x86`, 5.6 and sparc `2.6`."""
    _, _, minor = release.partition(".")
    first = minor.partition(".")[0]
    named_by_minor = first.isdigit() and int(first) >= _FIRST_NAMED_BY_MINOR
    return f"{minor if named_by_minor else '2.' + minor}{_SUFFIX.get(processor, '_' + processor)}"
