"""Small hosts for tests of comparisons: listings as showrev -p writes them."""

import re
from collections.abc import Sequence
from datetime import date

from patchcheck.compare.comparison import compare
from patchcheck.compare.model import Comparison, Likeness
from patchcheck.compare.state import State, host_state
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.catalogue import Catalogue

_LINE = re.compile(
    r"(?P<id>\S+)"
    r"(?: obsoletes (?P<obsoletes>[-\d ]+?))?"
    r"(?: requires (?P<requires>[-\d ]+?))?"
    r"(?: incompatible (?P<incompatibles>[-\d ]+?))?"
    r"(?: in (?P<packages>[\w ]+?))?"
    r"(?: on (?P<day>\d{4}-\d{2}-\d{2}))?"
)


def entry(line: str) -> InstalledPatch:
    """`100001-02 obsoletes … requires … incompatible … in SUNWa … on 2003-01-31`."""
    match = _LINE.fullmatch(line)
    assert match, line
    return InstalledPatch(
        match["id"],
        PatchId.parse(match["id"]),
        obsoletes=_ids(match["obsoletes"]),
        requires=_ids(match["requires"]),
        incompatibles=_ids(match["incompatibles"]),
        packages=tuple((match["packages"] or "").split()),
        installed_on=date.fromisoformat(match["day"]) if match["day"] else None,
    )


def _ids(text: str | None) -> tuple[PatchId, ...]:
    return tuple(patch for item in (text or "").split() if (patch := PatchId.parse(item)))


def host(
    name: str,
    *lines: str,
    packages: Sequence[str] | None = ("SUNWcsu",),
    refused: str | None = None,
) -> State:
    """A host of 5.8 on sparc; `packages` are names, or NAME:VERSION."""
    found = None
    if packages is not None:
        items = [item.partition(":") for item in packages]
        found = tuple(
            PackageInstance(item[0], "sparc", item[2] or "11.8.0", "completely installed")
            for item in items
        )
    system = System(hostname=name, release="5.8", processor="sparc", machine="sun4u")
    patches = tuple(entry(line) for line in lines)
    return host_state(name, Host(system, patches, found, not_judged_because=refused))


def catalogue(*rows: Row) -> Catalogue:
    """A cross-reference file without special cases."""
    return Catalogue(CrossReference(rows), SpecialCases())


def compared(*states: State, rows: Sequence[Row] | None = None) -> Comparison:
    """Compare, and make all others like the last one."""
    known = None if rows is None else catalogue(*rows)
    return compare(states, known, goal=len(states) - 1)


def likeness(*states: State, rows: Sequence[Row] | None = None) -> Likeness:
    """How the first is made like the last."""
    return compared(*states, rows=rows).likenesses[0]


def steps(plan: Likeness) -> list[str]:
    """The steps in a few signs: `-100001-02` is removed, `+100001-01` installed."""
    return [f"{'-' if step.action == 'remove' else '+'}{step.patch}" for step in plan.steps]


def unreached(plan: Likeness) -> dict[str, str]:
    """What isn't reached, with the reason."""
    return {each.patch: each.reason for each in plan.unreached}
