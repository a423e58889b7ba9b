"""Files named on the command line, read into the model."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patchcheck.model.host import Host, System

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.exception import PatchException
    from patchcheck.model.special import SpecialCases
    from patchcheck.model.xref import CrossReference


@dataclass(frozen=True, slots=True)
class Tables:
    """What every host of a run is judged by."""

    xref: "CrossReference"
    special: "SpecialCases"
    exceptions: "tuple[PatchException, ...]"
    diagnostics: "tuple[Diagnostic, ...]"


def read_tables(options: "JudgeOptions") -> Tables:
    """Read the cross-reference file, special cases and exceptions. Raises UnusableError."""
    from patchcheck.readers.exceptions import read_exceptions
    from patchcheck.readers.special import built_in, laid_over, read_special_cases
    from patchcheck.readers.text import load
    from patchcheck.readers.xref import read_xref

    xref = read_xref(load(Path(options.xref)))
    special = built_in()
    exceptions: tuple[PatchException, ...] = ()
    diagnostics = list(xref.diagnostics)
    if options.special_cases:
        upper, found = read_special_cases(load(Path(options.special_cases)))
        special = laid_over(special, upper)
        diagnostics += found
    if options.exceptions:
        exceptions, found = read_exceptions(load(Path(options.exceptions)))
        diagnostics += found
    return Tables(xref, special, exceptions, tuple(diagnostics))


def read_hosts(options: "DumpOptions") -> Iterator[Host]:
    """Read the hosts of the DUMP arguments, or the one given file by file."""
    from patchcheck.readers.dump import read_host
    from patchcheck.readers.locate import HostFiles, locate
    from patchcheck.readers.text import load

    overrides = System(hostname=options.hostname, release=options.release, processor=options.arch)
    if options.dumps and (options.showrev or options.pkginfo or options.uname):
        message = "give DUMP arguments, or --showrev, --pkginfo and --uname, not both"
        raise click.UsageError(message)
    found = [files for dump in options.dumps for files in locate(dump)]
    if not options.dumps:
        if not options.showrev:
            message = "give a DUMP, or --showrev FILE with --pkginfo FILE and --uname FILE"
            raise click.UsageError(message)
        found = [
            HostFiles(
                label=options.hostname or str(options.showrev),
                showrev=options.showrev,
                pkginfo=options.pkginfo,
                uname=options.uname,
            )
        ]
    for files in found:
        yield read_host(
            *(load(path) if path else None for path in (files.showrev, files.pkginfo, files.uname)),
            overrides,
        )
