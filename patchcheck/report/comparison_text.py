"""A comparison for people: as text of 80 columns where that can be, and as framed tables."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from patchcheck.compare.model import LevelRow, Likeness, PackageRow
from patchcheck.model.wording import counted
from patchcheck.report.comparison import (
    NONE,
    SIDE_HEADINGS,
    ComparisonView,
    flags,
    outcome,
    side_facts,
    step_remarks,
    step_words,
    unreached_words,
)
from patchcheck.report.table import framed, plain

_WIDTH = 80
_FEW = 4  # so many sides have a column each in the text
_NUMBERS = ("Patches", "Packages")
_NO_XREF = "No cross-reference file was given (-x): successors are known from the dumps alone."


def render(view: ComparisonView) -> str:
    """Lay a comparison out: sides, verdict, levels, packages, plans."""
    parts = [_head(view), _folded(view.verdict, "")]
    if view.show == "matrix":
        parts.append(_matrix(view))
    else:
        parts += _blocks(view)
    return "\n\n".join(parts) + "\n"


def render_table(view: ComparisonView) -> str:
    """Lay a comparison out in framed tables, the plans' steps among them."""
    sides = framed(SIDE_HEADINGS, side_facts(view), (20, 20, 12, 10, 7, 8, 5, 40), _NUMBERS)
    parts = [f"{view.verdict}\n{sides}"]
    if levels := [*view.rows, *view.foreign]:
        headings = ("Patch", *view.names, "Relation", "RS", "Synopsis", "Why")
        widths = (12, *(12 for _ in view.names), 10, 3, 30, 40)
        parts.append(framed(headings, (_level_cells(view, row) for row in levels), widths, ()))
    if packages := view.comparison.packages:
        headings = ("Package", *view.names, "Explains")
        rows = ((row.instance, *_versions(row), ", ".join(row.explains)) for row in packages)
        parts.append(framed(headings, rows, (16, *(24 for _ in view.names), 30), ()))
    parts += map(_plan_table, view.comparison.likenesses)
    return "\n\n".join(parts) + "\n"


def _head(view: ComparisonView) -> str:
    lines = [f"patchcheck {view.version}: patch levels compared, as of {view.as_of.isoformat()}"]
    if view.xref:
        dated = view.xref.date.isoformat() if view.xref.date else "without a date"
        lines.append(f"Cross-reference file: {dated}, {view.xref.size}, {view.xref.path}")
    else:
        lines.append(_NO_XREF)
    facts = side_facts(view)
    table = plain(SIDE_HEADINGS[:-1], (row[:-1] for row in facts), _NUMBERS)
    remarks = [
        _folded(f"NOT JUDGED: {side.name}: {side.not_judged_because}", "")
        for side in view.not_judged
    ]
    return "\n".join([*lines, "", table, *remarks])


def _blocks(view: ComparisonView) -> Iterator[str]:
    title = "PATCH LEVELS" if view.show == "all" else "PATCHES THAT DIFFER"
    yield _block(title, view.rows, _levels(view, view.rows))
    if view.foreign:
        yield _block("FOREIGN PATCHES", view.foreign, _levels(view, view.foreign))
    packages = view.comparison.packages
    if packages:
        yield _block("PACKAGES THAT DIFFER", packages, _packages(view, packages))
    for likeness in view.comparison.likenesses:
        yield "\n".join(_plan(likeness))


def _block(title: str, items: Sequence[object], lines: Iterable[str]) -> str:
    return "\n".join((f"{title}: {len(items)}", *lines))


