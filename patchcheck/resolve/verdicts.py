"""The verdict on one patch number (R1 to R8, R11, R12; in the order of D10)."""

from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.applicability import Applicability, Outcome
from patchcheck.resolve.supersession import satisfied_levels

if TYPE_CHECKING:
    from patchcheck.model.exception import PatchException
    from patchcheck.model.xref import Row
    from patchcheck.resolve.world import World


class Judgement(NamedTuple):
    """The verdict on a number, and what it was reached from.

    `row` is the row judged: the current one (D10), or the one that `--minimal` offers. It is None
    where the file does not know the number. `installed` is the highest installed revision.
    `offered` tells that the patch is to be installed: what the word `missing` selects (R12, D8).
    """

    number: str
    verdict: Verdict
    row: "Row | None"
    installed: str | None
    offered: bool = False
    exception: "PatchException | None" = None

    @property
    def patch(self) -> PatchId:
        """The id to show: the revision offered, else the installed one."""
        return self.row.patch if self.row else PatchId(self.number, self.installed or "00")


# The verdicts that need no look at packages: what is installed, or the file, decides.
_SETTLED = frozenset(
    {Verdict.CURRENT, Verdict.NEWER, Verdict.SUPERSEDED, Verdict.WITHDRAWN, Verdict.UNKNOWN}
)


def looked_at(world: "World", judgement: Judgement) -> Applicability | None:
    """How the row applies, where the verdict is reached by looking at packages."""
    if judgement.row is None or judgement.verdict in _SETTLED:
        return None
    return world.applicability(judgement.row)


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
    if not rows or world.present(rows[-1].patch):
        return judgement
    by_chain = rows[-1].obsolete or judgement.verdict is Verdict.SUPERSEDED
    return _open(world, rows[-1], judgement.installed) if by_chain else judgement


def _judge(world: "World", number: str) -> Judgement:
    row = world.catalogue.current(number)
    installed = world.facts.revision(number)
    if row is None:
        return Judgement(number, Verdict.UNKNOWN, None, installed)
    verdict = settled_verdict(world, row, installed)
    if verdict is None:
        return _open(world, row, installed)
    if verdict is Verdict.WITHDRAWN_INSTALLED:
        offered = row.live and row.revision > (installed or "") and number in world.applying
        return with_exception(world, Judgement(number, verdict, row, installed, offered))
    return Judgement(number, verdict, row, installed)


def settled_verdict(world: "World", row: "Row", installed: str | None) -> Verdict | None:
    """The verdict that needs no look at packages, None where they decide (D10)."""
    if installed is not None:
        if _withdrawn_installed(world, row.number):
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


def _withdrawn_installed(world: "World", number: str) -> bool:
    """R8: the installed revision was withdrawn, and nothing newer that is installed holds it."""
    row = world.installed_rows.get(number)
    if row is None or not row.bad:
        return False
    if not _may_be_held(world, row.patch):
        return True
    levels = satisfied_levels(world.facts, world.catalogue, world.counts, without=number)
    return levels.revisions.get(number, "") < row.revision


def _may_be_held(world: "World", patch: PatchId) -> bool:
    """Whether anything but the number itself can hold a revision: what obsoletes it, or an heir."""
    heirs = world.catalogue.heirs(patch)
    return patch.number in world.facts.obsoleted or any(
        number in world.reached for number in heirs if number != patch.number
    )


def _open(world: "World", row: "Row", installed: str | None) -> Judgement:
    """Judge a row that is neither superseded nor withdrawn, current or wiped: packages decide."""
    if world.applies(row):
        verdict = Verdict.MISSING if installed is None else Verdict.OUTDATED
        return with_exception(world, Judgement(row.number, verdict, row, installed, offered=True))
    answer = world.applicability(row)
    unjudgeable = answer.outcome is Outcome.UNJUDGEABLE
    verdict = Verdict.NOT_JUDGED if unjudgeable else Verdict.NOT_APPLICABLE
    return Judgement(row.number, verdict, row, installed)


def with_exception(world: "World", judgement: Judgement) -> Judgement:
    """Move a patch that is to be installed to the exceptions, or mark it lapsed (R12)."""
    exception = world.exception_for(judgement.patch) if judgement.offered else None
    if exception is None:
        return judgement
    lapsed = exception.lapsed(world.options.as_of)
    if judgement.verdict is Verdict.WITHDRAWN_INSTALLED:
        return judgement if lapsed else judgement._replace(offered=False, exception=exception)
    verdict = Verdict.LAPSED if lapsed else Verdict.EXCEPTED
    return judgement._replace(verdict=verdict, offered=lapsed, exception=exception)
