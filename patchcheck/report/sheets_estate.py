"""The sheets that only an estate has: its groups, and what changed since an earlier run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from patchcheck.report.sheet import Column, Item, Table
from patchcheck.report.sheets_steps import names

if TYPE_CHECKING:
    from patchcheck.report.estate import Estate, Since, SinceLine

GROUPS = "Groups"
DIFFERENCES = "Differences since last"


def estate_tables(estate: "Estate | None") -> Iterator[Table]:
    """The tables that there is something to say in."""
    if estate and estate.groups:
        yield _groups_table(estate)
    if estate and estate.since:
        yield _differences_table(estate.since)


def _groups_table(estate: "Estate") -> Table:
    return Table(
        name=GROUPS,
        title="Groups: hosts by the name patterns of the configuration",
        lead="A host stands in every group that it matches. Satisfied and applicable are counts of "
        "security patches over the group's judged hosts; the level is the lowest of them.",
        columns=(
            Column("Group", 20, "name"),
            Column("Hosts", 7, "number"),
            Column("Judged", 8, "number"),
            Column("Security to install", 12, "number"),
            Column("To install", 10, "number"),
            Column("Security satisfied", 12, "number"),
            Column("Security applicable", 12, "number"),
            Column("Security level", 12, "date"),
            Column("Host names", 60),
        ),
        rows=[
            (
                group.name or "(in no group)",
                len(group.hosts),
                group.judged,
                group.security,
                group.to_install,
                group.security_share.satisfied,
                group.security_share.applicable,
                group.security_level,
                names(group.hosts),
            )
            for group in estate.groups
        ],
        empty="No group is configured.",
        frozen=1,
    )


def _differences_table(since: "Since") -> Table:
    return Table(
        name=DIFFERENCES,
        title=f"What changed since the run as of {since.as_of.isoformat()}",
        lead=f"That run: {since.path}, SHA-256 {since.sha256}. New: open now, not then. Come back: "
        "closed or excepted before, open again. Closed: open then, not now.",
        columns=(
            Column("Host", 16, "name"),
            Column("Change", 14),
            Column("Patch", 11, "id"),
            Column("Remark", 60),
        ),
        rows=[*_rows(since), *_hosts(since)],
        empty="Nothing changed.",
        grouped=1,
        frozen=1,
    )


def _rows(since: "Since") -> Iterator[tuple[Item, ...]]:
    for line in since.hosts:
        if line.changes is None:
            yield (line.hostname, "not compared", None, line.because)
            continue
        yield from _changes(line)


def _changes(line: "SinceLine") -> Iterator[tuple[Item, ...]]:
    if line.changes:
        lists = (
            ("new", line.changes.new),
            ("come back", line.changes.come_back),
            ("closed", line.changes.closed),
        )
        for word, patches in lists:
            for patch in patches:
                yield (line.hostname, word, str(patch), None)


def _hosts(since: "Since") -> Iterator[tuple[Item, ...]]:
    for name in since.only_now:
        yield (name, "new host", None, "not in that run")
    for name in since.only_then:
        yield (name, "host gone", None, "only in that run")
