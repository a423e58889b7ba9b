"""Two opinions: the resolver and the checker judge the same small worlds, and must agree.

The checker is written straight from the rules and shares only the model with the resolver. Plans
of the resolver are also installed, patch by patch, in a simulation.
"""

from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import pytest
from hypothesis import given, settings

from patchcheck.resolve import (
    applicability,
    assessment,
    catalogue,
    facts,
    flags,
    order,
    planner,
    requirements,
    supersession,
    verdicts,
    world,
)
from patchcheck.resolve.station import Ways
from tests.checker.second import by_resolver, comparable, difference
from tests.checker.simulate import check_plan
from tests.checker.worlds import SmallWorld, small_worlds
from tests.checker.worlds import world as world_of

DEEP_WORLDS = 24_000
BATCHES = 12


@settings(max_examples=2_000)
@given(small=small_worlds())
def test_the_resolver_agrees_with_the_checker(small: SmallWorld) -> None:
    assert difference(small) == ""


@settings(max_examples=300)
@given(small=small_worlds())
def test_the_plans_of_the_resolver_can_be_installed(small: SmallWorld) -> None:
    assert complaints(small) == []


def complaints(small: SmallWorld) -> list[str]:
    """What the simulation has to say of the resolver's plan for all that is missing."""
    small = replace(comparable(small), words=("missing",))
    return check_plan(small.host, small.rows, by_resolver(small), **small.options)


@pytest.mark.deep
@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_resolver_agrees_with_the_checker_deep(batch: int) -> None:
    size = DEEP_WORLDS // BATCHES
    for seed in range(100_000 + batch * size, 100_000 + (batch + 1) * size):
        small = world_of(seed)
        assert difference(small) == "", f"world {seed}"
        assert complaints(small) == [], f"world {seed}"


def _always(value: object) -> Callable[..., object]:
    return lambda *_args, **_kwargs: value


_current_of = catalogue.current_of
_heirs = catalogue.Catalogue.heirs
_arrange = order.arrange
_contained = catalogue.Catalogue.contained

# Ten bugs, each with the rule that it breaks: what to replace, and by what.
SEEDED: dict[str, tuple[object, str, object]] = {
    "R1: the lowest installed revision counts": (
        facts.HostFacts,
        "revision",
        lambda self, number: min(
            (e.patch.revision for e in self.host.patches if e.patch and e.patch.number == number),
            default=None,
        ),
    ),
    "R2: every release fits": (facts.HostFacts, "fits_release", _always(value=True)),
    "R3: any architecture matches": (
        applicability,
        "matching_instances",
        lambda packages, _architectures, of_host: [
            (item, instance) for item in packages for instance in of_host.instances.get(item, ())
        ],
    ),
    "R4: the lowest row is current": (
        catalogue,
        "current_of",
        lambda rows: rows[0] if rows else None,
    ),
    "R5: Obsoletes are not looked at": (facts.HostFacts, "obsoleted", {}),
    "R6: successor chains are not walked": (
        supersession._Search,  # noqa: SLF001 (a bug is seeded where it would be made)
        "run",
        _always(value=None),
    ),
    "D7: of several successors one is enough": (
        supersession._Search,  # noqa: SLF001
        "_all_met",
        _always(value=True),
    ),
    "R7: flags do not travel": (flags, "needs", _always(value=[])),
    "R8: a withdrawn revision is not noticed": (
        verdicts,
        "_withdrawn_installed",
        _always(value=False),
    ),
    "R9: requirements are not followed": (catalogue.Catalogue, "ways", _always(value=Ways(()))),
    "R10: planned patches never conflict": (planner, "planned_conflicts", _always(value={})),
    "R11: every condition holds": (applicability, "holds", _always(value=True)),
    "R12: nothing is excepted": (world.World, "exception_for", _always(value=None)),
    "R13: the current revision is always offered": (
        assessment,
        "minimal_offers",
        _always(value={}),
    ),
    "R10: installed patches never conflict": (
        planner,
        "installed_conflicts",
        _always(value={}),
    ),
    "D24: the plan is in reverse order": (
        planner,
        "arrange",
        lambda *arguments: order.Arrangement(_arrange(*arguments).order[::-1]),
    ),
    "D27: blocked patches block nobody": (planner._Builder, "_spread", _always(value=None)),  # noqa: SLF001
    "D25: what an heir contains does not conflict": (
        catalogue.Catalogue,
        "heirs",
        lambda _self, patch: {patch.number: patch.revision},
    ),
    "D23: a patch does not meet its own requirement": (
        requirements._Walk,  # noqa: SLF001
        "_is_own",
        _always(value=False),
    ),
}


@pytest.mark.parametrize("bug", SEEDED)
def test_a_seeded_bug_is_found(bug: str) -> None:
    """Each bug makes the two opinions differ in one of 3,000 worlds."""
    target, name, wrong = SEEDED[bug]
    with mock.patch.object(target, name, wrong):
        assert any(_differ(world_of(seed)) for seed in range(3_000)), bug


def _differ(small: SmallWorld) -> bool:
    return difference(small) != ""
