"""A second opinion on small worlds: the rules of judgement, as naively as they can be followed.

It shares nothing with the resolver but `patchcheck.model`. `judge` gives the whole list in plan
order, `verdict` the verdict on one number, `check_plan` (simulate.py) installs a plan in thought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.verdict import NoteKind, ObstacleKind, Verdict
from patchcheck.model.xref import Row
from tests.checker.applying import condition, matching
from tests.checker.conflicts import base_obsoleted_by, conflict, installed_side, planned_side
from tests.checker.facts import Flags, World, all_rows, installed, make_world
from tests.checker.requirements import Context, Follower, Outcome, requirements
from tests.checker.verdicts import inherited, to_install, verdict_of
from tests.checker.words import Entry, is_recommended, is_security, select

Obstacles = set[tuple[ObstacleKind, str]]
Edges = Mapping[PatchId, set[PatchId]]


@dataclass(frozen=True)
class Judged:
    """One listed patch; `obstacles` are pairs of the kind and the other patch's id as text."""

    patch: PatchId
    verdict: Verdict
    installed: str | None
    recommended: bool
    security: bool
    inherited_recommended: tuple[PatchId, ...]
    inherited_security: tuple[PatchId, ...]
    obstacles: frozenset[tuple[ObstacleKind, str]]
    notes: frozenset[NoteKind]


@dataclass
class Plan:
    """The list while it grows: entries, and the contexts in which each is followed."""

    entries: dict[PatchId, Entry]
    selection: tuple[Entry, ...]
    contexts: dict[PatchId, set[Context]] = field(default_factory=dict)
    demands: set[PatchId] = field(default_factory=set)


@dataclass(frozen=True)
class Followed:
    """One requirement of a listed patch: as listed, how it was followed, what it comes to."""

    text: str
    context: Context
    outcome: Outcome


def verdict(  # noqa: PLR0913 (the inputs of a judgement)
    host: Host,
    rows: Sequence[Row],
    number: str,
    *,
    special: SpecialCases,
    exceptions: Sequence[PatchException],
    as_of: date,
    minimal: bool = False,
) -> Verdict:
    """The one verdict of any number (D8, D10)."""
    world = make_world(host, rows, special, exceptions, as_of, minimal=minimal, flags="inherited")
    return verdict_of(world, number)


def judge(  # noqa: PLR0913 (the inputs of a judgement)
    host: Host,
    rows: Sequence[Row],
    *,
    special: SpecialCases,
    exceptions: Sequence[PatchException],
    as_of: date,
    words: Sequence[str],
    minimal: bool = False,
    flags: Flags = "inherited",
) -> list[Judged]:
    """Everything the words select, and what it requires (D14), in plan order (R9)."""
    if not host.judged:  # R16
        return []
    world = make_world(host, rows, special, exceptions, as_of, minimal=minimal, flags=flags)
    world, plan = _planned(world, words)
    followed = {patch: follow_all(world, plan, patch) for patch in plan.entries}
    edges = {patch: _edges(plan, patch, found) for patch, found in followed.items()}
    obstacles = _obstacles(world, plan, followed, edges)
    return [
        _judged(
            world,
            plan.entries[patch],
            obstacles[patch],
            _notes(world, plan.entries[patch], followed[patch], in_loop=_loop(edges, patch)),
        )
        for patch in in_order(plan.entries, edges)
    ]


def _edges(plan: Plan, patch: PatchId, found: list[Followed]) -> set[PatchId]:
    """The listed patches that a listed one requires."""
    ends = [end for each in found for end in each.outcome.targets | each.outcome.stand_ins]
    return {end for end in ends if end in plan.entries and end != patch}


# --- the list (D14, D16) -----------------------------------------------------------------------


def _planned(world: World, words: Sequence[str]) -> tuple[World, Plan]:
    """Select and pull in; raise minimal revisions until they meet what is required (D16)."""
    # reading: a revision once raised stays raised, though the patch that asked may change.
    while True:
        plan = _closed(world, select(world, words))
        floors = dict(world.floors)
        for patch in plan.demands:
            floors[patch.number] = max(floors.get(patch.number, ""), patch.revision)
        if floors == world.floors:
            return world, plan
        world = world.with_floors(floors)


