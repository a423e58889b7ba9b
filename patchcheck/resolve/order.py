"""R9 and D24: the order of a list, requirements first, otherwise by number."""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence

from patchcheck.model.patch import PatchId

Edges = Mapping[PatchId, Collection[PatchId]]
Group = Sequence[PatchId]


def ordered(
    groups: Sequence[Group], requires: Edges, utilities: Collection[PatchId]
) -> list[PatchId]:
    """Put patches into order: patch utilities with what they require, then the rest (D29).

    `groups` are the patches as `strongly_connected` puts them together: a loop moves as one (D24).
    `requires` gives for a patch those that must stand above it, all of them in the groups.
    """
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


def _by_lowest(groups: Sequence[Group], requires: Edges) -> Iterator[PatchId]:
    """At each place the lowest group of those whose requirements all stand above it (D24).

    One pass in the order of ids. A group that has to wait is passed over; once released it stands
    at its own place if that is still to come, or else at once, for it is the lowest.
    """
    missing, waiting = _waits(groups, requires)
    by_first = {group[0]: group for group in groups}
    late: list[PatchId] = []
    for first in sorted(by_first):
        if first in missing:
            continue
        late.append(first)
        while late:
            placed = heapq.heappop(late)
            yield from by_first[placed]
            for released in waiting.get(placed, ()):
                missing[released] -= 1
                if not missing[released]:
                    del missing[released]
                    if released < first:
                        heapq.heappush(late, released)


def _waits(
    groups: Sequence[Group], requires: Edges
) -> tuple[dict[PatchId, int], dict[PatchId, list[PatchId]]]:
    """For a group, by its first patch, how many it waits for; and for each, who waits for it."""
    home = {patch: group[0] for group in groups for patch in group}
    missing: dict[PatchId, int] = {}
    waiting: dict[PatchId, list[PatchId]] = {}
    for patch, others in requires.items():
        first = home.get(patch)
        if first is None:
            continue
        for above in {home[other] for other in others if other in home} - {first}:
            missing[first] = missing.get(first, 0) + 1
            waiting.setdefault(above, []).append(first)
    return missing, waiting


def strongly_connected(patches: Collection[PatchId], requires: Edges) -> list[list[PatchId]]:
    """Tarjan's components, each in the order of ids: a loop, or a patch by itself.

    It keeps its own stack: a requirement chain may have ten thousand links.
    """
    tangled = _tangled(requires)
    search = _Search(requires, tangled)
    for root in sorted(tangled.intersection(patches)):
        search.run(root)
    return [*([patch] for patch in patches if patch not in tangled), *search.components]


def _tangled(requires: Edges) -> set[PatchId]:
    """The patches on a loop, or that lead into one: what is left when all others are taken away.

    Nearly always there are none, and Tarjan's algorithm has nothing to do.
    """
    open_ends = {patch: len(others) for patch, others in requires.items() if others}
    requiring: dict[PatchId, list[PatchId]] = {}
    for patch, others in requires.items():
        for other in others:
            requiring.setdefault(other, []).append(patch)
    free = [patch for patch in requiring if patch not in open_ends]
    while free:
        for patch in requiring.get(free.pop(), ()):
            open_ends[patch] -= 1
            if not open_ends[patch]:
                del open_ends[patch]
                free.append(patch)
    return set(open_ends)


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
