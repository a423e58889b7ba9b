"""An archive of any form to the hosts whose dumps it holds."""

from pathlib import Path

from patchcheck.estate.files import File, HostFiles
from patchcheck.estate.intake import Opened
from patchcheck.estate.locate import locate
from patchcheck.estate.members import ArchiveError, Members
from patchcheck.estate.sniff import HEAD, Form, form_of
from patchcheck.estate.tar import read_tar
from patchcheck.estate.tree import LOOKED_FOR, Archive, Unplaced
from patchcheck.estate.zip import read_zip
from patchcheck.model.limits import Limits


def open_archive(archive: Archive, limits: Limits) -> Opened:
    """Give the hosts of an archive, and what of it belongs to none.

    Of a damaged one, what was whole before the damage is used, and the damage is reported.
    """
    members = Members(archive, limits)
    damage = _take(archive, limits, members)
    hosts, others = locate(members.tree())
    unplaced = [*members.unplaced(), *others]
    if damage:
        hosts = [_doubted(files, archive) for files in hosts]
        unplaced.insert(0, Unplaced(archive.path, f"{damage}; what was whole before is used"))
    elif not hosts:
        unplaced.insert(0, Unplaced(archive.path, f"holds no dump; looked for {LOOKED_FOR}"))
    return Opened(tuple(hosts), tuple(unplaced))


def _take(archive: Archive, limits: Limits, members: Members) -> str | None:
    """Take the dumps out of an archive; say what is wrong with it."""
    try:
        with Path(archive.path).open("rb") as file:
            form = form_of(file.read(HEAD))
        (read_zip if form is Form.ZIP else read_tar)(archive.path, limits, members)
    except ArchiveError as error:
        return str(error)
    except OSError as error:
        return f"can't be read: {error.strerror or error}"
    return None


def _doubted(files: HostFiles, archive: Archive) -> HostFiles:
    """Doubt the absence of a dump in an archive that was not read to its end (R16)."""
    problem = "has not all its dumps; some may be lost with the rest of the archive"
    lost = File(files.label, problem=problem, archive=archive.path)
    return files._replace(showrev=files.showrev or lost, pkginfo=files.pkginfo or lost)
