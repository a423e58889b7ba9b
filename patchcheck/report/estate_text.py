"""The estate for the terminal: hosts by need, cohorts, groups, what changed, and a matrix."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from patchcheck.model.wording import counted
from patchcheck.report.estate import CohortLine, Estate, GroupLine, HostLine, Since, SinceLine
from patchcheck.report.table import plain

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId
    from patchcheck.report.view import Report
    from patchcheck.resolve.compliance import Share

_WIDTH = 80
_ACROSS = 6  # hosts side by side in one block of the matrix
_HEADINGS = ("Host", "SunOS", "Gr", "Sec", "Rec", "All", "Blk", "Exc", "Wdr", "Sec %", "Level")
_RIGHT = frozenset({"Sec", "Rec", "All", "Blk", "Exc", "Wdr", "Sec %", "Hosts", "Judged"})
_LEGEND = (
    "Gr: grade of the dumps. To install, blocked ones among them: Sec security, Rec recommended, "
    "All. Blk: blocked. Exc: excepted. Wdr: withdrawn patches installed. Sec %: satisfied of the "
    "applicable security patches. Level: no security patch up to that day is open."
)


def render(report: "Report", *, matrix: bool) -> str:
    """Lay out the estate of a report; `matrix` adds hosts x patches."""
    estate = report.estate
    if estate is None:
        return ""
    parts = [_head(report, estate), _hosts(estate), _not_judged(estate), _cohorts(estate)]
    parts += [_groups(estate.groups), _changed(estate.since)]
    parts += [_matrix(estate)] if matrix else []
    parts += [_unplaced(estate)]
    return "\n".join("\n".join(lines) + "\n" for lines in map(list, parts) if lines)


def _head(report: "Report", estate: Estate) -> Iterator[str]:
    date = report.xref.date.isoformat() if report.xref.date else "without a date"
    judged = [line for line in estate.lines if line.judged]
    patches = {patch for line in judged for patch, _ in line.todo}
    yield f"patchcheck {report.version}: the estate as of {report.as_of.isoformat()}"
    yield f"Cross-reference file:  {date}, {report.xref.size}, {report.xref.path}"
    yield f"  SHA-256 {report.xref.sha256}"
    minimal = ", --minimal" if report.minimal else ""
    selected = " ".join(report.selection)
    yield f"Options:               --flags {report.flags}{minimal}; selected: {selected}"
    not_judged = len(estate.not_judged)
    yield (
        f"Hosts:                 {len(estate.lines)}, of which {len(judged)} judged"
        + (f" and {not_judged} NOT JUDGED" if not_judged else "")
    )
    total = sum(line.to_install for line in judged)
    yield (f"To install:            {total} on all hosts, {counted(len(patches), 'patch')}")


def _hosts(estate: Estate) -> Iterator[str]:
    judged = [line for line in estate.lines if line.judged]
    if not judged:
        return
    yield "HOSTS, the neediest first"
    yield plain(_HEADINGS, map(_row, judged), _RIGHT)
    yield from _wrapped(_LEGEND)


def _row(line: HostLine) -> tuple[str, ...]:
    share = line.compliance.security if line.compliance else None
    level = line.compliance.security_level if line.compliance else None
    counts = (line.security, line.recommended, line.to_install, line.blocked)
    return (
        line.hostname,
        line.system,
        line.grade,
        *map(str, (*counts, len(line.excepted), line.withdrawn_installed)),
        _per_cent(share),
        level.isoformat() if level else "-",
    )


def _per_cent(share: "Share | None") -> str:
    return "-" if share is None or share.per_cent is None else f"{share.per_cent:.1f}"


def _not_judged(estate: Estate) -> Iterator[str]:
    if estate.not_judged:
        yield f"NOT JUDGED: {len(estate.not_judged)}"
        for line in estate.not_judged:
            yield from _wrapped(f"{line.hostname}: {line.not_judged_because}")


def _cohorts(estate: Estate) -> Iterator[str]:
    if estate.cohorts:
        yield f"COHORTS, hosts with the same to-do list: {len(estate.cohorts)}"
        for cohort in estate.cohorts:
            yield from _wrapped(f"{cohort.name}: {_cohort(cohort)}")


def _cohort(cohort: CohortLine) -> str:
    words = [counted(len(cohort.hosts), "host")]
    words.append(counted(cohort.changes, "change"))
    words += [f"{cohort.blocked} blocked"] if cohort.blocked else []
    words += [f"{len(cohort.excepted)} excepted"] if cohort.excepted else []
    names = ", ".join(cohort.hosts)
    pilot = f"; pilot {cohort.pilot}; {names}" if len(cohort.hosts) > 1 else f"; {names}"
    return f"{', '.join(words)}{pilot}"


def _groups(groups: Sequence[GroupLine]) -> Iterator[str]:
    if not groups:
        return
    yield "GROUPS"
    headings = ("Group", "Hosts", "Judged", "Sec", "All", "Sec %", "Level")
    rows = (
        (
            group.name or "(in no group)",
            str(len(group.hosts)),
            str(group.judged),
            str(group.security),
            str(group.to_install),
            _per_cent(group.security_share),
            group.security_level.isoformat() if group.security_level else "-",
        )
        for group in groups
    )
    yield plain(headings, rows, _RIGHT)


def _changed(since: Since | None) -> Iterator[str]:
    if since is None:
        return
    yield f"SINCE the run as of {since.as_of.isoformat()} ({since.path})"
    for line in since.hosts:
        yield from _on_host(line)
    for names, words in ((since.only_now, "not in that run"), (since.only_then, "only in it")):
        if names:
            yield from _wrapped(f"{words}: {', '.join(names)}")


def _on_host(line: SinceLine) -> Iterator[str]:
    if line.changes is None:
        yield from _wrapped(f"{line.hostname}: not compared, {line.because}")
        return
    lists = (
        ("new", line.changes.new),
        ("come back", line.changes.come_back),
        ("closed", line.changes.closed),
    )
    words = [f"{name} {len(ids)}: {_ids(ids)}" for name, ids in lists if ids]
    still = f"still open: {len(line.changes.still)}"
    yield from _wrapped(f"{line.hostname}: {'; '.join([*words, still])}")


def _ids(patches: "Iterable[PatchId]") -> str:
    return " ".join(map(str, patches))


def _matrix(estate: Estate) -> Iterator[str]:
    """Patches down, hosts across, in blocks of a few hosts; patches of no host of a block go."""
    judged = sorted((line for line in estate.lines if line.judged), key=lambda one: one.hostname)
    for start in range(0, len(judged), _ACROSS):
        block = judged[start : start + _ACROSS]
        marks = [dict(line.todo) for line in block]
        patches = sorted({patch for each in marks for patch in each})
        if patches:
            yield "HOSTS x PATCHES" if not start else ""
            headings = ("Patch", *(line.hostname for line in block))
            rows = ((patch, *(each.get(patch, "") for each in marks)) for patch in patches)
            yield plain(headings, rows, ())


def _unplaced(estate: Estate) -> Iterator[str]:
    if estate.unplaced:
        yield f"NOT PLACED, files that belong to no host: {len(estate.unplaced)}"
        for path, reason in estate.unplaced:
            yield from _wrapped(f"{path}: {reason}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
