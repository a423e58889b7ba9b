"""The members of an archive: which of them are kept, under which name, and which are not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from patchcheck.estate.files import File
from patchcheck.estate.names import named, says_archive
from patchcheck.estate.sniff import HEAD, OTHERS, form_of, kind_of
from patchcheck.estate.tree import EXPLORER_FOLDERS, Archive, Folder, Unplaced
from patchcheck.model.limits import Limits
from patchcheck.readers.detect import Kind

_DRIVE = re.compile(r"[A-Za-z]:")
FOLDER = "a folder"
_MOST_LISTED = 20  # of the members of one archive that could not be placed

Parts = tuple[str, ...]
Read = Callable[[int], bytes]


class MemberError(Exception):
    """A member can't be read; the message says why. The others of the archive can."""


class ArchiveError(MemberError):
    """An archive can't be read any further; the message says why."""


class Member(NamedTuple):
    """One entry of an archive. `special` says what it is where it is no ordinary file."""

    name: str
    size: int
    modified: date | None = None
    special: str | None = None


@dataclass(slots=True)
class Members:
    """What is kept of an archive while it is read, member by member."""

    archive: Archive
    limits: Limits
    kept: dict[Parts, tuple[File, Kind | None]] = field(default_factory=dict)
    aside: list[tuple[Parts, str]] = field(default_factory=list)
    refused: list[Unplaced] = field(default_factory=list)
    explorers: set[Parts] = field(default_factory=set)
    count: int = 0

    def take(self, member: Member, read: Read) -> None:
        """Keep a member that is a dump; list it if it is something that can't be kept.

        `read` gives up to so many of its next bytes. Raises ArchiveError.
        """
        self.count += 1
        if self.count > self.limits.members:
            raise ArchiveError(f"holds more members than {self.limits.most('members')}")
        if reason := _unsafe(member.name):
            self.refused.append(Unplaced(self._path((member.name,)), reason))
            return
        parts = tuple(part for part in member.name.split("/") if part not in {"", "."})
        if not parts or member.special == FOLDER or any(part.startswith(".") for part in parts):
            return
        if parts[-2:-1] and parts[-2] in EXPLORER_FOLDERS:
            self.explorers.add(parts[:-2])
        self._sort_in(parts, member, read)

    def _sort_in(self, parts: Parts, member: Member, read: Read) -> None:
        file = File(self._path(parts), modified=member.modified, archive=self.archive.path)
        dump = named(file) is not None and not says_archive(member.name)
        inside = self._in_explorer(parts)
        if inside and (not dump or parts[-2] not in EXPLORER_FOLDERS):
            return
        if member.special:
            self.aside.append((parts, f"is {member.special}; it was not followed"))
        elif len(parts) > self.limits.depth + 1:
            if dump:
                reason = f"lies more folders deep than {self.limits.most('depth')}; it was not read"
                self.aside.append((parts, reason))
        elif dump:
            self._keep(parts, file, member.size, read)
        elif member.size and PurePosixPath(member.name).suffix.lower() not in OTHERS:
            self._sniff(parts, file, member.size, read)

    def _keep(self, parts: Parts, file: File, size: int, read: Read) -> None:
        """Keep a dump; where it can't be read, keep the reason, so that its host is not judged."""
        try:
            data = self._whole(size, read)
        except MemberError as error:
            self.kept[parts] = (_changed(file, problem=str(error)), None)
            if isinstance(error, ArchiveError):
                raise
        else:
            self.kept[parts] = (_changed(file, data=data), None)

    def _sniff(self, parts: Parts, file: File, size: int, read: Read) -> None:
        """Keep a member that is a dump by its content alone."""
        try:
            head = read(min(size, HEAD))
            if form_of(head):
                self.aside.append((parts, "is an archive in an archive; it was not opened"))
            elif kind := kind_of(head):
                data = head + self._whole(size, read, len(head))
                self.kept[parts] = (_changed(file, data=data), kind)
        except MemberError as error:
            self.aside.append((parts, str(error)))
            if isinstance(error, ArchiveError):
                raise

    def _whole(self, size: int, read: Read, done: int = 0) -> bytes:
        if size > self.limits.dump:
            raise MemberError(f"holds {size} bytes, more than {self.limits.most('dump')}")
        data = read(size - done)
        if len(data) < size - done:
            raise ArchiveError("is cut: the archive ends within it")
        return data

    def _in_explorer(self, parts: Parts) -> bool:
        return any(parts[:length] in self.explorers for length in range(len(parts)))

    def _path(self, parts: Parts) -> str:
        return "/".join((self.archive.path, *parts))

    def tree(self) -> Folder:
        """Give the folders that what was kept lies in."""
        top = Folder(
            self.archive.path, (*self.archive.names, PurePosixPath(self.archive.path).name)
        )
        for parts, (file, kind) in self.kept.items():
            folder = top
            for part in parts[:-1]:
                folder = folder.folder(part)
            if kind is None:
                folder.files.append(file)
            else:
                folder.nameless.append((file, kind))
        return top

    def unplaced(self) -> list[Unplaced]:
        """Give what was refused, by name up to some number, else by count."""
        found = self.refused + [
            Unplaced(self._path(parts), reason)
            for parts, reason in self.aside
            if not self._in_explorer(parts)
        ]
        more = len(found) - _MOST_LISTED
        if more <= 0:
            return found
        return [
            *found[:_MOST_LISTED],
            Unplaced(self.archive.path, f"holds {more} more members that could not be placed"),
        ]


def _changed(file: File, data: bytes | None = None, problem: str | None = None) -> File:
    return File(file.path, data, file.modified, problem, file.archive)


def _unsafe(name: str) -> str | None:
    """Say why a member's name is not to be trusted."""
    if "\\" in name:
        return "has backslashes in its name; it was not read"
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute name; it was not read"
    if ".." in name.split("/"):
        return "has a name that leads out of the archive; it was not read"
    return None
