"""Are a host's dumps whole and consistent? A grade, with every reason for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from patchcheck.model.diagnostic import Severity

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.resolve.world import World

_SHOWN = 5


class Letter(StrEnum):
    """The grades.

    A: whole and consistent. B: mended without loss. C: something is amiss that may bend single
    verdicts. D: a dump is absent, so that not everything can be answered. F: not judged (R16).
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    F = "F"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that lowers a grade, and to what."""

    letter: Letter
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and its causes, the gravest first."""

    letter: Letter
    causes: tuple[Cause, ...]


def grade(world: "World") -> Grade:
    """Grade the dumps of a host."""
    causes = tuple(sorted(_causes(world), key=lambda cause: cause.letter, reverse=True))
    return Grade(causes[0].letter if causes else Letter.A, causes)


def _causes(world: "World") -> Iterator[Cause]:
    host = world.host
    if host.not_judged_because:
        yield Cause(Letter.F, host.not_judged_because)
    kinds = {item.kind for item in host.inputs}
    if host.packages is None:
        yield Cause(Letter.D, "no pkginfo: only installed and bad can be answered")
    if "uname" not in kinds:
        yield Cause(Letter.B, "no uname: the platform is not known")
    yield from _damage(world)
    if host.judged:
        yield from _inconsistencies(world)


def _damage(world: "World") -> Iterator[Cause]:
    for item in world.host.inputs:
        if item.account.rejected_lines:
            count = item.account.rejected_lines
            yield Cause(Letter.C, f"{item.path}: {_counted(count, 'line')} could not be read")
        for text in item.mended:
            yield Cause(Letter.B, f"{item.path}: {text}")
    warnings = sum(item.severity is Severity.WARNING for item in world.host.diagnostics)
    if warnings:
        yield Cause(Letter.C, f"{_counted(warnings, 'warning')} on reading")


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
    for entry in world.facts.in_force:
        for incompatible in entry.incompatibles:
            other = _installed_at(world, incompatible)
            if other and other.text != entry.text:
                yield f"{entry.text} with {other.text}"


def _installed_at(world: "World", patch: "PatchId") -> "InstalledPatch | None":
    entry = world.facts.installed.get(patch.number)
    return entry if entry and entry.patch and entry.patch >= patch else None


def _listed(what: str, found: list[str]) -> Iterator[Cause]:
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield Cause(Letter.C, f"{what}: {', '.join(found[:_SHOWN])}{more}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
