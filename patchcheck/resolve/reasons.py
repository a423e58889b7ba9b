"""The words behind a verdict: one short reason, and the proof for machines.

Every report prints the reason as it stands here; `explain` says more with the same pieces.
"""

from functools import cache
from typing import TYPE_CHECKING

from patchcheck.model.host import InstalledPatch
from patchcheck.model.patch import ANY_REVISION, PatchId
from patchcheck.model.verdict import Proof, Verdict
from patchcheck.resolve.applicability import Applicability, Outcome
from patchcheck.resolve.verdicts import looked_at

if TYPE_CHECKING:
    from patchcheck.resolve.plan import Planned
    from patchcheck.resolve.verdicts import Judgement
    from patchcheck.resolve.world import World

_LONGEST_CHAIN = 24

_RULES: dict[Verdict, tuple[str, ...]] = {
    Verdict.MISSING: ("R2", "R3", "R6"),
    Verdict.OUTDATED: ("R1", "R2", "R3", "R6"),
    Verdict.CURRENT: ("R1", "R4"),
    Verdict.NEWER: ("R1", "R4", "D9"),
    Verdict.SUPERSEDED: ("R5", "R6"),
    Verdict.WITHDRAWN: ("R4", "R8"),
    Verdict.WITHDRAWN_INSTALLED: ("R1", "R8"),
    Verdict.EXCEPTED: ("R12",),
    Verdict.LAPSED: ("R12",),
    Verdict.UNKNOWN: ("R1",),
    Verdict.FOREIGN: ("R1",),
}
_RULES_BY_OUTCOME: dict[Outcome, tuple[str, ...]] = {
    Outcome.OTHER_RELEASE: ("R2",),
    Outcome.NO_PACKAGE: ("R3",),
    Outcome.UNJUDGEABLE: ("R3", "D11"),
    Outcome.SPECIAL_CASE: ("R11",),
}


def reason(world: "World", judgement: "Judgement") -> str:
    """Say in one sentence why the verdict is what it is."""
    installed, row = judgement.installed, judgement.row
    if row is None:
        return f"{judgement.patch} is installed; the cross-reference file has no such number"
    match judgement.verdict:
        case Verdict.MISSING | Verdict.OUTDATED:
            return _open_reason(world, judgement)
        case Verdict.EXCEPTED | Verdict.LAPSED:
            return f"{_exception_words(judgement)}; {_open_reason(world, judgement)}"
        case Verdict.CURRENT:
            return f"{row.patch} is installed, the current revision"
        case Verdict.NEWER:
            return f"{row.number}-{installed} is installed, above {row.patch}, the current revision"
        case Verdict.WITHDRAWN:
            source = _withdrawal_source(world, judgement.number)
            return f"{row.patch} was withdrawn ({source}), and no live revision is in the file"
        case Verdict.WITHDRAWN_INSTALLED:
            return _withdrawn_installed_reason(world, judgement)
        case Verdict.SUPERSEDED:
            return _superseded_reason(world, judgement)
        case _:
            return applicability_words(world, judgement, world.applicability(row))


def _open_reason(world: "World", judgement: "Judgement") -> str:
    answer = looked_at(world, judgement)
    applies = applicability_words(world, judgement, answer) if answer else ""
    if judgement.installed is None:
        return f"nothing of it is installed; {applies}"
    return f"{judgement.number}-{judgement.installed} is installed; {applies}"


def _exception_words(judgement: "Judgement") -> str:
    exception = judgement.exception
    if exception is None:
        return str(judgement.verdict)
    lapsed = judgement.verdict is Verdict.LAPSED
    state = "exception lapsed on" if lapsed else "excepted until"
    return f"{state} {exception.until.isoformat()}: {exception.reason} ({exception.place})"


def _withdrawn_installed_reason(world: "World", judgement: "Judgement") -> str:
    installed = PatchId(judgement.number, judgement.installed or ANY_REVISION)
    source = _withdrawal_source(world, judgement.number)
    after = f"; {judgement.row.patch} replaces it" if judgement.offered and judgement.row else ""
    excepted = f"; {_exception_words(judgement)}" if judgement.exception else ""
    return f"{installed} is installed and was withdrawn ({source}){after}{excepted}"


