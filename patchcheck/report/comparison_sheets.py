"""A comparison as a workbook: summary, levels as a matrix, packages, plans, what is not reached."""

from patchcheck.report.comparison import (
    SIDE_HEADINGS,
    ComparisonView,
    flags,
    side_facts,
    step_remarks,
)
from patchcheck.report.sheet import Column, Table, sheets_of
from patchcheck.report.workbook import write


def render(view: ComparisonView) -> bytes:
    """Lay a comparison out as a workbook; ids and revisions are texts."""
    tables = (_summary(view), _levels(view), _packages(view), _plan(view), _unreached(view))
    prepared = [sheet for table in tables for sheet in sheets_of(table)]
    return write(prepared, as_of=view.as_of, version=view.version)


def _summary(view: ComparisonView) -> Table:
    widths = (26, 20, 14, 12, 9, 10, 8, 60)
    return Table(
        name="Summary",
        title="Patch levels compared",
        lead=view.verdict,
        columns=tuple(
            Column(heading, width, "number" if heading in ("Patches", "Packages") else "id")
            for heading, width in zip(SIDE_HEADINGS, widths, strict=True)
        ),
        rows=[
            (*facts[:4], side.patches, side.packages, *facts[6:])
            for side, facts in zip(view.sides, side_facts(view), strict=True)
        ],
        empty="",
        frozen=1,
    )


def _levels(view: ComparisonView) -> Table:
    sides = (Column(name, 12, "id") for name in view.names)
    return Table(
        name="Levels",
        title="Patch levels side by side",
        lead="Revisions in force. A dash: not installed. A question mark: not judged.",
        columns=(
            Column("Patch", 14, "id"),
            *sides,
            Column("Relation", 14),
            Column("Ahead", 20),
            Column("RS", 6, "flag"),
            Column("Current", 9, "id"),
            Column("Synopsis", 50),
            Column("Why", 60),
        ),
        rows=[
            (
                row.number,
                *view.cells(row),
                row.relation.value,
                view.ahead(row),
                flags(row),
                row.current or "",
                row.synopsis,
                row.why,
            )
            for row in (*view.rows, *view.foreign)
        ],
        empty="There is no difference.",
        frozen=1,
    )


def _packages(view: ComparisonView) -> Table:
    pairs = [Column(f"{name}: {fact}", 24, "id") for name in view.names for fact in _FACTS]
    return Table(
        name="Packages",
        title="Packages that differ",
        lead="Instances, and the numbers of the patches whose difference they explain.",
        columns=(Column("Package", 18, "id"), *pairs, Column("Explains", 50, "id")),
        rows=[
            (
                row.instance,
                *(
                    fact or ""
                    for pair in zip(row.versions, row.architectures, strict=True)
                    for fact in pair
                ),
                ", ".join(row.explains),
            )
            for row in view.comparison.packages
        ],
        empty="No package that is known differs.",
        frozen=1,
    )


_FACTS = ("version", "architecture")


def _plan(view: ComparisonView) -> Table:
    return Table(
        name="Plan",
        title="What would make one like the other",
        lead="Steps in the order in which they are to be done.",
        columns=(
            Column("Host", 22, "name"),
            Column("Like", 22, "id"),
            Column("Step", 7, "number"),
            Column("Action", 10),
            Column("Patch", 14, "id"),
            Column("From", 7, "id"),
            Column("To", 7, "id"),
            Column("Remarks", 80),
        ),
        rows=[
            (
                plan.side,
                plan.goal,
                place,
                step.action,
                step.patch,
                step.level_before or "",
                step.level_after or "",
                "\n".join(step_remarks(step)),
            )
            for plan in view.comparison.likenesses
            for place, step in enumerate(plan.steps, start=1)
        ],
        empty="There are no steps, or no plan was asked for.",
        grouped=1,
    )


def _unreached(view: ComparisonView) -> Table:
    return Table(
        name="Can't be reached",
        title="What no plan reaches, and why",
        lead="Differences that are left when the steps are done.",
        columns=(
            Column("Host", 22, "name"),
            Column("Like", 22, "id"),
            Column("Patch", 14, "id"),
            Column("Has", 14, "id"),
            Column("Wanted", 14, "id"),
            Column("Why", 80),
            Column("Blockers", 40, "id"),
        ),
        rows=[
            (
                plan.side,
                plan.goal,
                item.patch,
                item.has or "",
                item.wanted or "",
                item.reason,
                ", ".join(item.blockers),
            )
            for plan in view.comparison.likenesses
            for item in plan.unreached
        ],
        empty="Everything is reached, or no plan was asked for.",
        grouped=1,
    )
