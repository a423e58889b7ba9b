"""What would make one like another: the plan, and what it can't reach."""

from dataclasses import dataclass

from patchcheck.compare.installation import below, install_below, unfit
from patchcheck.compare.listing import Listing
from patchcheck.compare.model import Likeness, Step, Unreached
from patchcheck.compare.removal import Refusal, above, remove_above
from patchcheck.compare.subject import Subject, for_host, united

EVERYTHING = "all"


def make_like(subject: Subject, goal: Subject) -> Likeness:
    """Plan how a host is made like the goal, by carrying the plan out on its listing."""
    for side in (subject, goal):
        if not side.host.judged:
            return _nothing(subject, goal, f"{side.name} is not judged: {_because(side)}")
    if subject.kind != "host":
        return _nothing(subject, goal, f"{subject.name} is no host")
    asked = for_host(goal, subject.host)
    tried = _tried(subject, asked)
    unreached = (*_unreached(tried, asked), *_foreign(subject, asked))
    return Likeness(subject.name, goal.name, tried.steps, unreached, equal_after=not unreached)


def _nothing(subject: Subject, goal: Subject, reason: str) -> Likeness:
    told = (Unreached(EVERYTHING, None, None, reason),)
    return Likeness(subject.name, goal.name, (), told, equal_after=False)


def _because(side: Subject) -> str:
    return side.host.not_judged_because or ""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A plan that was carried out: its steps, what refused, and the listing at its end."""

    listing: Listing
    steps: tuple[Step, ...]
    refusals: dict[str, Refusal]


def _tried(subject: Subject, goal: Subject) -> _Tried:
    """Plan, and plan again without the removals of numbers whose lower revision can't go in.

    Each round keeps one more number at least, so it ends.
    """
    kept = _kept_from_start(subject, goal)
    while True:
        tried = _try(subject, goal, kept)
        removed = {step.patch.partition("-")[0] for step in tried.steps if step.action == "remove"}
        lost = {number for number in removed if below(tried.listing, goal, number)}
        if not lost:
            return tried
        kept |= {number: _stays(goal, number, tried.refusals[number]) for number in lost}


def _kept_from_start(subject: Subject, goal: Subject) -> dict[str, Refusal]:
    """The numbers that stay above the goal, for its revision can't go in whatever else is there."""
    listing = Listing(subject)
    found = {}
    for number, listed in goal.world.facts.installed.items():
        if above(listing, goal, number) and listed.patch:
            refusal = unfit(listing, united(listed, listing.catalogue))
            if refusal and listed.patch.revision not in listing.revisions[number]:
                found[number] = _stays(goal, number, refusal)
    return found


def _stays(goal: Subject, number: str, refusal: Refusal) -> Refusal:
    text = f"it stays, for {number}-{goal.level(number)} can't be installed: {refusal.reason}"
    return Refusal(text, refusal.blockers)


def _try(subject: Subject, goal: Subject, kept: dict[str, Refusal]) -> _Tried:
    listing = Listing(subject)
    removals, refused = remove_above(listing, goal, kept.keys())
    installs, refused_too = install_below(listing, goal)
    return _Tried(listing, (*removals, *installs), {**refused, **refused_too, **kept})


def _unreached(tried: _Tried, goal: Subject) -> list[Unreached]:
    """The numbers that still differ, ascending, each with the reason."""
    numbers = {*tried.listing.revisions, *goal.world.facts.installed}
    return [
        Unreached(
            patch=number,
            wanted=goal.level(number),
            has=tried.listing.level(number),
            reason=tried.refusals[number].reason,
            blockers=tried.refusals[number].blockers,
        )
        for number in sorted(numbers)
        if above(tried.listing, goal, number) or below(tried.listing, goal, number)
    ]


def _foreign(subject: Subject, goal: Subject) -> list[Unreached]:
    """Foreign patches that only one of two hosts has; a baseline says nothing of them."""
    if goal.kind != "host":
        return []
    here = {entry.text for entry in subject.world.facts.foreign}
    there = {entry.text for entry in goal.world.facts.foreign}
    return [
        Unreached(text, None, text, "remove by hand: not a Sun patch id")
        if text in here
        else Unreached(text, text, None, "install by hand: not a Sun patch id")
        for text in sorted(here ^ there)
    ]
