"""What is said on stderr: diagnostics, counted where there are many."""

import sys
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import click

from patchcheck.model.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from patchcheck.cli.options import TalkOptions
    from patchcheck.model.diagnostic import Diagnostic

_SHOWN_BY_FILE = 10
_WORTH_A_BAR = 2
Item = TypeVar("Item")


def say_diagnostics(diagnostics: "Iterable[Diagnostic]", talk: "TalkOptions") -> bool:
    """Print diagnostics on stderr; tell whether there was one that `--strict` minds.

    What --strict minds is an error: --quiet does not hide it.
    """
    from patchcheck.report.clean import printable

    shown: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    minded = 0
    for item in diagnostics:
        minded += talk.strict and item.severity is not Severity.NOTE
        if not _wanted(item.severity, talk):
            continue
        if talk.verbose or shown[item.file] < _SHOWN_BY_FILE:
            shown[item.file] += 1
            click.echo(printable(str(item)), err=True)
        else:
            hidden[item.file] += 1
    for file, count in hidden.items():
        diagnostics_are = "diagnostics; -v shows them" if count > 1 else "diagnostic; -v shows it"
        click.echo(f"{printable(file)}: {count} more {diagnostics_are}", err=True)
    if minded:
        number = "1 diagnostic" if minded == 1 else f"{minded} diagnostics"
        click.echo(f"error: {number}, and --strict allows none", err=True)
    return minded > 0


def say_problems(lines: "Iterable[str]") -> None:
    """Print what stands in the way of a run, a line each."""
    from patchcheck.report.clean import printable

    for line in lines:
        click.echo(printable(line), err=True)


def say_not_judged(hosts: "Iterable[tuple[str, str | None]]") -> None:
    """One line on stderr for each host with a reason why it could not be judged (R16)."""
    from patchcheck.report.clean import printable

    for hostname, reason in hosts:
        if reason:
            click.echo(printable(f"{hostname}: not judged: {reason}"), err=True)


def say_findings(fail_on: str, hostnames: "Sequence[str]") -> None:
    """Say why a run ends with 100."""
    click.echo(f"--fail-on {fail_on}: found on {', '.join(hostnames)}", err=True)


def _wanted(severity: Severity, talk: "TalkOptions") -> bool:
    if talk.quiet:
        return severity is Severity.ERROR or (talk.strict and severity is not Severity.NOTE)
    return talk.verbose or severity is not Severity.NOTE


def progress(
    items: "Iterable[Item]", total: int, label: str, talk: "TalkOptions"
) -> "Iterator[Item]":
    """Pass items on, with a bar on stderr where that is a terminal and there are several."""
    if talk.quiet or total < _WORTH_A_BAR or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=total, label=label, file=sys.stderr, show_pos=True) as bar:
        yield from bar
