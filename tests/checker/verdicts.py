"""The verdict on a number, and what is offered of it: R7, R8, R12, R13, D6-D11, D15, D16."""

from functools import lru_cache
from typing import Literal

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.model.xref import Row
from tests.checker.applying import applies, can_be_judged, passes_release
from tests.checker.chains import (
    contained_levels,
    contained_rows,
    reaches,
    satisfied,
    satisfied_levels,
)
from tests.checker.facts import NOTHING, World, current, installed, listed, live, row_of


@lru_cache(maxsize=4096)
def bare_verdict(world: World, number: str, wiped: frozenset[str] = NOTHING) -> Verdict:
    """The verdict of D10, before exceptions (R12) and `--minimal` (R13)."""
    row = current(world, number, wiped)
    held = installed(world, number)
    if row is None:
        # reading: a number that is neither in the file nor installed is "unknown" as well.
        return Verdict.UNKNOWN
    if held is not None:
        decided = _verdict_of_installed(world, PatchId(number, held), row, wiped)
        if decided is not None:
            return decided
    if row.bad:
        return Verdict.WITHDRAWN
    if row.obsolete or satisfied(world, row.patch, wiped):  # R5, D6
        return Verdict.SUPERSEDED
    return _verdict_of_open(world, row, held)


def _verdict_of_installed(
    world: World, held: PatchId, row: Row, wiped: frozenset[str]
) -> Verdict | None:
    own = row_of(world, held, wiped)
    # reading: "its row" is the row of exactly that revision; "something newer" is anything but
    # the installed patches of the number itself, their Obsoletes included.
    if (
        own is not None
        and own.bad
        and not reaches(satisfied_levels(world, wiped, held.number), held)
    ):
        return Verdict.WITHDRAWN_INSTALLED
    if held.revision > row.revision:  # D9
        above = [r for r in listed(world, held.number, wiped) if r.revision >= held.revision]
        return Verdict.SUPERSEDED if above and above[0].obsolete else Verdict.NEWER
    return Verdict.CURRENT if held.revision == row.revision else None


def _verdict_of_open(world: World, row: Row, held: str | None) -> Verdict:
    if passes_release(world, row):
        # reading: without any pkginfo no row can be told to apply, so it is not judged (R16).
        if not can_be_judged(row) or world.host.packages is None:
            return Verdict.NOT_JUDGED
        if applies(world, row):
            return Verdict.MISSING if held is None else Verdict.OUTDATED
    return Verdict.NOT_APPLICABLE


def installable(world: World, number: str, wiped: frozenset[str] = NOTHING) -> bool:
    """Whether the number has something to install, exceptions aside (D8, D16)."""
    bare = bare_verdict(world, number, wiped)
    if bare in {Verdict.MISSING, Verdict.OUTDATED}:
        return True
    # reading: a withdrawn-installed number that D16 offers an obsolete revision of keeps that
    # verdict (D8), and "missing" selects it.
    if flagged_offer(world, number, wiped) is not None:
        return True
    # reading: D8 asks for live, higher, applies; not whether an installed patch, the withdrawn one
    # itself perhaps, obsoletes the current revision.
    row, held = current(world, number, wiped), installed(world, number)
    return (
        bare is Verdict.WITHDRAWN_INSTALLED
        and row is not None
        and held is not None
        and live(row)
        and row.revision > held
        and applies(world, row)
    )


def excepted_by(world: World, patch: PatchId) -> Verdict | None:
    """EXCEPTED where an exception in force covers the id, LAPSED where lapsed ones do (R12)."""
    covering = [e for e in world.exceptions if e.covers(patch, world.host.hostname)]
    if any(not each.lapsed(world.as_of) for each in covering):
        return Verdict.EXCEPTED
    return Verdict.LAPSED if covering else None


def offer(world: World, number: str, wiped: frozenset[str] = NOTHING) -> PatchId:
    """The id that is shown: the revision offered, or the installed one of an unknown number."""
    row = current(world, number, wiped)
    if row is None:
        return PatchId(number, installed(world, number) or "")
    if not world.minimal or not installable(world, number, wiped):
        return row.patch
    flagged = flagged_offer(world, number, wiped)
    return flagged.patch if flagged else minimal_row(world, number, row).patch


