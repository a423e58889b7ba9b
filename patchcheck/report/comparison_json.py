"""A comparison as JSON, by the schema that comes with the package (`patchcheck.compare/1`).

It holds all that was found, whatever `--show` asks for, and the states of the hosts: a later
run takes it as a baseline (`patchcheck.readers.state`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from patchcheck.compare.model import LevelRow, Likeness, PackageRow, Step, Unreached
from patchcheck.report.comparison import ComparisonView
from patchcheck.report.json import (
    diagnostic_values,
    grade_values,
    input_values,
    to_json,
    xref_values,
)

if TYPE_CHECKING:
    from patchcheck.compare.model import Side
    from patchcheck.resolve.doctor import Grade

SCHEMA = "patchcheck.compare/1"


def render(view: ComparisonView) -> str:
    """Write a comparison as JSON, keys in a fixed order."""
    found = view.comparison
    sides = zip(view.sides, view.states, view.grades, strict=True)
    return to_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "patchcheck", "version": view.version},
            "as_of": view.as_of.isoformat(),
            "xref": xref_values(view.xref) if view.xref else None,
            "equal": found.equal,
            "verdict": view.verdict,
            "sides": [_side_values(*each) for each in sides],
            "levels": [_level_values(view, row) for row in found.rows],
            "foreign": [_level_values(view, row) for row in found.foreign],
            "packages": [_package_values(view, row) for row in found.packages],
            "plans": [_plan_values(likeness) for likeness in found.likenesses],
            "diagnostics": [diagnostic_values(item) for item in view.diagnostics],
        }
    )


def _side_values(
    side: "Side", state: Mapping[str, object] | None, grade: "Grade | None"
) -> dict[str, object]:
    """One side; a baseline has no state."""
    return {
        "name": side.name,
        "kind": side.kind,
        "judged": side.judged,
        "grade": grade_values(grade),
        "patch_count": side.patches,
        "package_count": side.packages,
        "inputs": [input_values(item) for item in side.inputs],
        **(state or {}),
    }


def _level_values(view: ComparisonView, row: LevelRow) -> dict[str, object]:
    """One number; levels, covers and leads stand by the names of the sides."""
    return {
        "number": row.number,
        "relation": row.relation.value,
        "levels": dict(zip(view.names, row.levels, strict=True)),
        "covered": dict(zip(view.names, row.covered, strict=True)),
        "ahead": [name for name, ahead in zip(view.names, row.newest, strict=True) if ahead],
        "synopsis": row.synopsis,
        "security": row.security,
        "recommended": row.recommended,
        "current": row.current,
        "why": row.why,
    }


def _package_values(view: ComparisonView, row: PackageRow) -> dict[str, object]:
    return {
        "instance": row.instance,
        "versions": dict(zip(view.names, row.versions, strict=True)),
        "architectures": dict(zip(view.names, row.architectures, strict=True)),
        "explains": list(row.explains),
    }


def _plan_values(likeness: Likeness) -> dict[str, object]:
    return {
        "side": likeness.side,
        "goal": likeness.goal,
        "equal_after": likeness.equal_after,
        "steps": [_step_values(step) for step in likeness.steps],
        "unreached": [_unreached_values(item) for item in likeness.unreached],
    }


def _step_values(step: Step) -> dict[str, object]:
    return {
        "action": step.action,
        "patch": step.patch,
        "level_before": step.level_before,
        "level_after": step.level_after,
        "backout": step.backout,
        "order": step.order,
        "why": step.why,
        "notes": list(step.notes),
    }


def _unreached_values(item: Unreached) -> dict[str, object]:
    return {
        "patch": item.patch,
        "wanted": item.wanted,
        "has": item.has,
        "reason": item.reason,
        "blockers": list(item.blockers),
    }
