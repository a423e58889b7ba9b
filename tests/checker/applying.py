"""Does a row apply to the host: R2, R3, R11, D4, D11."""

from patchcheck.model.host import PackageInstance
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
from patchcheck.model.xref import Row
from tests.checker.facts import World, current, installed


def passes_release(world: World, row: Row) -> bool:
    """R2."""
    # reading: rows united by D1 from different OS columns pass where one of the columns passes.
    return any(_os_passes(world, name.strip()) for name in row.os.split(","))


def _os_passes(world: World, name: str) -> bool:
    if name == "Unbundled":
        return True
    processor = "i386" if name.endswith("_x86") else "sparc"
    solaris = name.removesuffix("_x86").removeprefix("Trusted_Solaris_")
    release = f"5.{solaris.removeprefix('2.')}"
    # reading: where the dumps tell no release or no processor, no bundled row passes R2.
    return world.host.system.release == release and world.host.system.processor == processor


def can_be_judged(row: Row) -> bool:
    """R3, D11: it names packages and architectures."""
    return bool(row.packages) and bool(row.architectures)


def matching(world: World, row: Row) -> list[PackageInstance]:
    """The installed instances that make the row apply (R3)."""
    return [
        instance
        for instance in world.host.packages or ()
        if not instance.spooled
        and f"{instance.name}:{instance.version}" in row.packages
        and instance.architecture in row.architectures
    ]


def condition(world: World, number: str) -> bool | None:
    """Whether the apply check of the number holds; None where a fact is unknown (R11)."""
    check = world.special.checks.get(number)
    return True if check is None else holds(world, check.condition)


def holds(world: World, part: Condition) -> bool | None:
    """A condition in three values (R11): None is "the dumps do not tell"."""
    match part:
        case AllOf(parts):
            return _all([holds(world, each) for each in parts])
        case AnyOf(parts):
            return _not(_all([_not(holds(world, each)) for each in parts]))
        case Not(inner):
            return _not(holds(world, inner))
        case SystemIs(name, values):
            fact: str | None = getattr(world.host.system, name)
            return None if fact is None else fact in values
        case ReleaseAtLeast(minor):
            release = world.host.system.release
            return None if release is None else int(release.split(".")[1]) >= minor
        case PackagePresent(name, version):
            return _package_present(world, name, version)
        case PatchInstalled(patch, exactly):
            # reading: of several installed revisions the highest decides, also for "exactly" (R1).
            held = installed(world, patch.number)
            return held is not None and (
                held == patch.revision if exactly else held >= patch.revision
            )
        case PatchOffered(patch):
            row = current(world, patch.number)
            return row is not None and row.revision >= patch.revision


def _all(parts: list[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _package_present(world: World, name: str, version: str | None) -> bool | None:
    if world.host.packages is None:
        return None
    return any(
        instance.name == name and not instance.spooled and version in {None, instance.version}
        for instance in world.host.packages
    )


def applies(world: World, row: Row) -> bool:
    """R2 and R3 and R11; an unknown condition does not hide a patch."""
    return (
        passes_release(world, row)
        and bool(matching(world, row))
        and condition(world, row.number) is not False
    )
