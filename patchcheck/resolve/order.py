"""R9 and D24: the order of a list, requirements first, otherwise by number."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from patchcheck.model.patch import PatchId

Edges = Mapping[PatchId, Collection[PatchId]]
Above = Mapping[PatchId, AbstractSet[PatchId]]


class Arrangement(NamedTuple):
    """Patches in order, and the loops among them, each in the order of ids."""

    order: Sequence[PatchId]
    loops: Sequence[Sequence[PatchId]] = ()


def inverse(edges: Edges) -> dict[PatchId, list[PatchId]]:
    """The same edges the other way round."""
    found = defaultdict[PatchId, list[PatchId]](list)
    for patch, others in edges.items():
        for other in others:
            found[other].append(patch)
    return dict(found)


def arrange(
    patches: Collection[PatchId], requires: Above, utilities: Collection[PatchId]
) -> Arrangement:
    """Put patches into order: patch utilities with what they require, then the rest (D29).

    `requires` gives for a patch those that must stand above it, all of them in `patches`. At each
    place stands the lowest that may; a loop moves as one (D24).
    """
    top = _closure(utilities, requires)
    late = _late(requires, top)
    apart = top.union(late)
    first = _arranged(
        [patch for patch in sorted(top) if patch not in late],
        {patch: above for patch, above in late.items() if patch in top},
        requires,
    )
    rest = _arranged(
        [patch for patch in sorted(patches) if patch not in apart],
        {patch: above for patch, above in late.items() if patch not in top},
        requires,
    )
    return Arrangement([*first.order, *rest.order], [*first.loops, *rest.loops])


def _closure(start: Collection[PatchId], requires: Edges) -> set[PatchId]:
    found: set[PatchId] = set()
    stack = list(start)
    while stack:
        patch = stack.pop()
        if patch not in found:
            found.add(patch)
            stack.extend(requires.get(patch, ()))
    return found


def _late(requires: Above, top: AbstractSet[PatchId]) -> Above:
    """The patches that may have to stand below where their ids put them, with what they wait for.

    They require a higher id, or one that is late itself. What is in `top` stands above all others.
    """
    late: dict[PatchId, AbstractSet[PatchId]] = {}
    for patch in sorted(requires):
        above = requires[patch] - top if top and patch not in top else requires[patch]
        if above and (max(above) >= patch or not late.keys().isdisjoint(above)):
            late[patch] = above
    return late


def _arranged(order: Sequence[PatchId], late: Above, requires: Above) -> Arrangement:
    """Put late patches into an order, loops among them as wholes."""
    merged = _merged(order, late)
    if len(merged) == len(order) + len(late):
        return Arrangement(merged)
    left = late.keys() - set(merged)
    loops = _loops_within(left, requires)
    home = {patch: loop[0] for loop in loops for patch in loop}
    members = {loop[0]: loop for loop in loops}
    merged = _merged(merged, _condensed({patch: late[patch] for patch in left}, home))
    found = [patch for first in merged for patch in members.get(first, (first,))]
    return Arrangement(found, [loop for loop in loops if len(loop) > 1])


def _condensed(requires: Above, home: Mapping[PatchId, PatchId]) -> Above:
    """The same edges between loops as wholes, each by its first patch."""
    found: dict[PatchId, AbstractSet[PatchId]] = {}
    for patch, others in requires.items():
        first = home.get(patch, patch)
        above = {home.get(other, other) for other in others} - {first}
        found[first] = above.union(found.get(first, ()))
    return found


def _merged(order: Sequence[PatchId], late: Above) -> list[PatchId]:
    """Put late patches into an order: each as soon as all that it waits for stands above it.

    At each place stands the lowest that may. Those on a loop, or below one, are left out.
    """
    waiting = inverse(late)
    missing = {patch: len(others) for patch, others in late.items()}
    free = [patch for patch, count in missing.items() if not count]
    found: list[PatchId] = []

    def place(patch: PatchId) -> None:
        found.append(patch)
        for other in waiting.get(patch, ()):
            missing[other] -= 1
            if not missing[other]:
                heapq.heappush(free, other)

    heapq.heapify(free)
    for patch in order:
        while free and free[0] < patch:
            place(heapq.heappop(free))
        if patch in waiting:
            place(patch)
        else:
            found.append(patch)
    while free:
        place(heapq.heappop(free))
    return found


def find_loops(requires: Edges) -> list[list[PatchId]]:
    """The loops, each in the order of ids; a patch that requires itself is one."""
    return _loops_within(requires, requires)


def _loops_within(patches: Collection[PatchId], requires: Edges) -> list[list[PatchId]]:
    """The loops among these patches (Tarjan).

    It keeps its own stack: a requirement chain may have ten thousand links.
    """
    search = _Search(requires, patches)
    for root in sorted(patches):
        search.run(root)
    return [
        loop for loop in search.components if len(loop) > 1 or loop[0] in requires.get(loop[0], ())
    ]


class _Search:
    """The state of one run of Tarjan's algorithm, among the patches of `within` only."""

    def __init__(self, requires: Edges, within: Collection[PatchId]) -> None:
        self.components: list[list[PatchId]] = []
        self._requires = requires
        self._within = within
        self._low: dict[PatchId, int] = {}
        self._index: dict[PatchId, int] = {}
        self._open: dict[PatchId, None] = {}
        self._work: list[tuple[PatchId, Iterator[PatchId]]] = []

    def run(self, root: PatchId) -> None:
        """Find the components that `root` reaches and no earlier root did."""
        if root not in self._index:
            self._enter(root)
        while self._work:
            patch, rest = self._work[-1]
            other = next(rest, None)
            if other is None:
                self._leave(patch)
            elif other not in self._index:
                if other in self._within:
                    self._enter(other)
            elif other in self._open:
                self._low[patch] = min(self._low[patch], self._index[other])

    def _enter(self, patch: PatchId) -> None:
        self._index[patch] = self._low[patch] = len(self._index)
        self._open[patch] = None
        self._work.append((patch, iter(self._requires.get(patch, ()))))

    def _leave(self, patch: PatchId) -> None:
        self._work.pop()
        if self._work:
            parent = self._work[-1][0]
            self._low[parent] = min(self._low[parent], self._low[patch])
        if self._low[patch] == self._index[patch]:
            self.components.append(self._close(patch))

    def _close(self, patch: PatchId) -> list[PatchId]:
        group = []
        while patch in self._open:
            group.append(self._open.popitem()[0])
        return sorted(group)
