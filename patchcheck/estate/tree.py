"""The one shape of all places where dumps lie: a small tree of folders and files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.estate.names import Named, base, named

if TYPE_CHECKING:
    from patchcheck.estate.files import File
    from patchcheck.readers.detect import Kind

EXPLORER_FOLDERS = ("sysconfig", "patch+pkg")
LOOKED_FOR = (
    "names with showrev, patchadd, pkginfo or uname in them, a Sun Explorer tree, or an archive"
)


class Archive(NamedTuple):
    """An archive on disk, opened only by who works on it; `names` are those that lead to it."""

    path: str
    names: tuple[str, ...] = ()


class Unplaced(NamedTuple):
    """What belongs to no host, and why."""

    path: str
    reason: str


class Folder:
    """A folder, on disk or in an archive, with what may matter of it.

    `names` are the names from the argument or the archive down to it. `nameless` are files whose
    name tells nothing, by the kind that their content has.
    """

    def __init__(self, label: str, names: tuple[str, ...] = ()) -> None:
        self.label = label
        self.names = names
        self.files: list[File] = []
        self.nameless: list[tuple[File, Kind]] = []
        self.folders: dict[str, Folder] = {}

    def folder(self, name: str) -> "Folder":
        """Give the folder of this name in it, made if it is not there."""
        if name not in self.folders:
            self.folders[name] = Folder(join(self.label, name), (*self.names, name))
        return self.folders[name]

    def dumps(self) -> list[Named]:
        """Give the files of it that are dumps by their name, in the order of their names."""
        found = (named(file) for file in sorted(self.files, key=lambda one: base(one.path)))
        return [one for one in found if one]

    def explorer(self) -> list[Named]:
        """Give the dumps of a Sun Explorer tree, nothing where it is none."""
        parts = (self.folders[name] for name in EXPLORER_FOLDERS if name in self.folders)
        return [one for part in parts for one in part.dumps()]

    def below(self) -> Iterator["Folder"]:
        """Give the folders in it, in the order of their names."""
        return (self.folders[name] for name in sorted(self.folders))


def join(label: str, name: str) -> str:
    """Give the path of what lies in a folder."""
    return name if label == "." else f"{label.rstrip('/')}/{name}"
