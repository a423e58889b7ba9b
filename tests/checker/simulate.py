"""Install a plan in thought, and say what would go wrong: R5, R6, R9, R10, D20, D22, D25."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host, InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.verdict import Verdict
from patchcheck.model.xref import Row
from tests.checker.applying import applies
from tests.checker.chains import satisfied
from tests.checker.conflicts import conflict, installed_side, planned_side
from tests.checker.facts import (
    Flags,
    World,
    current,
    holder,
    installed,
    listed,
    live,
    make_world,
    row_of,
)
from tests.checker.judge import Judged, blocked
from tests.checker.requirements import requirements
from tests.checker.verdicts import excepted_by
from tests.checker.words import Entry

_TO_INSTALL = {Verdict.MISSING, Verdict.OUTDATED, Verdict.LAPSED}
_MAYBE = {Verdict.NOT_APPLICABLE, Verdict.NOT_JUDGED}  # without the waiver (D29)


@dataclass(frozen=True)
class _Trial:
    """A plan under trial: the world before it, the words, and what is to be installed."""

    world: World
    words: tuple[str, ...]
    steps: tuple[Judged, ...]
    others: tuple[Judged, ...]  # listed without the waiver (D29), perhaps part of a loop
    wiped: frozenset[str]  # by every repair of the plan, blocked or not (D18)

    @property
    def pulls(self) -> bool:
        """Whether every word pulls requirements in (D14)."""
        return all(_pulls(word) for word in self.words)


def check_plan(  # noqa: PLR0913 (the inputs of a judgement)
    host: Host,
    rows: Sequence[Row],
    plan: Sequence[Judged],
    *,
    special: SpecialCases,
    exceptions: Sequence[PatchException],
    as_of: date,
    words: Sequence[str],
    minimal: bool = False,
    flags: Flags = "inherited",
) -> list[str]:
    """Complaints about a plan: the unblocked patches are installed in order."""
    world = make_world(host, rows, special, exceptions, as_of, minimal=minimal, flags=flags)
    free = [item for item in plan if not blocked(item.obstacles)]
    steps = _steps(world, free)
    wiped = frozenset(
        number
        for item in plan
        if (repair := special.repairs.get(item.patch.number)) is not None
        for number in repair.not_obsolete
    )
    others = tuple(item for item in free if item.verdict in _MAYBE and item not in steps)
    if not any(_plain(word) for word in words):
        others = ()
    trial = _Trial(world, tuple(words), steps, others, wiped)
    complaints = [
        f"{item.patch} stands in the plan twice"
        for place, item in enumerate(plan)
        if item.patch in {other.patch for other in plan[:place]}
    ]
    now = host
    for place, item in enumerate(steps):
        complaints += _refusals(trial, replace(world, host=now), place)
        now = now._replace(patches=(*now.patches, InstalledPatch(str(item.patch), item.patch)))
    return complaints


def _installs(world: World, item: Judged) -> bool:
    if item.verdict in _TO_INSTALL:
        row = row_of(world, item.patch)
        above = item.installed is None or item.patch.revision > item.installed
        return above and row is not None and not row.bad
    row, shown = current(world, item.patch.number), row_of(world, item.patch)
    if item.verdict is not Verdict.WITHDRAWN_INSTALLED or row is None or shown is None:
        return False
    flagged = shown.recommended or shown.security
    return (  # D8, D16
        (live(row) or (world.minimal and flagged and not satisfied(world, item.patch)))
        and not shown.bad
        and applies(world, row if live(row) else shown)
        and excepted_by(world, item.patch) is not Verdict.EXCEPTED
        and item.patch.revision > (item.installed or "")
    )


def _plain(word: str) -> bool:
    return word.isdigit() and len(word) == 6


def _pulls(word: str) -> bool:
    return word.startswith("m") or _plain(word)


def _steps(world: World, plan: list[Judged]) -> tuple[Judged, ...]:
    """What is installed: of what is listed, all that is to be installed (D26)."""
    return tuple(item for item in plan if _installs(world, item))


def _refusals(trial: _Trial, now: World, place: int) -> list[str]:
    item = trial.steps[place]
    row = row_of(now, item.patch)
    found = []
    asked_for = str(item.patch) in trial.words or item.verdict is Verdict.WITHDRAWN_INSTALLED
    if not trial.world.minimal and not asked_for:  # R13, D13, D8
        found += _superseded(trial, item.patch, row)
    found += _unmet(trial, now, place, row)
    side = planned_side(now, item.patch, row)
    found += [
        f"{item.patch} conflicts with {other.text}"
        for other in (installed_side(now, each) for each in now.host.patches if _counts(now, each))
        if conflict(side, other)
    ]
    return found


def _counts(now: World, item: InstalledPatch) -> bool:
    """Of several installed revisions the highest counts, a foreign patch for itself (R1)."""
    return item.patch is None or item.patch.revision == installed(now, item.patch.number)


def _superseded(trial: _Trial, patch: PatchId, row: Row | None) -> list[str]:
    """R5 on the host as it was, except where a repair of the plan wipes (D18)."""
    gone = row is not None and row.obsolete and patch.number not in trial.wiped
    if gone or (satisfied(trial.world, patch) and satisfied(trial.world, patch, trial.wiped)):
        return [f"{patch} is superseded"]
    return []


def _entry(item: Judged, row: Row | None) -> Entry:
    return Entry(item.patch, row, item.verdict, installs=True)


def _ends(world: World, wanted: PatchId, path: tuple[PatchId, ...] = ()) -> set[PatchId]:
    """A requirement and every id that its successor chains name."""
    if wanted in path:
        return set()
    found = {wanted}
    for row in listed(world, wanted.number):
        if row.revision >= wanted.revision:
            for successor in row.successors:
                found |= _ends(world, successor, (*path, wanted))
    return found


def _meets(world: World, patch: PatchId, wanted: PatchId) -> bool:
    """Whether installing a patch would meet a requirement, itself or at a chain's end (D23)."""
    return any(
        end.number == patch.number and end.revision <= patch.revision
        for end in _ends(world, wanted)
    )


