"""Files named on the command line, read into the model."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from patchcheck.model.errors import UnusableError
from patchcheck.model.host import System
from patchcheck.model.limits import LIMITS, Limits
from patchcheck.readers.text import Source, load

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions
    from patchcheck.estate.intake import Found, Opened, Unit
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.exception import PatchException
    from patchcheck.model.special import SpecialCases
    from patchcheck.model.xref import CrossReference


class Tables(NamedTuple):
    """What every host of a run is judged by; `sources` are the user's tables by their kind."""

    xref: "CrossReference"
    special: "SpecialCases"
    exceptions: "tuple[PatchException, ...]"
    diagnostics: "tuple[Diagnostic, ...]"
    sources: tuple[tuple[str, Source], ...] = ()


def read_tables(options: "JudgeOptions") -> Tables:
    """Read the cross-reference file, special cases and exceptions. Raises UnusableError."""
    xref = xref_in(load(Path(options.xref), "a patchdiag.xref"))
    special = built_in()
    exceptions: tuple[PatchException, ...] = ()
    diagnostics = list(xref.diagnostics)
    sources = []
    if options.special_cases:
        from patchcheck.readers.special import laid_over, read_special_cases

        source = load(Path(options.special_cases), "a TOML file of special cases")
        sources.append(("special-cases", source))
        upper, found = read_special_cases(source)
        special = laid_over(special, upper)
        diagnostics += found
    if options.exceptions:
        from patchcheck.readers.exceptions import read_exceptions

        source = load(Path(options.exceptions), "a TOML file of exceptions")
        sources.append(("exceptions", source))
        exceptions, found = read_exceptions(source)
        diagnostics += found
    return Tables(xref, special, exceptions, tuple(diagnostics), tuple(sources))


def built_in() -> "SpecialCases":
    """The table of special cases that comes with the program."""
    from patchcheck.readers.built_in import keep, kept

    table = kept()
    if table is None:
        from patchcheck.readers.special import read_built_in

        table = read_built_in()
        keep(table)
    return table


def xref_in(source: Source) -> "CrossReference":
    """Read a cross-reference file. Raises UnusableError for one that is cut: it decides all."""
    from patchcheck.readers.xref import read_xref

    if source.truncated:
        reason = f"{source.path}: error: is cut: {'; '.join(source.remarks)}; it can't be used"
        raise UnusableError(reason)
    return read_xref(source)


def find_units(options: "DumpOptions") -> "Found":
    """Find the hosts and archives of the DUMP arguments, or the host given file by file.

    Raises a usage error for neither or both, UnusableError for a DUMP without dumps.
    """
    from patchcheck.estate.intake import Found, find, given

    named = (options.showrev, options.pkginfo, options.uname)
    if options.dumps and any(named):
        message = "give DUMP arguments, or --showrev, --pkginfo and --uname, not both"
        raise click.UsageError(message)
    if options.dumps:
        return find(options.dumps, options.all_limits)
    if not options.showrev:
        message = "give a DUMP, or --showrev FILE with --pkginfo FILE and --uname FILE"
        raise click.UsageError(message)
    label = options.hostname or str(options.showrev)
    return Found((given(label, *(str(path) if path else None for path in named)),), ())


def open_unit(unit: "Unit", limits: Limits = LIMITS) -> "Opened":
    """Give the hosts of a unit; what is wrong with an archive is reported as unplaced."""
    from patchcheck.estate.files import HostFiles
    from patchcheck.estate.intake import Opened

    if isinstance(unit, HostFiles):
        return Opened((unit,), ())
    from patchcheck.estate.archive import open_archive  # it takes its time, and few have any

    return open_archive(unit, limits)


def overrides_of(options: "DumpOptions") -> System:
    """What the options tell of the host, over its dumps."""
    return System(
        hostname=options.hostname,
        release=options.release,
        processor=options.arch.lower() if options.arch else options.arch,
    )


def tables_read(options: "JudgeOptions") -> tuple[str, ...]:
    """Every file that the hosts are judged by."""
    tables = (options.xref, options.exceptions, options.special_cases)
    return tuple(path for path in tables if path)
