"""Packages that differ, and what they explain: a patch can't be where its packages aren't."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patchcheck.compare.model import PackageRow
from patchcheck.compare.subject import Subject
from patchcheck.compare.words import some
from patchcheck.model.host import InstalledPatch, PackageInstance
from patchcheck.model.xref import Row
from patchcheck.resolve.applicability import Outcome


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a patch doesn't fit a host: in words, and the names of the packages that say so."""

    text: str
    packages: tuple[str, ...] = ()


def misfit(subject: Subject, entry: InstalledPatch, row: Row | None) -> Misfit | None:
    """Say why a patch can't go onto a host: by its packages, and its row if there is one (R2, R3).

    None where it can, or where no packages are known to tell by.
    """
    facts = subject.world.facts
    if facts.host.packages is None:
        return None
    if entry.packages and facts.package_names.isdisjoint(entry.packages):
        names = tuple(sorted(set(entry.packages)))
        one = len(names) == 1
        what = "its package" if one else "its packages"
        return Misfit(f"{what} {some(names)} {'is' if one else 'are'} not on {subject.name}", names)
    return _row_misfit(subject, row) if row else None


def _row_misfit(subject: Subject, row: Row) -> Misfit | None:
    answer = subject.world.applicability(row)
    if answer.outcome is Outcome.OTHER_RELEASE:
        return Misfit(f"it is for {row.os}, not for the release of {subject.name}")
    if answer.outcome is Outcome.SPECIAL_CASE and answer.check:
        return Misfit(f"{answer.check.place}: {answer.check.reason}")
    if answer.outcome is not Outcome.NO_PACKAGE:
        return None
    wanted = dict(item.split(":", 1) for item in row.packages)
    here = [item for item in subject.host.packages or () if item.name in wanted]
    if not here:
        names = tuple(sorted(wanted))
        return Misfit(f"its packages {some(names)} are not on {subject.name}", names)
    item = min(here, key=lambda each: each.instance)
    found = f"{item.instance} is {item.version} ({item.architecture}) on {subject.name}"
    wants = f"{wanted[item.name]} ({', '.join(row.architectures)})"
    return Misfit(f"{found}, the patch is for {wants}", tuple(sorted({each.name for each in here})))


def package_rows(
    subjects: Sequence[Subject], explained: Mapping[str, Sequence[str]]
) -> tuple[PackageRow, ...]:
    """The instances that differ, ascending; sides whose packages aren't known differ in nothing.

    `explained` gives for a package name the numbers of the patches that it explains.
    """
    known = [_instances(subject) for subject in subjects]
    names = sorted({name for side in known if side for name in side})
    return tuple(
        _package_row(name, known, explained)
        for name in names
        if len({_shown(side.get(name)) for side in known if side is not None}) > 1
    )


def _instances(subject: Subject) -> Mapping[str, PackageInstance] | None:
    """The installed instances by name; None where they aren't known."""
    packages = subject.host.packages
    if packages is None or not subject.host.judged:
        return None
    return {item.instance: item for item in packages if not item.spooled}


def _shown(item: PackageInstance | None) -> tuple[str | None, str | None]:
    return (item.version, item.architecture) if item else (None, None)


def _package_row(
    name: str,
    known: Sequence[Mapping[str, PackageInstance] | None],
    explained: Mapping[str, Sequence[str]],
) -> PackageRow:
    found = [side.get(name) if side else None for side in known]
    package = next(item for item in found if item).name
    return PackageRow(
        instance=name,
        versions=tuple(_shown(item)[0] for item in found),
        architectures=tuple(_shown(item)[1] for item in found),
        explains=tuple(explained.get(package, ())),
    )
