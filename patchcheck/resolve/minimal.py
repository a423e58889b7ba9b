"""R13: the lowest revision that satisfies every flagged need, instead of the current one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from patchcheck.model.verdict import Verdict
from patchcheck.resolve.flags import handed_to_itself, needs
from patchcheck.resolve.verdicts import Judgement, judge_number, with_exception

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


def minimal_offers(world: "World", numbers: Iterable[str]) -> dict[str, Judgement]:
    """For each number that needs installing, the judgement on the revision to offer (R13, D16)."""
    judged = {number: judge_number(world, number) for number in numbers}
    excepted = Verdict.EXCEPTED
    offers = {n: item for n, item in judged.items() if item.offered or item.verdict is excepted}
    for number, judgement in judged.items():
        if number not in offers and judgement.row and not judgement.row.live:
            flagged = _flagged_without_live_row(world, judgement)
            if flagged:
                offers[number] = flagged
    offered = {number: item.patch for number, item in offers.items() if item.offered}
    return {
        number: _lowered(world, item, offered) if item.row and item.row.live else item
        for number, item in offers.items()
    }


def _flagged_without_live_row(world: "World", judgement: Judgement) -> Judgement | None:
    """A number without a live row is offered at its highest flagged revision, if any (D16)."""
    for row in reversed(world.catalogue.rows(judgement.number)):
        flagged = (row.recommended or row.security) and not row.bad
        if flagged and not world.satisfied(row.patch) and world.applies(row):
            return _at(world, judgement, row)
    return None


def _lowered(world: "World", judgement: Judgement, offered: "Mapping[str, PatchId]") -> Judgement:
    """Offer the lowest revision that meets the needs; without a need the current stays (D15)."""
    wanted = [
        row.patch
        for row in needs(world, judgement.patch)
        if not handed_to_itself(world, row.patch, judgement.number, offered)
    ]
    if not wanted:
        return judgement
    row = lowest_meeting(world, judgement, wanted, "00")
    return _at(world, judgement, row) if row else judgement


def lowest_meeting(
    world: "World", judgement: Judgement, wanted: "list[PatchId]", asked: str
) -> "Row | None":
    """The lowest row at or above `asked` that contains every wanted revision (D16).

    It applies, lies above the installed revision and is not withdrawn.
    """
    for row in world.catalogue.rows(judgement.number):
        if row.bad or row.revision < asked or row.revision <= (judgement.installed or ""):
            continue
        contained = world.catalogue.contained(row.patch)
        meets = all(contained.get(need.number, "") >= need.revision for need in wanted)
        if meets and world.applies(row):
            return row
    return None


def raised(world: "World", judgement: Judgement, asked: str) -> Judgement:
    """Offer a higher revision, for another listed patch requires it (D16)."""
    row = lowest_meeting(world, judgement, [judgement.patch], asked)
    return _at(world, judgement, row) if row else judgement


def _at(world: "World", judgement: Judgement, row: "Row") -> Judgement:
    verdict = judgement.verdict
    if verdict is not Verdict.WITHDRAWN_INSTALLED:
        verdict = Verdict.MISSING if judgement.installed is None else Verdict.OUTDATED
    number, installed = judgement.number, judgement.installed
    return with_exception(world, Judgement(number, verdict, row, installed, offered=True))
