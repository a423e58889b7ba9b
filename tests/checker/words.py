"""What the words select: "Words to select by", D8, D12, D13, D14."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from patchcheck.model.errors import SelectionError
from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.model.xref import Row
from tests.checker.applying import can_be_judged, passes_release
from tests.checker.facts import World, current, installed, listed, live, numbers, row_of
from tests.checker.verdicts import inherited, offer, to_install, verdict_of

_GROUP = re.compile(r"(missing|installed|all|total|unbundled|bad|[miatub])(rs|r|s)?")
_KINDS = ("missing", "installed", "all", "total", "unbundled", "bad")
_ANSWERED_WITHOUT_PACKAGES = {"installed", "bad"}


@dataclass
class Entry:
    """One listed patch. `pulls`, `plain`: D14, D29; `installs`: D26."""

    patch: PatchId
    row: Row | None
    verdict: Verdict
    installs: bool
    pulls: bool = False
    plain: bool = False
    exact: bool = False
    selected: bool = True


def entry_of_number(world: World, number: str) -> Entry:
    """A number at the revision offered."""
    patch = offer(world, number)
    return Entry(patch, row_of(world, patch), verdict_of(world, number), to_install(world, number))


def entry_of_id(world: World, patch: PatchId) -> Entry:
    """A full id: that very revision, the number's verdict, only that row's own lists (D13)."""
    # reading: an id that the file does not list has no lists and no flag of its own, and is not to
    # be installed. Another is where its number is, unless it is flagged B (R8) or not above the
    # installed one.
    row, held = row_of(world, patch), installed(world, patch.number)
    installs = (
        to_install(world, patch.number)
        and row is not None
        and not row.bad
        and (held is None or patch.revision > held)
    )
    return Entry(patch, row, verdict_of(world, patch.number), installs, exact=True)


def is_recommended(world: World, patch: PatchId, row: Row | None) -> bool:
    """R7: the own flag as it stands, or an inherited one."""
    return (row is not None and row.recommended) or bool(inherited(world, patch, "R"))


def is_security(world: World, patch: PatchId, row: Row | None) -> bool:
    """R7: the own flag as it stands, or an inherited one."""
    return (row is not None and row.security) or bool(inherited(world, patch, "S"))


def _in_group(world: World, number: str, kind: str) -> bool:
    row = current(world, number)
    match kind:
        case "missing":
            return to_install(world, number)
        case "installed":
            return installed(world, number) is not None
        case "all":
            return installed(world, number) is not None or to_install(world, number)
        case "total":
            return bool(listed(world, number))
        case "unbundled":
            return (
                row is not None
                and live(row)
                and passes_release(world, row)
                and not can_be_judged(row)
            )
        case _:
            return verdict_of(world, number) is Verdict.WITHDRAWN_INSTALLED


def _has_flags(world: World, entry: Entry, flags: str | None) -> bool:
    if not flags:
        return True
    return ("r" in flags and is_recommended(world, entry.patch, entry.row)) or (
        "s" in flags and is_security(world, entry.patch, entry.row)
    )


def _select_word(world: World, word: str) -> list[Entry]:
    known = numbers(world)
    if re.fullmatch(r"\d{6}", word):
        # reading: a plain number, like a full id, lists nothing when neither file nor host has it.
        found = [entry_of_number(world, word)] if word in known else []
        for entry in found:
            entry.pulls = entry.plain = True
        return found
    patch = PatchId.parse(word)
    if patch is not None:
        return [entry_of_id(world, patch)] if patch.number in known else []
    group = _GROUP.fullmatch(word)
    if group is None:
        raise SelectionError(word)
    kind = next(name for name in _KINDS if name.startswith(group[1]))
    found = [entry_of_number(world, n) for n in known if _in_group(world, n, kind)]
    for entry in found:
        entry.pulls = kind == "missing"
    return [entry for entry in found if _has_flags(world, entry, group[2])]


def _answered(word: str) -> bool:
    group = _GROUP.fullmatch(word)
    return group is not None and any(k.startswith(group[1]) for k in _ANSWERED_WITHOUT_PACKAGES)


def select(world: World, words: Sequence[str]) -> dict[PatchId, Entry]:
    """Several words make one list (D14)."""
    # reading: the list goes by id; a full id beside another revision of its number stays beside it.
    # reading: without any pkginfo every word but installed and bad (with r, s, rs) selects nothing.
    entries: dict[PatchId, Entry] = {}
    for word in words:
        found = _select_word(world, word)
        if world.host.packages is None and not _answered(word):
            continue
        for entry in found:
            other = entries.setdefault(entry.patch, entry)
            other.pulls |= entry.pulls
            other.plain |= entry.plain
            other.exact &= entry.exact
            other.installs |= entry.installs
    return entries
