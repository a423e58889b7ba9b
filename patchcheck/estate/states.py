"""Which of the dumps found are of one host, and which state of it counts."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from patchcheck.model.host import Dated

Role = Literal["current", "earlier", "twice", "namesake"]


class Identity(NamedTuple):
    """Whose dumps lie at `label`, and of which day; None for what nothing tells.

    `digest` is the same for the same dumps, wherever they lie; empty where none could be read.
    """

    label: str
    hostname: str | None
    hostid: str | None
    dated: Dated | None
    digest: str


class Placed(NamedTuple):
    """What becomes of the dumps at one place.

    `current` is the latest state of a host, `namesake` that of one of several machines of one
    name: these two count. `earlier` is an older state, `twice` a copy of another place's. `name`
    is what the host is called; `note` says what a user should know.
    """

    identity: Identity
    role: Role
    name: str
    note: str | None


def digest_of(hashes: Iterable[str]) -> str:
    """Give the digest of an Identity by the SHA-256 of its dumps, in any order."""
    ordered = sorted(hashes)
    return hashlib.sha256("\n".join(ordered).encode("ascii")).hexdigest() if ordered else ""


def settle(identities: Sequence[Identity]) -> tuple[Placed, ...]:
    """Find the states of each host and the one that counts; sorted by name, then by label."""
    ordered = sorted(identities, key=_age)
    named: dict[str, list[Identity]] = {}
    placed: list[Placed] = []
    for one in ordered:
        if one.hostname:
            named.setdefault(one.hostname.casefold(), []).append(one)
    for group in named.values():
        placed += _of_one_name(group)
    placed += _nameless([one for one in ordered if not one.hostname])
    return tuple(sorted(placed, key=lambda one: (one.name, one.identity.label)))


def _age(identity: Identity) -> tuple[date, str]:
    """What states are ordered by: those without a day count as older than all others."""
    return identity.dated.day if identity.dated else date.min, identity.label


def _of_one_name(group: Sequence[Identity]) -> Iterator[Placed]:
    """Tell machines of one name apart by their hostid, and settle the states of each."""
    known = sorted({_hostid(one) for one in group} - {""})
    machines: dict[str, list[Identity]] = {}
    for one in group:
        # The only hostid known is taken for that of the dumps that tell none.
        machines.setdefault(known[0] if len(known) == 1 else _hostid(one), []).append(one)
    for hostid, states in machines.items():
        hostname = states[-1].hostname or ""
        if len(machines) == 1:
            yield from _states(states, "current", hostname, None)
            continue
        name = f"{hostname} ({hostid or 'hostid unknown'})"
        note = f"is one of {len(machines)} machines named {hostname}; it is shown as {name}"
        yield from _states(states, "namesake", name, note)


def _hostid(identity: Identity) -> str:
    return (identity.hostid or "").casefold().removeprefix("0x").lstrip("0")


def _states(
    states: Sequence[Identity], role: Role, name: str, note: str | None
) -> Iterator[Placed]:
    """Settle the states of one machine, the latest last."""
    *_, latest = states
    yield Placed(latest, role, name, note)
    kept = {latest.digest: latest}
    for one in reversed(states[:-1]):
        twin = kept.setdefault(one.digest, one) if one.digest else one
        if twin is not one:
            yield Placed(one, "twice", name, _copy(name, twin))
            continue
        yield Placed(one, "earlier", name, _earlier(name, one, latest))


def _nameless(group: Sequence[Identity]) -> Iterator[Placed]:
    """Name hosts by where they were found; the same dumps count once."""
    kept: dict[str, Identity] = {}
    for one in reversed(group):
        twin = kept.setdefault(one.digest, one) if one.digest else one
        name = twin.label.rstrip("/").rpartition("/")[2] or twin.label
        if twin is one:
            yield Placed(one, "current", name, f"tells no host's name; it is shown as {name}")
        else:
            yield Placed(one, "twice", name, _copy(name, twin))


def _copy(name: str, twin: Identity) -> str:
    return f"holds the same dumps of {name} as {twin.label}; they count once"


def _earlier(name: str, one: Identity, latest: Identity) -> str:
    if _age(one)[0] == _age(latest)[0]:
        other = f"as is {latest.label}; the latter counts, by its place"
        return f"is a state of {name} {_day(one)}, {other}"
    counts = f"the one that counts is the one {_day(latest)}, {latest.label}"
    return f"is an earlier state of {name}, {_day(one)}; {counts}"


def _day(identity: Identity) -> str:
    return f"of {identity.dated.day.isoformat()}" if identity.dated else "of an unknown day"
