"""Patch levels side by side, and how they relate (R1, R5, R6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from patchcheck.compare.model import LevelRow, Relation
from patchcheck.compare.packages import Misfit, misfit
from patchcheck.compare.subject import Subject
from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from patchcheck.resolve.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Compared:
    """A row, and the names of the packages that explain it."""

    row: LevelRow
    packages: tuple[str, ...] = ()


def compare_levels(subjects: Sequence[Subject], catalogue: Catalogue) -> tuple[Compared, ...]:
    """Compare every number that a judged side has, ascending."""
    judged = [subject for subject in subjects if subject.host.judged]
    numbers = {number for subject in judged for number in subject.world.facts.installed}
    return tuple(_compared(number, subjects, catalogue) for number in sorted(numbers))


def _compared(number: str, subjects: Sequence[Subject], catalogue: Catalogue) -> Compared:
    levels = tuple(subject.level(number) for subject in subjects)
    top = PatchId(number, max(level for level in levels if level))
    covered = tuple(
        cover(subject, top) if level != top.revision else None
        for subject, level in zip(subjects, levels, strict=True)
    )
    relation = _relation(subjects, levels, covered)
    row, current = catalogue.row(top), catalogue.current(number)
    told = row or current
    flags = catalogue.flags_within(told) if told else ""
    found = _explained(subjects, levels, covered, top, row)
    differs = relation is not Relation.EQUAL
    texts = [*dict.fromkeys(text for text in covered if text), *(each.text for each in found)]
    return Compared(
        LevelRow(
            number=number,
            levels=levels,
            relation=relation,
            covered=covered,
            newest=tuple(differs and level == top.revision for level in levels),
            synopsis=told.synopsis if told else "",
            security="S" in flags,
            recommended="R" in flags,
            current=current.revision if current else None,
            why="; ".join(texts),
        ),
        tuple(sorted({name for each in found for name in each.packages})),
    )


def cover(subject: Subject, patch: PatchId) -> str | None:
    """What satisfies a patch that isn't installed, in words (R6); None where nothing does."""
    if not subject.host.judged or not subject.world.satisfied(patch):
        return None
    match subject.world.levels.causes[patch.number]:
        case InstalledPatch() as entry:
            level = PatchId(patch.number, subject.world.reached[patch.number])
            return f"{entry.text} obsoletes {level}"
        case Row() as row:
            chain = " and ".join(map(str, row.successors))
            return f"{row.patch} is obsoleted by {chain}, which {subject.name} has"
    return None


def _relation(
    subjects: Sequence[Subject], levels: Sequence[str | None], covered: Sequence[str | None]
) -> Relation:
    """Relate the levels of the judged sides; fewer than two of them tell nothing."""
    judged = [
        (level, text)
        for subject, level, text in zip(subjects, levels, covered, strict=True)
        if subject.host.judged
    ]
    if len(judged) == 1:
        return Relation.DIFFERENT
    top = max(level for level, _ in judged if level)
    if all(level == top for level, _ in judged):
        return Relation.EQUAL
    if all(level == top or text for level, text in judged):
        return Relation.SUPERSEDED
    return _pair(levels[0], levels[1]) if len(levels) == 2 else Relation.DIFFERENT  # noqa: PLR2004 (a pair)


def _pair(here: str | None, there: str | None) -> Relation:
    if there is None:
        return Relation.ONLY_HERE
    if here is None:
        return Relation.ONLY_THERE
    return Relation.AHEAD if here > there else Relation.BEHIND


def _explained(
    subjects: Sequence[Subject],
    levels: Sequence[str | None],
    covered: Sequence[str | None],
    top: PatchId,
    row: Row | None,
) -> list[Misfit]:
    """Why the sides that are below can't have the highest level."""
    holder = subjects[levels.index(top.revision)]
    entry = holder.world.facts.installed[top.number]
    found = [
        misfit(subject, entry, row)
        for subject, level, text in zip(subjects, levels, covered, strict=True)
        if subject.host.judged and level != top.revision and text is None
    ]
    return [each for each in found if each]


def foreign_rows(subjects: Sequence[Subject]) -> tuple[LevelRow, ...]:
    """Compare the ids of another shape, between hosts only: a baseline says nothing of them."""
    has = [
        {entry.text for entry in subject.world.facts.foreign}
        if subject.kind == "host" and subject.host.judged
        else None
        for subject in subjects
    ]
    return tuple(
        _foreign_row(text, has) for text in sorted({text for side in has if side for text in side})
    )


def _foreign_row(text: str, has: Sequence[set[str] | None]) -> LevelRow:
    present = [side is not None and text in side for side in has]
    asked = [there for there, side in zip(present, has, strict=True) if side is not None]
    levels = tuple(text if there else None for there in present)
    if all(asked):
        relation = Relation.EQUAL
    elif len(has) == 2:  # noqa: PLR2004 (a pair)
        relation = _pair(*levels)
    else:
        relation = Relation.DIFFERENT
    differs = relation is not Relation.EQUAL
    return LevelRow(
        number=text,
        levels=levels,
        relation=relation,
        covered=(None,) * len(has),
        newest=tuple(differs and there for there in present),
    )
