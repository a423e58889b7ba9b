"""The checker against itself: its own plans can be installed, its lists keep their promises."""

import pytest
from hypothesis import HealthCheck, given, settings

from patchcheck.model.verdict import NoteKind
from tests.checker.facts import make_world
from tests.checker.judge import blocked, judge, verdict
from tests.checker.simulate import check_plan
from tests.checker.verdicts import to_install
from tests.checker.worlds import SmallWorld, small_worlds, world

_QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=200)


def _check(small: SmallWorld) -> None:
    plan = judge(small.host, small.rows, **small.options)
    assert check_plan(small.host, small.rows, plan, **small.options) == [], small
    assert len({item.patch for item in plan}) == len(plan), small


@_QUIET
@given(small_worlds())
def test_own_plans_can_be_installed(small: SmallWorld) -> None:
    _check(small)


@_QUIET
@given(small_worlds())
def test_a_number_is_listed_as_missing_when_it_is_to_be_installed(small: SmallWorld) -> None:
    options = {**small.options, "words": ["missing"]}
    listed = {item.patch.number for item in judge(small.host, small.rows, **options)}
    made = make_world(
        small.host,
        small.rows,
        small.special,
        small.exceptions,
        small.as_of,
        minimal=small.minimal,
        flags=small.flags,
    )
    wanted = {row.number for row in small.rows if to_install(made, row.number)}
    assert wanted <= listed or small.host.packages is None


@_QUIET
@given(small_worlds())
def test_total_gives_every_number_its_verdict(small: SmallWorld) -> None:
    options = {**small.options, "words": ["total"], "minimal": False}
    for item in judge(small.host, small.rows, **options):
        assert item.verdict is verdict(
            small.host,
            small.rows,
            item.patch.number,
            special=small.special,
            exceptions=small.exceptions,
            as_of=small.as_of,
        )


@_QUIET
@given(small_worlds())
def test_the_order_of_the_file_plays_no_part(small: SmallWorld) -> None:
    assert judge(small.host, small.rows, **small.options) == judge(
        small.host, small.rows[::-1], **small.options
    )


@pytest.mark.deep
@pytest.mark.parametrize("start", range(0, 10_000, 1_000))
def test_own_plans_can_be_installed_deep(start: int) -> None:
    for seed in range(start, start + 1_000):
        _check(world(seed))


def test_the_worlds_are_worth_judging() -> None:
    plans = [judge(w.host, w.rows, **w.options) for w in map(world, range(600))]
    items = [item for plan in plans for item in plan]
    assert len({item.verdict for item in items}) >= 11
    kinds = {kind for item in items for kind, _ in item.obstacles}
    assert len(kinds) == 9
    assert {note for item in items for note in item.notes} == set(NoteKind)
    assert sum(blocked(item.obstacles) for item in items) > 50
