"""Folders on disk to trees: what they hold, within limits, and the archives among it."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from patchcheck.estate.files import File
from patchcheck.estate.names import named, says_archive
from patchcheck.estate.sniff import HEAD, OTHERS, Form, form_of, kind_of
from patchcheck.estate.tree import EXPLORER_FOLDERS, Archive, Folder, Unplaced, join
from patchcheck.model.errors import UnusableError
from patchcheck.model.limits import Limits
from patchcheck.readers.detect import Kind


class Search:
    """One search for dumps, through all arguments of a run."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.archives: list[Archive] = []
        self.unplaced: list[Unplaced] = []
        self.seen: set[str] = set()
        self.looked_at = 0

    def folder(self, path: str, names: tuple[str, ...] = (), depth: int = 0) -> Folder:
        """Read a folder and those below it; one that two links lead to counts once."""
        found = Folder(path, names)
        real = os.path.realpath(path)
        if real in self.seen:
            return found
        self.seen.add(real)
        folders = []
        for entry in self._entries(path, needed=depth == 0):
            if entry.is_dir():
                folders.append(entry.name)
            elif entry.is_file():
                self.place(found, join(path, entry.name))
        explorer = [name for name in folders if name in EXPLORER_FOLDERS]
        for name in explorer:
            found.folders[name] = self._plain(join(path, name))
        if not found.explorer():
            self._below(found, folders, depth)
        return found

    def prefix(self, path: str, begin: str) -> Folder:
        """Read the files of a folder whose names begin so; no such folder is an empty one."""
        found = Folder(path)
        if begin and os.path.isdir(path):  # noqa: PTH112 (a PurePath can't ask)
            for entry in self._entries(path, needed=True):
                if entry.name.startswith(begin) and entry.is_file():
                    self.place(found, join(path, entry.name))
        return found

    def taken(self) -> list[Archive]:
        """Give the archives found since it was asked last; another search may find them again."""
        found, self.archives, self.seen = self.archives, [], set()
        return found

    def _below(self, found: Folder, names: list[str], depth: int) -> None:
        for name in names:
            path = join(found.label, name)
            if depth < self.limits.depth:
                found.folders[name] = self.folder(path, (*found.names, name), depth + 1)
            else:
                most = self.limits.most("depth")
                reason = f"lies more folders deep than {most}; it was not looked into"
                self.unplaced.append(Unplaced(path, reason))

    def _plain(self, path: str) -> Folder:
        """Read a folder of a Sun Explorer tree, by the names of its files alone."""
        found = Folder(path)
        for entry in self._entries(path, needed=False):
            file = File(join(path, entry.name))
            if named(file) and entry.is_file():
                found.files.append(dated(file))
        return found

    def place(self, folder: Folder, path: str, *, asked: bool = False) -> bool:
        """Put a file where it belongs; False where it is neither a dump nor an archive.

        One that was `asked` for by itself is opened whatever its name.
        """
        file = File(path)
        if not says_archive(path) and named(file):
            folder.files.append(dated(file))
            return True
        other = os.path.splitext(path)[1].lower() in OTHERS  # noqa: PTH122 (asked of every file)
        found = None if other and not asked else self._sniffed(path)
        if isinstance(found, Kind):
            folder.nameless.append((dated(file), found))
        elif found is Form.OTHER:
            self.unplaced.append(Unplaced(path, "is packed in a way that can't be read here"))
        elif found:
            self.archives.append(Archive(path, folder.names))
        elif found is None and says_archive(path):
            self.unplaced.append(
                Unplaced(path, "is an archive by its name, but not by its content")
            )
        return found is not None

    def _sniffed(self, path: str) -> Form | Kind | None:
        """Tell by its content what a file is; what can't be read is reported."""
        try:
            with Path(path).open("rb") as stream:
                head = stream.read(HEAD)
        except OSError as error:
            self.unplaced.append(Unplaced(path, f"can't be read: {error.strerror}"))
            return None
        return form_of(head) or kind_of(head)

    def _entries(self, path: str, *, needed: bool) -> Iterator["os.DirEntry[str]"]:
        """List a folder, sorted, without hidden entries, until the limit of all is reached.

        Raises UnusableError where it can't be read and is `needed`; else that is reported.
        """
        try:
            with os.scandir(path) as listing:
                found = sorted(
                    (one for one in listing if not one.name.startswith(".")),
                    key=lambda one: one.name,
                )
        except OSError as error:
            if needed:
                reason = f"{path}: error: can't be read: {error.strerror}"
                raise UnusableError(reason) from error
            self.unplaced.append(Unplaced(path, f"can't be read: {error.strerror}"))
            return
        room = max(0, self.limits.entries - self.looked_at)
        self.looked_at += len(found)
        if len(found) > room:
            reason = (
                "is not looked through: more files and folders than "
                f"{self.limits.most('entries')}; {len(found) - room} entries are left out"
            )
            self.unplaced.append(Unplaced(path, reason))
        yield from found[:room]


def dated(file: File) -> File:
    """Add to a file the day of its last change."""
    try:
        changed = Path(file.path).stat().st_mtime
        return File(file.path, modified=day_of(changed))
    except OSError:
        return file


def day_of(seconds: float) -> date | None:
    """Give the day of a time since 1970, in UTC; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC).date() if seconds > 0 else None
    except (OverflowError, ValueError, OSError):
        return None
