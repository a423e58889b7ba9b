"""The door to a comparison: states in, what differs and how to make it alike out."""

from collections.abc import Sequence

from patchcheck.compare.levels import Compared, compare_levels, foreign_rows
from patchcheck.compare.likeness import make_like
from patchcheck.compare.model import Comparison
from patchcheck.compare.packages import package_rows
from patchcheck.compare.state import State
from patchcheck.compare.subject import EMPTY, subjects_of
from patchcheck.resolve.catalogue import Catalogue


def compare(
    states: Sequence[State], catalogue: Catalogue | None = None, goal: int | None = None
) -> Comparison:
    """Compare states, at least one of them; each has a name of its own.

    `catalogue` is what the cross-reference file adds, None without one; a state that is such a
    file serves where none is given. `goal` is the place of the state that the others are to be
    made like, None for no plans.
    """
    own = next((state.catalogue for state in states if state.catalogue), None)
    known = catalogue or own or EMPTY
    subjects = subjects_of(states, known)
    compared = compare_levels(subjects, known)
    foreign = foreign_rows(subjects)
    likenesses = (
        ()
        if goal is None
        else tuple(
            make_like(subject, subjects[goal])
            for place, subject in enumerate(subjects)
            if place != goal
        )
    )
    rows = tuple(each.row for each in compared)
    return Comparison(
        sides=tuple(subject.side for subject in subjects),
        rows=rows,
        foreign=foreign,
        packages=package_rows(subjects, _explained(compared)),
        likenesses=likenesses,
        equal=all(row.relation.alike for row in (*rows, *foreign))
        and all(subject.host.judged for subject in subjects),
        xref=known is not EMPTY,
    )


def _explained(compared: Sequence[Compared]) -> dict[str, list[str]]:
    """For each package name the numbers whose difference it explains, ascending."""
    found: dict[str, list[str]] = {}
    for each in compared:
        for name in each.packages:
            found.setdefault(name, []).append(each.row.number)
    return found
