"""tar archives, packed or not, in one pass and within limits."""

import tarfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, cast

from patchcheck.estate.members import FOLDER, ArchiveError, Member, Members
from patchcheck.estate.search import day_of
from patchcheck.model.limits import Limits
from patchcheck.readers.unpack import CHUNK, COMPRESS, chunks

_HEADERS = 256 * 2**10  # bytes that the headers of one member may take
# What tarfile raises on headers that make no sense.
_SENSELESS = (
    tarfile.TarError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_tar(path: str, limits: Limits, members: Members) -> None:
    """Hand every member of a tar archive to `members`. Raises ArchiveError where it is damaged."""
    with Path(path).open("rb") as file:
        packed = file.read(len(COMPRESS)) == COMPRESS
        file.seek(0)
        stream = _Stream(chunks(file), limits, "compressed" if packed else "archive")
        try:
            _read(stream, members)
        except _SENSELESS as error:
            raise ArchiveError(f"is damaged: {error}") from error


def _read(stream: "_Stream", members: Members) -> None:
    stream.allowed = _HEADERS
    plain = cast("IO[bytes]", stream)
    with tarfile.open(fileobj=plain, mode="r|", encoding="utf-8", errors="replace") as tar:
        for member in _members(tar, stream):
            stream.allowed = None
            members.take(_described(member), partial(_data, tar))
    stream.drain()


def _members(tar: tarfile.TarFile, stream: "_Stream") -> Iterator[tarfile.TarInfo]:
    """Give the members one by one, without keeping them. The end must be marked by a zero block.

    TarFile.next() takes damage for the end, so the header is read by what it is built of.
    """
    member = tar.next()
    while member:
        if member.size < 0:
            raise ArchiveError("is damaged: a member of negative size")
        yield member
        while (left := tar.offset - tar.fileobj.tell()) > 0:
            if not tar.fileobj.read(min(left, CHUNK)):
                raise ArchiveError("is cut: it ends within a member")
        stream.allowed = _HEADERS
        try:
            member = tar.tarinfo.fromtarfile(tar)
        except tarfile.HeaderError as error:
            # Only the message tells these apart: the classes are none of tarfile's public names.
            if str(error) == "end of file header":
                return
            if str(error) == "empty header":
                raise ArchiveError("is cut: it has no end mark") from error
            raise


def _data(tar: tarfile.TarFile, size: int) -> bytes:
    """Read the next bytes of a member: those that its header stands before."""
    return tar.fileobj.read(size)


def _described(member: tarfile.TarInfo) -> Member:
    special = None
    if member.issym() or member.islnk():
        special = "a link"
    elif member.isdir():
        special = FOLDER
    elif not member.isreg():
        special = "a device or pipe"
    elif member.issparse():
        special = f"a sparse file of {member.size} bytes"
    return Member(member.name, member.size, day_of(member.mtime), special)


class _Stream:
    """The unpacked bytes of an archive, as tarfile reads them: never more than is allowed."""

    def __init__(self, pieces: Iterator[bytes], limits: Limits, name: str) -> None:
        self.allowed: int | None = None  # bytes that may be read before it is set anew
        self._pieces = pieces
        self._most = limits.most(name)
        self._room = limits.value(name)
        self._buffer = bytearray()
        self._damage: str | None = None

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes. Raises ArchiveError beyond a limit, and where damage begins."""
        if self.allowed is not None:
            self.allowed -= size
            if self.allowed < 0:
                raise ArchiveError("is damaged: a member's headers have no end")
        while len(self._buffer) < size and self._fill():
            pass
        if self._damage and not self._buffer:
            raise ArchiveError(self._damage)
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def _fill(self) -> bool:
        """Unpack the next piece; False at the end of what can be unpacked."""
        if self._damage:
            return False
        try:
            piece = next(self._pieces, b"")
        except EOFError:
            self._damage = "is cut: its packed data end early"
        except (OSError, zlib.error) as error:
            self._damage = f"is damaged: {error}"
        else:
            self._buffer += piece
            self._room -= len(piece)
            if self._room < 0:
                self._damage = f"unpacks to more than {self._most}; the rest was not read"
            return bool(piece)
        return False

    def drain(self) -> None:
        """Read what follows the end mark, for the check sum behind it."""
        self.allowed = None
        while self.read(CHUNK):
            pass
