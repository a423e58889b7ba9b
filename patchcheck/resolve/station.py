"""What the file alone says of a patch, whatever the host: above all where required ids lead."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row


class Station(NamedTuple):
    """One id on the way along successors (R9, D19).

    `meets` is the current row where it is live and high enough: the way ends there. Else `link` is
    the lowest obsolete row at or above the id that names successors. Without either the way is a
    dead end: at `above`, the lowest row at or above the id, or at `current`, where all are below
    it; both are None where the file hasn't got the number.
    """

    current: "Row | None" = None
    meets: "Row | None" = None
    link: "Row | None" = None
    above: "Row | None" = None


class Way(NamedTuple):
    """The way from a required id along single successors to a row that would meet it.

    `ids` are those asked for on it, the required one first; `end` is the live current patch that
    would meet it. There are none where the way is no such one: it branches, comes back, or has no
    good end.
    """

    required: "PatchId"
    ids: "tuple[PatchId, ...]" = ()
    end: "PatchId | None" = None


class Ways(NamedTuple):
    """The ways from all ids that a row requires.

    Where all of them are straight, `numbers` are those that are asked for on them, and `ends` what
    would meet them: on a host that has none of these numbers nothing else counts.
    """

    each: tuple[Way, ...]
    straight: bool = False
    numbers: frozenset[str] = frozenset()
    ends: "frozenset[PatchId]" = frozenset()


class Standing(NamedTuple):
    """What the file says of a listed patch.

    `ways` is where its requirements lead, `flagged` the flagged rows that it contains (R7),
    `incompatible` whether its row lists incompatible patches (R10), `utility` whether it is for the
    patch utilities (D29).
    """

    ways: Ways = Ways((), straight=True)
    flagged: "Sequence[Row]" = ()
    incompatible: bool = False
    utility: bool = False


PLAIN = Standing()  # of most patches; one for all of them


def ways_together(each: tuple[Way, ...]) -> Ways:
    """Put the ways of a row together."""
    ends = [way.end for way in each if way.end]
    if len(ends) < len(each):
        return Ways(each)
    numbers = frozenset(asked.number for way in each for asked in way.ids)
    return Ways(each, straight=True, numbers=numbers, ends=frozenset(ends))


def station_at(asked: "PatchId", rows: "Sequence[Row]", current: "Row | None") -> Station:
    """Find where an id leads; `rows` are those of its number, ascending."""
    if current is not None and current.live and current.revision >= asked.revision:
        return Station(current, meets=current)
    above = [row for row in rows if row.revision >= asked.revision]
    link = next((row for row in above if row.successors), None)
    return Station(current, link=link, above=above[0] if above else None)
