"""Files named on the command line, read into the model."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patchcheck.model.errors import UnusableError
from patchcheck.model.host import Host, System
from patchcheck.readers.text import Source, load

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.exception import PatchException
    from patchcheck.model.special import SpecialCases
    from patchcheck.model.xref import CrossReference
    from patchcheck.readers.locate import HostFiles


@dataclass(frozen=True, slots=True)
class Tables:
    """What every host of a run is judged by; `sources` are the user's tables by their kind."""

    xref: "CrossReference"
    special: "SpecialCases"
    exceptions: "tuple[PatchException, ...]"
    diagnostics: "tuple[Diagnostic, ...]"
    sources: tuple[tuple[str, Source], ...] = ()


def read_tables(options: "JudgeOptions") -> Tables:
    """Read the cross-reference file, special cases and exceptions. Raises UnusableError."""
    from patchcheck.readers.exceptions import read_exceptions
    from patchcheck.readers.special import built_in, laid_over, read_special_cases
    from patchcheck.readers.xref import read_xref

    xref = read_xref(load(Path(options.xref), "a patchdiag.xref"))
    special = built_in()
    exceptions: tuple[PatchException, ...] = ()
    diagnostics = list(xref.diagnostics)
    sources = []
    if options.special_cases:
        source = load(Path(options.special_cases), "a TOML file of special cases")
        sources.append(("special-cases", source))
        upper, found = read_special_cases(source)
        special = laid_over(special, upper)
        diagnostics += found
    if options.exceptions:
        source = load(Path(options.exceptions), "a TOML file of exceptions")
        sources.append(("exceptions", source))
        exceptions, found = read_exceptions(source)
        diagnostics += found
    return Tables(xref, special, exceptions, tuple(diagnostics), tuple(sources))


def find_hosts(options: "DumpOptions") -> "list[HostFiles]":
    """Find the hosts of the DUMP arguments, each once, or the one given file by file.

    Raises a usage error for neither or both, UnusableError for a DUMP without dumps.
    """
    from patchcheck.readers.locate import HostFiles, locate

    named = (options.showrev, options.pkginfo, options.uname)
    if options.dumps and any(named):
        message = "give DUMP arguments, or --showrev, --pkginfo and --uname, not both"
        raise click.UsageError(message)
    if options.dumps:
        found = [files for dump in options.dumps for files in locate(dump)]
        return list({tuple(map(_real, _paths(files))): files for files in found}.values())
    if not options.showrev:
        message = "give a DUMP, or --showrev FILE with --pkginfo FILE and --uname FILE"
        raise click.UsageError(message)
    return [HostFiles(options.hostname or str(options.showrev), *named)]


def read_hosts(found: "list[HostFiles]", options: "DumpOptions") -> Iterator[Host]:
    """Read the hosts that were found. Raises UnusableError for a named file that can't be read."""
    from patchcheck.readers.dump import read_host

    overrides = System(
        hostname=options.hostname,
        release=options.release,
        processor=options.arch.lower() if options.arch else options.arch,
    )
    for files in found:
        try:
            sources = _load(files)
        except UnusableError as error:
            if not options.dumps:
                raise
            yield _unread(files, overrides, error)
        else:
            yield read_host(*sources, overrides)


def paths_read(options: "JudgeOptions", found: "list[HostFiles]") -> tuple[str, ...]:
    """Every file that a run reads."""
    tables = (options.xref, options.exceptions, options.special_cases)
    dumps = (str(path) for files in found for path in _paths(files) if path)
    return (*(path for path in tables if path), *dumps)


def _paths(files: "HostFiles") -> tuple[Path | None, ...]:
    return files.showrev, files.pkginfo, files.uname


def _real(path: Path | None) -> str | None:
    return os.path.realpath(path) if path else None


def _load(files: "HostFiles") -> tuple[Source | None, Source | None, Source | None]:
    showrev, pkginfo, uname = files.showrev, files.pkginfo, files.uname
    return (
        load(showrev, "showrev -p, showrev -a or patchadd -p") if showrev else None,
        load(pkginfo, "pkginfo -l or pkginfo -x") if pkginfo else None,
        load(uname, "uname -a") if uname else None,
    )


def _unread(files: "HostFiles", overrides: System, error: UnusableError) -> Host:
    """A host with a dump that can't be read: not judged, while the others of the run are (R16)."""
    name = overrides.hostname or Path(files.label).name
    return Host(
        system=replace(overrides, hostname=name),
        patches=(),
        packages=None,
        not_judged_because=str(error).replace(": error: ", " ", 1),
    )
