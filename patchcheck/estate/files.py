"""Where the dumps of a host are: files on disk, or held in memory out of an archive."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from patchcheck.model.errors import UnusableError
from patchcheck.model.host import Dated
from patchcheck.model.limits import LIMITS, Limits
from patchcheck.readers.text import Source, decode, load


class File(NamedTuple):
    """One dump. `path` is what messages call it; that of a member is `ARCHIVE/member/path`.

    `data` is None for a file on disk, read when asked for. `modified` is the day of its last
    change, in UTC. `problem` says why its content can't be had: its host is not judged (R16).
    `archive` is the path of the archive that it is a member of.
    """

    path: str
    data: bytes | None = None
    modified: date | None = None
    problem: str | None = None
    archive: str | None = None

    def source(self, wanted: str = "", limits: Limits = LIMITS) -> Source:
        """Read it as text. Raises UnusableError; `wanted` says for the message what it should be.

        A member that is packed itself may unpack to as much as a member may hold.
        """
        most = limits.most("dump")
        if self.problem is not None:
            raise UnusableError(f"{self.path}: error: {self.problem}")
        if self.data is None:
            return load(Path(self.path), wanted, limit=limits.dump, most=most)
        return decode(self.data, self.path, limit=limits.dump, most=most)

    @property
    def on_disk(self) -> str:
        """The file that a reader opens for it."""
        return self.archive or self.path


class HostFiles(NamedTuple):
    """The dumps of one host, None for those it has not; `label` is where they were found.

    `dated`, `hostid` and `hostname` are what the names of archive, folders and files tell.
    `named` tells that a user named the files one by one: one that can't be read ends the run.
    """

    label: str
    showrev: File | None
    pkginfo: File | None
    uname: File | None
    patch_dates: File | None = None
    dated: Dated | None = None
    hostid: str | None = None
    hostname: str | None = None
    named: bool = False

    @property
    def files(self) -> tuple[File, ...]:
        """The dumps that there are."""
        found = (self.showrev, self.pkginfo, self.uname, self.patch_dates)
        return tuple(file for file in found if file)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file on disk that its reading opens, each once."""
        return tuple(dict.fromkeys(file.on_disk for file in self.files))