def _withdrawal_source(world: "World", number: str) -> str:
    withdrawal = world.catalogue.special.withdrawals.get(number)
    return f"by {withdrawal.place}: {withdrawal.reason}" if withdrawal else "by its B flag"


def _superseded_reason(world: "World", judgement: "Judgement") -> str:
    row = judgement.row
    if row is None:
        return ""
    if judgement.installed is not None and judgement.installed > row.revision:
        holder = world.catalogue.holder(PatchId(row.number, judgement.installed)) or row
        return f"{row.number}-{judgement.installed} is installed; {chain_text(world, holder.patch)}"
    cause = world.levels.causes.get(row.number)
    if isinstance(cause, InstalledPatch) and world.satisfied(row.patch):
        level = PatchId(row.number, world.reached[row.number])
        return f"the installed {cause.text} obsoletes {level}"
    return chain_text(world, row.patch)


def applicability_words(world: "World", judgement: "Judgement", answer: Applicability) -> str:
    """Say why a row applies to the host, or why not (R2, R3, R11)."""
    row = judgement.row
    if row is None:
        return ""
    match answer.outcome:
        case Outcome.APPLIES:
            return _applies_words(answer)
        case Outcome.OTHER_RELEASE:
            match_words = f"; {_matched(answer)} matches all the same" if answer.instance else ""
            return f"for {row.os}, this host is {_system(world)}{match_words}"
        case Outcome.NO_PACKAGE:
            return "no installed package instance has a name, version and architecture it lists"
        case Outcome.SPECIAL_CASE:
            check = answer.check
            why = f"{check.place}: {check.reason}" if check else "a special case"
            return f"{_matched(answer)} matches, but by {why}"
        case Outcome.UNJUDGEABLE:
            if row.packages and row.architectures:
                return "no pkginfo was read, so it can't be judged"
            return "the file names no packages or no architectures for it, so it can't be judged"


def _applies_words(answer: Applicability) -> str:
    words = f"applies by {_matched(answer)}"
    if answer.check and not answer.unchecked:
        words += f", and by {answer.check.place}: {answer.check.reason}"
    return words


def _matched(answer: Applicability) -> str:
    instance = answer.instance
    if instance is None or answer.item is None:
        return "no package"
    name = f" as {instance.instance}" if instance.instance != instance.name else ""
    return f"{answer.item} ({instance.architecture}){name}"


def _system(world: "World") -> str:
    system = world.host.system
    return f"{system.release or '?'} {system.processor or '?'}"


def proof(world: "World", judgement: "Judgement", planned: "Planned | None" = None) -> Proof:
    """Gather what the verdict stands on."""
    answer = looked_at(world, judgement)
    rules = _RULES.get(judgement.verdict, ())
    if not rules and answer:
        rules = _RULES_BY_OUTCOME.get(answer.outcome, ())
    if answer and answer.check and answer.applies:
        rules = (*rules, "R11")
    if judgement.exception and "R12" not in rules:
        rules = (*rules, "R12")
    exception = judgement.exception
    return Proof(
        rules=in_order(frozenset((*rules, *_further_rules(planned)))),
        matched=answer.item if answer else None,
        instance=answer.instance.instance if answer and answer.instance else None,
        chain=_proof_chain(world, judgement),
        special_case=_special_case(world, judgement, planned),
        exception=f"{exception.place}: {exception.reason}" if exception else None,
        required_by=tuple(map(str, planned.required_by)) if planned else (),
    )


def _proof_chain(world: "World", judgement: "Judgement") -> tuple[str, ...]:
    if judgement.verdict is not Verdict.SUPERSEDED or judgement.row is None:
        return ()
    start = judgement.row.patch
    if judgement.installed is not None and judgement.installed > start.revision:
        start = PatchId(start.number, judgement.installed)
    return tuple(chain_steps(world, start))


