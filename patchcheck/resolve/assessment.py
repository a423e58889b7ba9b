"""The door to the resolver: a host and a catalogue in, findings in plan order out."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.verdict import Finding, Inherited, Proof, Verdict
from patchcheck.resolve.compliance import Compliance, compliance
from patchcheck.resolve.doctor import Grade, grade
from patchcheck.resolve.entry import entry_of
from patchcheck.resolve.flags import counting, counts_as, inherited
from patchcheck.resolve.minimal import minimal_offers, raised
from patchcheck.resolve.patch_list import PatchList
from patchcheck.resolve.plan import Plan, Planned
from patchcheck.resolve.planner import make_plan
from patchcheck.resolve.reasons import in_order, proof, reason
from patchcheck.resolve.selection import (
    WITHOUT_PACKAGES,
    Selection,
    Word,
    select,
)
from patchcheck.resolve.verdicts import Judgement, judge_number

if TYPE_CHECKING:
    from patchcheck.model.host import InstalledPatch
    from patchcheck.model.patch import PatchId
    from patchcheck.resolve.world import World


class Counted(NamedTuple):
    """Counts of patches to install; one may be in both."""

    recommended: int
    security: int


class Assessment(NamedTuple):
    """What was found on one host.

    `plan` is what the words list, in order (R9); it is empty where the host is not judged, and
    `not_judged_because` says why (R16). `offered` is what `--minimal` offers, by number (R13).
    `excepted` and `withdrawn_installed` stand beside the steps, whatever was selected.
    """

    world: "World"
    plan: Plan
    foreign: "tuple[InstalledPatch, ...]"
    offered: Mapping[str, "PatchId"] = {}
    not_judged_because: str | None = None
    excepted: tuple[Judgement, ...] = ()
    withdrawn_installed: tuple[Judgement, ...] = ()
    compliance: Compliance | None = None
    grade: Grade | None = None

    @property
    def judged(self) -> bool:
        """Whether the findings answer what was asked."""
        return self.not_judged_because is None

    @property
    def other_release(self) -> int:
        """How many patches match a package of the host but are for another release (R2)."""
        return 0 if self.world.host.not_judged_because else self.world.other_release

    def findings(self, *, explain: bool = True) -> tuple[Finding, ...]:
        """What there is to say of each step, worded anew; without `explain` no reason, no proof."""
        steps = self.plan.steps
        return tuple(_finding(self.world, step, self.offered, explain=explain) for step in steps)

    def beside(self, judged: Sequence[Judgement]) -> tuple[Finding, ...]:
        """What there is to say of patches that stand beside the steps; they pull nothing in."""
        patches = PatchList()
        for item in judged:
            patches.put(entry_of(self.world.catalogue, item))
        steps = make_plan(self.world, patches).steps if judged else ()
        return tuple(_finding(self.world, step, {}) for step in steps)

    @property
    def counted(self) -> Counted:
        """How many of the patches to install count as recommended, and as security (R7)."""
        patches = self.plan.patches
        alike = [len(counting(self.world, patches.alike, flag, self.offered)) for flag in "RS"]
        flagged = [entry for entry in patches.own.values() if entry.standing.flagged]
        flags = [
            counts_as(self.world, entry.patch, entry.row, self.offered)
            for entry in flagged
            if patches.installs(entry.patch)
        ]
        return Counted(
            recommended=alike[0] + sum(each.recommended for each in flags),
            security=alike[1] + sum(each.security for each in flags),
        )


def assess(world: "World", words: Sequence[Word], *, measure: bool = True) -> Assessment:
    """Judge a host: what the words select, completed, ordered and with reasons.

    Words that the dumps can't answer make the host not judged; the others are answered (R16).
    Without `measure` the compliance, which looks at the whole file, is left out.
    """
    refused = refusal(world, words)
    if world.host.not_judged_because:
        return Assessment(
            world, Plan(), world.facts.foreign, not_judged_because=refused, grade=grade(world)
        )
    selection, plan = _planned(world, answerable(world, words))
    return Assessment(
        world,
        plan=plan,
        foreign=world.facts.foreign,
        offered=selection.offered,
        not_judged_because=refused,
        excepted=excepted(world),
        withdrawn_installed=withdrawn_installed(world),
        compliance=compliance(world) if measure and world.host.packages is not None else None,
        grade=grade(world),
    )


def answerable(world: "World", words: Sequence[Word]) -> Sequence[Word]:
    """The words that the dumps can answer: without a pkginfo only installed and bad (R16)."""
    if world.host.not_judged_because:
        return ()
    if world.host.packages is None:
        return [word for word in words if word.group in WITHOUT_PACKAGES]
    return words


def refusal(world: "World", words: Sequence[Word]) -> str | None:
    """Why a host can't be judged by these words; None where it can (R16)."""
    answered = answerable(world, words)
    refused = [word.text for word in words if word not in answered]
    if world.host.not_judged_because or not refused:
        return world.host.not_judged_because
    return f"no pkginfo was read: only installed and bad are answered, not {', '.join(refused)}"


