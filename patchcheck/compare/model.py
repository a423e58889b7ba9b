"""What a comparison found: levels side by side, packages that differ, and plans of likeness."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from patchcheck.model.diagnostic import Input
from patchcheck.model.host import Dated, System


class Relation(StrEnum):
    """How the levels of one number relate: those of the first side to those of the second.

    `DIFFERENT` stands where more than two sides differ, and where a level is unknown.
    """

    EQUAL = "equal"
    AHEAD = "ahead"
    BEHIND = "behind"
    ONLY_HERE = "only-here"
    ONLY_THERE = "only-there"
    SUPERSEDED = "superseded"
    DIFFERENT = "different"

    @property
    def alike(self) -> bool:
        """Whether nothing need be done: equal, or merely superseded."""
        return self in (Relation.EQUAL, Relation.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared.

    `kind` is `host`, or that of a baseline: a list of `ids`, or an `xref`. `patches` counts the
    numbers and foreign ids, `packages` the instances (None where no pkginfo was read).
    `not_judged_because` is the reason of R16.
    """

    name: str
    hostname: str
    dated: Dated | None
    system: System
    judged: bool
    not_judged_because: str | None
    kind: Literal["host", "ids", "xref"]
    patches: int
    packages: int | None
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One patch number, with one value a side.

    `levels` are the revisions in force, None where the number is absent or the side is not judged.
    `covered` says in words what covers the highest level there though it isn't installed, None
    where nothing does. `newest` tells who is ahead. `current` is the current revision of the
    cross-reference file, None without one; `why` says in words what explains the difference.
    A foreign patch has its id as `number`, and its id again as level where it is installed.
    """

    number: str
    levels: tuple[str | None, ...]
    relation: Relation
    covered: tuple[str | None, ...]
    newest: tuple[bool, ...]
    synopsis: str = ""
    security: bool = False
    recommended: bool = False
    current: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package instance that differs; `versions` and `architectures` have one value a side.

    `explains` are the numbers of the patches whose difference it explains, ascending.
    """

    instance: str
    versions: tuple[str | None, ...]
    architectures: tuple[str | None, ...]
    explains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan; `patch` is the id removed or installed.

    The levels are those of its number before and after, None for none. `backout` says what is
    known of the back-out data, empty for an installation. `order` is empty, or says why the
    place in the plan is not known for sure.
    """

    action: Literal["remove", "install"]
    patch: str
    level_before: str | None
    level_after: str | None
    backout: str
    order: str
    why: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreached:
    """A number (or foreign id) that no plan makes alike: `wanted` is the goal's level.

    `has` is the level when the plan is done; `blockers` are the ids that stand in the way.
    """

    patch: str
    wanted: str | None
    has: str | None
    reason: str
    blockers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How `side` is made like `goal`: steps in the order in which they are to be done.

    `equal_after` tells that no difference is left after them, but for what is merely superseded.
    """

    side: str
    goal: str
    steps: tuple[Step, ...]
    unreached: tuple[Unreached, ...]
    equal_after: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole comparison; `rows` has every number, ascending, `packages` those that differ.

    `foreign` holds the ids of another shape, by id. `xref` tells that a cross-reference file was
    read. `equal` tells that every row is equal or merely superseded and every side is judged.
    """

    sides: tuple[Side, ...]
    rows: tuple[LevelRow, ...]
    foreign: tuple[LevelRow, ...]
    packages: tuple[PackageRow, ...]
    likenesses: tuple[Likeness, ...]
    equal: bool
    xref: bool