def excepted(world: World, number: str, wiped: frozenset[str] = NOTHING) -> bool:
    """Whether an exception in force covers what would be offered (R12)."""
    # reading: the revision offered decides, under --minimal the minimal one.
    return excepted_by(world, offer(world, number, wiped)) is Verdict.EXCEPTED


@lru_cache(maxsize=4096)
def verdict_of(world: World, number: str, wiped: frozenset[str] = NOTHING) -> Verdict:
    """The one verdict of a number (D8)."""
    bare = bare_verdict(world, number, wiped)
    if not installable(world, number, wiped) or bare is Verdict.WITHDRAWN_INSTALLED:
        # reading: exceptions turn missing and outdated only; a withdrawn-installed number keeps
        # its verdict, but while the exception holds "missing" does not select it.
        return bare
    if bare not in {Verdict.MISSING, Verdict.OUTDATED}:
        bare = Verdict.MISSING if installed(world, number) is None else Verdict.OUTDATED
    return excepted_by(world, offer(world, number, wiped)) or bare


def to_install(world: World, number: str, wiped: frozenset[str] = NOTHING) -> bool:
    """Whether the number's offer is to be installed (what `missing` selects, D8)."""
    return installable(world, number, wiped) and not excepted(world, number, wiped)


# --- R7: the flags that travel


def open_flags(world: World, patch: PatchId) -> list[Row]:
    """The flagged revisions that it contains and the host lacks (R7), own row included."""
    # reading: whether the flagged row is withdrawn, or applies to the host, plays no part.
    return [
        row
        for row in contained_rows(world, patch)
        if (row.recommended or row.security)
        and not satisfied(world, row.patch)
        and not (row.number != patch.number and world.minimal and offered_itself(world, row.patch))
    ]


def inherited(world: World, patch: PatchId, flag: Literal["R", "S"]) -> tuple[PatchId, ...]:
    """The inherited flags of R7, ascending; none under `--flags row`."""
    if world.flags == "row":
        return ()
    return tuple(
        row.patch
        for row in open_flags(world, patch)
        if row.patch != patch and (row.recommended if flag == "R" else row.security)
    )


# --- R13: the minimal offer


@lru_cache(maxsize=4096)
def flagged_offer(world: World, number: str, wiped: frozenset[str] = NOTHING) -> Row | None:
    """What D16 offers of a number without a live row under `--minimal`."""
    rows = listed(world, number, wiped)
    if not world.minimal or any(live(row) for row in rows):
        return None
    able = [
        row
        for row in rows
        if (row.recommended or row.security)
        and not row.bad
        and applies(world, row)
        and not satisfied(world, row.patch, wiped)
    ]
    return able[-1] if able else None


def offered_itself(world: World, need: PatchId) -> bool:
    """Whether D16 keeps a need from the heirs of its number."""
    # reading: told from host and file alone, whatever the words select. The number is offered at a
    # revision that reaches the need; otherwise nobody would be asked for it. An excepted number is
    # not offered.
    row = flagged_offer(world, need.number) or current(world, need.number)
    return (
        row is not None
        and row.revision >= need.revision
        and installable(world, need.number)
        and excepted_by(world, row.patch) is not Verdict.EXCEPTED
    )


def minimal_row(world: World, number: str, row: Row) -> Row:
    """R13, D15, D16 for a number whose current row is live and to be installed."""
    # reading: --flags row does not change the needs, only what is shown and selected.
    # reading: needs are what the current revision contains; a flagged row above it is none of them.
    needs = [need.patch for need in open_flags(world, row.patch)]
    if not needs:
        return row
    held = installed(world, number)
    floor = world.floors.get(number, "")
    for candidate in listed(world, number):
        if (
            not candidate.bad
            and applies(world, candidate)
            and (held is None or candidate.revision > held)
            and floor <= candidate.revision <= row.revision
            and all(reaches(contained_levels(world, [candidate.patch]), need) for need in needs)
        ):
            return candidate
    return row
