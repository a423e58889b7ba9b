"""What the names of files, folders and archives tell: kind of dump, host, hostid, day."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from patchcheck.estate.files import File
from patchcheck.model.host import Dated

_DUMP = re.compile(
    r"(?P<prefix>.*?)(?P<word>showrev|patchadd|pkginfo|uname|patch_date)"
    r"(?:[-_.]?(?P<option>[a-z])(?![a-z0-9]))?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What stands behind the word and says nothing of the host.
_SUFFIX = re.compile(r"(?:\.(?:out|txt|log|lst|list|dump|gz|z))+$", re.IGNORECASE)
# The options of each command from the most telling to the least; "" is none at all.
_PREFERRED = {
    "showrev": ("a", "p", ""),
    "patchadd": ("p", ""),
    "pkginfo": ("l", "x", "", "i"),
    "uname": ("a", ""),
    "patch_date": ("",),
}
_ARCHIVE = re.compile(r"\.(?:tar(?:\.(?:gz|z))?|tgz|taz|zip)$", re.IGNORECASE)
_EXPLORER = re.compile(r"explorer\.(?P<hostid>[0-9a-f]{6,8})\.(?P<rest>.+)", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sign>[-._]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"
    r"(?:[-._T]?\d\d[-._:]?\d\d(?:[-._:]?\d\d)?)?(?!\d)"
)


class Named(NamedTuple):
    """A file that is known for a dump: by its name, or by its content.

    `prefix` and `suffix` are what the name holds besides, which may tell hosts apart.
    """

    file: File
    word: str
    option: str
    prefix: str
    suffix: str

    @property
    def rank(self) -> tuple[int, str]:
        """Which of several dumps of one kind is taken: the lowest."""
        return _PREFERRED[self.word].index(self.option), self.file.path


class Told(NamedTuple):
    """What a name, or several, tell of the host whose dumps lie there."""

    dated: Dated | None = None
    hostid: str | None = None
    hostname: str | None = None


def base(path: str) -> str:
    """Give the last part of a path."""
    return path.rstrip("/").rpartition("/")[2]


def stem(name: str) -> str:
    """Give a file's name without what says nothing of its host."""
    return _SUFFIX.sub("", name)


def named(file: File) -> Named | None:
    """Tell by its name whether a file is a dump, and which."""
    match = _DUMP.fullmatch(stem(base(file.path)))
    if match is None:
        return None
    word, option = match["word"].lower(), match["option"] or ""
    if match["word"].isupper():
        option = option.lower()
    # uname -X and the like are other listings of the same command.
    if option not in _PREFERRED[word]:
        return None
    return Named(file, word, option, match["prefix"], match["rest"])


def says_archive(path: str) -> bool:
    """Whether a name is that of an archive which can be read."""
    return _ARCHIVE.search(path) is not None


def told_by(names: Sequence[str]) -> Told:
    """Put together what names tell, the nearest to the dumps last: it counts first."""
    dated = hostid = hostname = None
    for name in reversed(names):
        match = _EXPLORER.match(name)
        dated = dated or _dated(name, match["rest"] if match else name)
        if match and hostid is None:
            hostid, hostname = match["hostid"], _hostname(match["rest"])
    return Told(dated, hostid, hostname)


def _dated(name: str, telling: str) -> Dated | None:
    for match in _DAY.finditer(telling):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        return Dated(day, f"the name {name}")
    return None


def _hostname(rest: str) -> str | None:
    """Give what stands between hostid and day in the name of an Explorer archive or tree."""
    bare = _ARCHIVE.sub("", rest)
    day = _DAY.search(bare)
    return (bare[: day.start()] if day else bare).strip("-_.") or None
