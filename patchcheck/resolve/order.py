"""R9 and D24: the order of a list, requirements first, otherwise by number."""

import heapq
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
    found: dict[PatchId, list[PatchId]] = {}
    for patch, others in edges.items():
        for other in others:
            found.setdefault(other, []).append(patch)
    return found


def arrange(
    patches: Collection[PatchId], requires: Above, utilities: Collection[PatchId]
) -> Arrangement:
    """Put patches into order: patch utilities with what they require, then the rest (D29).

    `requires` gives for a patch those that must stand above it, all of them in `patches`. At each
    place stands the lowest that may; a loop moves as one (D24).
    """
    top = _closure(utilities, requires)
    placed = _placed(patches, requires, top)
    left = placed.left()
    if not left:
        return Arrangement(placed.order)
    loops = _loops_within(left, requires)
    home = {patch: loop[0] for loop in loops for patch in loop}
    firsts = [patch for patch in patches if home.get(patch, patch) == patch]
    placed = _placed(firsts, _condensed(requires, home), top)
    members = {loop[0]: loop for loop in loops}
    order = [patch for first in placed.order for patch in members.get(first, (first,))]
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


def _condensed(requires: Above, home: Mapping[PatchId, PatchId]) -> Above:
    """The same edges between loops as wholes, each by its first patch."""
    found: dict[PatchId, AbstractSet[PatchId]] = {}
    for patch, others in requires.items():
        first = home.get(patch, patch)
        if patch in home or not others.isdisjoint(home):
            above = {home.get(other, other) for other in others} - {first}
            found[first] = above.union(found.get(first, ()))
        else:
            found[patch] = others
    return found


def _placed(patches: Collection[PatchId], requires: Above, top: set[PatchId]) -> "_Placing":
    """Those of `top` in order, then the others."""
    placing = _Placing(requires)
    if top:
        placing.place(top.intersection(patches))
        patches = [patch for patch in patches if patch not in top]
    placing.place(patches)
    return placing


class _Placing:
    """Patches as they are placed: at each place the lowest whose requirements stand above (D24).

    One pass in the order of ids. A patch that has to wait is passed over; most need not. Once all
    that it waits for is placed it stands at once: of all that may it is the lowest.
    """

    def __init__(self, requires: Above) -> None:
        self.order: list[PatchId] = []
        self._done: set[PatchId] = set()
        self._requires = requires
        self._waiting: dict[PatchId, list[PatchId]] = {}  # by what they wait for
        self._missing: dict[PatchId, int] = {}  # for how many a patch still waits

    def place(self, patches: Collection[PatchId]) -> None:
        """Place what may be placed."""
        requires, done, waiting = self._requires, self._done, self._waiting
        for patch in sorted(patches):
            above = requires.get(patch)
            if above and not above <= done:
                self._wait(patch, above - done)
                continue
            self.order.append(patch)
            done.add(patch)
            if patch in waiting:
                self._release(patch)

    def left(self) -> Collection[PatchId]:
        """Those that still wait: on a loop, or below one."""
        return self._missing

    def _wait(self, patch: PatchId, missing: AbstractSet[PatchId]) -> None:
        self._missing[patch] = len(missing)
        for each in missing:
            self._waiting.setdefault(each, []).append(patch)

    def _release(self, placed: PatchId) -> None:
        """Place those that waited for a patch, then those that waited for these, and so on."""
        free = self._freed_by(placed)
        while free:
            patch = heapq.heappop(free)
            self.order.append(patch)
            self._done.add(patch)
            for freed in self._freed_by(patch):
                heapq.heappush(free, freed)

    def _freed_by(self, placed: PatchId) -> list[PatchId]:
        """Those that wait for nothing else any more, the lowest first."""
        free = []
        for patch in self._waiting.get(placed, ()):
            self._missing[patch] -= 1
            if not self._missing[patch]:
                del self._missing[patch]
                free.append(patch)
        return sorted(free)


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
