"""What is worked out for all rows or all hosts at once comes to what each alone would give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patchcheck.model.patch import PatchId
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.applicability import Outcome
from patchcheck.resolve.assessment import Assessment, assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.compliance import compliance
from patchcheck.resolve.entry import entry_at
from patchcheck.resolve.flags import counts_as, needs
from patchcheck.resolve.order import arrange
from patchcheck.resolve.planner import make_plan
from patchcheck.resolve.requirements import Follower, Manner, Requirement, required_by, waived_at
from patchcheck.resolve.selection import parse_word, select
from patchcheck.resolve.verdicts import judge_number
from patchcheck.resolve.world import Options, World
from tests.checker.maker import SWITCHES, Maker
from tests.checker.worlds import SmallWorld, build, small_worlds
from tests.resolve.build import row

Edges = Mapping[PatchId, set[PatchId]]


def before(small: SmallWorld, catalogue: Catalogue | None = None) -> World:
    """The host of a small world before its file, or before a catalogue of it."""
    fresh = Catalogue(CrossReference(small.rows, as_of=small.as_of), small.special)
    options = Options(small.as_of, minimal=small.minimal, flags=small.flags)
    return World(small.host, catalogue or fresh, options, small.exceptions)


def currents(world: World) -> list[Row]:
    """The current row of each number."""
    found = (world.catalogue.current(number) for number in world.catalogue.numbers())
    return [row for row in found if row]


@given(small=small_worlds())
def test_r2_r3_r11_what_applies_at_once_is_what_applies_one_by_one(small: SmallWorld) -> None:
    world = before(small)
    for current in currents(world):
        one = before(small).applicability(current)
        assert (current.number in world.applying) is (current.live and one.applies)
        assert world.applies(current) is one.applies


@given(small=small_worlds())
def test_r2_rows_for_another_release_are_counted_as_one_by_one(small: SmallWorld) -> None:
    world = before(small)
    answers = [world.applicability(current) for current in currents(world)]
    others = [one for one in answers if one.instance and one.outcome is Outcome.OTHER_RELEASE]
    assert world.other_release == len(others)


NUMBERS = ("100001", "100002", "100003")
SYNOPSES = (
    *(f"Obsoleted by: {number}-01 patch" for number in NUMBERS),
    "OBSOLETED by 100001-02 and 100003, 100002-01",
    "WITHDRAWN Obsoleted by: 1000011-01",
    "a patch for 100002-01",
)
FILE_ROWS = st.builds(
    lambda number, revision, flags, synopsis: row(f"{number}-{revision}", flags, synopsis=synopsis),
    st.sampled_from(NUMBERS),
    st.sampled_from(("01", "02")),
    st.sampled_from(("", "O")),
    st.sampled_from(SYNOPSES),
)


@given(rows=st.lists(FILE_ROWS, max_size=6))
@example(rows=[row("100001-01", synopsis=SYNOPSES[1]), row("100001-01", "O", synopsis="a patch")])
def test_r4_predecessors_are_all_rows_that_name_a_number(rows: list[Row]) -> None:
    xref = CrossReference(rows)
    links = [
        (older, link)
        for number in xref.numbers
        for older in xref.of(number)
        for link in older.successors
    ]
    for number in NUMBERS:
        named = [(older, link) for older, link in links if link.number == number]
        assert sorted(xref.predecessors(number)) == sorted(named)


def plainly(follower: Follower, world: World, listed: Row, manner: Manner) -> list[Requirement]:
    """Each requirement of a row, walked."""
    required = required_by(world, listed)
    return [follower.follow(listed.patch, one, manner) for one in required]


def targets(requirements: Sequence[Requirement]) -> set[PatchId]:
    return {target for one in requirements for target, _ in one.targets}


def asked(requirements: Sequence[Requirement]) -> set[PatchId]:
    """The ids that were asked for where a target meets them."""
    found = (target for one in requirements for target in one.targets)
    return {PatchId(target.number, revision) for target, revision in found}


def remarks(requirements: Sequence[Requirement]) -> list[Requirement]:
    """What there is to say beside the targets."""
    bare = [one._replace(targets=()) for one in requirements]
    return [one for one in bare if one != Requirement()]


CHAINED = frozenset({"requires", "obsolete", "installed", "releases", "flags", "never-released"})


@pytest.mark.parametrize("waive", [True, False])
@given(small=st.builds(build, st.integers(0, 2**32), st.just(8), st.just(CHAINED)))
def test_r9_straight_ways_lead_where_a_walk_leads(small: SmallWorld, waive: bool) -> None:
    world, manner = before(small), Manner(waive=waive)
    selected = select(world, [parse_word("missings")], {}).patches
    follower = Follower(world, selected)
    for number in world.catalogue.numbers():
        for listed in world.catalogue.rows(number):
            entry = entry_at(world.catalogue, judge_number(world, number), listed.patch)
            followed = follower.follow_entry(entry, manner)
            walked = plainly(follower, world, listed, manner)
            assert followed.met | targets(followed.rest) == targets(walked)
            found = {*followed.asked} | asked(followed.rest)
            assert found <= asked(walked)
            assert {one.number for one in asked(walked) - found} <= selected.alike
            waived = [Requirement(notes=(waived_at(*pair),)) for pair in followed.waived]
            assert sorted(waived + remarks(followed.rest)) == sorted(remarks(walked))


@pytest.mark.parametrize("waive", [True, False])
@given(small=st.builds(build, st.integers(0, 2**32), st.just(8), st.just(CHAINED)))
def test_r9_what_is_met_at_once_is_what_is_met_step_by_step(small: SmallWorld, waive: bool) -> None:
    world, manner = before(small), Manner(waive=waive)
    words = [parse_word("missings"), parse_word("100003-01")]
    follower = Follower(world, select(world, words, {}).patches, {"100003"})
    listed = select(world, [parse_word("total")], {}).patches.values()
    at_once = follower.met_at_once(listed)
    for entry in listed:
        if entry.patch in at_once:
            met, ways = at_once[entry.patch], entry.standing.ways
            followed = follower.follow_entry(entry, manner)
            assert followed._replace(asked=()) == follower.unmet(entry.patch, ways, met, manner)


@pytest.mark.parametrize("word", ["missing", "missings"])
@settings(max_examples=200)
@given(small=st.builds(build, st.integers(0, 2**32), st.just(8), st.just(CHAINED)))
def test_r9_what_hosts_share_is_planned_like_entries_of_their_own(
    word: str, small: SmallWorld
) -> None:
    world = before(small)
    patches = select(world, [parse_word(word), parse_word("bad")], {}).patches
    apart = patches.copy()
    apart.put_apart()
    assert make_plan(world, patches).steps == make_plan(world, apart).steps


@given(small=small_worlds())
def test_r7_what_counts_is_counted_as_one_by_one(small: SmallWorld) -> None:
    found = assess(before(small), [parse_word("missing")])
    flags = [
        counts_as(found.world, patch, found.plan.patches[patch].row, found.offered)
        for patch in found.plan.to_install
    ]
    assert found.counted.security == sum(each.security for each in flags)
    assert found.counted.recommended == sum(each.recommended for each in flags)


OPEN = {"missing", "outdated", "excepted", "lapsed", "withdrawn-installed"}


@given(small=small_worlds())
def test_compliance_is_what_counting_number_by_number_gives(small: SmallWorld) -> None:
    world = before(small)
    applicable, open_security = dict.fromkeys("RS", 0), set()
    lacking = dict.fromkeys("RS", 0)
    for current in currents(world):
        verdict = judge_number(world, current.number).verdict
        if not current.live or not world.applicability(current).applies:
            continue
        if verdict not in {*OPEN, "current", "newer"}:
            continue
        lacks = needs(world, current.patch) if verdict in OPEN else ()
        open_security |= {older.patch for older in lacks if older.security}
        for flag in world.catalogue.flags_within(current):
            applicable[flag] += 1
            lacking[flag] += any(
                older.security if flag == "S" else older.recommended for older in lacks
            )
    found = compliance(world)
    for share, flag in ((found.security, "S"), (found.recommended, "R")):
        assert (share.applicable, share.missing) == (applicable[flag], lacking[flag])
    assert found.oldest_open == min(open_security, default=None)


PATCHES = tuple(PatchId(f"{100_001 + place}", "01") for place in range(7))
EDGES = st.lists(st.tuples(st.sampled_from(PATCHES), st.sampled_from(PATCHES)), max_size=12)


def above(patch: PatchId, edges: Edges) -> set[PatchId]:
    """All that must stand above a patch, the patch itself if it is on a loop."""
    found: set[PatchId] = set()
    stack = [patch]
    while stack:
        new = edges.get(stack.pop(), set()) - found
        found |= new
        stack += new
    return found


def slowly(edges: Edges, utilities: Sequence[PatchId]) -> list[PatchId]:
    """D24 and D29 word by word: what stands next is looked for among all that are left."""
    over = {patch: above(patch, edges) for patch in PATCHES}
    top = {*utilities, *(other for patch in utilities for other in over[patch])}
    order: list[PatchId] = []
    for left in (top, set(PATCHES) - top):
        while left:
            loops = [
                sorted({patch, *(other for other in over[patch] if patch in over[other])})
                for patch in sorted(left)
            ]
            loop = next(one for one in loops if over[one[0]] <= {*order, *one})
            order += loop
            left -= {*loop}
    return order


@settings(max_examples=300)
@given(pairs=EDGES, utilities=st.lists(st.sampled_from(PATCHES), max_size=2))
def test_d24_d29_the_order_is_the_lowest_that_may_stand_next(
    pairs: list[tuple[PatchId, PatchId]], utilities: list[PatchId]
) -> None:
    edges: dict[PatchId, set[PatchId]] = {}
    for patch, other in pairs:
        edges.setdefault(patch, set()).add(other)
    found = arrange(PATCHES, edges, utilities)
    assert list(found.order) == slowly(edges, utilities)
    looping = {
        patch
        for patch in PATCHES
        for other in above(patch, edges) - {patch}
        if patch in above(other, edges)
    }
    assert {patch for loop in found.loops for patch in loop} == looping


def answer(found: Assessment) -> tuple[object, ...]:
    """All that is said of a host."""
    return (found.findings(), found.excepted, found.withdrawn_installed, found.other_release,
            found.compliance, found.counted, found.plan.blocked)  # fmt: skip


@settings(max_examples=60)
@given(
    seed=st.integers(0, 2**32),
    switches=st.frozensets(st.sampled_from(SWITCHES)),
    small=small_worlds(),
)
def test_hosts_that_share_a_catalogue_are_judged_as_alone(
    seed: int, switches: frozenset[str], small: SmallWorld
) -> None:
    """Hosts, releases, words, exceptions and options differ; the file and the table do not."""
    shared = before(small).catalogue
    for place in range(3):
        maker = Maker(seed + place, 8, switches)
        other = replace(small, host=maker.host(), exceptions=small.exceptions if place else ())
        for one in (other, replace(other, minimal=not small.minimal)):
            words = [parse_word(word) for word in (*one.words, "missing")]
            alone, together = before(one), before(one, shared)
            assert answer(assess(together, words)) == answer(assess(alone, words))
