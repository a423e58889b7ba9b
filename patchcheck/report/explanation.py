"""An explanation as text for people, and as JSON for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patchcheck import __version__
from patchcheck.report.clean import printable
from patchcheck.report.json import foreign_values, patch_values, to_json
from patchcheck.report.view import HostView, PatchView, view_host, view_patch
from patchcheck.resolve.assessment import assess

if TYPE_CHECKING:
    from patchcheck.resolve.explain import Explanation, ItemCheck, RowCheck
    from patchcheck.resolve.world import World

SCHEMA = "patchcheck.explain/1"
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """An explanation with its host; `patch` is None where there is no finding."""

    host: HostView
    patch: PatchView | None
    explanation: "Explanation"

    @property
    def asked(self) -> str:
        """What was asked for, safe to print."""
        return printable(self.explanation.asked)


def view(world: "World", explanation: "Explanation") -> ExplanationView:
    """Word an explanation."""
    finding = explanation.finding
    as_of = world.options.as_of
    patch = view_patch(finding, as_of, explanation.place or 0) if finding else None
    return ExplanationView(view_host(assess(world, (), measure=False)), patch, explanation)


def render(views: Sequence[ExplanationView]) -> str:
    """Lay out what is known of a patch on each host, most important first."""
    return "\n".join("\n".join(_lines(item)) + "\n" for item in views)


def _lines(item: ExplanationView) -> Iterator[str]:
    host, view, explanation = item.host, item.patch, item.explanation
    system = f"SunOS {host.release or '?'} {host.architecture or '?'}"
    if not host.judged:
        yield f"{item.asked} on {host.hostname} ({system}): not judged"
        yield f"{_INDENT}{host.not_judged_because}"
        return
    if view is None:
        yield from _without_finding(item.asked, host, system)
        return
    yield f"{view.patch} on {host.hostname} ({system}): {view.verdict}"
    yield f"{_INDENT}{view.reason}"
    if view.synopsis:
        released = f", released {view.released.isoformat()}" if view.released else ""
        yield f"{_INDENT}{view.synopsis}{released}"
    yield f"{_INDENT}rules {', '.join(view.proof.rules)}; {_listed(explanation)}"
    yield from _asked_revision(item)
    yield from _block("Rows in the file", [_row(check) for check in explanation.rows])
    yield from _block("Flags", _flags(view, explanation))
    yield from _block("Packages", [f"{i.item}: {i.words}" for i in _items_first(explanation)])
    yield from _block(
        "Requires", [f"{i.required}: {i.state}; {i.words}" for i in explanation.requirements]
    )
    yield from _block("Required by", list(view.proof.required_by))
    yield from _block("Incompatible with", list(view.incompatible))
    yield from _block("Obstacles and notes", list(view.remarks))
    yield from _block("Special case", [view.proof.special_case] if view.proof.special_case else [])
    yield from _block("Exception", [view.proof.exception] if view.proof.exception else [])


def _without_finding(asked: str, host: HostView, system: str) -> Iterator[str]:
    foreign = [entry for entry in host.foreign if entry.id == asked]
    if not foreign:
        yield f"{asked} on {host.hostname} ({system}): unknown"
        yield f"{_INDENT}it is neither installed nor in the cross-reference file"
        return
    yield f"{asked} on {host.hostname} ({system}): foreign"
    yield f"{_INDENT}installed, but its id is not of six digits and two: it is listed as it stands"
    yield f"{_INDENT}and never taken for the patch of that number; rule R1"
    for entry in foreign:
        yield from _block("Obsoletes", list(entry.obsoletes))
        yield from _block("Requires", list(entry.requires))
        yield from _block("Incompatible with", list(entry.incompatibles))


def _listed(explanation: "Explanation") -> str:
    if explanation.place is None:
        return "not listed by the words asked for"
    if explanation.place:
        return f"listed, step {explanation.place} of the plan"
    return "listed, but no step of the plan"


def _asked_revision(item: ExplanationView) -> Iterator[str]:
    if item.explanation.asked_satisfied is not None:
        state = "satisfied" if item.explanation.asked_satisfied else "not satisfied"
        yield f"{_INDENT}{item.asked} is {state}: {printable(item.explanation.asked_chain or '')}"
        if item.explanation.finding is not None and item.explanation.finding.row is None:
            yield f"{_INDENT}no row of the file is {item.asked}; the verdict is the number's (D13)"


def _items_first(explanation: "Explanation") -> list["ItemCheck"]:
    """Matching items before the others."""
    return sorted(explanation.items, key=lambda item: not item.matches)


def _row(check: "RowCheck") -> str:
    row = check.row
    flags = "".join(
        (
            "R" if row.recommended else "-",
            "S" if row.security else "-",
            "O" if row.obsolete else "-",
            "B" if row.bad else "-",
        )
    )
    state = "satisfied" if check.satisfied else "not satisfied"
    current = ", the current one" if check.current else ""
    chain = f": {check.chain}" if row.obsolete or check.satisfied else ""
    return printable(f"{row.patch} {flags} line {row.line}{current}, {state}{chain}")


def _flags(view: PatchView, explanation: "Explanation") -> list[str]:
    lines = []
    for name, own, inherited in (
        ("recommended", view.own_recommended, view.inherited_recommended),
        ("security", view.own_security, view.inherited_security),
    ):
        sources = (["its own row"] if own else []) + list(inherited)
        if sources:
            lines.append(f"{name} by {', '.join(sources)}")
    if lines and explanation.needs:
        lines.append(f"flagged and not satisfied here: {', '.join(explanation.needs)}")
    return lines


def _block(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"{_INDENT}{printable(line)}" for line in lines)


def render_json(views: Sequence[ExplanationView]) -> str:
    """Write explanations as JSON, one for each host."""
    return to_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "patchcheck", "version": __version__},
            "explanations": [_values(item) for item in views],
        }
    )


def _values(item: ExplanationView) -> dict[str, object]:
    host, view, explanation = item.host, item.patch, item.explanation
    foreign = [entry for entry in host.foreign if entry.id == item.asked]
    return {
        "asked": item.asked,
        "hostname": host.hostname,
        "judged": host.judged,
        "not_judged_because": host.not_judged_because,
        "release": host.release,
        "architecture": host.architecture,
        "verdict": view.verdict if view else ("foreign" if foreign else "unknown"),
        "place": explanation.place,
        "asked_satisfied": explanation.asked_satisfied,
        "asked_chain": _printable(explanation.asked_chain),
        "patch": patch_values(view) if view else None,
        "rows": [
            {
                "patch": str(check.row.patch),
                "line": check.row.line,
                "recommended": check.row.recommended,
                "security": check.row.security,
                "obsolete": check.row.obsolete,
                "withdrawn": check.row.bad,
                "current": check.current,
                "satisfied": check.satisfied,
                "chain": printable(check.chain),
            }
            for check in explanation.rows
        ],
        "packages": [
            {"item": printable(i.item), "matches": i.matches, "why": printable(i.words)}
            for i in explanation.items
        ],
        "requirements": [
            {
                "required": i.required,
                "state": i.state,
                "listed": list(i.listed),
                "why": printable(i.words),
            }
            for i in explanation.requirements
        ],
        "flagged_and_not_satisfied": list(explanation.needs),
        "foreign": [foreign_values(entry) for entry in foreign],
    }


def _printable(text: str | None) -> str | None:
    return None if text is None else printable(text)
