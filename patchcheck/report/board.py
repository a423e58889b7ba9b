"""What a change board reads: cohorts of hosts with one to-do list, and the changes for each."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from patchcheck.report.view import HostView, PatchView, Report

Host = TypeVar("Host")

# What a matrix has for a patch on a host.
NEW, UPDATE, BLOCKED, EXCEPTED = "new", "update", "blocked", "excepted"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Hosts with the same to-do list, exceptions included; the pilot is the first by name."""

    name: str
    hosts: tuple[HostView, ...]

    @property
    def pilot(self) -> HostView:
        """The host to try the list on."""
        return self.hosts[0]

    @property
    def hostnames(self) -> tuple[str, ...]:
        """The names of its hosts."""
        return tuple(host.hostname for host in self.hosts)

    @property
    def steps(self) -> tuple[PatchView, ...]:
        """The patches to install, in plan order, blocked ones among them."""
        return self.pilot.to_install


@dataclass(frozen=True, slots=True)
class Change:
    """One patch for one cohort. `order` is its place in the cohort's plan, from 1.

    `installed` are the revisions now installed on the cohort's hosts, `N/A` for none.
    """

    cohort: Cohort
    order: int
    view: PatchView
    installed: tuple[str, ...]


class Board:
    """A report as a change board reads it."""

    def __init__(self, report: Report) -> None:
        """Take a report."""
        self.report = report

    @cached_property
    def judged(self) -> tuple[HostView, ...]:
        """The hosts that were judged."""
        return tuple(host for host in self.report.hosts if host.judged)

    @cached_property
    def not_judged(self) -> tuple[HostView, ...]:
        """The hosts that were not."""
        return tuple(host for host in self.report.hosts if not host.judged)

    @cached_property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts, the largest first, then by the pilot's name; numbered from 1."""
        named = by_todo(self.judged, todo_key, lambda host: host.hostname)
        return tuple(Cohort(name, tuple(group)) for name, group in named)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """A row for each patch of each cohort."""
        return tuple(change for cohort in self.cohorts for change in _changes(cohort))


def by_todo(
    hosts: Iterable[Host], key: Callable[[Host], Hashable], name: Callable[[Host], str]
) -> list[tuple[str, list[Host]]]:
    """Put hosts with the same key together: the largest cohort first, then by the pilot's name."""
    groups: dict[Hashable, list[Host]] = {}
    for host in hosts:
        groups.setdefault(key(host), []).append(host)
    members = [sorted(group, key=name) for group in groups.values()]
    members.sort(key=lambda group: (-len(group), name(group[0])))
    return [(f"cohort {place}", group) for place, group in enumerate(members, start=1)]


def mark(patch: PatchView) -> str:
    """The word that a matrix has for a patch on a host."""
    if not patch.offered:
        return EXCEPTED
    if patch.blocked:
        return BLOCKED
    return UPDATE if patch.installed else NEW


def todo_key(host: HostView) -> tuple[object, ...]:
    """What two hosts of one cohort have in common: patches, blocked or not, and exceptions."""
    steps = tuple((view.patch, view.blocked) for view in host.to_install)
    return (steps, tuple(view.patch for view in host.excepted))


def _changes(cohort: Cohort) -> Iterator[Change]:
    """The changes of a cohort; what is installed is gathered in one pass over its hosts."""
    installed: dict[str, set[str]] = {}
    for host in cohort.hosts:
        for view in host.to_install:
            installed.setdefault(view.patch, set()).add(view.installed or "N/A")
    for order, view in enumerate(cohort.steps, start=1):
        yield Change(cohort, order, view, tuple(sorted(installed[view.patch])))
