"""Everything there is to say about one patch on one host: the proof behind a verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patchcheck.model.errors import SelectionError
from patchcheck.model.patch import PatchId
from patchcheck.resolve.assessment import assess
from patchcheck.resolve.flags import needs
from patchcheck.resolve.reasons import chain_text
from patchcheck.resolve.requirements import Follower, Manner, read_as, required_by
from patchcheck.resolve.selection import Word

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch, PackageInstance
    from patchcheck.model.verdict import Finding
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World

_ASKED = re.compile(r"(\d{6})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """One package item of a row, whether it matches, and by which instance or why not (R3)."""

    item: str
    matches: bool
    words: str


@dataclass(frozen=True, slots=True)
class RequirementCheck:
    """One required id, what it comes to, and the listed patches that stand for it (R9)."""

    required: str
    state: str
    listed: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class RowCheck:
    """One row of the number: its flags, its state, and whether the host has it satisfied (R6)."""

    row: "Row"
    current: bool
    satisfied: bool
    chain: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of a patch on a host.

    `finding` is None for a patch that is neither in the file nor installed, and for a foreign one
    (`foreign`). `place` is its step in the plan of the words asked for, 0 where they list it but
    it is no step (blocked, or not to be installed), None where they don't list it.
    `asked_satisfied` answers for the very revision asked for.
    """

    asked: str
    finding: "Finding | None" = None
    foreign: "tuple[InstalledPatch, ...]" = ()
    place: int | None = None
    rows: tuple[RowCheck, ...] = ()
    items: tuple[ItemCheck, ...] = ()
    requirements: tuple[RequirementCheck, ...] = ()
    needs: tuple[str, ...] = ()
    asked_satisfied: bool | None = None
    asked_chain: str | None = None


def explain(world: "World", asked: str, words: Sequence[Word]) -> Explanation:
    """Explain a patch number, a full id or a foreign id; `words` say what counts as listed.

    Raises SelectionError where `asked` can't be an id of any kind.
    """
    foreign = tuple(entry for entry in world.facts.foreign if entry.text == asked)
    match = _ASKED.fullmatch(asked)
    if match is None:
        if not asked.strip() or not asked.isascii() or len(asked) > 64:  # noqa: PLR2004 (no id is)
            problem = f"{asked!r} is no patch: expected a number, an id such as 108528-19"
            raise SelectionError(problem)
        return Explanation(asked, foreign=foreign)
    number, revision = match.groups()
    finding, place = _finding(world, number, revision, words)
    if finding is None:
        return Explanation(asked, foreign=foreign)
    patch = PatchId(number, revision) if revision else None
    return Explanation(
        asked,
        finding=finding,
        foreign=foreign,
        place=place,
        rows=_rows(world, number),
        items=_items(world, finding.row),
        requirements=_requirements(world, finding),
        needs=tuple(str(row.patch) for row in needs(world, finding.patch)),
        asked_satisfied=world.satisfied(patch) if patch else None,
        asked_chain=chain_text(world, patch) if patch else None,
    )


def _finding(
    world: "World", number: str, revision: str | None, words: Sequence[Word]
) -> "tuple[Finding | None, int | None]":
    """The finding as the words list it, with what pulled it in; else as it stands by itself."""
    place = 0
    for finding in assess(world, words, measure=False).findings():
        is_step = finding.offered and not finding.blocked
        place += is_step
        if finding.patch.number == number and revision in {None, finding.patch.revision}:
            return finding, place if is_step else 0
    alone = Word(number, number=number, revision=revision or _shown_revision(world, number))
    return next(iter(assess(world, [alone], measure=False).findings()), None), None


def _shown_revision(world: "World", number: str) -> str | None:
    row = world.catalogue.current(number)
    return row.revision if row else world.facts.revision(number)


def _rows(world: "World", number: str) -> tuple[RowCheck, ...]:
    current = world.catalogue.current(number)
    return tuple(
        RowCheck(row, row == current, world.satisfied(row.patch), chain_text(world, row.patch))
        for row in world.catalogue.rows(number)
    )


def _items(world: "World", row: "Row | None") -> tuple[ItemCheck, ...]:
    if row is None or world.host.packages is None:
        return ()
    architectures = row.architectures
    return tuple(_item(world, item, architectures) for item in row.packages)


def _item(world: "World", item: str, architectures: tuple[str, ...]) -> ItemCheck:
    """Why an item matches an installed package instance, or why none of them (R3)."""
    name, _, version = item.partition(":")
    instances = [entry for entry in world.host.packages or () if entry.name == name]
    for entry in instances:
        same = entry.version == version and entry.architecture in architectures
        if same and not entry.spooled:
            partial = ", only partially installed" if entry.partial else ""
            words = f"equals the instance {entry.instance} ({entry.architecture}){partial}"
            return ItemCheck(item, matches=True, words=words)
    if not instances:
        return ItemCheck(item, matches=False, words="no such package is installed")
    why = "; ".join(_mismatch(entry, version, architectures) for entry in instances)
    return ItemCheck(item, matches=False, words=why)


def _mismatch(entry: "PackageInstance", version: str, architectures: tuple[str, ...]) -> str:
    if entry.spooled:
        return f"{entry.instance} is only spooled"
    if entry.version != version:
        return f"{entry.instance} is at {entry.version}"
    return f"{entry.instance} is for {entry.architecture}, the row for {', '.join(architectures)}"


def _requirements(world: "World", finding: "Finding") -> tuple[RequirementCheck, ...]:
    if finding.row is None:
        return ()
    repair = world.catalogue.special.repairs.get(finding.patch.number)
    manner = Manner(not_obsolete=repair.not_obsolete if repair else frozenset())
    return tuple(
        _requirement(world, finding, required, manner)
        for required in required_by(world, finding.row)
    )


def _requirement(
    world: "World", finding: "Finding", required: PatchId, manner: Manner
) -> RequirementCheck:
    outcome = Follower(world).follow(finding.patch, required, manner)
    listed = tuple(f"{target.number}-{asked}" for target, asked in outcome.targets)
    remarks = [item.text for item in outcome.obstacles]
    remarks += [item.text for item in outcome.notes]
    if outcome.special_case:
        remarks.append(outcome.special_case)
    if outcome.obstacles:
        state = str(outcome.obstacles[0].kind)
    elif outcome.notes:
        state = str(outcome.notes[0].kind)
    elif listed:
        state = "to install first"
        remarks.insert(0, f"at {', '.join(listed)} or higher")
    else:
        state = "satisfied"
        remarks.insert(0, chain_text(world, read_as(world.catalogue.special, required)))
    return RequirementCheck(str(required), state, listed, "; ".join(remarks))
