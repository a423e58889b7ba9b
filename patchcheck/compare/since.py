"""A host now and in an earlier run: what is new, what was closed, what has come back."""

from collections.abc import Iterable
from dataclasses import dataclass

from patchcheck.model.earlier import EarlierHost
from patchcheck.model.patch import PatchId


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed on one host, ascending by id.

    `new` is open now and was not then. `closed` was open and is not now; a number that is still
    open, at whatever revision, is `still` open. `come_back` is open again: it was closed in a run
    before, or an exception kept it out then. `closed_before` was closed earlier and still is: a
    later run needs it to tell what comes back.
    """

    new: tuple[PatchId, ...]
    closed: tuple[PatchId, ...]
    come_back: tuple[PatchId, ...]
    still: tuple[PatchId, ...]
    closed_before: tuple[PatchId, ...]


def changes(
    open_now: Iterable[PatchId], excepted_now: Iterable[PatchId], then: EarlierHost
) -> Changes:
    """Compare what is open now with what was open then, by number.

    What an exception keeps out now was not closed.
    """
    now = sorted(open_now)
    numbers = {patch.number for patch in now}
    kept_out = {patch.number for patch in excepted_now}
    before = {patch.number for patch in then.open}
    away = {patch.number for patch in (*then.excepted, *then.closed)}
    fresh = [patch for patch in now if patch.number not in before]
    gone = numbers | kept_out
    return Changes(
        new=tuple(patch for patch in fresh if patch.number not in away),
        closed=tuple(sorted(patch for patch in then.open if patch.number not in gone)),
        come_back=tuple(patch for patch in fresh if patch.number in away),
        still=tuple(patch for patch in now if patch.number in before),
        closed_before=tuple(sorted(patch for patch in then.closed if patch.number not in gone)),
    )
