"""The estate as an admin reads it: a line for each host, cohorts, groups, what changed since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from patchcheck.compare.since import Changes, changes
from patchcheck.model.patch import PatchId
from patchcheck.report.board import BLOCKED, NEW, UPDATE, by_todo
from patchcheck.report.clean import printable, printable_if_any
from patchcheck.report.figures import sum_shares

if TYPE_CHECKING:
    from patchcheck.model.earlier import EarlierRun
    from patchcheck.resolve.assessment import Assessment
    from patchcheck.resolve.compliance import Compliance, Share


@dataclass(frozen=True, slots=True)
class HostLine:
    """One host in the summary: small, so that thousands can be kept.

    The counts are of patches to install (blocked ones among them), except `excepted` and
    `withdrawn_installed`. `todo` is the to-do list in plan order: an id, and the word that the
    matrix has for it.
    """

    hostname: str
    release: str | None
    architecture: str | None
    judged: bool
    not_judged_because: str | None
    grade: str
    to_install: int
    security: int
    recommended: int
    blocked: int
    withdrawn_installed: int
    compliance: "Compliance | None"
    todo: tuple[tuple[str, str], ...]
    excepted: tuple[str, ...]

    @property
    def system(self) -> str:
        """Release and architecture."""
        return f"{self.release or '?'} {self.architecture or '?'}"

    @property
    def key(self) -> bytes:
        """What the hosts of one cohort have in common, as a digest: lists of thousands are long."""
        steps = [patch if word != BLOCKED else f"{patch} blocked" for patch, word in self.todo]
        return sha256("\n".join((*steps, "excepted", *self.excepted)).encode()).digest()

    def shared(self) -> "HostLine":
        """The same line, with what hosts have in common held once: workers send copies."""
        return replace(self, todo=tuple(map(_shared, self.todo)))

    @property
    def need(self) -> tuple[object, ...]:
        """How the summary is sorted: the neediest first, hosts that were not judged last."""
        counts = (self.security, self.withdrawn_installed, self.recommended, self.to_install)
        return (not self.judged, *(-count for count in counts), self.hostname)


def host_line(assessment: "Assessment") -> HostLine:
    """Sum a host up."""
    host = assessment.world.host
    plan = assessment.plan
    todo = _todo(assessment)
    counted = assessment.counted
    return HostLine(
        hostname=printable(host.hostname),
        release=printable_if_any(host.system.release),
        architecture=printable_if_any(host.system.processor),
        judged=assessment.judged,
        not_judged_because=printable_if_any(assessment.not_judged_because),
        grade=str(assessment.grade.letter) if assessment.grade else "",
        to_install=len(todo),
        security=counted.security,
        recommended=counted.recommended,
        blocked=len(plan.blocked),
        withdrawn_installed=len(assessment.withdrawn_installed),
        compliance=assessment.compliance,
        todo=todo,
        excepted=tuple(str(item.patch) for item in assessment.excepted),
    )


def _todo(assessment: "Assessment") -> tuple[tuple[str, str], ...]:
    """The to-do list; nearly all of a long one is new, so only what isn't is looked at singly."""
    plan, installed = assessment.plan, assessment.world.facts.installed
    words = {patch: UPDATE for patch in plan.patches.own if patch.number in installed}
    words |= dict.fromkeys(plan.blocked, BLOCKED)
    return tuple([_TOLD[words.get(patch, NEW)][patch] for patch in plan.to_install])


class _Told(dict[PatchId, tuple[str, str]]):
    """Patches and what is told of them; kept, one for each patch of the file."""

    def __init__(self, word: str) -> None:
        """Take the word that stands beside each."""
        self._word = word

    def __missing__(self, patch: PatchId) -> tuple[str, str]:
        """Tell of one that is asked for first."""
        found = self[patch] = str(patch), self._word
        return found


_TOLD = {word: _Told(word) for word in (NEW, UPDATE, BLOCKED)}
_shared = cache(tuple[str, str])


