"""What `doctor` found: the dumps of each host, their grade, and what could not be placed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from patchcheck import __version__
from patchcheck.report.clean import printable
from patchcheck.resolve.assessment import refusal
from patchcheck.resolve.doctor import Grade, Letter, age, grade
from patchcheck.resolve.selection import parse_word

if TYPE_CHECKING:
    from patchcheck.model.diagnostic import Diagnostic, Input
    from patchcheck.report.view import XrefView
    from patchcheck.resolve.world import World

KINDS = ("showrev", "pkginfo", "uname")  # the dumps that a host should have
_ASKED = (parse_word("missing"),)


@dataclass(frozen=True, slots=True)
class DumpsView:
    """The dumps of one host in one state, found at `label`.

    All text in it is printable but that of `inputs` and `grade`. `earlier` tells that there is a
    later state, by which the host is judged; `not_judged_because` why `report` would not judge it
    (R16). `dated` is the day of the dumps and `dated_by` what tells it; `age_days` are whole days
    to the as-of date, None where nothing tells the day or it is a later one.
    """

    label: str
    hostname: str
    hostid: str | None
    release: str | None
    architecture: str | None
    machine: str | None
    platform: str | None
    grade: Grade
    not_judged_because: str | None
    dated: date | None
    dated_by: str | None
    age_days: int | None
    inputs: tuple["Input", ...]
    earlier: bool = False

    @property
    def judged(self) -> bool:
        """Whether `report` would judge it."""
        return self.not_judged_because is None

    @property
    def absent(self) -> tuple[str, ...]:
        """The kinds of dumps that it has not; none is named where nothing could be read."""
        there = {item.kind for item in self.inputs} or set(KINDS)
        return tuple(kind for kind in KINDS if kind not in there)


@dataclass(frozen=True, slots=True)
class UnplacedView:
    """What belongs to no host, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class DoctorView:
    """All that was examined. `xref` is None where none was given: no chains are known then."""

    as_of: date
    max_age: int | None
    xref: "XrefView | None"
    hosts: tuple[DumpsView, ...]
    unplaced: tuple[UnplacedView, ...]
    diagnostics: tuple["Diagnostic", ...]
    version: str = __version__

    @property
    def grades(self) -> Mapping[Letter, int]:
        """How many hosts have each grade, from A to F."""
        counted = Counter(host.grade.letter for host in self.hosts)
        return {letter: counted[letter] for letter in Letter}


def view_dumps(world: "World", label: str) -> DumpsView:
    """Word what is known of the dumps of a host, which were found at `label`."""
    host, system = world.host, world.host.system
    return DumpsView(
        label=printable(label),
        hostname=printable(host.hostname),
        hostid=_printable(system.hostid),
        release=_printable(system.release),
        architecture=_printable(system.processor),
        machine=_printable(system.machine),
        platform=_printable(system.platform),
        grade=grade(world),
        not_judged_because=_printable(refusal(world, _ASKED)),
        dated=host.dated.day if host.dated else None,
        dated_by=printable(host.dated.origin) if host.dated else None,
        age_days=age(world),
        inputs=tuple(sorted(host.inputs, key=_place)),
    )


def _place(item: "Input") -> int:
    return KINDS.index(item.kind) if item.kind in KINDS else len(KINDS)


def view_unplaced(path: str, reason: str) -> UnplacedView:
    """Word why something belongs to no host."""
    return UnplacedView(printable(path), printable(reason))


def _printable(text: str | None) -> str | None:
    return None if text is None else printable(text)
