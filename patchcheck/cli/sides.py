"""The sides of a comparison: every state of every host found, and what a baseline holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from patchcheck.model.diagnostic import Diagnostic

if TYPE_CHECKING:
    from patchcheck.cli import dumps as found
    from patchcheck.compare.state import State
    from patchcheck.model.special import SpecialCases
    from patchcheck.readers.text import Source

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a baseline holds, and what its reader remarked."""

    states: "tuple[State, ...]" = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def host_states(gathered: "found.Gathered", arguments: Sequence[str]) -> "tuple[State, ...]":
    """The states of the hosts: as the arguments come, then by name, the oldest first.

    Dumps that lie in two places are one state. A host with several states has the day, or else
    the place, beside its name.
    """
    from patchcheck.compare.state import host_state

    kept = [one for one in gathered.states if one.placed.role != "twice"]
    kept.sort(key=lambda one: _order(one, arguments))
    often = Counter(one.placed.name for one in kept)
    return tuple(
        host_state(
            one.placed.name
            if often[one.placed.name] == 1
            else f"{one.placed.name} {_day_or_place(one)}",
            one.host,
        )
        for one in kept
    )


def _order(one: "found.State", arguments: Sequence[str]) -> tuple[int, str, str, str]:
    identity = one.placed.identity
    leads = [text for text in arguments if identity.label.startswith(text.rstrip("/"))]
    place = arguments.index(max(leads, key=len)) if leads else len(arguments)
    day = identity.dated.day.isoformat() if identity.dated else ""
    return place, one.placed.name, day, identity.label


def _day_or_place(one: "found.State") -> str:
    identity = one.placed.identity
    return identity.dated.day.isoformat() if identity.dated else f"({identity.label})"


def read_baseline(path: str, hosts: "Sequence[State]", special: "SpecialCases") -> Baseline:
    """Read what hosts are compared with, its kind told by its content. Raises UnusableError.

    JSON is a saved comparison: its states of these hosts are sides, or all if it has none of
    them. What is neither that nor a cross-reference file is a list of ids.
    """
    from patchcheck.readers.detect import Kind, detect
    from patchcheck.readers.text import load

    source = load(Path(path), "a saved comparison, a list of ids or a patchdiag.xref")
    if source.text.lstrip().startswith("{"):
        return _saved_baseline(source, {state.host.hostname for state in hosts})
    if detect(source) is Kind.XREF:
        return _xref_baseline(source, special)
    return _ids_baseline(source)


def _saved_baseline(source: "Source", hostnames: set[str]) -> Baseline:
    from patchcheck.compare.state import host_state
    from patchcheck.readers.state import read_states

    saved = [host_state(f"{name} (saved)", host) for name, host in read_states(source)]
    theirs = tuple(state for state in saved if state.host.hostname in hostnames)
    return Baseline(theirs or tuple(saved))


def _xref_baseline(source: "Source", special: "SpecialCases") -> Baseline:
    from patchcheck.cli.inputs import xref_in
    from patchcheck.compare.state import xref_state
    from patchcheck.resolve.catalogue import Catalogue

    xref = xref_in(source)
    return Baseline(
        (xref_state(PurePath(source.path).name, Catalogue(xref, special)),), xref.diagnostics
    )


def _ids_baseline(source: "Source") -> Baseline:
    from patchcheck.compare.state import ids_state
    from patchcheck.model.errors import UnusableError
    from patchcheck.readers.idlist import read_ids

    ids = read_ids(source)
    if not ids.patches:
        raise UnusableError(
            f"{source.path}: error: expected a saved comparison, a list of ids or a "
            "patchdiag.xref, found no patch id"
        )
    return Baseline(
        (ids_state(PurePath(source.path).name, ids.patches, (ids.input,)),), ids.diagnostics
    )


def goal_of(names: Sequence[str], like: str | None, *, baselines: int) -> int | None:
    """The place of the side that the others are to be made like; the baselines stand last.

    Without `--like` it is the only baseline, or the second of two sides; None for no plan. Raises
    a usage error for a name that no side has.
    """
    if like is not None:
        return _place(names, like)
    return len(names) - 1 if baselines == 1 or len(names) == _PAIR else None


def _place(names: Sequence[str], like: str) -> int:
    if like not in names:
        from patchcheck.report.clean import printable

        known = printable(", ".join(names))
        message = f"--like {like}: no side has that name; there are {known}"
        raise click.UsageError(message)
    return names.index(like)


def distinct(states: "Iterable[State]") -> "Iterator[State]":
    """Give states names of their own: a second one of a name is numbered."""
    taken: set[str] = set()
    for state in states:
        name, number = state.name, 1
        while name in taken:
            number += 1
            name = f"{state.name} #{number}"
        taken.add(name)
        yield replace(state, name=name)
