"""Every host in every state, where a command wants them all at once; which states count."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.cli.inputs import find_units, open_unit, overrides_of
from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.host import Host

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions
    from patchcheck.estate.files import HostFiles
    from patchcheck.estate.intake import Unit
    from patchcheck.estate.states import Identity, Placed
    from patchcheck.estate.tree import Unplaced

_COUNTS = frozenset({"current", "namesake"})  # the other roles are states that do not count


class State(NamedTuple):
    """A host in one state; `placed` tells what it is called and whether it is the one to count."""

    placed: "Placed"
    host: Host

    @property
    def counts(self) -> bool:
        """Whether it is the state by which its host is judged."""
        return self.placed.role in _COUNTS


class Gathered(NamedTuple):
    """Every state of every host, by name; what there is to say of them, and the files read."""

    states: tuple[State, ...]
    unplaced: "tuple[Unplaced, ...]"
    remarks: tuple[Diagnostic, ...]
    paths: tuple[str, ...]

    @property
    def hosts(self) -> tuple[Host, ...]:
        """Each host once, in the state that counts."""
        return tuple(state.host for state in self.states if state.counts)


def gather(options: "DumpOptions") -> Gathered:
    """Read every state of every host into memory."""
    from patchcheck.estate.intake import identify

    found = find_units(options)
    unplaced = list(found.unplaced)
    hosts: dict[Identity, Host] = {}
    paths: list[str] = []
    for files, host in read_units(found.units, options, unplaced):
        hosts[identify(files, host)] = host
        paths += files.paths
    placed = placed_by_name(list(hosts))
    return Gathered(
        tuple(State(one, hosts[one.identity]) for one in placed),
        tuple(unplaced),
        (*unplaced_remarks(unplaced), *state_remarks(placed)),
        tuple(dict.fromkeys(paths)),
    )


def read_units(
    units: "Iterable[Unit]", options: "DumpOptions", unplaced: "list[Unplaced]"
) -> "Iterator[tuple[HostFiles, Host]]":
    """Open units and read their hosts, one at a time; what belongs to none goes to `unplaced`."""
    from patchcheck.estate.intake import read

    limits = options.all_limits
    for unit in units:
        opened = open_unit(unit, limits)
        unplaced += opened.unplaced
        for files in opened.hosts:
            yield files, read(files, overrides_of(options), options.date, limits)


def placed_by_name(identities: "Sequence[Identity]") -> "list[Placed]":
    """Settle which states count, in the order of the hosts' names."""
    from patchcheck.estate.states import settle

    placed = settle(identities)
    return sorted(placed, key=lambda one: (one.identity.hostname or one.name, one.identity.label))


def counting(placed: "Iterable[Placed]") -> "Iterator[Identity]":
    """The states by which hosts are judged."""
    return (one.identity for one in placed if one.role in _COUNTS)


def state_remarks(placed: "Iterable[Placed]") -> Iterator[Diagnostic]:
    """What there is to say of states that do not count, and of names that mislead."""
    for one in placed:
        if one.note:
            yield Diagnostic(one.identity.label, 0, 0, Severity.WARNING, one.note)


def unplaced_remarks(unplaced: "Iterable[Unplaced]") -> Iterator[Diagnostic]:
    """A warning for each file that belongs to no host."""
    for item in unplaced:
        yield Diagnostic(item.path, 0, 0, Severity.WARNING, f"not placed: {item.reason}")