def _wanted(world: World, item: Judged) -> list[PatchId]:
    entry = _entry(item, row_of(world, item.patch))
    return [wanted for _, wanted in requirements(world, entry, frozenset())[0]]


def _is_required(world: World, steps: Sequence[Judged], item: Judged) -> bool:
    return any(
        _meets(world, item.patch, wanted) for step in steps for wanted in _wanted(world, step)
    )


def _unmet(trial: _Trial, now: World, place: int, row: Row | None) -> list[str]:
    item = trial.steps[place]
    wiped = requirements(now, _entry(item, row), frozenset())[1]
    later = trial.steps[place:]
    return [
        f"{item.patch} requires {wanted}"
        for wanted in _wanted(now, item)
        if not satisfied(now, wanted)
        and not satisfied(now, wanted, wiped)
        and not _meets(now, item.patch, wanted)
        and not any(_meets(now, step.patch, wanted) for step in trial.steps[:place])
        and not _waived(trial.world, wanted, trial.wiped)
        and not _in_loop(trial, item, wanted)
        and (trial.pulls or (not wiped and any(_meets(now, s.patch, wanted) for s in later)))
    ]


def _waived(world: World, wanted: PatchId, wiped: frozenset[str]) -> bool:
    """Whether some end of the requirement does not apply (R9, D20, D22)."""
    rows = [
        row
        for end in _ends(world, wanted)
        for now in (frozenset[str](), wiped)
        for row in (holder(world, end, now), current(world, end.number, now))
    ]
    return any(row is not None and not applies(world, row) for row in rows)


def _in_loop(trial: _Trial, item: Judged, wanted: PatchId) -> bool:
    """Whether a planned patch that meets the requirement needs, in turn, the patch itself."""
    able = [
        step for step in (*trial.steps, *trial.others) if _meets(trial.world, step.patch, wanted)
    ]
    return any(_needs(trial, step, item.patch, ()) for step in able)


def _needs(trial: _Trial, step: Judged, patch: PatchId, path: tuple[PatchId, ...]) -> bool:
    if step.patch in path:
        return False
    wanted = _wanted(trial.world, step)
    return any(_meets(trial.world, patch, each) for each in wanted) or any(
        _needs(trial, other, patch, (*path, step.patch))
        for other in (*trial.steps, *trial.others)
        for each in wanted
        if _meets(trial.world, other.patch, each)
    )