def _levels(view: ComparisonView, rows: Sequence[LevelRow]) -> Iterator[str]:
    """A row for each number, and what explains it; many sides stand by their level."""
    if not rows:
        return
    if len(view.sides) > _FEW:
        for row in rows:
            yield f"{row.number}  {flags(row):<2}  {row.synopsis}".rstrip()
            yield _folded(_grouped(view, row), "  ")
        return
    table = [_headings(view), *(_cells(view, row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    indent = " " * (widths[0] + 2)
    yield _line(table[0], widths)
    for row, cells in zip(rows, table[1:], strict=True):
        yield _line(cells, widths)
        if row.why:
            yield _folded(row.why, indent)


def _headings(view: ComparisonView) -> tuple[str, ...]:
    current = ("Current",) if view.xref else ()
    return ("Patch", *view.names, *current, "Ahead", "RS", "Synopsis")


def _cells(view: ComparisonView, row: LevelRow) -> tuple[str, ...]:
    current = (row.current or NONE,) if view.xref else ()
    ahead = row.relation.value if row.relation.alike else view.ahead(row)
    return (row.number, *view.cells(row), *current, ahead, flags(row), row.synopsis)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Put cells into columns; the last one has no end."""
    *padded, last = cells
    columns = [cell.ljust(width) for cell, width in zip(padded, widths, strict=False)]
    return "  ".join((*columns, last)).rstrip()


def _grouped(view: ComparisonView, row: LevelRow) -> str:
    """The names of the sides by their level, the highest first."""
    found: dict[str, list[str]] = {}
    for name, cell in zip(view.names, view.cells(row), strict=True):
        found.setdefault(cell, []).append(name)
    return "; ".join(f"{cell}: {', '.join(found[cell])}" for cell in sorted(found, reverse=True))


def _packages(view: ComparisonView, rows: Sequence[PackageRow]) -> Iterator[str]:
    for row in rows:
        yield row.instance
        for name, version in zip(view.names, _versions(row), strict=True):
            yield _folded(f"{name}: {version}", "    ")
        if row.explains:
            yield _folded(f"explains {', '.join(row.explains)}", "    ")


def _versions(row: PackageRow) -> tuple[str, ...]:
    return tuple(
        f"{version} ({architecture})" if version is not None else NONE
        for version, architecture in zip(row.versions, row.architectures, strict=True)
    )


def _plan(likeness: Likeness) -> Iterator[str]:
    steps = counted(len(likeness.steps), "step")
    yield f"WHAT WOULD MAKE {likeness.side} LIKE {likeness.goal}: {steps}"
    for place, step in enumerate(likeness.steps, start=1):
        yield f"{place:>4}. {step.action:<7} {step.patch}  {step_words(step)}"
        yield from (_folded(text, "      ") for text in step_remarks(step))
    if likeness.unreached:
        yield f"CAN'T BE REACHED: {len(likeness.unreached)}"
    for item in likeness.unreached:
        yield f"   - {item.patch}  {unreached_words(item.wanted, item.has)}"
        yield _folded(item.reason, "      ")
    yield _folded(outcome(likeness), "")


def _plan_table(likeness: Likeness) -> str:
    headings = ("Step", "Action", "Patch", "Level", "Remarks")
    rows: list[tuple[str, ...]] = [
        (str(place), step.action, step.patch, step_words(step), "\n".join(step_remarks(step)))
        for place, step in enumerate(likeness.steps, start=1)
    ]
    rows += [
        ("", "not reached", item.patch, unreached_words(item.wanted, item.has), item.reason)
        for item in likeness.unreached
    ]
    title = f"What would make {likeness.side} like {likeness.goal}. {outcome(likeness)}"
    return f"{title}\n{framed(headings, rows, (4, 11, 12, 24, 60), ('Step',))}" if rows else title


def _matrix(view: ComparisonView) -> str:
    rows = ((row.number, *view.cells(row)) for row in (*view.rows, *view.foreign))
    return plain(("Patch", *view.names), rows, ())


def _level_cells(view: ComparisonView, row: LevelRow) -> tuple[str, ...]:
    return (row.number, *view.cells(row), row.relation.value, flags(row), row.synopsis, row.why)


def _folded(text: str, indent: str) -> str:
    """Break a text at its blanks; a longer word stays whole."""
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
