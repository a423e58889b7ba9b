"""The run behind `estate`: hosts judged in parallel, kept on disk, and written one by one."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.cli.dumps import unplaced_remarks
from patchcheck.cli.inputs import find_units, overrides_of
from patchcheck.cli.judging import (
    ending,
    idle_exceptions,
    inputs_of,
    run_remarks,
    settled,
    words_of,
)
from patchcheck.cli.render import Pieces, Target, deliver, rendered
from patchcheck.cli.talk import progress, say_diagnostics
from patchcheck.cli.worker import Ask, Brief, Bulk, judge_unit, prepared
from patchcheck.estate.pool import each, workers
from patchcheck.estate.spool import Slip, Spool

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.estate.intake import Unit
    from patchcheck.estate.tree import Unplaced
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.earlier import EarlierRun
    from patchcheck.report.view import Report

_WORTH_WORKERS = 32  # units below which starting processes costs more than it saves
_WHOLE = frozenset({"html", "xlsx"})  # forms that need all hosts at once


class EstateOptions(NamedTuple):
    """What was asked for; `jobs` is None where the program is to choose."""

    dumps: "DumpOptions"
    judge: "JudgeOptions"
    talk: "TalkOptions"
    groups: Mapping[str, Sequence[str]]
    since: Path | None
    jobs: int | None


class Kept(NamedTuple):
    """A host until the end of the run: its brief in memory, its bulk in the spool."""

    brief: Brief
    slip: Slip


def run(options: EstateOptions, targets: Sequence[Target]) -> int:
    """Judge the estate, then write every output that was asked for; give the exit code."""
    forms = {name for name, _ in targets}
    ask = _ask(options, forms)
    found = find_units(options.dumps)
    ground = prepared(ask)  # before the workers are made: where they are forked, they have it too
    earlier = _earlier(options.since)
    with Spool[Bulk]() as spool:
        kept, unplaced = _gather(ask, found.units, options, spool)
        order, notes = settled([one.brief for one in kept])
        hosts = [kept[place] for place in order]
        briefs = [one.brief for one in hosts]
        missed = [*found.unplaced, *unplaced]

        def diagnostics() -> "Iterator[Diagnostic]":
            yield from run_remarks(ground, full=True)
            yield from unplaced_remarks(missed)
            yield from notes
            yield from _since_remarks(earlier, ground.heads[False].selection)
            for one in hosts:
                yield from spool.take(one.slip).diagnostics
            yield from idle_exceptions(briefs, ground.tables.exceptions)

        head = _head(ground.heads[False], briefs, options, earlier, missed)
        minded = say_diagnostics(diagnostics(), options.talk)
        inputs = (*inputs_of(options.judge, briefs), *([str(options.since)] if earlier else ()))
        deliver(targets, inputs, partial(_form, _Written(head, hosts, spool, diagnostics)))
        return ending(briefs, options.judge, minded=minded)


def _ask(options: EstateOptions, forms: set[str]) -> Ask:
    view = {"view"} if forms & _WHOLE else set()
    return Ask(
        judge=options.judge,
        words=((False, words_of(options.judge.select, classic=False)),),
        overrides=overrides_of(options.dumps),
        on=options.dumps.date,
        limits=options.dumps.all_limits,
        keep=frozenset({"line", *view, *(forms & {"json", "csv"})}),
        full=True,
    )


def _earlier(path: Path | None) -> "EarlierRun | None":
    if path is None:
        return None
    from patchcheck.readers.earlier import read_earlier
    from patchcheck.readers.text import load

    return read_earlier(load(path, "the JSON of an earlier run"))


def _since_remarks(
    earlier: "EarlierRun | None", selection: tuple[str, ...]
) -> "Iterator[Diagnostic]":
    """A warning where an earlier run was asked for other patches than this one."""
    if earlier is None or earlier.selection == selection:
        return
    from patchcheck.model.diagnostic import Diagnostic, Severity

    then, now = (f"--select {' '.join(words)}" for words in (earlier.selection, selection))
    message = (
        f"a run with {now} was expected, found one with {then}; "
        "what only one of them lists is counted as new or closed"
    )
    yield Diagnostic(earlier.path, 0, 0, Severity.WARNING, message)


def _gather(
    ask: Ask, units: "Sequence[Unit]", options: EstateOptions, spool: Spool[Bulk]
) -> "tuple[list[Kept], list[Unplaced]]":
    """Have every unit judged; the results come in the order of the units."""
    kept: list[Kept] = []
    unplaced: list[Unplaced] = []
    with workers(_jobs(options.jobs, len(units))) as (executor, ahead):
        done = each(executor, partial(judge_unit, ask), units, ahead)
        for outcomes, missed in progress(done, len(units), "judging", options.talk):
            kept += [Kept(_shared(brief), spool.put(bulk)) for brief, bulk in outcomes]
            unplaced += missed
    return kept, unplaced


def _shared(brief: Brief) -> Brief:
    """The same brief; what hosts have in common is held once."""
    return brief._replace(line=brief.line.shared()) if brief.line else brief


def _jobs(asked: int | None, units: int) -> int:
    if asked is not None:
        return min(asked, max(units, 1))
    return os.cpu_count() or 1 if units >= _WORTH_WORKERS else 1


def _head(
    head: "Report",
    briefs: Sequence[Brief],
    options: EstateOptions,
    earlier: "EarlierRun | None",
    unplaced: "Sequence[Unplaced]",
) -> "Report":
    """The report but for its hosts and diagnostics."""
    from patchcheck.report.estate import view_estate

    lines = [brief.line for brief in briefs if brief.line]
    missed = [(item.path, item.reason) for item in unplaced]
    return head._replace(estate=view_estate(lines, options.groups, earlier, missed))


class _Written(NamedTuple):
    """What the outputs are made of."""

    head: "Report"
    hosts: Sequence[Kept]
    spool: Spool[Bulk]
    diagnostics: "Callable[[], Iterator[Diagnostic]]"

    def bulks(self) -> Iterator[Bulk]:
        """The hosts' bulks, one at a time."""
        return (self.spool.take(one.slip) for one in self.hosts)

    def report(self) -> "Report":
        """The whole report, in memory."""
        hosts = tuple(bulk.views[False] for bulk in self.bulks())
        return self.head._replace(hosts=hosts, diagnostics=tuple(self.diagnostics()))


def _form(written: _Written, name: str) -> "str | bytes | Pieces":
    match name:
        case "text" | "table":
            from patchcheck.report import estate_text

            return estate_text.render(written.head, matrix=name == "table")
        case "json":
            from patchcheck.report import json

            hosts = (bulk.texts["json"] for bulk in written.bulks())
            return json.pieces(written.head, hosts, written.diagnostics())
        case "csv":
            return _csv(written)
        case _:
            return rendered(written.report(), name, "report")


def _csv(written: _Written) -> Iterator[str]:
    from patchcheck.report import csv

    yield csv.heading()
    for bulk in written.bulks():
        yield bulk.texts["csv"]
