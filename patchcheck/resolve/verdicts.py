"""The verdict on one patch number (R1 to R8, R11, R12; in the order of D10)."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.applicability import Applicability, Outcome
from patchcheck.resolve.catalogue import live
from patchcheck.resolve.supersession import satisfied_levels

if TYPE_CHECKING:
    from patchcheck.model.exception import PatchException
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a number, and what it was reached from.

    `row` is the row judged: the current one (D10), or the one that `--minimal` offers. It is None
    where the file does not know the number. `installed` is the highest installed revision.
    `for_need` tells that `--minimal` offers the row for a flagged need, obsolete or not (D16).
    """

    number: str
    verdict: Verdict
    row: "Row | None"
    installed: str | None
    applicability: Applicability | None = None
    exception: "PatchException | None" = None
    for_need: bool = False

    @property
    def patch(self) -> PatchId:
        """The id to show: the revision offered, else the installed one."""
        return self.row.patch if self.row else PatchId(self.number, self.installed or "00")

    @property
    def offered(self) -> bool:
        """Whether the patch is to be installed: what the word `missing` selects (R12, D8)."""
        if self.verdict in OFFERED:
            return True
        return (
            self.verdict is Verdict.WITHDRAWN_INSTALLED
            and self.exception is None
            and self.row is not None
            and (live(self.row) or self.for_need)
            and self.installed is not None
            and self.row.revision > self.installed
            and self.applicability is not None
            and self.applicability.applies
        )


OFFERED = frozenset({Verdict.MISSING, Verdict.OUTDATED, Verdict.LAPSED})


def judge_number(world: "World", number: str) -> Judgement:
    """Judge the current row of a number, exceptions included; worked out once in a world."""
    known = world.judgements.get(number)
    if known is None:
        known = world.judgements[number] = _judge(world, number)
    return known


def judge_wiped(world: "World", number: str, not_obsolete: frozenset[str]) -> Judgement:
    """Judge a number while table D keeps some from being obsolete (D18).

    For one of these the current row is the highest that is not withdrawn, and its chain is not
    walked; every other number is judged as ever.
    """
    judgement = judge_number(world, number)
    if number not in not_obsolete:
        return judgement
    rows = [row for row in world.catalogue.rows(number) if not row.bad]
    if not rows or not rows[-1].obsolete or world.present(rows[-1].patch):
        return judgement
    row, answer = rows[-1], world.applicability(rows[-1])
    verdict = _open_verdict(answer, judgement.installed)
    open_judgement = Judgement(number, verdict, row, judgement.installed, answer)
    return with_exception(world, open_judgement) if open_judgement.offered else open_judgement


def _judge(world: "World", number: str) -> Judgement:
    row = world.catalogue.current(number)
    installed = world.facts.revision(number)
    if row is None:
        return Judgement(number, Verdict.UNKNOWN, None, installed)
    verdict = settled_verdict(world, row, installed)
    if verdict is None or verdict is Verdict.WITHDRAWN_INSTALLED:
        answer = world.applicability(row)
        judgement = Judgement(
            number, verdict or _open_verdict(answer, installed), row, installed, answer
        )
    else:
        judgement = Judgement(number, verdict, row, installed)
    return with_exception(world, judgement) if judgement.offered else judgement


def settled_verdict(world: "World", row: "Row", installed: str | None) -> Verdict | None:
    """The verdict that needs no look at packages, None where they decide (D10)."""
    if installed is not None:
        if _withdrawn_installed(world, PatchId(row.number, installed)):
            return Verdict.WITHDRAWN_INSTALLED
        if installed > row.revision:
            holder = world.catalogue.holder(PatchId(row.number, installed))
            return Verdict.SUPERSEDED if holder and holder.obsolete else Verdict.NEWER
        if installed == row.revision:
            return Verdict.CURRENT
    if row.bad:
        return Verdict.WITHDRAWN
    if row.obsolete or world.satisfied(row.patch):
        return Verdict.SUPERSEDED
    return None


def _withdrawn_installed(world: "World", patch: PatchId) -> bool:
    """R8: the installed revision was withdrawn, and nothing newer that is installed holds it."""
    row = world.catalogue.row(patch)
    if row is None or not row.bad:
        return False
    levels = satisfied_levels(world.facts, world.catalogue, world.counts, without=patch.number)
    level = levels.get(patch.number)
    return level is None or level.revision < patch.revision


def _open_verdict(answer: Applicability, installed: str | None) -> Verdict:
    if answer.outcome is Outcome.UNJUDGEABLE:
        return Verdict.NOT_JUDGED
    if not answer.applies:
        return Verdict.NOT_APPLICABLE
    return Verdict.MISSING if installed is None else Verdict.OUTDATED


def with_exception(world: "World", judgement: Judgement) -> Judgement:
    """Move a patch that is to be installed to the exceptions, or mark it lapsed (R12)."""
    exception = world.exception_for(judgement.patch)
    if exception is None:
        return judgement
    lapsed = exception.lapsed(world.options.as_of)
    if judgement.verdict is Verdict.WITHDRAWN_INSTALLED:
        return judgement if lapsed else replace(judgement, exception=exception)
    verdict = Verdict.LAPSED if lapsed else Verdict.EXCEPTED
    return replace(judgement, verdict=verdict, exception=exception)
