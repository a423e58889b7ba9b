"""The run behind `report` and its kin: read, judge, view, and how it ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from patchcheck.cli.exits import Exit
from patchcheck.cli.inputs import Tables, find_hosts, paths_read, read_hosts, read_tables
from patchcheck.cli.talk import progress, say_diagnostics, say_findings, say_not_judged
from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.patch import PatchId

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.model.exception import PatchException
    from patchcheck.model.host import Host
    from patchcheck.report.view import HostView, PatchView, Report
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import World

CLASSIC_WORDS = ("installed", "missing")
DEFAULT_WORDS = ("missing",)
_SHOWN_OF_LOOP = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """The reports of one run, by whether they are classic, what was read, and the exit code."""

    reports: "Mapping[bool, Report]"
    inputs: tuple[str, ...]
    code: Exit


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
    `all_rows` adds the rows of the file as they stand. `full` adds what the whole file has to be
    looked at for: compliance, and loops of successors.
    """
    from patchcheck.report.view import view_host
    from patchcheck.resolve.assessment import assess
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.plain import plain_rows
    from patchcheck.resolve.selection import parse_word

    words = {
        form: [parse_word(text) for text in words_of(judge.select, classic=form)]
        for form in sorted(classic)
    }
    found = find_hosts(dumps)
    tables = read_tables(judge)
    catalogue = Catalogue(tables.xref, tables.special)
    hosts_read = progress(read_hosts(found, dumps), len(found), "reading", talk)
    worlds = [make_world(host, catalogue, tables, judge) for host in hosts_read]
    diagnostics = (
        *tables.diagnostics,
        *(loop_remarks(catalogue) if full or talk.verbose else ()),
        *(item for world in worlds for item in host_remarks(world)),
        *idle_exceptions(worlds, tables.exceptions),
    )
    reports = {}
    for form, asked in words.items():
        hosts = tuple(
            view_host(assess(world, asked, measure=full), plain_rows(world) if all_rows else ())
            for world in progress(worlds, len(worlds), "judging", talk)
        )
        texts = tuple(word.text for word in asked)
        is_classic = form and not judge.select
        reports[form] = make_report(
            tables, judge, hosts, diagnostics, selection=texts, classic=is_classic
        )
    minded = say_diagnostics(diagnostics, talk)
    report = next(iter(reports.values()))
    say_not_judged((host.hostname, host.not_judged_because) for host in report.hosts)
    code = exit_code(report, judge.fail_on, minded=minded)
    if code is Exit.FINDINGS:
        say_findings(
            judge.fail_on or "", [host.hostname for host in _failing(report, judge.fail_on)]
        )
    return Judged(reports, paths_read(judge, found), code)


def words_of(select: Sequence[str], *, classic: bool) -> Sequence[str]:
    """The words asked for, else the default of the form."""
    return select or (CLASSIC_WORDS if classic else DEFAULT_WORDS)


def make_world(
    host: "Host", catalogue: "Catalogue", tables: Tables, judge: "JudgeOptions"
) -> "World":
    """Put a host before the catalogue."""
    from patchcheck.resolve.world import Options, World

    options = Options(judge.as_of, minimal=judge.minimal, flags=judge.flags)
    return World(host, catalogue, options, tables.exceptions)


def make_report(
    tables: Tables,
    judge: "JudgeOptions",
    hosts: "tuple[HostView, ...]",
    diagnostics: tuple[Diagnostic, ...],
    *,
    selection: tuple[str, ...],
    classic: bool,
) -> "Report":
    """Put a report together."""
    from patchcheck.report.clean import printable
    from patchcheck.report.view import Report, TableView, view_xref

    return Report(
        as_of=judge.as_of,
        xref=view_xref(tables.xref),
        selection=selection,
        classic=classic,
        hosts=hosts,
        diagnostics=diagnostics,
        special_cases=tables.special.version,
        minimal=judge.minimal,
        flags=judge.flags,
        tables=tuple(
            TableView(kind, printable(source.path), source.sha256)
            for kind, source in tables.sources
        ),
    )


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


def host_remarks(world: "World") -> Iterator[Diagnostic]:
    """What the readers said of a host's dumps."""
    yield from world.host.diagnostics


def idle_exceptions(
    worlds: "Sequence[World]", exceptions: "Sequence[PatchException]"
) -> Iterator[Diagnostic]:
    """A warning for each exception that matched nothing on any host (R12).

    Nothing is said of one that may have matched on a host that could not be judged.
    """
    from patchcheck.resolve.assessment import exceptions_used

    judged = [world for world in worlds if world.host.judged and world.host.packages is not None]
    used = frozenset[str]().union(*(exceptions_used(world) for world in judged))
    names = {world.host.hostname for world in worlds} - {world.host.hostname for world in judged}
    for item in exceptions:
        if item.place in used or any(_holds_on(item, name) for name in names):
            continue
        patch = f"{item.number}-{item.revision}" if item.revision else item.number
        if any(_holds_on(item, world.host.hostname) for world in judged):
            why = f"no patch {patch} is to be installed where it holds"
        else:
            why = f"no host is named {' or '.join(item.hosts) or 'by it'}"
        file, _, line = item.place.rpartition(":")
        message = f"nothing matches this exception for {patch}: {why}"
        yield Diagnostic(file, int(line), 1, Severity.WARNING, message)


def _holds_on(exception: "PatchException", hostname: str) -> bool:
    patch = PatchId(exception.number, exception.revision or "00")
    return exception.covers(patch, hostname)


def exit_code(report: "Report", fail_on: str | None, *, minded: bool) -> Exit:
    """How the run ends: 1 before 3 before 100."""
    if minded:
        return Exit.UNUSABLE
    if not all(host.judged for host in report.hosts):
        return Exit.NOT_JUDGED
    return Exit.FINDINGS if _failing(report, fail_on) else Exit.DONE


def _failing(report: "Report", fail_on: str | None) -> "list[HostView]":
    """The hosts with findings of the kind that `--fail-on` names."""
    return [host for host in report.hosts if fail_on and _found(host, fail_on)]


def _found(host: "HostView", fail_on: str) -> bool:
    """Whether a host has such findings: among what was selected, withdrawn ones anywhere on it."""
    selected = any(is_finding(view, fail_on) for view in host.patches)
    return selected or (fail_on in {"withdrawn", "any"} and bool(host.withdrawn_installed))


def is_finding(view: "PatchView", fail_on: str) -> bool:
    """Whether a patch is of the kind that `--fail-on` names."""
    withdrawn = view.verdict == "withdrawn-installed"
    match fail_on:
        case "withdrawn":
            return withdrawn
        case "security":
            return view.offered and view.security
        case "recommended":
            return view.offered and view.recommended
        case _:
            return withdrawn or view.offered
