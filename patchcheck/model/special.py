"""The table of special cases (R11): what is known where the cross-reference file errs or is silent.

The table is data; a reader turns it into these types. Conditions are small expression trees over
facts of the dumps and the cross-reference file.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from patchcheck.model.patch import PatchId

SystemField = Literal["release", "processor", "machine", "platform"]


class SystemIs(NamedTuple):
    """A fact of uname is one of the values (`uname -r`, `-p`, `-m`, `-i`)."""

    field: SystemField
    values: tuple[str, ...]


class ReleaseAtLeast(NamedTuple):
    """The minor number of `uname -r` is `minor` or higher (5.10 has minor 10)."""

    minor: int


class PackagePresent(NamedTuple):
    """A package is installed, in the version given or in any."""

    name: str
    version: str | None = None


class PatchInstalled(NamedTuple):
    """A patch is installed at this revision or higher, or at exactly this one."""

    patch: PatchId
    exactly: bool = False


class PatchOffered(NamedTuple):
    """The current row of a number (R4, D4) has this revision or a higher one."""

    patch: PatchId


class AllOf(NamedTuple):
    """Every part holds."""

    parts: tuple["Condition", ...]


class AnyOf(NamedTuple):
    """At least one part holds."""

    parts: tuple["Condition", ...]


class Not(NamedTuple):
    """The part does not hold."""

    part: "Condition"


Condition = (
    SystemIs | ReleaseAtLeast | PackagePresent | PatchInstalled | PatchOffered | AllOf | AnyOf | Not
)


class ApplyCheck(NamedTuple):
    """A patch is listed only where `condition` holds (special cases A and B)."""

    number: str
    condition: Condition
    reason: str
    place: str


class NeverReleased(NamedTuple):
    """A required id that was never released, and the one to read in its place (C)."""

    patch: PatchId
    read_as: PatchId
    reason: str
    place: str


class Repair(NamedTuple):
    """What a patch really requires, and which numbers are not obsolete meanwhile (D, D18)."""

    number: str
    requires: tuple[PatchId, ...]
    not_obsolete: frozenset[str]
    reason: str
    place: str


class Withdrawal(NamedTuple):
    """A number whose every row is read as withdrawn and not as Y2K (E, R8)."""

    number: str
    reason: str
    place: str


class SpecialCases(NamedTuple):
    """A whole table; `version` goes into every report that it decided."""

    version: str = "none"
    checks: Mapping[str, ApplyCheck] = {}
    never_released: Mapping[PatchId, NeverReleased] = {}
    repairs: Mapping[str, Repair] = {}
    withdrawals: Mapping[str, Withdrawal] = {}