def _closed(world: World, entries: dict[PatchId, Entry]) -> Plan:
    """Pull requirements in until nothing is added (R9, D14, D18)."""
    plan = Plan(entries, tuple(entries.values()))
    for patch, entry in entries.items():
        plan.contexts[patch] = {Context(plain=entry.plain)}
    before = None
    while before != (before := _state(plan)):
        for patch in sorted(plan.entries):
            _pull(world, plan, patch)
    return plan


def _state(plan: Plan) -> object:
    contexts = {patch: frozenset(found) for patch, found in plan.contexts.items()}
    return contexts, {patch: (e.pulls, e.installs) for patch, e in plan.entries.items()}


def _pull(world: World, plan: Plan, patch: PatchId) -> None:
    for each in follow_all(world, plan, patch):
        plan.demands |= each.outcome.demands
        if plan.entries[patch].pulls:
            for target in each.outcome.targets | each.outcome.stand_ins:
                _add(world, plan, target, each.context)


def _add(world: World, plan: Plan, patch: PatchId, context: Context) -> None:
    row = next((r for r in all_rows(world, context.wiped) if r.patch == patch), None)
    # reading: a patch that is pulled in while table D wipes is judged with the wiping.
    # reading: it comes at its current revision (D16), so --minimal plays no part in its verdict.
    plainly = replace(world, minimal=False)
    judged = verdict_of(plainly, patch.number, context.wiped)
    installs = to_install(plainly, patch.number, context.wiped)
    entry = plan.entries.setdefault(patch, Entry(patch, row, judged, installs, selected=False))
    entry.pulls = entry.pulls or not entry.selected
    plan.contexts.setdefault(patch, set()).add(context)


def follow_all(world: World, plan: Plan, patch: PatchId) -> list[Followed]:
    """What every requirement of a listed patch comes to."""
    # reading: every listed patch has its requirements followed (D14, D24), to be installed or not.
    # reading: reached from a plain number and otherwise, the plain number's way counts (D29).
    # reading: reached with and without wiping, the requirements of both ways count (D18).
    entry = plan.entries[patch]
    contexts = plan.contexts[patch]
    plain = {context for context in contexts if context.plain}
    found = []
    for context in sorted(plain or contexts, key=lambda each: sorted(each.wiped)):
        required, wiped = requirements(world, entry, context.wiped)
        inner = Context(wiped, context.plain)
        follower = Follower(world, plan.selection, entry, inner)
        found += [Followed(text, inner, follower.follow(wanted)) for text, wanted in required]
    return found


# --- obstacles and notes (D26) -----------------------------------------------------------------


def _obstacles(
    world: World, plan: Plan, followed: Mapping[PatchId, list[Followed]], edges: Edges
) -> dict[PatchId, Obstacles]:
    found: dict[PatchId, Obstacles] = {
        patch: _own_obstacles(world, entry, followed[patch]) if entry.installs else set()
        for patch, entry in plan.entries.items()
    }
    _spread_blocks(plan, found, edges)
    required = {target for targets in edges.values() for target in targets}
    free = [e for e in plan.entries.values() if e.installs and not blocked(found[e.patch])]
    sides = {e.patch: planned_side(world, e.patch, e.row) for e in free}
    taken: list[PatchId] = []
    for entry in sorted(free, key=lambda each: _precedence(world, each, required)):
        # reading: the loser names every patch taken before it that it conflicts with.
        others = [other for other in taken if conflict(sides[entry.patch], sides[other])]
        found[entry.patch] |= {(ObstacleKind.CONFLICTS_PLANNED, str(other)) for other in others}
        if not others:
            taken.append(entry.patch)
    _spread_blocks(plan, found, edges)
    return found


def _own_obstacles(world: World, entry: Entry, followed: list[Followed]) -> Obstacles:
    """What stands in its way whatever else is planned (R5, R9, R10)."""
    side = planned_side(world, entry.patch, entry.row)
    # reading: of several installed revisions the highest counts (R1), foreign ones each for itself.
    others = [
        installed_side(world, item)
        for item in world.host.patches
        if not item.patch or item.patch.revision == installed(world, item.patch.number)
    ]
    return (
        {(kind, each.text) for each in followed for kind in each.outcome.obstacles}
        | {(ObstacleKind.BASE_OBSOLETED, n) for n in base_obsoleted_by(world, entry.patch)}
        | {(ObstacleKind.CONFLICTS_INSTALLED, o.text) for o in others if conflict(side, o)}
    )


