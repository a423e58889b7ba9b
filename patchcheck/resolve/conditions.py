"""The conditions of the special-cases table (R11), in three-valued logic.

True and False are what they say; None means that the dumps lack the fact.
"""

from typing import TYPE_CHECKING, assert_never

from patchcheck.model.patch import PatchId
from patchcheck.model.special import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    PackagePresent,
    PatchInstalled,
    PatchOffered,
    ReleaseAtLeast,
    SystemIs,
)

if TYPE_CHECKING:
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.facts import HostFacts


def holds(condition: Condition, facts: "HostFacts", catalogue: "Catalogue") -> bool | None:
    """Evaluate a condition for a host; None where a fact that would decide is missing."""
    match condition:
        case AllOf(parts):
            return _all([holds(part, facts, catalogue) for part in parts])
        case AnyOf(parts):
            return _any([holds(part, facts, catalogue) for part in parts])
        case Not(part):
            value = holds(part, facts, catalogue)
            return None if value is None else not value
        case SystemIs(field, values):
            fact: str | None = getattr(facts.host.system, field)
            return None if fact is None else fact in values
        case ReleaseAtLeast(minor):
            return _release_at_least(facts.host.system.release, minor)
        case PackagePresent(name, version):
            return _package_present(facts, name, version)
        case PatchInstalled(patch, exactly):
            return _patch_installed(facts, patch, exactly=exactly)
        case PatchOffered(patch):
            row = catalogue.current(patch.number)
            return row is not None and row.revision >= patch.revision
        case _:
            assert_never(condition)


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _release_at_least(release: str | None, minor: int) -> bool | None:
    if release is None:
        return None
    second = release.split(".")[1] if "." in release else ""
    return second.isdigit() and int(second) >= minor


def _package_present(facts: "HostFacts", name: str, version: str | None) -> bool | None:
    if facts.host.packages is None:
        return None
    if version is None:
        return name in facts.package_names
    return f"{name}:{version}" in facts.instances


def _patch_installed(facts: "HostFacts", patch: PatchId, *, exactly: bool) -> bool:
    revision = facts.revision(patch.number)
    if revision is None:
        return False
    return revision == patch.revision if exactly else revision >= patch.revision
