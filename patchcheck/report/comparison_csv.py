"""A comparison as CSV, in the long form: a row for each number and side, and so its columns stay.

A spreadsheet's pivot table makes the matrix of it (`patch` down, `side` across); the workbook has
it ready. `list` says what a row is: `side`, `level`, `foreign`, `package`, `step` or `unreached`.
`rank` numbers the steps of a plan from 1.
"""

from collections.abc import Iterable, Iterator

from patchcheck.compare.model import LevelRow, Likeness
from patchcheck.report.comparison import ComparisonView, side_facts
from patchcheck.report.csv import Cells, joined, written, yes

COLUMNS = (
    *("list", "side", "goal", "rank", "patch", "level", "relation", "ahead", "covered_by"),
    *("current", "recommended", "security", "synopsis", "why"),
    *("package", "version", "architecture", "explains"),
    *("action", "level_before", "level_after", "backout", "order", "wanted", "blockers", "notes"),
    *("kind", "system", "dated", "patches", "packages", "grade", "remark"),
    *("as_of", "xref", "xref_sha256", "tool_version"),
)
_FACTS = ("side", "kind", "system", "dated", "patches", "packages", "grade", "remark")


def render(view: ComparisonView) -> str:
    """Write the sides, the levels that `--show` asks for, packages that differ, and the plans."""
    common: Cells = {
        "as_of": view.as_of.isoformat(),
        "xref": view.xref.path if view.xref else "",
        "xref_sha256": view.xref.sha256 if view.xref else "",
        "tool_version": view.version,
    }
    rows: list[Cells] = [{name: name for name in COLUMNS}]
    rows += [{**common, **cells} for cells in _rows(view)]
    return written(rows, COLUMNS)


def _rows(view: ComparisonView) -> Iterator[Cells]:
    for facts in side_facts(view):
        yield {"list": "side", **dict(zip(_FACTS, facts, strict=True))}
    yield from _levels(view, "level", view.rows)
    yield from _levels(view, "foreign", view.foreign)
    yield from _packages(view)
    for likeness in view.comparison.likenesses:
        yield from _steps(likeness)
        yield from _unreached(likeness)


def _levels(view: ComparisonView, name: str, rows: Iterable[LevelRow]) -> Iterator[Cells]:
    for row in rows:
        each = zip(view.names, row.levels, row.covered, row.newest, strict=True)
        for side, level, covered, newest in each:
            yield {
                "list": name,
                "side": side,
                "patch": row.number,
                "level": level or "",
                "relation": row.relation.value,
                "ahead": yes(newest),
                "covered_by": covered or "",
                "current": row.current or "",
                "recommended": yes(row.recommended),
                "security": yes(row.security),
                "synopsis": row.synopsis,
                "why": row.why,
            }


def _packages(view: ComparisonView) -> Iterator[Cells]:
    for row in view.comparison.packages:
        each = zip(view.names, row.versions, row.architectures, strict=True)
        for side, version, architecture in each:
            yield {
                "list": "package",
                "side": side,
                "package": row.instance,
                "version": version or "",
                "architecture": architecture or "",
                "explains": joined(row.explains),
            }


def _steps(likeness: Likeness) -> Iterator[Cells]:
    for rank, step in enumerate(likeness.steps, start=1):
        yield {
            "list": "step",
            "side": likeness.side,
            "goal": likeness.goal,
            "rank": rank,
            "patch": step.patch,
            "action": step.action,
            "level_before": step.level_before or "",
            "level_after": step.level_after or "",
            "backout": step.backout,
            "order": step.order,
            "why": step.why,
            "notes": joined(step.notes),
        }


def _unreached(likeness: Likeness) -> Iterator[Cells]:
    for item in likeness.unreached:
        yield {
            "list": "unreached",
            "side": likeness.side,
            "goal": likeness.goal,
            "patch": item.patch,
            "level": item.has or "",
            "wanted": item.wanted or "",
            "why": item.reason,
            "blockers": joined(item.blockers),
        }