def _planned(world: "World", words: Sequence[Word]) -> tuple[Selection, Plan]:
    """Select and plan; under `--minimal` again, until every offer meets what others ask (D16)."""
    offers: dict[str, Judgement] = {}
    if world.options.minimal:
        offers = minimal_offers(world, world.candidates)
    while True:
        selection = select(world, words, offers)
        plan = make_plan(world, selection.patches, selection.offered)
        higher = _raised_offers(world, offers, plan.asked)
        if not higher:
            return selection, plan
        offers |= higher


def _raised_offers(
    world: "World", offers: Mapping[str, Judgement], asked: Mapping[str, str]
) -> dict[str, Judgement]:
    found = {}
    for number, offer in offers.items():
        wanted = asked.get(number, "")
        if offer.offered and wanted > offer.patch.revision:
            higher = raised(world, offer, wanted)
            if higher.patch != offer.patch:
                found[number] = higher
    return found


def _finding(
    world: "World", step: Planned, offered: "Mapping[str, PatchId]", *, explain: bool = True
) -> Finding:
    entry = step.entry
    judgement = entry.judgement
    travelled = inherited(world, entry.patch, offered)
    return Finding(
        patch=entry.patch,
        verdict=judgement.verdict,
        reason=_reason(world, judgement, step) if explain else "",
        proof=_proof(world, step, travelled) if explain else Proof(),
        row=entry.row,
        installed=judgement.installed,
        offered=entry.to_install,
        inherited=travelled,
        exception=judgement.exception,
        obstacles=step.obstacles,
        notes=step.notes,
        after=step.after,
    )


def _proof(world: "World", step: Planned, travelled: Inherited) -> Proof:
    found = proof(world, step.entry.judgement, step)
    if travelled.recommended or travelled.security:
        return found._replace(rules=in_order(frozenset((*found.rules, "R7"))))
    return found


def _reason(world: "World", judgement: Judgement, step: Planned) -> str:
    words = reason(world, judgement)
    if step.required_by:
        words += f"; required by {', '.join(map(str, step.required_by))}"
    if step.special_case:
        words += f"; {step.special_case}"
    return words


def excepted(world: "World") -> tuple[Judgement, ...]:
    """The patches that an exception in force keeps from being listed (R12), by number."""
    numbers = sorted(world.applying) if world.exceptions else ()
    judged = (judge_number(world, number) for number in numbers)
    return tuple(item for item in judged if item.verdict is Verdict.EXCEPTED)


def withdrawn_installed(world: "World") -> tuple[Judgement, ...]:
    """The installed revisions that were withdrawn (R8), by number."""
    bad = [number for number, row in world.installed_rows.items() if row.bad]
    judged = (judge_number(world, number) for number in sorted(bad))
    return tuple(item for item in judged if item.verdict is Verdict.WITHDRAWN_INSTALLED)


def exceptions_used(world: "World") -> frozenset[str]:
    """The places of the exceptions that decided, or once decided, a patch of the host (R12)."""
    if not world.exceptions:
        return frozenset()
    numbers = {*world.applying, *world.facts.installed}
    found = (judge_number(world, number).exception for number in numbers)
    return frozenset(exception.place for exception in found if exception)
