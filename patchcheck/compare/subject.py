"""The states to compare, each with the world that answers for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from patchcheck.compare.model import Side
from patchcheck.compare.state import Kind, State
from patchcheck.model.host import Host, InstalledPatch, System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.world import Options, World

EMPTY = Catalogue(CrossReference(()), SpecialCases())
_OPTIONS = Options(date.min)  # no level depends on the day


@dataclass(frozen=True, slots=True)
class Subject:
    """A state before the catalogue; `catalogue` is its own, set for an `xref` only."""

    name: str
    kind: Kind
    world: World
    catalogue: Catalogue | None = None

    @property
    def host(self) -> Host:
        """The host, made up for a baseline."""
        return self.world.host

    def level(self, number: str) -> str | None:
        """The revision in force (R1); None where it is absent or the host isn't judged."""
        return self.world.facts.revision(number) if self.host.judged else None

    @property
    def side(self) -> Side:
        """What a report shows of it."""
        facts, packages = self.world.facts, self.host.packages
        return Side(
            name=self.name,
            hostname=self.host.system.hostname or ("unknown" if self.kind == "host" else ""),
            dated=self.host.dated,
            system=self.host.system,
            judged=self.host.judged,
            not_judged_because=self.host.not_judged_because,
            kind=self.kind,
            patches=len(facts.in_force),
            packages=None if packages is None else len(packages),
            inputs=self.host.inputs,
        )


def world_of(host: Host, catalogue: Catalogue) -> World:
    """A host before a catalogue, without exceptions."""
    return World(host, catalogue, _OPTIONS)


def subjects_of(states: Sequence[State], catalogue: Catalogue) -> tuple[Subject, ...]:
    """Put states before the catalogue; a cross-reference file is asked about all the hosts."""
    hosts = [state.host for state in states if state.kind == "host" and state.host.judged]
    return tuple(
        Subject(
            state.name,
            state.kind,
            world_of(
                asked_of(state.catalogue, hosts, state.host) if state.catalogue else state.host,
                catalogue,
            ),
            state.catalogue,
        )
        for state in states
    )


def for_host(goal: Subject, host: Host) -> Subject:
    """The goal as it stands for one host: a cross-reference file is asked about it alone."""
    if goal.catalogue is None:
        return goal
    asked = asked_of(goal.catalogue, [host], goal.host)
    return replace(goal, world=world_of(asked, goal.world.catalogue))


def asked_of(catalogue: Catalogue, hosts: Sequence[Host], blank: Host) -> Host:
    """What hosts would have at the current revisions of a file (R2 to R4).

    A number with a live row that applies stands at it. Of any other installed number, known to
    the file or not, nothing is asked: it stands at the highest installed revision. One that was
    withdrawn is absent.
    """
    found: dict[str, InstalledPatch] = {}
    asked: set[str] = set()
    for world in (world_of(host, catalogue) for host in hosts):
        for number in (*world.candidates, *world.facts.installed):
            row = catalogue.current(number)
            if number in asked or (row is not None and row.bad):
                continue
            if row is not None and row.live and world.applicability(row).applies:
                asked.add(number)
                found[number] = as_entry(row, catalogue)
            elif number in world.facts.installed:
                found[number] = _higher(found.get(number), world.facts.installed[number])
    system = hosts[0].system if len(hosts) == 1 else System()
    entries = tuple(found[number] for number in sorted(found))
    return blank._replace(patches=entries, system=system._replace(hostname=None, hostid=None))


def _higher(one: InstalledPatch | None, other: InstalledPatch) -> InstalledPatch:
    return other if one is None or one.text < other.text else one


def as_entry(row: Row, catalogue: Catalogue) -> InstalledPatch:
    """A row as the listing of a host would show it: its lists, and the rows that name it."""
    links = catalogue.xref.predecessors(row.number)
    obsoletes = (older.patch for older, link in links if link.revision <= row.revision)
    return InstalledPatch(
        text=str(row.patch),
        patch=row.patch,
        obsoletes=tuple(sorted({patch for patch in obsoletes if patch.number != row.number})),
        requires=_each_once(listed.patch for listed in row.requires),
        incompatibles=_each_once(listed.patch for listed in row.incompatibles),
        packages=tuple(dict.fromkeys(item.partition(":")[0] for item in row.packages)),
    )


def _each_once(patches: Iterable[PatchId]) -> tuple[PatchId, ...]:
    return tuple(dict.fromkeys(patches))


def united(entry: InstalledPatch, catalogue: Catalogue) -> InstalledPatch:
    """A listed patch with what its row adds to its requires, incompatibles and packages."""
    row = catalogue.row(entry.patch) if entry.patch else None
    if row is None:
        return entry
    more = as_entry(row, catalogue)
    return entry._replace(
        requires=_each_once((*entry.requires, *more.requires)),
        incompatibles=_each_once((*entry.incompatibles, *more.incompatibles)),
        packages=entry.packages or more.packages,
    )
