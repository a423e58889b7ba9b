"""Where the dumps of hosts lie: directories, prefixes, Sun Explorer trees."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patchcheck.model.errors import UnusableError

_DUMP = re.compile(
    r"(?P<prefix>.*?)(?P<word>showrev|patchadd|pkginfo|uname)"
    r"(?:[-_.]?(?P<option>[a-z])(?![a-z0-9]))?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What stands behind the word and says nothing of the host.
_SUFFIX = re.compile(r"(?:\.(?:out|txt|log|lst|list|dump|gz|z))+$", re.IGNORECASE)
_EXPLORER_FOLDERS = ("sysconfig", "patch+pkg")
# The options of each command from the most telling to the least; "" is none at all.
_PREFERRED = {
    "showrev": ("a", "p", ""),
    "patchadd": ("p", ""),
    "pkginfo": ("l", "x", "", "i"),
    "uname": ("a", ""),
}
_LOOKED_FOR = "names with showrev, patchadd, pkginfo or uname in them, or a Sun Explorer tree"
_DEEPEST = 8  # folders below the one given


@dataclass(frozen=True, slots=True)
class HostFiles:
    """The dumps of one host, None for those it has not; `label` is where they were found."""

    label: str
    showrev: Path | None
    pkginfo: Path | None
    uname: Path | None


@dataclass(frozen=True, slots=True)
class _Named:
    """A file whose name says that it is a dump; `host` is what the name holds besides."""

    path: Path
    word: str
    option: str
    prefix: str
    suffix: str

    @property
    def rank(self) -> tuple[int, str]:
        """Which of several dumps of one kind is taken: the lowest."""
        return _PREFERRED[self.word].index(self.option), self.path.name


def locate(argument: str) -> tuple[HostFiles, ...]:
    """Find the hosts that a DUMP argument names, each once, sorted by label.

    Raises UnusableError where nothing of that name exists, or no dump lies there.
    """
    path = Path(argument)
    if path.is_dir():
        found = tuple(sorted(_in_tree(path), key=lambda host: host.label))
    elif path.exists():
        # Archives will be unpacked here, into a directory that _in_tree searches.
        reason = "error: is a file; a directory or a prefix was wanted, or --showrev FILE"
        raise UnusableError(f"{argument}: {reason}")
    else:
        found = _by_prefix(path)
    if not found:
        absent = "" if path.exists() else "does not exist, and "
        reason = f"error: {absent}no dump was found there; looked for {_LOOKED_FOR}"
        raise UnusableError(f"{argument}: {reason}")
    return found


def _by_prefix(path: Path) -> tuple[HostFiles, ...]:
    """Find the hosts whose files begin as `path` does."""
    if not path.parent.is_dir():
        return ()
    names = [one for one in _dumps(path.parent) if one.path.name.startswith(path.name)]
    return tuple(_hosts(path.parent, names))


def _in_tree(top: Path) -> Iterator[HostFiles]:
    """Search a directory and those below it; a directory that two links lead to counts once."""
    seen: set[str] = set()
    waiting = [(top, 0)]
    while waiting:
        folder, depth = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        explorer = _explorer(folder)
        if explorer:
            yield explorer
            continue
        yield from _hosts(folder, _dumps(folder))
        if depth < _DEEPEST:
            waiting += [(one, depth + 1) for one in _entries(folder) if one.is_dir()]


def _explorer(folder: Path) -> HostFiles | None:
    parts = [folder / name for name in _EXPLORER_FOLDERS if (folder / name).is_dir()]
    names = [one for part in parts for one in _dumps(part)]
    return _host(str(folder), names) if names else None


def _hosts(folder: Path, names: Sequence[_Named]) -> Iterator[HostFiles]:
    """Give a host for each prefix that the names of a folder have, or prefix and suffix.

    Suffixes tell hosts apart only where dumps of one kind differ in them: `showrev-2003.out` and
    `pkginfo.out` are of one host, `showrev.web01` and `showrev.web02` are not.
    """
    groups: dict[tuple[str, str], list[_Named]] = {}
    for prefix in sorted({one.prefix for one in names}):
        alike = [one for one in names if one.prefix == prefix]
        kinds = {(one.word, one.suffix) for one in alike}
        clash = len(kinds) > len({word for word, _ in kinds})
        for one in alike:
            groups.setdefault((prefix, one.suffix if clash else ""), []).append(one)
    for (prefix, suffix), group in groups.items():
        name = f"{prefix}{suffix}".strip("-_. ")
        yield _host(str(folder / name if name else folder), group)


def _host(label: str, names: Sequence[_Named]) -> HostFiles:
    def best(*words: str) -> Path | None:
        for word in words:
            candidates = [one for one in names if one.word == word]
            if candidates:
                return min(candidates, key=lambda one: one.rank).path
        return None

    return HostFiles(label, best("showrev", "patchadd"), best("pkginfo"), best("uname"))


def _dumps(folder: Path) -> list[_Named]:
    found = (_named(path) for path in _entries(folder))
    return [one for one in found if one and one.path.is_file()]


def _named(path: Path) -> _Named | None:
    match = _DUMP.fullmatch(_SUFFIX.sub("", path.name))
    if match is None:
        return None
    word, option = match["word"].lower(), match["option"] or ""
    if match["word"].isupper():
        option = option.lower()
    # uname -X and the like are other listings of the same command.
    if option not in _PREFERRED[word]:
        return None
    return _Named(path, word, option, match["prefix"], match["rest"])


def _entries(folder: Path) -> list[Path]:
    """List a folder, sorted; hidden entries are left out."""
    try:
        return sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    except OSError as error:
        reason = f"{folder}: error: can't be read: {error.strerror}"
        raise UnusableError(reason) from error
