"""R9 and D24: the order of a list, requirements first, otherwise by number."""

import heapq
from collections.abc import Collection, Iterator, Mapping
from graphlib import TopologicalSorter

from patchcheck.model.patch import PatchId

Edges = Mapping[PatchId, Collection[PatchId]]


def ordered(
    patches: Collection[PatchId], requires: Edges, utilities: Collection[PatchId]
) -> list[PatchId]:
    """Put patches into order: patch utilities with what they require, then the rest (D29).

    `requires` gives for a patch those that must stand above it, all of them in `patches`. At each
    place stands the lowest that may; a loop moves as one (D24).
    """
    groups = strongly_connected(patches, requires)
    top = _closure(utilities, requires)
    return [
        *_by_lowest([group for group in groups if group[0] in top], requires),
        *_by_lowest([group for group in groups if group[0] not in top], requires),
    ]


def _closure(start: Collection[PatchId], requires: Edges) -> set[PatchId]:
    found: set[PatchId] = set()
    stack = list(start)
    while stack:
        patch = stack.pop()
        if patch not in found:
            found.add(patch)
            stack.extend(requires.get(patch, ()))
    return found


def _by_lowest(groups: list[list[PatchId]], requires: Edges) -> Iterator[PatchId]:
    """Groups in topological order; of those that may stand next, the one with the lowest id."""
    by_first = {group[0]: group for group in groups}
    home = {patch: group[0] for group in groups for patch in group}
    sorter: TopologicalSorter[PatchId] = TopologicalSorter(dict.fromkeys(by_first, ()))
    for patch, first in home.items():
        above = {home[other] for other in requires.get(patch, ()) if other in home}
        sorter.add(first, *(above - {first}))
    sorter.prepare()
    ready = list(sorter.get_ready())
    heapq.heapify(ready)
    while ready:
        first = heapq.heappop(ready)
        yield from by_first[first]
        sorter.done(first)
        for freed in sorter.get_ready():
            heapq.heappush(ready, freed)


def strongly_connected(patches: Collection[PatchId], requires: Edges) -> list[list[PatchId]]:
    """Tarjan's components, each in the order of ids: a loop, or a patch by itself.

    It keeps its own stack: a requirement chain may have ten thousand links.
    """
    search = _Search(requires)
    for root in sorted(patches):
        search.run(root)
    return search.components


class _Search:
    """The state of one run of Tarjan's algorithm."""

    def __init__(self, requires: Edges) -> None:
        self.components: list[list[PatchId]] = []
        self._requires = requires
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
