"""The run behind `report` and its kin: read, judge, view, say what there is to say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.cli.dumps import counting, placed_by_name, state_remarks, unplaced_remarks
from patchcheck.cli.ending import exit_code
from patchcheck.cli.inputs import find_units, overrides_of, tables_read
from patchcheck.cli.talk import progress, say_diagnostics, say_findings, say_not_judged
from patchcheck.cli.worker import Ask, Brief, Ground, judge_unit, prepared
from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.patch import PatchId

if TYPE_CHECKING:
    from patchcheck.cli.exits import Exit
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.model.exception import PatchException
    from patchcheck.report.view import Report
    from patchcheck.resolve.catalogue import Catalogue

CLASSIC_WORDS = ("installed", "missing")
DEFAULT_WORDS = ("missing",)
_SHOWN_OF_LOOP = 10


class Judged(NamedTuple):
    """The reports of one run, by whether they are classic, what was read, and the exit code."""

    reports: "Mapping[bool, Report]"
    inputs: tuple[str, ...]
    code: "Exit"


def judge_hosts(
    dumps: "DumpOptions",
    judge: "JudgeOptions",
    talk: "TalkOptions",
    classic: set[bool],
    *,
    all_rows: bool = False,
    full: bool = False,
) -> Judged:
    """Judge every host once for each selection that is wanted; say what there is to say.

    `classic` holds True where the classic sections are wanted, False where another form is.
    """
    ask = Ask(
        judge=judge,
        words=tuple((form, words_of(judge.select, classic=form)) for form in sorted(classic)),
        overrides=overrides_of(dumps),
        on=dumps.date,
        limits=dumps.all_limits,
        keep=frozenset({"view"}),
        all_rows=all_rows,
        full=full,
    )
    found = find_units(dumps)
    ground = prepared(ask)
    units = progress(found.units, len(found.units), "judging", talk)
    done = [judge_unit(ask, unit) for unit in units]
    outcomes = [outcome for judged, _ in done for outcome in judged]
    order, notes = settled([brief for brief, _ in outcomes])
    hosts = [outcomes[place] for place in order]
    briefs = [brief for brief, _ in hosts]
    diagnostics = (
        *run_remarks(ground, full=full or talk.verbose),
        *unplaced_remarks((*found.unplaced, *(item for _, items in done for item in items))),
        *notes,
        *(item for _, bulk in hosts for item in bulk.diagnostics),
        *idle_exceptions(briefs, ground.tables.exceptions),
    )
    reports = {
        form: head._replace(
            hosts=tuple(bulk.views[form] for _, bulk in hosts), diagnostics=diagnostics
        )
        for form, head in ground.heads.items()
    }
    minded = say_diagnostics(diagnostics, talk)
    return Judged(reports, inputs_of(judge, briefs), ending(briefs, judge, minded=minded))


def words_of(select: Sequence[str], *, classic: bool) -> tuple[str, ...]:
    """The words asked for, else the default of the form."""
    return tuple(select or (CLASSIC_WORDS if classic else DEFAULT_WORDS))


def settled(briefs: Sequence[Brief]) -> tuple[list[int], list[Diagnostic]]:
    """The places of the hosts, each in its latest state, by name; and what is said of states."""
    places = {brief.identity: place for place, brief in enumerate(briefs)}
    placed = placed_by_name(list(places))
    return [places[one] for one in counting(placed)], list(state_remarks(placed))


def inputs_of(judge: "JudgeOptions", briefs: Iterable[Brief]) -> tuple[str, ...]:
    """Every file that a run read."""
    return (*tables_read(judge), *(path for brief in briefs for path in brief.paths))


def ending(hosts: Sequence[Brief], judge: "JudgeOptions", *, minded: bool) -> "Exit":
    """Say which hosts were not judged, and why the run ends as it does; give its exit code."""
    from patchcheck.cli.exits import Exit

    say_not_judged((host.hostname, host.not_judged_because) for host in hosts)
    failing = [host.hostname for host in hosts if host.failing]
    judged = all(host.not_judged_because is None for host in hosts)
    code = exit_code(minded=minded, judged=judged, failing=bool(failing))
    if code is Exit.FINDINGS:
        say_findings(judge.fail_on or "", failing)
    return code


def run_remarks(ground: Ground, *, full: bool) -> Iterator[Diagnostic]:
    """What there is to say of the tables; the loops of successors, where it is asked for `full`."""
    yield from ground.tables.diagnostics
    if full:
        yield from loop_remarks(ground.catalogue)


def loop_remarks(catalogue: "Catalogue") -> Iterator[Diagnostic]:
    """A note for each loop of successors in the cross-reference file (R6)."""
    from patchcheck.resolve.loops import successor_loops

    source = catalogue.xref.source
    path = source.path if source else ""
    for rows in successor_loops(catalogue):
        ids = ", ".join(str(row.patch) for row in rows[:_SHOWN_OF_LOOP])
        more = f" and {len(rows) - _SHOWN_OF_LOOP} more" if len(rows) > _SHOWN_OF_LOOP else ""
        message = (
            f"expected a successor that leads on, found a loop: {ids}{more}; "
            "a walk ends where it comes back, and the loop satisfies nothing"
        )
        yield Diagnostic(path, rows[0].line, 1, Severity.NOTE, message)


def idle_exceptions(
    hosts: Sequence[Brief], exceptions: "Sequence[PatchException]"
) -> Iterator[Diagnostic]:
    """A warning for each exception that matched nothing on any host (R12).

    Nothing is said of one that may have matched on a host that could not be judged.
    """
    measured = [host for host in hosts if host.measured]
    used = frozenset[str]().union(*(host.used for host in measured))
    here = {host.hostname for host in measured}
    others = {host.hostname for host in hosts} - here
    for item in exceptions:
        if item.place in used or any(_holds_on(item, name) for name in others):
            continue
        patch = f"{item.number}-{item.revision}" if item.revision else item.number
        if any(_holds_on(item, name) for name in here):
            why = f"no patch {patch} is to be installed where it holds"
        else:
            why = f"no host is named {' or '.join(item.hosts) or 'by it'}"
        file, _, line = item.place.rpartition(":")
        message = f"nothing matches this exception for {patch}: {why}"
        yield Diagnostic(file, int(line), 1, Severity.WARNING, message)


def _holds_on(exception: "PatchException", hostname: str) -> bool:
    patch = PatchId(exception.number, exception.revision or "00")
    return exception.covers(patch, hostname)
