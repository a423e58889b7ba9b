"""Verdicts, and everything that a report says of one patch on one host."""

from enum import StrEnum
from typing import NamedTuple

from patchcheck.model.exception import PatchException
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row


class Verdict(StrEnum):
    """What decides for one host and one patch (rules of judgement, "Verdicts")."""

    MISSING = "missing"
    OUTDATED = "outdated"
    CURRENT = "current"
    NEWER = "newer"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_INSTALLED = "withdrawn-installed"
    NOT_APPLICABLE = "not-applicable"
    EXCEPTED = "excepted"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    NOT_JUDGED = "not-judged"


class ObstacleKind(StrEnum):
    """Why a patch that is to be installed may not go in (the `kind` of a JSON obstacle)."""

    BASE_OBSOLETED = "base-obsoleted"
    REQUIRES_UNKNOWN = "requires-unknown"
    REQUIRES_WITHDRAWN = "requires-withdrawn"
    REQUIRES_TOO_NEW = "requires-too-new"
    REQUIRES_EXCEPTED = "requires-excepted"
    REQUIRES_LOOP = "requires-loop"
    REQUIRES_BLOCKED = "requires-blocked"
    CONFLICTS_INSTALLED = "conflicts-installed"
    CONFLICTS_PLANNED = "conflicts-planned"

    @property
    def blocks(self) -> bool:
        """Whether it keeps the patch out of a plan (D28)."""
        return self is not ObstacleKind.BASE_OBSOLETED


class NoteKind(StrEnum):
    """What the reader of a report should know, though it blocks nothing."""

    REQUIRES_WAIVED = "requires-waived"
    REQUIRES_LOOP = "requires-loop"
    PACKAGE_PARTIAL = "package-partial"
    CONDITION_UNCHECKED = "condition-unchecked"


class Obstacle(NamedTuple):
    """What stands in the way of a patch; `patch` is the other patch's id as text."""

    kind: ObstacleKind
    patch: str
    text: str


class Note(NamedTuple):
    """A remark on a patch that is to be installed; `patch` is the other patch's id, if any."""

    kind: NoteKind
    patch: str
    text: str


class Inherited(NamedTuple):
    """Flagged revisions that a patch contains and its host lacks (R7), own row left out."""

    recommended: tuple[PatchId, ...] = ()
    security: tuple[PatchId, ...] = ()


class Proof(NamedTuple):
    """What a verdict stands on, for machines; the words stand in the finding's reason.

    `rules` are rule numbers (`R3`, `D10`); `matched` is the package item of the row and
    `instance` the package instance that it equals; `chain` is the chain walked, one id a step,
    with `(installed)`, `(not in the file)` or `(loop)` behind it; `special_case` and `exception`
    are the table entries that decided, as `place: reason`. One without rules was not asked for.
    """

    rules: tuple[str, ...] = ()
    matched: str | None = None
    instance: str | None = None
    chain: tuple[str, ...] = ()
    special_case: str | None = None
    exception: str | None = None
    required_by: tuple[str, ...] = ()


class Finding(NamedTuple):
    """One patch number on one host.

    `patch` is the id shown: the revision offered, or the installed one where the file does not
    know the number. `row` is the row of that revision (or the current one), None where there is
    none. `installed` is the highest installed revision. `offered` tells that the patch is to be
    installed; `after` are the listed patches that must go in before it. `reason` and `proof` are
    empty where the form shows neither.
    """

    patch: PatchId
    verdict: Verdict
    reason: str
    proof: Proof
    row: Row | None = None
    installed: str | None = None
    offered: bool = False
    inherited: Inherited = Inherited()
    exception: PatchException | None = None
    obstacles: tuple[Obstacle, ...] = ()
    notes: tuple[Note, ...] = ()
    after: tuple[PatchId, ...] = ()

    @property
    def recommended(self) -> bool:
        """Whether it counts as recommended: its own R flag or an inherited one (R7)."""
        return bool(self.inherited.recommended) or (self.row is not None and self.row.recommended)

    @property
    def security(self) -> bool:
        """Whether it counts as security: its own S flag or an inherited one (R7)."""
        return bool(self.inherited.security) or (self.row is not None and self.row.security)

    @property
    def blocked(self) -> bool:
        """Whether an obstacle keeps it out of a plan (D28)."""
        return any(obstacle.kind.blocks for obstacle in self.obstacles)
