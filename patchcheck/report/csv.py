"""CSV: a row for each patch of each host, with everything that decides it and what it came from.

By RFC 4180, in UTF-8: CRLF ends a row, text stands in double quotes. Lists are joined by ` | `,
chains by ` > `, yes and no are words, dates are ISO. A spreadsheet program takes a cell for a
formula by its first character, so text that begins like one, also behind blanks or behind a `;`
(where other programs begin a new cell), gets a single quote before it. Only `rank` and `age_days`
are bare numbers: whole numbers that are counted here and never text of a file, so a negative age
(released after the as-of date) keeps its sign and can be sorted and summed.

`list` says where a row belongs: `selected`, `excepted` or `withdrawn-installed` (beside what was
selected, R12 and R8), `foreign`, `not-judged` (the host, with the reason) or `none` (a judged host
with nothing else to tell). So every host has a row.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from patchcheck.report.clean import printable
from patchcheck.report.view import ForeignView, HostView, PatchView, Report

if TYPE_CHECKING:
    from datetime import date

    from patchcheck.model.verdict import Note, Obstacle

Cell = str | int
Cells = dict[str, Cell]

COLUMNS = (
    *("hostname", "release", "architecture", "model", "platform", "grade", "list", "rank"),
    *("patch", "number", "revision", "installed", "verdict", "to_install", "blocked"),
    *("recommended", "security", "own_recommended", "own_security"),
    *("inherited_recommended", "inherited_security", "obsolete", "withdrawn", "y2k"),
    *("released", "age_days", "os", "synopsis", "requires", "incompatible", "after"),
    *("obstacles", "notes", "reason", "rules", "matched", "instance", "chain"),
    *("special_case", "exception", "exception_until", "exception_approver", "exception_change"),
    *("required_by", "as_of", "selection", "minimal", "flags", "special_cases", "tables"),
    "inputs",
    *("xref", "xref_date", "xref_sha256", "tool_version"),
)
_BETWEEN = " | "
# By OWASP: = + - @ tab CR LF, and the full-width forms that Excel reads like the first four.
_FORMULA = re.compile(r"(^|;)(?=[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def render(report: Report) -> str:
    """Lay out a report, hosts as they come, patches in plan order."""
    return "".join((heading(), *(host_rows(report, host) for host in report.hosts)))


def heading() -> str:
    """The first line: the names of the columns."""
    return written([{name: name for name in COLUMNS}])


def host_rows(head: Report, host: HostView) -> str:
    """The rows of one host; `head` gives what the run was made from, its hosts are not asked."""
    common = {**_run(head), **_host(host)}
    return written({**common, **cells} for cells in _rows(host, head))


def written(rows: Iterable[Cells], columns: Sequence[str] = COLUMNS) -> str:
    """Rows as CSV writes them, no cell of which is a formula; a cell that a row lacks is empty."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(
        stream, columns, restval="", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n"
    )
    writer.writerows(map(_harmless, rows))
    return stream.getvalue()


def _rows(host: HostView, report: Report) -> Iterator[Cells]:
    rows = [*_patches(host), *(_foreign(entry) for entry in host.foreign)]
    if not host.judged:
        because = host.not_judged_because or ""
        yield {"list": "not-judged", "verdict": "not-judged", "reason": because}
    elif not rows:
        yield {"list": "none", "reason": f"nothing was selected by {' '.join(report.selection)}"}
    yield from rows


def _patches(host: HostView) -> Iterator[Cells]:
    """What was selected, then what stands beside it and was not selected too."""
    selected = {view.patch for view in host.patches}
    for name, views in (
        ("selected", host.patches),
        ("excepted", host.excepted),
        ("withdrawn-installed", host.withdrawn_installed),
    ):
        for view in views:
            if name == "selected" or view.patch not in selected:
                yield {"list": name, **_patch(view), **_proof(view), **_exception(view)}


def _run(report: Report) -> Cells:
    """What the whole run was made from, the same in every row."""
    return {
        "as_of": report.as_of.isoformat(),
        "selection": joined(report.selection),
        "minimal": yes(report.minimal),
        "flags": report.flags,
        "special_cases": report.special_cases,
        "xref": report.xref.path,
        "xref_date": day_cell(report.xref.date),
        "xref_sha256": report.xref.sha256,
        "tool_version": report.version,
        "tables": joined(
            f"{item.kind}: {item.path} sha256:{item.sha256}" for item in report.tables
        ),
    }


def _host(host: HostView) -> Cells:
    return {
        "hostname": host.hostname,
        "release": host.release or "",
        "architecture": host.architecture or "",
        "model": host.machine or "",
        "platform": host.platform or "",
        "grade": str(host.grade.letter) if host.grade else "",
        "inputs": joined(f"{item.path} sha256:{item.sha256}" for item in host.inputs),
    }


def _patch(view: PatchView) -> Cells:
    return {
        "rank": view.rank,
        "patch": view.patch,
        "number": view.number,
        "revision": view.revision,
        "installed": view.installed or "",
        "verdict": view.verdict,
        "to_install": yes(view.offered),
        "blocked": yes(view.blocked),
        "recommended": yes(view.recommended),
        "security": yes(view.security),
        "own_recommended": yes(view.own_recommended),
        "own_security": yes(view.own_security),
        "inherited_recommended": joined(view.inherited_recommended),
        "inherited_security": joined(view.inherited_security),
        "obsolete": yes(view.obsolete),
        "withdrawn": yes(view.withdrawn),
        "y2k": yes(view.y2k),
        "released": day_cell(view.released),
        "age_days": "" if view.age_days is None else view.age_days,
        "os": view.os,
        "synopsis": view.synopsis,
        "requires": joined(view.requires),
        "incompatible": joined(view.incompatible),
        "after": joined(view.after),
        "obstacles": joined(_remark(item) for item in view.obstacles),
        "notes": joined(_remark(item) for item in view.notes),
        "reason": view.reason,
    }


def _proof(view: PatchView) -> Cells:
    proof = view.proof
    return {
        "rules": joined(proof.rules),
        "matched": proof.matched or "",
        "instance": proof.instance or "",
        "chain": " > ".join(proof.chain),
        "special_case": proof.special_case or "",
        "exception": proof.exception or "",
        "required_by": joined(proof.required_by),
    }


def _exception(view: PatchView) -> Cells:
    entry = view.exception
    if entry is None:
        return {}
    return {
        "exception_until": entry.until.isoformat(),
        "exception_approver": entry.approver,
        "exception_change": entry.change,
    }


def _foreign(entry: ForeignView) -> Cells:
    """An installed patch whose id is of another shape: listed as it stands (R1)."""
    return {
        "list": "foreign",
        "patch": entry.id,
        "verdict": "foreign",
        "to_install": "no",
        "requires": joined(entry.requires),
        "incompatible": joined(entry.incompatibles),
        "reason": "installed, but its id is not of six digits and two: listed as it stands",
        "rules": "R1",
    }


def _remark(item: "Obstacle | Note") -> str:
    return f"{item.kind}: {item.text}"


def _harmless(cells: Cells) -> Cells:
    return {name: _text(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}


def _text(cell: str) -> str:
    """Make text printable, and no formula of it."""
    return _FORMULA.sub(r"\1'", printable(cell))


def joined(texts: Iterable[str]) -> str:
    """A list in one cell."""
    return _BETWEEN.join(texts)


def yes(value: bool) -> str:  # noqa: FBT001 (a value to be written, no switch)
    """Yes or no as a word."""
    return "yes" if value else "no"


def day_cell(day: "date | None") -> str:
    """A day by ISO 8601, empty for none."""
    return day.isoformat() if day else ""
