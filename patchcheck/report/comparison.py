"""The view of a comparison: what every form of it shows, worded, counted and printable once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from patchcheck import __version__
from patchcheck.compare.model import Comparison, Likeness, Relation, Step
from patchcheck.model.wording import counted
from patchcheck.report.clean import printable

if TYPE_CHECKING:
    from patchcheck.compare.model import LevelRow, Side
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.report.view import XrefView
    from patchcheck.resolve.doctor import Grade

Show = Literal["differences", "matrix", "all"]
NONE = "-"  # stands for a level, or a package, that is not there
UNKNOWN = "?"  # stands for one that is not known
_PAIR = 2
_KINDS = {"host": "host", "ids": "list of ids", "xref": "cross-reference file"}
_FIRST = (Relation.AHEAD, Relation.ONLY_HERE)
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison as it is shown; `comparison` and `states` have gone through `printed`.

    `states` are the values of the sides that are hosts, None for others; `grades` those of the
    dumps, None where no dumps were read for a side. `xref` is None where none was given.
    """

    as_of: date
    show: Show
    xref: "XrefView | None"
    comparison: Comparison
    states: tuple[Mapping[str, object] | None, ...]
    grades: tuple["Grade | None", ...]
    diagnostics: tuple["Diagnostic", ...]
    version: str = __version__

    @property
    def sides(self) -> "tuple[Side, ...]":
        """The things compared."""
        return self.comparison.sides

    @property
    def names(self) -> tuple[str, ...]:
        """What the sides are called."""
        return tuple(side.name for side in self.sides)

    @property
    def rows(self) -> "tuple[LevelRow, ...]":
        """The numbers that `--show` asks for."""
        return self._chosen(self.comparison.rows)

    @property
    def foreign(self) -> "tuple[LevelRow, ...]":
        """The ids of another shape that `--show` asks for."""
        return self._chosen(self.comparison.foreign)

    def _chosen(self, rows: "tuple[LevelRow, ...]") -> "tuple[LevelRow, ...]":
        if self.show != "differences":
            return rows
        return tuple(row for row in rows if row.relation is not Relation.EQUAL)

    def cells(self, row: "LevelRow") -> tuple[str, ...]:
        """The level of each side: a revision, none, or not known; `yes` for a foreign patch."""
        return tuple(
            (UNKNOWN if not side.judged else NONE)
            if level is None
            else ("yes" if level == row.number else level)
            for side, level in zip(self.sides, row.levels, strict=True)
        )

    def ahead(self, row: "LevelRow") -> str:
        """Who has the highest level, where they differ."""
        names = [name for name, ahead in zip(self.names, row.newest, strict=True) if ahead]
        return ", ".join(names)

    @property
    def verdict(self) -> str:
        """The whole comparison in a sentence or two."""
        doubtful = [side.name for side in self.sides if not side.judged]
        judged = len(self.sides) - len(doubtful)
        start = f"{_listed(doubtful)} not judged: nothing is known. " if doubtful else ""
        if judged < _PAIR:
            return f"{start}There is nothing to compare with."
        return start + self._verdict([side.name for side in self.sides if side.judged])

    def _verdict(self, names: Sequence[str]) -> str:
        rows = self.comparison.rows
        apart = [row for row in rows if not row.relation.alike]
        merely = sum(row.relation is Relation.SUPERSEDED for row in rows)
        more = f"; {merely} more {_are(merely)} merely superseded" if merely else ""
        foreign = sum(not row.relation.alike for row in self.comparison.foreign)
        other = f". They differ in {counted(foreign, 'foreign patch')}" if foreign else ""
        who = " and ".join(names) if len(names) == _PAIR else f"{len(names)} sides"
        if not apart:
            return f"{who} are equal in Sun's patches{more}{other}."
        return f"{who} differ in {counted(len(apart), 'patch')}{self._leads(apart)}{more}{other}."

    def _leads(self, apart: "Sequence[LevelRow]") -> str:
        """Who is ahead in how many, of two."""
        if len(self.sides) != _PAIR:
            return ""
        first = sum(row.relation in _FIRST for row in apart)
        parts = zip(self.names, (first, len(apart) - first), strict=True)
        return ": " + ", ".join(f"{name} is ahead in {count}" for name, count in parts if count)

    @property
    def not_judged(self) -> "tuple[Side, ...]":
        """The sides that could not be judged (R16)."""
        return tuple(side for side in self.sides if not side.judged)


def printed(value: Shown) -> Shown:
    """Give the same value, every text in it printable."""
    found: Any = value
    match found:
        case Relation():
            pass
        case str():
            found = printable(found)
        case tuple() | list():
            make = getattr(found, "_make", type(found))
            found = make(printed(item) for item in found)
        case dict():
            found = {name: printed(item) for name, item in found.items()}
        case _ if is_dataclass(found) and not isinstance(found, type):
            changed = {each.name: printed(getattr(found, each.name)) for each in fields(found)}
            found = replace(found, **changed)
    return found  # type: ignore[no-any-return]  # of the type that came in


def side_facts(view: ComparisonView) -> tuple[tuple[str, ...], ...]:
    """For each side: name, kind, system, day, patches, packages, grade, and why not judged."""
    return tuple(
        (
            side.name,
            _KINDS[side.kind],
            f"{side.system.release or '?'} {side.system.processor or '?'}"
            if side.kind == "host"
            else "",
            side.dated.day.isoformat() if side.dated else "",
            str(side.patches),
            "" if side.packages is None else str(side.packages),
            str(grade.letter) if grade else "",
            "" if side.judged else f"not judged: {side.not_judged_because}",
        )
        for side, grade in zip(view.sides, view.grades, strict=True)
    )


SIDE_HEADINGS = ("Side", "Kind", "SunOS", "Dated", "Patches", "Packages", "Grade", "Remark")


def flags(row: "LevelRow") -> str:
    """R and S, as other reports show them."""
    return f"{'R' if row.recommended else ''}{'S' if row.security else ''}"


def step_words(step: Step) -> str:
    """What a step does to the level."""
    return f"{step.level_before or 'none'} > {step.level_after or 'none'}"


def step_remarks(step: Step) -> tuple[str, ...]:
    """Why it is done, and what is not known of it."""
    backout = f"back-out {step.backout}" if step.backout else ""
    return tuple(text for text in (step.why, step.order, backout, *step.notes) if text)


def unreached_words(wanted: str | None, has: str | None) -> str:
    """What a number has, and what it should have."""
    return f"has {has or 'none'}, wanted {wanted or 'none'}"


def outcome(likeness: Likeness) -> str:
    """What holds when the steps are done."""
    if likeness.equal_after:
        done = "With these steps done" if likeness.steps else "Nothing need be done:"
        return f"{done} {likeness.side} is equal to {likeness.goal}."
    return f"{counted(len(likeness.unreached), 'difference')} can't be reached by these steps."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names)} {_are(len(names))}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
