"""R2, R3 and R11: does a row apply to a host, by which package instance, and if not, why not."""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.resolve.conditions import holds

if TYPE_CHECKING:
    from patchcheck.model.host import PackageInstance
    from patchcheck.model.special import ApplyCheck
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.facts import HostFacts


class Outcome(StrEnum):
    """How the question ended."""

    APPLIES = "applies"
    OTHER_RELEASE = "other-release"
    NO_PACKAGE = "no-package"
    UNJUDGEABLE = "unjudgeable"
    SPECIAL_CASE = "special-case"


class Applicability(NamedTuple):
    """The answer for one row on one host.

    `item` and `instance` are the match (R3), also where R2 or R11 then said no; the instance is a
    partial one only where no whole one matches (D2). `check` is the entry of the special-cases
    table for the number; `unchecked` tells that the dumps lack the fact it asks for (R11).
    """

    outcome: Outcome
    item: str | None = None
    instance: "PackageInstance | None" = None
    check: "ApplyCheck | None" = None
    unchecked: bool = False

    @property
    def applies(self) -> bool:
        """Whether the row applies."""
        return self.outcome is Outcome.APPLIES


def judge_row(row: "Row", facts: "HostFacts", catalogue: "Catalogue") -> Applicability:
    """Answer R2, then R3, then R11, for one row."""
    fits = facts.fits_release(row.os)
    packages, architectures = row.packages, row.architectures
    if not packages or not architectures or facts.host.packages is None:
        return Applicability(Outcome.UNJUDGEABLE if fits else Outcome.OTHER_RELEASE)
    matches = matching_instances(packages, architectures, facts)
    if not matches:
        return Applicability(Outcome.NO_PACKAGE if fits else Outcome.OTHER_RELEASE)
    item, instance = next((match for match in matches if not match[1].partial), matches[0])
    if not fits:
        return Applicability(Outcome.OTHER_RELEASE, item, instance)
    check = catalogue.special.checks.get(row.number)
    value = holds(check.condition, facts, catalogue) if check else True
    return Applicability(
        Outcome.SPECIAL_CASE if value is False else Outcome.APPLIES,
        item,
        instance,
        check=check,
        unchecked=value is None,
    )


def matching_instances(
    packages: tuple[str, ...], architectures: tuple[str, ...], facts: "HostFacts"
) -> list[tuple[str, "PackageInstance"]]:
    """Find the instances that equal an item and have one of the architectures (R3)."""
    return [
        (item, instance)
        for item in packages
        for instance in facts.instances.get(item, ())
        if instance.architecture in architectures
    ]
