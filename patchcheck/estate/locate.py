"""The hosts whose dumps lie in a tree of folders: one a folder, a prefix, a Sun Explorer tree."""

from collections.abc import Iterator, Sequence

from patchcheck.estate.files import File, HostFiles
from patchcheck.estate.names import Named, Told, base, stem, told_by
from patchcheck.estate.sniff import WORDS
from patchcheck.estate.tree import Folder, Unplaced, join
from patchcheck.readers.detect import Kind

Group = tuple[str, list[Named]]


def locate(top: Folder) -> tuple[list[HostFiles], list[Unplaced]]:
    """Find the hosts of a folder and of all below it, each once, and what belongs to none."""
    explorer = top.explorer()
    if explorer:
        return [_host(top.label, explorer, told_by(top.names))], []
    hosts, unplaced = _in_folder(top)
    for folder in top.below():
        more, others = locate(folder)
        hosts += more
        unplaced += others
    return hosts, unplaced


def _in_folder(folder: Folder) -> tuple[list[HostFiles], list[Unplaced]]:
    groups = list(_groups(folder.dumps()))
    unplaced = list(_adopt(folder, groups))
    hosts = []
    for name, group in groups:
        if all(one.word == "patch_date" for one in group):
            reason = "tells when patches went in, but no dump of their host lies with it"
            unplaced += [Unplaced(one.file.path, reason) for one in group]
            continue
        told = told_by((*folder.names, *(base(one.file.path) for one in group)))
        hosts.append(_host(join(folder.label, name) if name else folder.label, group, told))
    return hosts, unplaced


def _groups(names: Sequence[Named]) -> Iterator[Group]:
    """Give the dumps of a folder for each prefix that their names have, or prefix and suffix.

    Suffixes tell hosts apart only where dumps of one kind differ in them: `showrev-2003.out` and
    `pkginfo.out` are of one host, `showrev.web01` and `showrev.web02` are not.
    """
    groups: dict[tuple[str, str], list[Named]] = {}
    for prefix in sorted({one.prefix for one in names}):
        alike = [one for one in names if one.prefix == prefix]
        kinds = {(one.word, one.suffix) for one in alike}
        clash = len(kinds) > len({word for word, _ in kinds})
        for one in alike:
            groups.setdefault((prefix, one.suffix if clash else ""), []).append(one)
    for (prefix, suffix), group in groups.items():
        yield f"{prefix}{suffix}".strip("-_. "), group


def _adopt(folder: Folder, groups: list[Group]) -> Iterator[Unplaced]:
    """Add the files known by their content alone to the group that they must belong to.

    That is the one that their name shares its prefix with; else the only one of the folder, if
    the folder has one such file of a kind.
    """
    known = dict(groups)
    left: dict[str, list[File]] = {}
    for file, kind in folder.nameless:
        word, name = WORDS[kind], stem(base(file.path))
        if name in known and _lacks(known[name], word):
            known[name].append(_as_dump(file, word))
        else:
            left.setdefault(word, []).append(file)
    if not groups and len(left.get("showrev", ())) == 1:
        groups.append(("", []))
    for word, files in sorted(left.items()):
        if len(groups) == len(files) == 1 and _lacks(groups[0][1], word):
            groups[0][1].append(_as_dump(files[0], word))
            continue
        reason = f"holds a {word} listing, but nothing tells which host it is of"
        yield from (Unplaced(file.path, reason) for file in files)


def _lacks(group: Sequence[Named], word: str) -> bool:
    alike = {"showrev", "patchadd"} if word == "showrev" else {word}
    return alike.isdisjoint(one.word for one in group)


def _as_dump(file: File, word: str) -> Named:
    return Named(file, word, option="", prefix="", suffix="")


def _host(label: str, names: Sequence[Named], told: Told) -> HostFiles:
    def best(*words: str) -> File | None:
        for word in words:
            candidates = [one for one in names if one.word == word]
            if candidates:
                return min(candidates, key=lambda one: one.rank).file
        return None

    return HostFiles(
        label,
        best("showrev", "patchadd"),
        best("pkginfo"),
        best("uname"),
        best("patch_date"),
        told.dated,
        told.hostid,
        told.hostname,
    )


def lone(file: File, kind: Kind) -> HostFiles:
    """Give the host of a dump that was given by itself, and whose name tells nothing."""
    return _host(file.path, [_as_dump(file, WORDS[kind])], told_by((base(file.path),)))
