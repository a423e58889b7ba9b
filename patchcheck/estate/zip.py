"""zip archives within limits."""

import io
import stat
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import IO

from patchcheck.estate.members import ArchiveError, Member, MemberError, Members, Read
from patchcheck.model.limits import Limits
from patchcheck.readers.unpack import CHUNK

_ENCRYPTED = 0x1
_END = b"PK\x05\x06"  # of a directory; a comment of at most 64 KiB may follow
_WIDE_END = b"PK\x06\x06"  # stands before it in a large archive (zip64), and counts instead
_WIDE = 56 + 20
_TAIL = _WIDE + 22 + 2**16
_ENTRY = 512  # bytes of the directory that a member may take, on the average
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError)


def read_zip(path: str, limits: Limits, members: Members) -> None:
    """Hand every member of a zip archive to `members`. Raises ArchiveError where it is damaged."""
    try:
        _check_directory(path, limits)
        archive = zipfile.ZipFile(path)
    except (*_DAMAGE, NotImplementedError) as error:
        raise ArchiveError(f"is damaged: {error}") from error
    budget = _Budget(limits)
    with archive:
        for info in archive.infolist():
            if not info.filename.endswith("/"):
                members.take(_described(info), _reader(archive, info, budget))


def _check_directory(path: str, limits: Limits) -> None:
    """Look at the size of the directory, which zipfile reads as a whole. Raises ArchiveError."""
    with Path(path).open("rb") as file:
        file.seek(max(0, file.seek(0, io.SEEK_END) - _TAIL))
        tail = file.read(_TAIL)
    at = tail.rfind(_END)
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    wide = tail[max(0, at - _WIDE) : max(0, at)]
    if wide.startswith(_WIDE_END):
        size = int.from_bytes(wide[40:48], "little")
    if size > limits.members * _ENTRY:
        most = limits.most("members")
        raise ArchiveError(f"has a directory of {size} bytes, for more members than {most}")


def _described(info: zipfile.ZipInfo) -> Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    special = None
    if kind == stat.S_IFLNK:
        special = "a link"
    elif kind not in {0, stat.S_IFREG}:
        special = "a device or pipe"
    try:
        modified = date(*info.date_time[:3])
    except ValueError:
        modified = None
    return Member(info.filename, info.file_size, modified, special)


class _Budget:
    """How many bytes may still be unpacked: members may overlap, so sizes say nothing."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.most("archive")
        self._room = limits.archive

    def spend(self, size: int) -> None:
        """Count bytes. Raises ArchiveError where that is too much."""
        self._room -= size
        if self._room < 0:
            message = f"unpacks to more than {self._most}; the rest was not read"
            raise ArchiveError(message)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Read:
    """Give what reads a member on, opened when it is first asked for."""
    opened: list[IO[bytes]] = []

    def read(size: int) -> bytes:
        if info.flag_bits & _ENCRYPTED:
            raise MemberError("is encrypted; it can't be read")
        try:
            if not opened:
                opened.append(archive.open(info))
            return _read(opened[0], size, budget)
        except NotImplementedError as error:
            raise MemberError(f"can't be unpacked: {error}") from error
        except _DAMAGE as error:
            raise MemberError(f"is damaged: {error}") from error

    return read


def _read(stream: IO[bytes], size: int, budget: _Budget) -> bytes:
    parts = []
    while size and (part := stream.read(min(size, CHUNK))):
        budget.spend(len(part))
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
