"""Are a host's dumps whole and consistent? A grade, with every reason for it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.diagnostic import Severity
from patchcheck.model.wording import counted

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.resolve.world import World

_SHOWN = 5


class Letter(StrEnum):
    """The grades.

    A: whole and consistent. B: mended without loss, or something of the host is not known. C:
    something is amiss that may bend single verdicts. D: a dump is absent, so that not everything
    can be answered. F: not judged (R16).
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    F = "F"


class Cause(NamedTuple):
    """One thing that lowers a grade, and to what."""

    letter: Letter
    text: str


class Grade(NamedTuple):
    """A grade and its causes, the gravest first."""

    letter: Letter
    causes: tuple[Cause, ...]


def grade(world: "World") -> Grade:
    """Grade the dumps of a host."""
    causes = tuple(sorted(_causes(world), key=lambda cause: cause.letter, reverse=True))
    return Grade(causes[0].letter if causes else Letter.A, causes)


def age(world: "World") -> int | None:
    """How old the dumps are, in whole days to the as-of date; None where that can't be told."""
    dated = world.host.dated
    days = (world.options.as_of - dated.day).days if dated else -1
    return days if days >= 0 else None


def _causes(world: "World") -> Iterator[Cause]:
    host = world.host
    if host.not_judged_because:
        yield Cause(Letter.F, host.not_judged_because)
        if not host.inputs:  # nothing could be read, so nothing more can be told
            return
    for item in host.diagnostics:
        if item.severity is Severity.ERROR:  # another reason not to judge it
            yield Cause(Letter.F, f"{item.file} {item.message}")
    kinds = {item.kind for item in host.inputs}
    if host.packages is None:
        yield Cause(Letter.D, "no pkginfo: only installed and bad can be answered")
    if "uname" not in kinds:
        yield Cause(Letter.B, "no uname: the platform is not known")
    yield from _staleness(world)
    yield from _damage(world)
    if host.judged:
        yield from _inconsistencies(world)


def _staleness(world: "World") -> Iterator[Cause]:
    """What there is to say of the age of the dumps, where it is limited."""
    most, dated, days = world.options.max_age, world.host.dated, age(world)
    if most is None:
        return
    if dated is None:
        yield Cause(Letter.B, "nothing tells the day of the dumps: their age is not known")
    elif days is None:
        as_of = world.options.as_of.isoformat()
        yield Cause(Letter.B, f"dated {dated.day.isoformat()}, after {as_of}: they have no age")
    elif days > most:
        yield Cause(Letter.C, f"{counted(days, 'day')} old, where {most} are allowed")


def _damage(world: "World") -> Iterator[Cause]:
    for item in world.host.inputs:
        if item.account.rejected_lines:
            count = item.account.rejected_lines
            yield Cause(Letter.C, f"{item.path}: {counted(count, 'line')} could not be read")
        for text in item.mended:
            yield Cause(Letter.B, f"{item.path}: {text}")
    warnings = sum(item.severity is Severity.WARNING for item in world.host.diagnostics)
    if warnings:
        yield Cause(Letter.C, f"{counted(warnings, 'warning')} on reading")


def _inconsistencies(world: "World") -> Iterator[Cause]:
    """What the installed patches say that does not fit together."""
    names = world.facts.package_names
    if world.host.packages is not None:
        lost = [
            entry.text
            for entry in world.facts.in_force
            if entry.packages and names.isdisjoint(entry.packages)
        ]
        yield from _listed("patches whose packages are not installed", lost)
    unmet = [
        f"{entry.text} requires {required}"
        for entry in world.facts.in_force
        for required in entry.requires
        if not world.satisfied(required)
    ]
    yield from _listed("installed patches whose requirements are not met", unmet)
    yield from _listed("installed patches that conflict", list(_conflicts(world)))


def _conflicts(world: "World") -> Iterator[str]:
    """Pairs of installed patches that conflict, by the lists of the dumps and the file (R10)."""
    pairs = {
        frozenset((entry.text, other.text)): f"{entry.text} with {other.text}"
        for entry, incompatibles in world.incompatibles
        for incompatible in incompatibles
        for other in _holding(world, incompatible)
        if _name(other) != _name(entry)
    }
    yield from pairs.values()


def _holding(world: "World", incompatible: "PatchId") -> "Iterator[InstalledPatch]":
    """The installed patches that are the incompatible one, or obsolete it (R10, D5)."""
    installed = world.facts.installed
    entry = installed.get(incompatible.number)
    if entry and entry.patch and entry.patch >= incompatible:
        yield entry
    for listed, by in world.facts.obsoleted.get(incompatible.number, ()):
        if listed >= incompatible:
            yield installed[by.patch.number] if by.patch else by


def _name(entry: "InstalledPatch") -> str:
    return entry.patch.number if entry.patch else entry.text


def _listed(what: str, found: list[str]) -> Iterator[Cause]:
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield Cause(Letter.C, f"{what}: {', '.join(found[:_SHOWN])}{more}")