@dataclass(frozen=True, slots=True)
class CohortLine:
    """Hosts with the same to-do list; the pilot is the first by name."""

    name: str
    hosts: tuple[str, ...]
    todo: tuple[tuple[str, str], ...]
    excepted: tuple[str, ...]

    @property
    def pilot(self) -> str:
        """The host to try the list on."""
        return self.hosts[0]

    @property
    def changes(self) -> int:
        """How many patches are to be installed, blocked ones left out."""
        return len(self.todo) - self.blocked

    @property
    def blocked(self) -> int:
        """How many patches an obstacle blocks."""
        return sum(word == BLOCKED for _, word in self.todo)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The hosts of one group of the configuration; None as name: those of no group.

    `security_level` is the lowest of its hosts, None where some host has none.
    """

    name: str | None
    hosts: tuple[str, ...]
    judged: int
    to_install: int
    security: int
    security_share: "Share"
    security_level: date | None


@dataclass(frozen=True, slots=True)
class SinceLine:
    """What changed on one host; None as changes: why it can't be compared stands in `because`."""

    hostname: str
    changes: Changes | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier run; `only_then` and `only_now` are hosts of one run alone."""

    path: str
    sha256: str
    as_of: date
    selection: tuple[str, ...]
    hosts: tuple[SinceLine, ...]
    only_then: tuple[str, ...]
    only_now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estate:
    """All hosts of a run; `lines` stand by need. `unplaced` are files that belong to no host."""

    lines: tuple[HostLine, ...]
    cohorts: tuple[CohortLine, ...]
    groups: tuple[GroupLine, ...]
    since: Since | None
    unplaced: tuple[tuple[str, str], ...] = ()

    @property
    def not_judged(self) -> tuple[HostLine, ...]:
        """The hosts that were not judged."""
        return tuple(line for line in self.lines if not line.judged)


def view_estate(
    lines: Iterable[HostLine],
    groups: Mapping[str, Sequence[str]],
    earlier: "EarlierRun | None" = None,
    unplaced: Iterable[tuple[str, str]] = (),
) -> Estate:
    """Sort, count and group the hosts. `groups` are patterns of host names by a group's name."""
    found = tuple(sorted(lines, key=lambda line: line.need))
    return Estate(
        lines=found,
        cohorts=_cohorts(found),
        groups=tuple(_groups(found, groups)) if groups else (),
        since=_since(found, earlier) if earlier else None,
        unplaced=tuple((printable(path), printable(reason)) for path, reason in unplaced),
    )


def _cohorts(lines: Sequence[HostLine]) -> tuple[CohortLine, ...]:
    judged = [line for line in lines if line.judged]
    named = by_todo(judged, lambda line: line.key, lambda line: line.hostname)
    return tuple(
        CohortLine(name, tuple(line.hostname for line in group), group[0].todo, group[0].excepted)
        for name, group in named
    )


def _groups(lines: Sequence[HostLine], groups: Mapping[str, Sequence[str]]) -> Iterable[GroupLine]:
    rest = {line.hostname for line in lines}
    for name, patterns in groups.items():
        members = [
            line
            for line in lines
            if any(fnmatchcase(line.hostname, pattern) for pattern in patterns)
        ]
        rest -= {line.hostname for line in members}
        yield _group(printable(name), members)
    if rest:
        yield _group(None, [line for line in lines if line.hostname in rest])


def _group(name: str | None, members: Sequence[HostLine]) -> GroupLine:
    measured = [line.compliance for line in members if line.compliance]
    levels = [item.security_level for item in measured]
    known = [day for day in levels if day]
    return GroupLine(
        name=name,
        hosts=tuple(line.hostname for line in members),
        judged=sum(line.judged for line in members),
        to_install=sum(line.to_install for line in members),
        security=sum(line.security for line in members),
        security_share=sum_shares(item.security for item in measured),
        security_level=min(known) if known and len(known) == len(levels) else None,
    )


def _since(lines: Sequence[HostLine], earlier: "EarlierRun") -> Since:
    names = sorted(line.hostname for line in lines)
    twice = {name for name, other in pairwise(names) if name == other}
    compared = [line for line in lines if line.hostname in earlier.hosts]
    return Since(
        path=printable(earlier.path),
        sha256=earlier.sha256,
        as_of=earlier.as_of,
        selection=tuple(map(printable, earlier.selection)),
        hosts=tuple(_compared(line, earlier, twice) for line in compared),
        only_then=tuple(printable(name) for name in sorted(set(earlier.hosts) - set(names))),
        only_now=tuple(name for name in names if name not in earlier.hosts),
    )


def _compared(line: HostLine, earlier: "EarlierRun", twice: set[str]) -> SinceLine:
    then = earlier.hosts[line.hostname]
    if then is None or line.hostname in twice:
        return SinceLine(line.hostname, None, "two hosts have this name")
    if not line.judged:
        return SinceLine(line.hostname, None, "not judged now")
    if not then.judged:
        return SinceLine(line.hostname, None, "not judged then")
    now = [PatchId(*patch.split("-")) for patch, _ in line.todo]
    kept_out = [PatchId(*patch.split("-")) for patch in line.excepted]
    return SinceLine(line.hostname, changes(now, kept_out, then))
