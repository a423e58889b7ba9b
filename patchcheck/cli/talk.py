"""What is said on stderr: diagnostics, counted where there are many."""

from collections import Counter
from typing import TYPE_CHECKING

import click

from patchcheck.model.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patchcheck.cli.options import TalkOptions
    from patchcheck.model.diagnostic import Diagnostic

_SHOWN_BY_FILE = 10


def say_diagnostics(diagnostics: "Iterable[Diagnostic]", talk: "TalkOptions") -> bool:
    """Print diagnostics on stderr; tell whether there was one that `--strict` minds."""
    from patchcheck.report.clean import printable

    shown: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    strict = False
    for item in diagnostics:
        strict = strict or item.severity is not Severity.NOTE
        if not _wanted(item.severity, talk):
            continue
        if talk.verbose or shown[item.file] < _SHOWN_BY_FILE:
            shown[item.file] += 1
            click.echo(printable(str(item)), err=True)
        else:
            hidden[item.file] += 1
    for file, count in hidden.items():
        click.echo(f"{printable(file)}: {count} more diagnostics; -v shows them all", err=True)
    return strict and talk.strict


def _wanted(severity: Severity, talk: "TalkOptions") -> bool:
    if talk.quiet:
        return severity is Severity.ERROR
    return talk.verbose or severity is not Severity.NOTE
