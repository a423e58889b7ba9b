"""What a worker does: one unit of the input to what is to be said of its hosts.

A worker may be this process or another one, so what goes in and out is small and can be pickled.
Everything that all hosts are judged by is read once in a process and kept.
"""

import gc
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.cli.ending import is_failing
from patchcheck.cli.inputs import Tables, open_unit, read_tables
from patchcheck.cli.start import collect_seldom
from patchcheck.model.errors import PatchcheckError, UnusableError
from patchcheck.model.host import System
from patchcheck.model.limits import LIMITS, Limits

if TYPE_CHECKING:
    from datetime import date

    from patchcheck.cli.options import JudgeOptions
    from patchcheck.estate.files import HostFiles
    from patchcheck.estate.intake import Unit
    from patchcheck.estate.states import Identity
    from patchcheck.estate.tree import Unplaced
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.host import Host
    from patchcheck.model.verdict import Finding
    from patchcheck.report.estate import HostLine
    from patchcheck.report.view import HostView, Report
    from patchcheck.resolve.assessment import Assessment
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.selection import Word
    from patchcheck.resolve.world import World

_NOTHING = System()
_SUMMARY = frozenset({"line"})  # what a summary alone keeps: it shows no reasons


class Ask(NamedTuple):
    """What is asked of every host of a run.

    `words` are the words to select by, for each form that needs words of its own: True is the
    classic one. `all_rows` adds the rows of the file as they stand; `full` what the whole file has
    to be looked at for: compliance. `keep` names what is handed back of a host: `view`, `line`,
    and texts in the forms `json` and `csv`.
    """

    judge: "JudgeOptions"
    words: tuple[tuple[bool, tuple[str, ...]], ...]
    overrides: System = _NOTHING
    on: "date | None" = None
    limits: Limits = LIMITS
    keep: frozenset[str] = frozenset()
    all_rows: bool = False
    full: bool = False


class Ground(NamedTuple):
    """What every host of a run is judged by; `heads` are reports without hosts, by their form."""

    tables: Tables
    catalogue: "Catalogue"
    words: "Mapping[bool, tuple[Word, ...]]"
    heads: "Mapping[bool, Report]"


class Brief(NamedTuple):
    """What is kept of a host until the end of the run: little.

    `used` are the places of the exceptions that decided something; `measured` tells that all could
    be answered; `failing` that there are findings of the kind that `--fail-on` names.
    """

    identity: "Identity"
    paths: tuple[str, ...]
    hostname: str
    not_judged_because: str | None
    used: frozenset[str]
    measured: bool
    failing: bool
    line: "HostLine | None"


class Bulk(NamedTuple):
    """The rest, by the form: it may be large."""

    diagnostics: "tuple[Diagnostic, ...]"
    views: "Mapping[bool, HostView]"
    texts: Mapping[str, str]


Outcome = tuple[Brief, Bulk]


@lru_cache(maxsize=1)
def prepared(ask: Ask) -> Ground:
    """Read what the hosts are judged by. Raises UnusableError."""
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.selection import parse_word

    collect_seldom()  # once more, for a worker that was not forked
    tables = read_tables(ask.judge)
    ground = Ground(
        tables,
        Catalogue(tables.xref, tables.special),
        {form: tuple(map(parse_word, texts)) for form, texts in ask.words},
        {
            form: _head(tables, ask.judge, texts, classic=form and not ask.judge.select)
            for form, texts in ask.words
        },
    )
    gc.freeze()
    return ground


def _head(
    tables: Tables, judge: "JudgeOptions", selection: tuple[str, ...], *, classic: bool
) -> "Report":
    """A report of what the hosts are judged by, without a host."""
    from patchcheck.report.clean import printable
    from patchcheck.report.view import Report, TableView, view_xref

    return Report(
        as_of=judge.as_of,
        xref=view_xref(tables.xref),
        selection=selection,
        classic=classic,
        hosts=(),
        diagnostics=(),
        special_cases=tables.special.version,
        minimal=judge.minimal,
        flags=judge.flags,
        tables=tuple(
            TableView(kind, printable(source.path), source.sha256)
            for kind, source in tables.sources
        ),
    )


def judge_unit(ask: Ask, unit: "Unit") -> "tuple[tuple[Outcome, ...], tuple[Unplaced, ...]]":
    """Read the hosts of a unit and judge them; what belongs to no host comes beside them."""
    opened = open_unit(unit, ask.limits)
    return tuple(judge_files(ask, files) for files in opened.hosts), opened.unplaced


def judge_files(ask: Ask, files: "HostFiles") -> Outcome:
    """Read a host and judge it; a fault of ours makes it not judged, and the others go on."""
    from patchcheck.estate.intake import read, unread

    try:
        return _judged(ask, files, read(files, ask.overrides, ask.on, ask.limits))
    except PatchcheckError:
        raise
    except Exception as error:
        if os.environ.get("PATCHCHECK_DEBUG"):
            raise
        fault = UnusableError(
            f"{files.label}: error: a fault of patchcheck itself ({type(error).__name__}: {error})"
        )
        return _judged(ask, files, unread(files, ask.overrides, fault))


def _judged(ask: Ask, files: "HostFiles", host: "Host") -> Outcome:
    from patchcheck.estate.intake import identify
    from patchcheck.report.clean import printable, printable_if_any
    from patchcheck.resolve.assessment import assess, exceptions_used
    from patchcheck.resolve.plain import plain_rows

    ground = prepared(ask)
    world = make_world(host, ground, ask.judge)
    plain = plain_rows(world) if ask.all_rows else ()
    worded = ask.keep != _SUMMARY
    found = {form: assess(world, words, measure=ask.full) for form, words in ground.words.items()}
    views = _views(found, plain) if worded else {}
    form, first = next(iter(found.items()))
    measured = host.judged and host.packages is not None
    brief = Brief(
        identity=identify(files, host),
        paths=files.paths,
        hostname=printable(host.hostname),
        not_judged_because=printable_if_any(first.not_judged_because),
        used=exceptions_used(world) if measured else frozenset(),
        measured=measured,
        failing=is_failing(first, ask.judge.fail_on),
        line=_line(first) if "line" in ask.keep else None,
    )
    texts = _texts(views[form], ground.heads[form], ask.keep) if worded else {}
    return brief, Bulk(host.diagnostics, views if "view" in ask.keep else {}, texts)


def _views(
    found: "Mapping[bool, Assessment]", plain: "Sequence[Finding]"
) -> "dict[bool, HostView]":
    """The host as its forms show it; the classic one shows neither reasons nor proofs."""
    from patchcheck.report.view import view_host

    return {classic: view_host(each, plain, explain=not classic) for classic, each in found.items()}


def _line(host: "Assessment") -> "HostLine":
    """The host as the estate's summary counts it."""
    from patchcheck.report.estate import host_line

    return host_line(host)


def make_world(host: "Host", ground: Ground, judge: "JudgeOptions") -> "World":
    """Put a host before the catalogue."""
    from patchcheck.resolve.world import Options, World

    options = Options(judge.as_of, minimal=judge.minimal, flags=judge.flags, max_age=judge.max_age)
    return World(host, ground.catalogue, options, ground.tables.exceptions)


def _texts(view: "HostView", head: "Report", keep: frozenset[str]) -> dict[str, str]:
    """The host in the forms that are written host by host."""
    texts = {}
    if "json" in keep:
        from patchcheck.report import json

        texts["json"] = json.host_text(view)
    if "csv" in keep:
        from patchcheck.report import csv

        texts["csv"] = csv.host_rows(head, view)
    return texts
