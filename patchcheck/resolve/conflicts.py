"""R10: which planned patches conflict with an installed one, and which with each other."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.resolve.patch_list import PatchList
    from patchcheck.resolve.world import World


class ToInstall(NamedTuple):
    """The patches that are to be installed, as conflicts are looked for.

    They are in `patches`; `incompatible` are the rows of those that list incompatible patches.
    """

    patches: "PatchList"
    incompatible: "Sequence[Row]"


class Conflict(NamedTuple):
    """Two patches that must not stand together, and the incompatible id that says so.

    `other` is the id of the other one as text; `listed_by` names the patch whose list it is.
    """

    other: str
    incompatible: PatchId
    listed_by: str

    @property
    def text(self) -> str:
        """The conflict in words."""
        return f"conflicts with {self.other}: {self.listed_by} lists {self.incompatible}"


def installed_conflicts(world: "World", planned: ToInstall) -> dict[PatchId, tuple[Conflict, ...]]:
    """For each planned patch, its conflicts with installed ones, in the order of ids."""
    found: dict[PatchId, set[Conflict]] = {}
    if not planned.patches:
        return {}
    for entry, incompatibles in world.incompatibles:
        for listed in incompatibles:
            for patch in _planned_holding(world, planned, listed):
                if entry.patch is None or entry.patch.number != patch.number:
                    found.setdefault(patch, set()).add(Conflict(entry.text, listed, entry.text))
    for row in planned.incompatible:
        for listed in _incompatibles(row):
            for text in _installed_holding(world, listed, row.number):
                found.setdefault(row.patch, set()).add(Conflict(text, listed, str(row.patch)))
    return {patch: _ordered(conflicts) for patch, conflicts in found.items()}


def planned_conflicts(world: "World", planned: ToInstall) -> dict[PatchId, tuple[Conflict, ...]]:
    """For each planned patch, its conflicts with other planned ones; both directions."""
    found: dict[PatchId, set[Conflict]] = {}
    for row in planned.incompatible:
        patch = row.patch
        for listed in _incompatibles(row):
            for other in _planned_holding(world, planned, listed):
                if other.number != patch.number:
                    found.setdefault(patch, set()).add(Conflict(str(other), listed, str(patch)))
                    found.setdefault(other, set()).add(Conflict(str(patch), listed, str(patch)))
    return {patch: _ordered(conflicts) for patch, conflicts in found.items()}


def _incompatibles(row: Row) -> list[PatchId]:
    """What a row lists as incompatible; entries for its own number do not count (D25)."""
    return [listed.patch for listed in row.incompatibles if listed.patch.number != row.number]


def _ordered(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(conflicts))


def _planned_holding(world: "World", planned: ToInstall, incompatible: PatchId) -> list[PatchId]:
    """The planned patches that are the incompatible one, or contain it (R10, D25)."""
    return [
        patch
        for number, revision in world.catalogue.heirs(incompatible).items()
        for patch in planned.patches.of_number(number)
        if patch.revision >= revision
    ]


def _installed_holding(world: "World", incompatible: PatchId, own: str) -> list[str]:
    """The installed patches that are the incompatible one, contain or obsolete it (R10, D5)."""
    facts = world.facts
    found: dict[str, None] = {}
    for number, revision in world.catalogue.heirs(incompatible).items():
        entry = facts.installed.get(number)
        if entry and entry.patch and number != own and entry.patch.revision >= revision:
            found[entry.text] = None
        for listed, by in facts.obsoleted.get(number, ()):
            is_own = by.patch is not None and by.patch.number == own
            if listed.revision >= revision and not is_own:
                found[_in_force(world, by).text] = None
    return list(found)


def _in_force(world: "World", entry: "InstalledPatch") -> "InstalledPatch":
    """The highest installed revision: it contains what a lower one obsoletes."""
    return world.facts.installed[entry.patch.number] if entry.patch else entry
