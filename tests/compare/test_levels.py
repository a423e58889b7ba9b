"""Levels side by side: who is ahead, what is merely superseded, what packages explain."""

import pytest

from patchcheck.compare.model import LevelRow
from patchcheck.compare.state import State, ids_state, xref_state
from patchcheck.model.patch import PatchId
from tests.compare.build import catalogue, compared, host, likeness, steps, unreached
from tests.resolve.build import obsolete, row


def only_row(*states: State) -> LevelRow:
    """The row of 100001."""
    return next(each for each in compared(*states).rows if each.number == "100001")


@pytest.mark.parametrize(
    ("here", "there", "levels", "relation", "newest"),
    [
        (["100001-02"], ["100001-02"], ("02", "02"), "equal", (False, False)),
        (["100001-03"], ["100001-02"], ("03", "02"), "ahead", (True, False)),
        (["100001-01"], ["100001-02"], ("01", "02"), "behind", (False, True)),
        (["100001-01"], [], ("01", None), "only-here", (True, False)),
        ([], ["100001-01"], (None, "01"), "only-there", (False, True)),
        (["100001-03", "100001-01"], ["100001-02"], ("03", "02"), "ahead", (True, False)),
    ],
    ids=["equal", "ahead", "behind", "only here", "only there", "the highest counts (R1)"],
)
def test_r1_levels_are_those_of_the_highest_revision(
    here: list[str],
    there: list[str],
    levels: tuple[str | None, ...],
    relation: str,
    newest: tuple[bool, ...],
) -> None:
    found = only_row(host("a", *here), host("b", *there))
    assert (found.levels, found.relation, found.newest) == (levels, relation, newest)


@pytest.mark.parametrize(
    ("obsoletes", "relation", "why"),
    [
        ("100001-02", "superseded", "100009-01 obsoletes 100001-02"),
        ("100001-05", "superseded", "100009-01 obsoletes 100001-05"),
        ("100001-01", "only-here", ""),
    ],
    ids=["this revision", "a higher one", "a lower one only"],
)
def test_r5_what_an_installed_patch_obsoletes_is_merely_superseded(
    obsoletes: str, relation: str, why: str
) -> None:
    heir = f"100009-01 obsoletes {obsoletes}"
    found = only_row(host("a", "100001-02", "100009-01"), host("b", heir))
    assert (found.relation, found.why) == (relation, why)
    assert found.covered == (None, why or None)


def test_r6_a_chain_of_the_xref_supersedes() -> None:
    rows = [obsolete("100001-02", by="100009-01"), row("100009-01")]
    states = host("a", "100001-02", "100009-01"), host("b", "100009-01")
    assert compared(*states).rows[0].relation == "only-here"
    with_xref = compared(*states, rows=rows)
    assert with_xref.rows[0].relation == "superseded"
    assert with_xref.rows[0].why == "100001-02 is obsoleted by 100009-01, which b has"
    assert with_xref.equal
    assert with_xref.xref
    assert not with_xref.likenesses[0].steps


def test_a_host_without_the_packages_of_a_patch_is_explained_by_them() -> None:
    here = host("a", "100001-01 in SUNWa SUNWb", packages=["SUNWa", "SUNWb", "SUNWc"])
    found = compared(here, host("b", packages=["SUNWc"]))
    assert found.rows[0].why == "its packages SUNWa, SUNWb are not on b"
    assert [(each.instance, each.explains) for each in found.packages] == [
        ("SUNWa", ("100001",)),
        ("SUNWb", ("100001",)),
    ]


def test_r3_a_package_in_another_version_explains_with_an_xref() -> None:
    here = host("a", "100001-01 in SUNWa", packages=["SUNWa:1.0"])
    there = host("b", packages=["SUNWa:2.0"])
    rows = [row("100001-01", packages="SUNWa:1.0;")]
    assert compared(here, there).rows[0].why == ""
    found = compared(here, there, rows=rows)
    assert found.rows[0].why == "SUNWa is 2.0 (sparc) on b, the patch is for 1.0 (sparc)"
    assert found.packages[0].explains == ("100001",)


def test_the_xref_adds_synopsis_flags_and_current_revision() -> None:
    rows = [row("100001-01", "S", synopsis="one"), row("100001-03", "R", synopsis="three")]
    found = compared(host("a", "100001-01"), host("b"), rows=rows).rows[0]
    assert (found.synopsis, found.security, found.recommended) == ("one", True, False)
    assert found.current == "03"


def test_r16_a_host_that_is_not_judged_is_never_equal() -> None:
    broken = host("b", "100001-01", refused="cut")
    found = compared(host("a", "100001-01"), broken)
    assert found.rows[0].levels == ("01", None)
    assert found.rows[0].relation == "different"
    assert not found.equal
    assert found.sides[1].not_judged_because == "cut"
    assert unreached(found.likenesses[0]) == {"all": "b is not judged: cut"}
    assert not compared(broken, broken).equal


@pytest.mark.parametrize(
    ("levels", "relation"),
    [
        (("01", "01", "01"), "equal"),
        (("01", "02", "01"), "different"),
    ],
    ids=["all equal", "one differs"],
)
def test_more_than_two_sides_are_equal_or_different(levels: tuple[str, ...], relation: str) -> None:
    hosts = [host(f"host{at}", f"100001-{level}") for at, level in enumerate(levels)]
    found = compared(*hosts)
    assert (found.rows[0].levels, found.rows[0].relation) == (levels, relation)
    assert [plan.side for plan in found.likenesses] == ["host0", "host1"]


def test_foreign_ids_are_compared_as_text() -> None:
    found = compared(host("a", "IDR1-01", "100001-1"), host("b", "100001-1"))
    assert [(each.number, each.relation) for each in found.foreign] == [
        ("100001-1", "equal"),
        ("IDR1-01", "only-here"),
    ]
    assert not found.equal
    plan = found.likenesses[0]
    assert unreached(plan) == {"IDR1-01": "remove by hand: not a Sun patch id"}
    assert not plan.equal_after


def test_a_list_of_ids_is_a_goal() -> None:
    goal = ids_state("list", [PatchId("100001", "02"), PatchId("100002", "01")])
    plan = likeness(host("a", "100001-01", "100003-01", "IDR1-01"), goal)
    assert steps(plan) == ["-100003-01", "+100001-02", "+100002-01"]
    assert plan.equal_after
    assert plan.steps[1].notes


def test_an_xref_is_a_goal_as_far_as_it_applies() -> None:
    known = catalogue(
        row("100001-02"),
        row("100001-03", "B"),
        row("100002-01", os="9"),
        obsolete("100003-01", by="100001-01"),
        row("100004-01", packages="SUNWother:1;"),
        row("100006-01"),
    )
    goal = xref_state("file", known)
    start = host("a", "100001-01", "100003-01", "100005-01", "100006-02")
    found = compared(start, goal)
    assert {each.number: each.relation for each in found.rows} == {
        "100001": "behind",
        "100003": "equal",
        "100005": "equal",
        "100006": "ahead",
    }
    assert steps(found.likenesses[0]) == ["-100006-02", "+100001-02", "+100006-01"]
    assert found.likenesses[0].equal_after
