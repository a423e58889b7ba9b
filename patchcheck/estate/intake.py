"""The dumps of many hosts: found, and read."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from patchcheck.estate.files import File, HostFiles
from patchcheck.estate.locate import locate, lone
from patchcheck.estate.names import base, told_by
from patchcheck.estate.search import Search, dated
from patchcheck.estate.states import Identity, digest_of
from patchcheck.estate.tree import LOOKED_FOR, Archive, Folder, Unplaced
from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.errors import UnusableError
from patchcheck.model.host import Dated, Host, System
from patchcheck.model.limits import LIMITS, Limits
from patchcheck.readers.detect import KINDS, detect
from patchcheck.readers.dump import WANTED, read_host
from patchcheck.readers.patch_date import dates_in
from patchcheck.readers.text import Source

Unit = HostFiles | Archive

_NOTHING = System()
_DATE_LINE = re.compile(r"[ \t]*(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)[ \t]")
_HEAD_LINES = 40  # of a listing, among which a line of date(1) is looked for


class Found(NamedTuple):
    """What arguments lead to: what can be worked on one by one, and what belongs to no host."""

    units: tuple[Unit, ...]
    unplaced: tuple[Unplaced, ...]


class Opened(NamedTuple):
    """The hosts of one unit, and what of it belongs to no host."""

    hosts: tuple[HostFiles, ...]
    unplaced: tuple[Unplaced, ...]


def find(arguments: Sequence[str], limits: Limits = LIMITS) -> Found:
    """Find what the DUMP arguments lead to, each once.

    An argument is a folder, a prefix, an archive or a dump; dumps of one folder that are given by
    themselves may be of one host. Raises UnusableError where nothing of that name exists, where it
    can't be read, or where no dump lies there. What else goes wrong is reported as unplaced.
    """
    search = Search(limits)
    alone = [argument for argument in arguments if os.path.isfile(argument)]  # noqa: PTH113
    units = list(_alone(search, alone))
    for argument in arguments:
        if argument not in alone:
            units += _below(search, argument)
    alike = {_place(unit): unit for unit in units}
    return Found(tuple(alike.values()), tuple(dict.fromkeys(search.unplaced)))


def given(label: str, *paths: str | None) -> HostFiles:
    """Give the host of a showrev, a pkginfo and a uname dump that a user named."""
    files = [dated(File(path)) if path else None for path in paths]
    told = told_by([base(path) for path in reversed(paths) if path])
    showrev, pkginfo, uname = files
    return HostFiles(
        label, showrev, pkginfo, uname, dated=told.dated, hostid=told.hostid, named=True
    )


def _alone(search: Search, arguments: Sequence[str]) -> Iterator[Unit]:
    """Find the hosts of dumps and archives that were given one by one."""
    folders: dict[str, Folder] = {}
    for argument in dict.fromkeys(arguments):
        path = PurePath(argument)
        folder = folders.setdefault(str(path.parent), Folder(str(path.parent)))
        if not search.place(folder, str(path), asked=True):
            reason = "is no dump and no archive that can be read"
            reason = next((one.reason for one in search.unplaced if one.path == str(path)), reason)
            raise UnusableError(f"{argument}: error: {reason}")
    yield from search.taken()
    for folder in folders.values():
        hosts, unplaced = locate(folder)
        yield from hosts
        left = {one.path for one in unplaced}
        yield from (lone(file, kind) for file, kind in folder.nameless if file.path in left)


def _below(search: Search, argument: str) -> list[Unit]:
    """Find the hosts of a folder, or of the files that begin so, sorted by label."""
    path = PurePath(argument)
    if os.path.isdir(argument):  # noqa: PTH112 (a PurePath can't ask)
        hosts, unplaced = locate(search.folder(str(path), (path.name,)))
    else:
        hosts, unplaced = locate(search.prefix(str(path.parent), path.name))
    search.unplaced += unplaced
    units: list[Unit] = [*hosts, *search.taken()]
    found = sorted(units, key=_label)
    if not found:
        absent = "" if os.path.lexists(argument) else "does not exist, and "
        reason = f"error: {absent}no dump was found there; looked for {LOOKED_FOR}"
        raise UnusableError(f"{argument}: {reason}")
    return found


def _label(unit: Unit) -> str:
    return unit.path if isinstance(unit, Archive) else unit.label


def _place(unit: Unit) -> tuple[str, ...]:
    """Give what is the same for the same files, whatever path or link leads to them."""
    paths = (unit.path,) if isinstance(unit, Archive) else unit.paths
    return tuple(os.path.realpath(path) for path in paths)


def read(
    files: HostFiles,
    overrides: System = _NOTHING,
    on: date | None = None,
    limits: Limits = LIMITS,
) -> Host:
    """Read a host. One with a dump that can't be read is not judged, with the reason (R16).

    Names tell the day of its dumps, else a line of date(1) in the listing, `on` (--date), or the
    time of the file. Raises UnusableError for one that a user named and that can't be read.
    """
    try:
        sources = _sources(files, limits)
        dates = files.patch_dates.source(limits=limits) if files.patch_dates else None
    except UnusableError as error:
        if files.named:
            raise
        return unread(files, overrides, error)
    moved = sources
    host = read_host(*sources, overrides, dates)
    if not host.judged and (moved := _by_content(sources)) != sources:
        host = read_host(*moved, overrides, dates)
    notes = [*_moves(sources, moved)]
    if host.system.hostname is None and files.hostname:
        host = host._replace(system=host.system._replace(hostname=files.hostname))
        finding = f"has no dump that tells a host's name; {files.hostname} is taken from its name"
        notes.append(Diagnostic(files.label, 0, 0, Severity.NOTE, finding))
    day = _dated(files, moved[0], on)
    return host._replace(dated=day, diagnostics=(*host.diagnostics, *notes))


def identify(files: HostFiles, host: Host) -> Identity:
    """Say whose dumps were read, to find the states of one host."""
    return Identity(
        label=files.label,
        hostname=host.system.hostname if host.inputs else None,
        hostid=host.system.hostid or files.hostid,
        dated=host.dated,
        digest=digest_of(item.sha256 for item in host.inputs),
    )


Sources = tuple[Source | None, Source | None, Source | None]


def _sources(files: HostFiles, limits: Limits) -> Sources:
    showrev, pkginfo, uname = (
        file.source(WANTED[kind], limits) if file else None
        for kind, file in zip(KINDS, (files.showrev, files.pkginfo, files.uname), strict=True)
    )
    return showrev, pkginfo, uname


def _by_content(sources: Sources) -> Sources:
    """Put dumps where their content belongs, if each then is of a kind of its own."""
    there = [source for source in sources if source]
    kinds = {detect(source): source for source in there}
    if len(kinds) < len(there) or not kinds.keys() <= set(KINDS):
        return sources
    showrev, pkginfo, uname = (kinds.get(kind) for kind in KINDS)
    return showrev, pkginfo, uname


def _moves(named: Sources, moved: Sources) -> Iterator[Diagnostic]:
    """Tell of each dump whose name says another kind than its content."""
    for kind, before, after in zip(KINDS, named, moved, strict=True):
        if after and after is not before:
            finding = f"is {kind.words}, whatever its name says; it is read as that"
            yield Diagnostic(after.path, 0, 0, Severity.NOTE, finding)


def unread(files: HostFiles, overrides: System, error: UnusableError) -> Host:
    """A host with a dump that can't be read: not judged, while the others of the run are (R16)."""
    return Host(
        system=overrides._replace(hostname=overrides.hostname or PurePath(files.label).name),
        patches=(),
        packages=None,
        not_judged_because=str(error).replace(": error: ", " ", 1),
        dated=_dated(files, None, None),
    )


def _dated(files: HostFiles, listing: Source | None, on: date | None) -> Dated | None:
    if files.dated:
        return files.dated
    if listing and (day := _date_line(listing.text)):
        return Dated(day, f"a line of date(1) in {listing.path}")
    if on:
        return Dated(on, "--date")
    modified = next((file.modified for file in files.files if file.modified), None)
    return Dated(modified, "the time of the file") if modified else None


def _date_line(text: str) -> date | None:
    """Give the day of a line that date(1) printed before the patches."""
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        if line.startswith("Patch:"):
            break
        days = dates_in(line) if _DATE_LINE.match(line) else set()
        if len(days) == 1:
            return days.pop()
    return None