def blocked(obstacles: Iterable[tuple[ObstacleKind, str]]) -> bool:
    """D28."""
    return any(kind.blocks for kind, _ in obstacles)


def _spread_blocks(plan: Plan, found: dict[PatchId, Obstacles], edges: Edges) -> None:
    """Until nothing is added: who requires a listed, blocked patch is blocked (D27)."""
    # reading: in a loop with one blocked member every requirement of a blocked one counts, so
    # members name each other; a stand-in (D22) counts as required.
    before: object = None
    while before != (before := {patch: frozenset(each) for patch, each in found.items()}):
        for patch, targets in edges.items():
            for target in targets:
                if plan.entries[patch].installs and blocked(found[target]):  # D26
                    found[patch].add((ObstacleKind.REQUIRES_BLOCKED, str(target)))


def _precedence(world: World, entry: Entry, required: set[PatchId]) -> tuple[bool, bool, PatchId]:
    """D28: security, then required by a listed patch (blocked or not), then number."""
    secure = is_security(world, entry.patch, entry.row)
    return not secure, entry.patch not in required, entry.patch


def _judged(world: World, entry: Entry, obstacles: Obstacles, notes: frozenset[NoteKind]) -> Judged:
    return Judged(
        patch=entry.patch,
        verdict=entry.verdict,
        installed=installed(world, entry.patch.number),
        recommended=is_recommended(world, entry.patch, entry.row),
        security=is_security(world, entry.patch, entry.row),
        inherited_recommended=inherited(world, entry.patch, "R"),
        inherited_security=inherited(world, entry.patch, "S"),
        obstacles=frozenset(obstacles),
        notes=notes,
    )


def _notes(
    world: World, entry: Entry, followed: list[Followed], *, in_loop: bool
) -> frozenset[NoteKind]:
    stands = {
        NoteKind.REQUIRES_WAIVED: any(each.outcome.waived for each in followed),
        NoteKind.REQUIRES_LOOP: in_loop,
        NoteKind.PACKAGE_PARTIAL: _partial(world, entry),
        NoteKind.CONDITION_UNCHECKED: condition(world, entry.patch.number) is None,
    }
    return frozenset(kind for kind, stood in stands.items() if stood and entry.installs)


def _partial(world: World, entry: Entry) -> bool:
    """D2."""
    instances = matching(world, entry.row) if entry.row else []
    return bool(instances) and all(instance.partial for instance in instances)


# --- the order (R9, D24, D29) ------------------------------------------------------------------


def _beyond(edges: Edges, start: PatchId) -> set[PatchId]:
    """All that a patch requires, in turn; itself only if it stands in a loop."""
    found: set[PatchId] = set()
    new = set(edges[start])
    while new - found:
        found |= new
        new = {after for each in found for after in edges[each]}
    return found


def _loop(edges: Edges, patch: PatchId) -> bool:
    return patch in _beyond(edges, patch)


def in_order(entries: Mapping[PatchId, Entry], edges: Edges) -> list[PatchId]:
    """Patch utilities and what they require, then the rest (D29), each by D24."""
    # reading: any listed row that names SUNWswmt goes to the top, to be installed or not.
    beyond = {patch: _beyond(edges, patch) for patch in entries}
    top = {patch for patch, entry in entries.items() if _is_utility(entry)}
    top |= {each for patch in top for each in beyond[patch]}
    order = _by_number(top, beyond, set())
    return order + _by_number(set(entries) - top, beyond, set(order))


def _is_utility(entry: Entry) -> bool:
    packages = entry.row.packages if entry.row else ()
    return any(item.partition(":")[0] == "SUNWswmt" for item in packages)


def _by_number(
    pool: set[PatchId], beyond: Mapping[PatchId, set[PatchId]], above: set[PatchId]
) -> list[PatchId]:
    """At each place the lowest whose requirements stand above; a loop moves as one (D24)."""
    order: list[PatchId] = []
    placed = set(above)
    while pool - placed:
        first = min(p for p in pool - placed if beyond[p] - _group(beyond, p) <= placed)
        order += sorted(_group(beyond, first))
        placed |= _group(beyond, first)
    return order


def _group(beyond: Mapping[PatchId, set[PatchId]], patch: PatchId) -> set[PatchId]:
    """The patch, and those that stand in a loop with it."""
    return {patch} | {other for other in beyond[patch] if patch in beyond[other]}
