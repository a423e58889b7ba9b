"""R9 and D24: the order of a list, requirements first, otherwise by number."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from patchcheck.model.patch import PatchId

Edges = Mapping[PatchId, Collection[PatchId]]


class Arrangement(NamedTuple):
    """Patches in order, and the loops among them, each in the order of ids."""

    order: Sequence[PatchId]
    loops: Sequence[Sequence[PatchId]] = ()


def inverse(edges: Edges) -> dict[PatchId, list[PatchId]]:
    """The same edges the other way round."""
    found: dict[PatchId, list[PatchId]] = {}
    for patch, others in edges.items():
        for other in others:
            found.setdefault(other, []).append(patch)
    return found


def arrange(
    patches: Collection[PatchId], requires: Edges, below: Edges, utilities: Collection[PatchId]
) -> Arrangement:
    """Put patches into order: patch utilities with what they require, then the rest (D29).

    `requires` gives for a patch those that must stand above it, all of them in `patches`; `below`
    is its inverse. At each place stands the lowest that may; a loop moves as one (D24).
    """
    top = _closure(utilities, requires)
    placed, left = _placed(patches, requires, below, top)
    if not left:
        return Arrangement(placed)
    loops = _loops_within(left, requires)
    home = {patch: loop[0] for loop in loops for patch in loop}
    firsts = [patch for patch in patches if home.get(patch, patch) == patch]
    condensed = _condensed(requires, home)
    placed, _ = _placed(firsts, condensed, inverse(condensed), top)
    members = {loop[0]: loop for loop in loops}
    order = [patch for first in placed for patch in members.get(first, (first,))]
    return Arrangement(order, [loop for loop in loops if len(loop) > 1])


def _closure(start: Collection[PatchId], requires: Edges) -> set[PatchId]:
    found: set[PatchId] = set()
    stack = list(start)
    while stack:
        patch = stack.pop()
        if patch not in found:
            found.add(patch)
            stack.extend(requires.get(patch, ()))
    return found


def _condensed(requires: Edges, home: Mapping[PatchId, PatchId]) -> Edges:
    """The same edges between loops as wholes, each by its first patch."""
    found: dict[PatchId, Collection[PatchId]] = {}
    for patch, others in requires.items():
        first = home.get(patch, patch)
        if patch in home or not home.keys().isdisjoint(others):
            above = {home.get(other, other) for other in others} - {first}
            found[first] = above.union(found.get(first, ()))
        else:
            found[patch] = others
    return found


def _placed(
    patches: Collection[PatchId], requires: Edges, below: Edges, top: set[PatchId]
) -> tuple[list[PatchId], Collection[PatchId]]:
    """Those of `top` in order, then the others; and what is left: on a loop, or below one."""
    missing = {patch: len(others) for patch, others in requires.items() if others}
    order: list[PatchId] = []
    if top:
        _place(top.intersection(patches), missing, below, order)
        patches = [patch for patch in patches if patch not in top]
    _place(patches, missing, below, order)
    return order, missing


def _place(
    patches: Collection[PatchId], missing: dict[PatchId, int], below: Edges, order: list[PatchId]
) -> None:
    """At each place the lowest of those whose requirements all stand above it (D24).

    One pass in the order of ids. A patch that has to wait is passed over; once released it stands
    at its own place if that is still to come, or else at once, for it is the lowest. `missing`
    tells for how many a patch waits.
    """
    late: list[PatchId] = []
    passed: set[PatchId] = set()
    for patch in sorted(patches):
        if patch in missing:
            passed.add(patch)
            continue
        late.append(patch)
        while late:
            placed = heapq.heappop(late)
            order.append(placed)
            for waiting in below.get(placed, ()):
                missing[waiting] -= 1
                if not missing[waiting]:
                    del missing[waiting]
                    if waiting in passed:
                        heapq.heappush(late, waiting)


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