@cache
def in_order(rules: frozenset[str]) -> tuple[str, ...]:
    """Rule numbers ascending, rules before details: R2, R10, D9."""
    return tuple(sorted(rules, key=lambda rule: (rule[0] != "R", int(rule[1:]))))


def _further_rules(planned: "Planned | None") -> list[str]:
    """The rules that speak through the plan: requirements, conflicts, special cases."""
    if planned is None or not (
        planned.required_by or planned.obstacles or planned.notes or planned.special_case
    ):
        return []
    kinds = {str(item.kind) for item in planned.obstacles}
    kinds |= {str(item.kind) for item in planned.notes}
    found = {
        "R5": "base-obsoleted" in kinds,
        "R9": bool(planned.required_by) or any(kind.startswith("requires") for kind in kinds),
        "R10": any(kind.startswith("conflicts") for kind in kinds),
        "R11": planned.special_case is not None or "condition-unchecked" in kinds,
    }
    return [rule for rule, speaks in found.items() if speaks]


def _special_case(world: "World", judgement: "Judgement", planned: "Planned | None") -> str | None:
    answer = looked_at(world, judgement)
    withdrawal = world.catalogue.special.withdrawals.get(judgement.number)
    parts = [f"{withdrawal.place}: {withdrawal.reason}"] if withdrawal else []
    if answer and answer.check:
        parts.append(f"{answer.check.place}: {answer.check.reason}")
    if planned and planned.special_case:
        parts.append(planned.special_case)
    return "; ".join(parts) or None


def chain_text(world: "World", patch: PatchId) -> str:
    """Draw a successor chain: `145953-06 > 145953-07 > 149173-03 (installed)`."""
    return " > ".join(chain_steps(world, patch))


def chain_steps(world: "World", patch: PatchId) -> list[str]:
    """Walk a successor chain to its end; gaps, loops, branches and what is installed are marked.

    Where several successors stand, the walk goes on with one that the host has satisfied, or
    else with the first. A long chain is cut in its middle.
    """
    steps: list[str] = []
    seen: set[PatchId] = set()
    asked: PatchId | None = patch
    while asked is not None:
        row = world.catalogue.row(asked) or world.catalogue.holder(asked)
        steps.append(_step(world, asked, known=row is not None and row.patch == asked))
        if _ends_here(world, asked):
            break
        if row is not None and row.patch != asked and asked.revision != ANY_REVISION:
            asked = row.patch
            continue
        if row is None:
            break
        if row.patch in seen:
            steps[-1] += " (loop)"
            break
        seen.add(row.patch)
        asked = _next_link(world, row.successors, steps)
    return _cut(steps)


def _step(world: "World", asked: PatchId, *, known: bool) -> str:
    name = asked.number if asked.revision == ANY_REVISION else str(asked)
    revision = world.facts.revision(asked.number)
    if revision is not None and revision >= asked.revision:
        exact = revision == asked.revision
        return f"{name} (installed)" if exact else f"{name} (installed: {asked.number}-{revision})"
    absent = "" if known or asked.revision == ANY_REVISION else "not in the file"
    for listed, entry in world.facts.obsoleted.get(asked.number, ()):
        if listed.revision >= asked.revision:
            gap = f"{absent}; " if absent else ""
            return f"{name} ({gap}obsoleted by the installed {entry.text})"
    return f"{name} ({absent})" if absent else name


def _ends_here(world: "World", asked: PatchId) -> bool:
    return world.present(asked)


def _next_link(world: "World", successors: tuple[PatchId, ...], steps: list[str]) -> PatchId | None:
    if not successors:
        return None
    chosen = next((item for item in successors if world.satisfied(item)), successors[0])
    others = [str(item) for item in successors if item != chosen]
    if others:
        steps[-1] += f" (also > {', '.join(others)})"
    return chosen


def _cut(steps: list[str]) -> list[str]:
    if len(steps) <= _LONGEST_CHAIN:
        return steps
    half = _LONGEST_CHAIN // 2
    return [*steps[:half], f"({len(steps) - 2 * half} more)", *steps[-half:]]
