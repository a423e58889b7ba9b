from datetime import date
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.estate.states import Identity, Placed, digest_of, settle
from patchcheck.model.host import Dated


def dumps(
    label: str,
    hostname: str | None = "web01",
    hostid: str | None = None,
    day: int | None = None,
    digest: str = "",
) -> Identity:
    dated = Dated(date(2003, 6, day), "a test") if day else None
    return Identity(label, hostname, hostid, dated, digest or label)


def outcome(*identities: Identity) -> list[tuple[str, str, str]]:
    return [(one.identity.label, one.role, one.name) for one in settle(identities)]


CASES = {
    "one host": ([dumps("a")], [("a", "current", "web01")]),
    "two hosts": (
        [dumps("b", "web02"), dumps("a")],
        [("a", "current", "web01"), ("b", "current", "web02")],
    ),
    "two days": (
        [dumps("a", day=17), dumps("b", day=3)],
        [("a", "current", "web01"), ("b", "earlier", "web01")],
    ),
    "an undated state is older than a dated one": (
        [dumps("z"), dumps("a", day=3)],
        [("a", "current", "web01"), ("z", "earlier", "web01")],
    ),
    "undated states go by label": (
        [dumps("b"), dumps("a")],
        [("a", "earlier", "web01"), ("b", "current", "web01")],
    ),
    "case of the name": (
        [dumps("a", "Web01", day=3), dumps("b", "web01", day=4)],
        [("a", "earlier", "web01"), ("b", "current", "web01")],
    ),
    "the same dumps": (
        [dumps("a", digest="x", day=3), dumps("b", digest="x", day=4)],
        [("a", "twice", "web01"), ("b", "current", "web01")],
    ),
    "two machines": (
        [dumps("a", hostid="80f3b1d7"), dumps("b", hostid="80f3b1d8")],
        [("a", "namesake", "web01 (80f3b1d7)"), ("b", "namesake", "web01 (80f3b1d8)")],
    ),
    "one hostid is known": (
        [dumps("a", hostid="80f3b1d7", day=3), dumps("b", day=4)],
        [("a", "earlier", "web01"), ("b", "current", "web01")],
    ),
    "a hostid is written in several ways": (
        [dumps("a", hostid="0x0F3B1D7", day=3), dumps("b", hostid="0f3b1d7", day=4)],
        [("a", "earlier", "web01"), ("b", "current", "web01")],
    ),
    "two machines and one that tells no hostid": (
        [dumps("a", hostid="1"), dumps("b", hostid="2"), dumps("c")],
        [
            ("a", "namesake", "web01 (1)"),
            ("b", "namesake", "web01 (2)"),
            ("c", "namesake", "web01 (hostid unknown)"),
        ],
    ),
    "no name": (
        [dumps("x/a", None), dumps("x/b", None)],
        [("x/a", "current", "a"), ("x/b", "current", "b")],
    ),
    "no name, the same dumps": (
        [dumps("x/a", None, digest="d"), dumps("y/b", None, digest="d")],
        [("x/a", "twice", "b"), ("y/b", "current", "b")],
    ),
}


@pytest.mark.parametrize(("given_", "expected"), CASES.values(), ids=CASES)
def test_states_settle_in_any_order(
    given_: list[Identity], expected: list[tuple[str, str, str]]
) -> None:
    for order in permutations(given_):
        assert sorted(outcome(*order)) == expected


def test_dumps_that_can_not_be_read_are_nobodys_copy() -> None:
    lost = [Identity(label, None, None, None, "") for label in ("x/a", "x/b")]
    assert [one.role for one in settle(lost)] == ["current", "current"]


def test_notes_say_what_counts_instead() -> None:
    placed = settle([dumps("a", day=3), dumps("b", day=17), dumps("c", day=1, digest="b")])
    assert [one.note for one in placed] == [
        (
            "is an earlier state of web01, of 2003-06-03; "
            "the one that counts is the one of 2003-06-17, b"
        ),
        None,
        "holds the same dumps of web01 as b; they count once",
    ]


identities = st.builds(
    Identity,
    st.text("ab/", min_size=1, max_size=3),
    st.sampled_from([None, "web01", "WEB01", "db"]),
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, Dated(date(2003, 6, 1), "x"), Dated(date(2003, 6, 2), "x")]),
    st.sampled_from(["", "d", "e"]),
)


@given(st.lists(identities, unique_by=lambda one: one.label), st.randoms(use_true_random=False))
def test_every_state_is_placed_once_whatever_the_order(
    found: list[Identity], random: Random
) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    placed = settle(found)
    assert settle(mixed) == placed
    assert {one.identity for one in placed} == set(found)
    counting = [one for one in placed if one.role in {"current", "namesake"}]
    assert {one.name for one in counting} == {one.name for one in placed}
    named = [one.name for one in counting if one.identity.hostname]
    assert len(named) == len(set(named))


def test_a_digest_depends_on_the_dumps_alone() -> None:
    assert digest_of(["b", "a"]) == digest_of(["a", "b"]) != digest_of(["a"])
    assert not digest_of([])


def test_settle_of_nothing() -> None:
    assert settle([]) == ()
    assert isinstance(settle([dumps("a")])[0], Placed)
