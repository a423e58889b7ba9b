"""The sheets Changes and Plan: what is to be installed, a row for each cohort and patch."""

from collections.abc import Iterable, Sequence

from patchcheck.report.clean import printable
from patchcheck.report.sheet import Cell, Column, Item, Place, Table
from patchcheck.report.sheets_steps import Step, distinct, names

CHANGES = "Changes"
PLAN = "Plan"
MAX_COMMENTS = 1_000
NOTHING = "Nothing to install: no judged host has an open patch in this selection."

_COMMENT = 1_000


def changes_table(steps: Sequence[Step], plan_rows: Sequence[int]) -> Table:
    """The sheet that the board reads and fills in; `plan_rows` are the steps' rows in Plan."""
    return Table(
        name=CHANGES,
        title="Changes: what to install, for the board's decision",
        lead=_changes_lead(len(steps)),
        columns=_CHANGES,
        rows=[_change(step, row, place) for place, (step, row) in _numbered(steps, plan_rows)],
        empty=NOTHING,
        grouped=1,
        frozen=3,
        paper="A3",
    )


def plan_table(steps: Sequence[Step], order: Sequence[int]) -> Table:
    """The order of installation; `order` are the steps' indexes as they stand here."""
    return Table(
        name=PLAN,
        title="Plan: the order of installation for each cohort",
        lead="Install from step 1 downwards. Blocked patches follow after the steps of their "
        "cohort, with what blocks them. A click on a patch leads to its row in Changes.",
        columns=_PLAN,
        rows=[_plan_row(steps[index], index) for index in order],
        empty=NOTHING,
        grouped=2,
        frozen=4,
    )


def plan_order(steps: Sequence[Step]) -> list[int]:
    """The indexes of the steps as Plan shows them: by cohort, blocked ones last."""
    places = {step.cohort.name: place for place, step in enumerate(reversed(steps))}
    return sorted(
        range(len(steps)),
        key=lambda index: (-places[steps[index].cohort.name], steps[index].place is None, index),
    )


def comments_remark(count: int) -> str | None:
    """What is said where not every patch got a comment."""
    if count <= MAX_COMMENTS:
        return None
    return (
        f"sheet {CHANGES}: the first {MAX_COMMENTS:,} of {count:,} patches carry their reason as "
        "a comment, too; all have it in the column Why"
    )


def change_place(index: int) -> Place:
    """The patch in a row of Changes."""
    return Place(CHANGES, index, "C")


_CHANGES = (
    Column("Cohort", 10),
    Column("Step", 8, "number"),
    Column("Patch", 11, "id"),
    Column("Synopsis", 36),
    Column("R", 5, "flag"),
    Column("S", 5, "flag"),
    Column("B", 5, "flag"),
    Column("Released", 11, "date"),
    Column("Age, days", 7, "number"),
    Column("Installed > target", 12, "id"),
    Column("Hosts", 7, "number"),
    Column("Host names", 22),
    Column("Packages matched", 34),
    Column("Requires", 11, "id"),
    Column("Conflicts", 11, "id"),
    Column("Remarks", 34),
    Column("Why", 48),
    Column("Decision", 14, "input", "list"),
    Column("Reason", 24, "input"),
    Column("Approver", 14, "input"),
    Column("Date", 11, "input-date", "date"),
    Column("Expires", 11, "input-date", "date"),
    Column("Change number", 13, "input-id"),
    Column("Window", 14, "input"),
    Column("Tested on", 13, "input"),
    Column("Tester", 12, "input"),
    Column("Result", 14, "input"),
)
_BLANKS: tuple[Item, ...] = (None,) * sum(column.is_input for column in _CHANGES)

_PLAN = (
    Column("Cohort", 10),
    Column("State", 9),
    Column("Step", 6, "number"),
    Column("Patch", 11, "id"),
    Column("Synopsis", 40),
    Column("R", 5, "flag"),
    Column("S", 5, "flag"),
    Column("Installed > target", 12, "id"),
    Column("Goes in after", 12, "id"),
    Column("Required by", 12, "id"),
    Column("Blocked by", 36),
    Column("Notes", 36),
)


def _changes_lead(count: int) -> str:
    lead = (
        "A cohort is a set of hosts with the same list. The columns from Decision to Result, on "
        "yellow, are the board's to fill in. A click on a patch leads to its row in Plan."
    )
    return f"{lead} {_comments_note()}" if count > MAX_COMMENTS else lead


def _comments_note() -> str:
    return f"Comments stand on the first {MAX_COMMENTS:,} patches."


def _numbered(
    steps: Sequence[Step], plan_rows: Sequence[int]
) -> Iterable[tuple[int, tuple[Step, int]]]:
    return enumerate(zip(steps, plan_rows, strict=True))


def _change(step: Step, plan_row: int, place: int) -> tuple[Item, ...]:
    view, why, remarks = step.view, step.why, step.remarks
    comment = _comment(why, remarks) if place < MAX_COMMENTS else None
    return (
        step.cohort.name,
        step.order,
        Cell(view.patch, "link", Place(PLAN, plan_row, "D"), comment),
        view.synopsis,
        *step.flags,
        view.released,
        view.age_days,
        step.move,
        len(step.views),
        names(step.cohort.hostnames),
        _matched(step),
        "\n".join(view.requires),
        "\n".join(view.incompatible),
        remarks,
        why,
        *_BLANKS,
    )


def _comment(why: str, remarks: str) -> str:
    text = f"{why}\n{remarks}" if remarks else why
    return text if len(text) <= _COMMENT else f"{text[:_COMMENT]}… (in full under Why and Remarks)"


def _matched(step: Step) -> str:
    return "\n".join(
        printable(item) for item in distinct(view.proof.matched for view in step.views)
    )


def _plan_row(step: Step, index: int) -> tuple[Item, ...]:
    view = step.view
    recommended, security, _ = step.flags
    return (
        step.cohort.name,
        Cell("blocked", "warning") if step.place is None else "install",
        step.place,
        Cell(view.patch, "link", change_place(index)),
        view.synopsis,
        recommended,
        security,
        step.move,
        "\n".join(distinct(item for each in step.views for item in each.after)),
        "\n".join(distinct(item for each in step.views for item in each.proof.required_by)),
        _obstacles(step),
        _notes(step),
    )


def _obstacles(step: Step) -> str:
    return "\n".join(
        distinct(
            printable(f"{item.kind}: {item.text}")
            for view in step.views
            for item in view.obstacles
            if item.kind.blocks
        )
    )


def _notes(step: Step) -> str:
    """Notes, and obstacles that do not block."""
    mild = (item for view in step.views for item in view.obstacles if not item.kind.blocks)
    notes = (item for view in step.views for item in view.notes)
    texts = [f"{item.kind}: {item.text}" for item in mild]
    texts += [f"{item.kind}: {item.text}" for item in notes]
    return "\n".join(printable(text) for text in distinct(texts))
