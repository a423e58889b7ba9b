"""The run behind `report` and its kin: read, judge, view, and how it ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from patchcheck.cli.exits import Exit
from patchcheck.cli.inputs import Tables, read_hosts, read_tables
from patchcheck.cli.talk import say_diagnostics

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.host import Host
    from patchcheck.report.view import HostView, Report
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import World

CLASSIC_WORDS = ("installed", "missing")
DEFAULT_WORDS = ("missing",)


@dataclass(frozen=True, slots=True)
class Judged:
    """The reports of one run, by whether they are classic, and the exit code."""

    reports: "Mapping[bool, Report]"
    code: Exit


def judge_hosts(
    dumps: "DumpOptions",
    judge: "JudgeOptions",
    talk: "TalkOptions",
    classic: set[bool],
    *,
    all_rows: bool = False,
) -> Judged:
    """Judge every host once for each selection that is wanted; say what there is to say.

    `classic` holds True where the classic sections are wanted, False where another form is.
    `all_rows` adds the rows of the file as they stand.
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
    tables = read_tables(judge)
    catalogue = Catalogue(tables.xref, tables.special)
    worlds = [make_world(host, catalogue, tables, judge) for host in read_hosts(dumps)]
    diagnostics = (*tables.diagnostics, *(item for world in worlds for item in host_remarks(world)))
    reports = {}
    for form, asked in words.items():
        hosts = tuple(
            view_host(assess(world, asked), plain_rows(world) if all_rows else ())
            for world in worlds
        )
        texts = tuple(word.text for word in asked)
        is_classic = form and not judge.select
        reports[form] = make_report(
            tables, judge, hosts, diagnostics, selection=texts, classic=is_classic
        )
    minded = say_diagnostics(diagnostics, talk)
    report = next(iter(reports.values()))
    say_not_judged(report.hosts)
    return Judged(reports, exit_code(report, judge.fail_on, minded=minded))


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
    diagnostics: "tuple[Diagnostic, ...]",
    *,
    selection: tuple[str, ...],
    classic: bool,
) -> "Report":
    """Put a report together."""
    from patchcheck.report.view import Report, view_xref

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
    )


def host_remarks(world: "World") -> "Iterator[Diagnostic]":
    """What the readers said of a host's dumps."""
    yield from world.host.diagnostics


def say_not_judged(hosts: "Sequence[HostView]") -> None:
    """One line on stderr for each host that could not be judged (R16)."""
    for host in hosts:
        if not host.judged:
            click.echo(f"{host.hostname}: not judged: {host.not_judged_because}", err=True)


def exit_code(report: "Report", fail_on: str | None, *, minded: bool) -> Exit:
    """How the run ends: 1 before 3 before 100."""
    if minded:
        return Exit.UNUSABLE
    if not all(host.judged for host in report.hosts):
        return Exit.NOT_JUDGED
    if fail_on and any(_found(host, fail_on) for host in report.hosts):
        return Exit.FINDINGS
    return Exit.DONE


def _found(host: "HostView", fail_on: str) -> bool:
    withdrawn = any(view.verdict == "withdrawn-installed" for view in host.patches)
    match fail_on:
        case "withdrawn":
            return withdrawn
        case "security":
            return any(view.offered and view.security for view in host.patches)
        case "recommended":
            return any(view.offered and view.recommended for view in host.patches)
        case _:
            return withdrawn or any(view.offered for view in host.patches)
