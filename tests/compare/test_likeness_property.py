"""Plans for small random hosts, carried out by a patchrm and a patchadd of the test's own."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from patchcheck.compare.comparison import compare
from patchcheck.compare.model import Likeness
from patchcheck.compare.state import host_state
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId

NUMBERS = tuple(f"10000{digit}" for digit in range(1, 6))
IDS = tuple(PatchId(number, revision) for number in NUMBERS for revision in ("01", "02", "03"))
PACKAGES = ("SUNWa", "SUNWb", "SUNWswmt")
DAYS = (None, date(2003, 1, 1), date(2003, 1, 2))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[InstalledPatch], list[InstalledPatch], list[str]]:
    """Two listings and the packages of the first; an id has the same lists on both."""
    known = {patch: _entry(draw, patch) for patch in IDS}
    listings = [
        [known[patch] for patch in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=8))]
        for _ in range(2)
    ]
    packages = draw(st.lists(st.sampled_from(PACKAGES), unique=True, min_size=1))
    return listings[0], listings[1], packages


def _entry(draw: st.DrawFn, patch: PatchId) -> InstalledPatch:
    others = [other for other in IDS if other.number != patch.number]
    few = st.lists(st.sampled_from(others), max_size=1, unique=True)
    none: st.SearchStrategy[list[PatchId]] = st.just([])
    rarely = st.one_of(none, none, few)
    return InstalledPatch(
        str(patch),
        patch,
        obsoletes=tuple(draw(rarely)),
        requires=tuple(draw(few)),
        incompatibles=tuple(draw(rarely)),
        packages=tuple(draw(st.lists(st.sampled_from(PACKAGES), max_size=2, unique=True))),
        installed_on=draw(st.sampled_from(DAYS)),
    )


def plan_of(
    here: Sequence[InstalledPatch], there: Sequence[InstalledPatch], packages: Sequence[str]
) -> tuple[Likeness, bool]:
    """The plan, and whether the two are equal already."""
    instances = tuple(PackageInstance(name, "sparc", "1") for name in packages)
    states = [
        host_state(name, Host(System(name, release="5.8"), tuple(listing), instances))
        for name, listing in (("a", here), ("b", there))
    ]
    found = compare(states, goal=1)
    return found.likenesses[0], found.equal


def has(listing: Sequence[InstalledPatch], wanted: PatchId) -> bool:
    return any(
        held.number == wanted.number and held.revision >= wanted.revision
        for entry in listing
        for held in (PatchId(*entry.text.split("-")), *entry.obsoletes)
    )


def patchrm(listing: list[InstalledPatch], gone: InstalledPatch) -> list[InstalledPatch]:
    """Remove a patch, or fail for the reasons for which patchrm would."""
    assert gone in listing
    rest = [entry for entry in listing if entry is not gone]
    number, revision = gone.text.split("-")
    for entry in rest:
        other, its = entry.text.split("-")
        assert other != number or its < revision, "a later revision is there"
        if other != number:
            for listed in entry.obsoletes:
                assert listed.number != number or listed.revision < revision, "superseded"
        assert not any(has([gone], wanted) for wanted in entry.requires), "required"
    return rest


def patchadd(
    listing: list[InstalledPatch], new: InstalledPatch, packages: Sequence[str]
) -> list[InstalledPatch]:
    """Install a patch, or fail for the reasons for which patchadd would."""
    number, revision = new.text.split("-")
    assert not new.packages or set(new.packages) & set(packages), "no package"
    for wanted in new.requires:
        assert has([*listing, new], wanted), "requirement unmet"
    for entry in listing:
        other, its = entry.text.split("-")
        assert other != number or its < revision, "this or a later revision is there"
        if other != number:
            assert all(listed.number != number for listed in entry.obsoletes), "obsoleted"
            assert not any(has([entry], item) for item in new.incompatibles), "conflict"
            assert not any(
                has([new], item) for item in entry.incompatibles if item.number != other
            ), "conflict"
    return [*listing, new]


def unmet(listing: Sequence[InstalledPatch]) -> set[tuple[str, PatchId]]:
    return {
        (entry.text, wanted)
        for entry in listing
        for wanted in entry.requires
        if not has(listing, wanted)
    }


@given(worlds())
def test_no_step_is_refused_and_the_plan_tells_truly_whether_it_makes_equal(
    world: tuple[list[InstalledPatch], list[InstalledPatch], list[str]],
) -> None:
    here, there, packages = world
    plan, equal = plan_of(here, there, packages)
    listing = list(here)
    offered = {entry.text: entry for entry in (*here, *there)}
    for step in plan.steps:
        before = unmet(listing)
        if step.action == "remove":
            listing = patchrm(listing, offered[step.patch])
        else:
            listing = patchadd(listing, offered[step.patch], packages)
        assert unmet(listing) <= before, "a requirement was orphaned"
    again, equal_now = plan_of(listing, there, packages)
    assert plan.equal_after == equal_now
    assert equal_now or plan.unreached
    assert not again.steps
    if equal:
        assert not plan.steps


@given(worlds())
def test_the_order_of_a_listing_changes_nothing(
    world: tuple[list[InstalledPatch], list[InstalledPatch], list[str]],
) -> None:
    here, there, packages = world
    assert plan_of(here, there, packages) == plan_of(here[::-1], there[::-1], packages)
