import os
from pathlib import Path

import pytest

from patchcheck.estate.files import File, HostFiles
from patchcheck.estate.intake import find
from patchcheck.estate.tree import Unplaced
from patchcheck.model.errors import UnusableError
from patchcheck.model.limits import Limits


def lay(top: Path, *names: str) -> None:
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n", encoding="ascii")


def hosts_of(argument: str) -> list[HostFiles]:
    return [unit for unit in find([argument]).units if isinstance(unit, HostFiles)]


def found(top: Path, argument: str = "") -> list[tuple[str, ...]]:
    """Labels and paths of the hosts found, below `top`."""

    def short(file: File | None) -> str:
        return "-" if file is None else Path(file.path).relative_to(top).as_posix()

    return [
        (
            Path(one.label).relative_to(top).as_posix(),
            *map(short, (one.showrev, one.pkginfo, one.uname)),
        )
        for one in hosts_of(f"{top}/{argument}")
    ]


@pytest.mark.parametrize(
    ("names", "showrev", "pkginfo", "uname"),
    [
        (("showrev.out", "pkginfo.out", "uname.out"), "showrev.out", "pkginfo.out", "uname.out"),
        (("showrev-a.txt", "pkginfo-l.txt"), "showrev-a.txt", "pkginfo-l.txt", None),
        (("patchadd-p.txt", "pkginfo_x.txt.gz"), "patchadd-p.txt", "pkginfo_x.txt.gz", None),
        (("showrev.out", "showrev-p.out", "showrev-a.out"), "showrev-a.out", None, None),
        (("showrev.out", "showrev-p.out"), "showrev-p.out", None, None),
        (("showrev.out", "patchadd-p.out"), "showrev.out", None, None),
        (("pkginfo-i.out", "pkginfo-x.out", "pkginfo-l.out"), None, "pkginfo-l.out", None),
        (("pkginfo.out", "pkginfo-x.out"), None, "pkginfo-x.out", None),
        (("uname-X.out", "uname-a.out"), None, None, "uname-a.out"),
        (("SHOWREV-P.TXT", "UNAME-A.TXT"), "SHOWREV-P.TXT", None, "UNAME-A.TXT"),
        (("showrev-2003.out", "pkginfo.out"), "showrev-2003.out", "pkginfo.out", None),
        (("showrev.out", "notes.txt", ".uname.out"), "showrev.out", None, None),
    ],
)
def test_a_directory_of_one_host(
    tmp_path: Path,
    names: tuple[str, ...],
    showrev: str | None,
    pkginfo: str | None,
    uname: str | None,
) -> None:
    lay(tmp_path, *names)

    def short(name: str | None) -> str:
        return name or "-"

    assert found(tmp_path) == [(".", *map(short, (showrev, pkginfo, uname)))]


def test_a_prefix_names_one_host(tmp_path: Path) -> None:
    lay(tmp_path, "web01_showrev.out", "web01_pkginfo.out", "web02_showrev.out")
    assert found(tmp_path, "web01_") == [
        ("web01", "web01_showrev.out", "web01_pkginfo.out", "-"),
    ]


def test_a_prefix_of_several_prefixes_names_several_hosts(tmp_path: Path) -> None:
    lay(tmp_path, "web01_showrev.out", "web02_showrev.out", "db_showrev.out")
    assert found(tmp_path, "web") == [
        ("web01", "web01_showrev.out", "-", "-"),
        ("web02", "web02_showrev.out", "-", "-"),
    ]


def test_a_directory_of_prefixes(tmp_path: Path) -> None:
    lay(tmp_path, "b_showrev.out", "a_showrev.out", "a_uname.out", "showrev.out")
    assert found(tmp_path) == [
        (".", "showrev.out", "-", "-"),
        ("a", "a_showrev.out", "-", "a_uname.out"),
        ("b", "b_showrev.out", "-", "-"),
    ]


def test_a_directory_of_suffixes(tmp_path: Path) -> None:
    lay(tmp_path, "showrev.web01", "pkginfo.web01", "showrev.web02", "pkginfo-l.web02")
    assert found(tmp_path) == [
        ("web01", "showrev.web01", "pkginfo.web01", "-"),
        ("web02", "showrev.web02", "pkginfo-l.web02", "-"),
    ]


EXPLORER = (
    "sysconfig/uname-a.out",
    "sysconfig/uname-X.out",
    "patch+pkg/showrev-p.out",
    "patch+pkg/pkginfo-l.out",
    "patch+pkg/patch_date.out",
)


def test_an_explorer_tree(tmp_path: Path) -> None:
    lay(tmp_path, *EXPLORER)
    assert found(tmp_path) == [
        (".", "patch+pkg/showrev-p.out", "patch+pkg/pkginfo-l.out", "sysconfig/uname-a.out"),
    ]


def test_a_directory_of_hosts_of_every_form_finds_each_once(tmp_path: Path) -> None:
    lay(tmp_path, *(f"explorer.1.web03-2003/{name}" for name in EXPLORER))
    lay(tmp_path, "rack1/web01/showrev.out", "rack1/web02/showrev.out", "web04_showrev.out")
    lay(tmp_path, "empty/notes.txt")
    (tmp_path / "again").symlink_to(tmp_path / "rack1")
    (tmp_path / "rack1" / "loop").symlink_to(tmp_path)
    labels = [one[0] for one in found(tmp_path)]
    assert len(labels) == 4
    assert labels == sorted(labels)
    assert {Path(label).name for label in labels} == {
        "explorer.1.web03-2003",
        "web01",
        "web02",
        "web04",
    }


def test_what_does_not_exist_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="does not exist, and no dump was found there"):
        hosts_of(str(tmp_path / "absent"))
    with pytest.raises(UnusableError, match="does not exist"):
        hosts_of(str(tmp_path / "absent" / "web01_"))


def test_a_directory_without_dumps_is_unusable_and_says_what_was_looked_for(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "notes.txt")
    with pytest.raises(UnusableError, match="looked for names with showrev, patchadd, pkginfo"):
        hosts_of(str(tmp_path))


def test_a_dump_given_by_itself_is_a_host(tmp_path: Path) -> None:
    lay(tmp_path, "web01_showrev.out", "web01_pkginfo.out")
    assert found(tmp_path, "web01_showrev.out") == [("web01", "web01_showrev.out", "-", "-")]


def test_dumps_of_one_folder_given_one_by_one_are_of_one_host(tmp_path: Path) -> None:
    lay(tmp_path, "showrev.out", "pkginfo.out", "uname.out")
    units = find([str(tmp_path / "showrev.out"), str(tmp_path / "pkginfo.out")]).units
    assert [type(unit) for unit in units] == [HostFiles]


def test_a_file_that_is_neither_dump_nor_archive_is_unusable(tmp_path: Path) -> None:
    lay(tmp_path, "notes.txt")
    with pytest.raises(UnusableError, match="is no dump and no archive that can be read"):
        hosts_of(str(tmp_path / "notes.txt"))


def refuse_to_list(monkeypatch: pytest.MonkeyPatch, refused: Path) -> None:
    scandir = os.scandir

    def list_or_refuse(path: str) -> object:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", list_or_refuse)


def test_a_directory_that_can_not_be_read_is_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_list(monkeypatch, tmp_path)
    with pytest.raises(UnusableError, match="can't be read: Permission denied"):
        hosts_of(str(tmp_path))


def test_a_directory_below_that_can_not_be_read_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "web01/showrev.out", "web02/showrev.out")
    refuse_to_list(monkeypatch, tmp_path / "web02")
    result = find([str(tmp_path)])
    assert [Path(unit.label).name for unit in result.units if isinstance(unit, HostFiles)] == [
        "web01"
    ]
    assert result.unplaced == (
        Unplaced(str(tmp_path / "web02"), "can't be read: Permission denied"),
    )


def test_folders_far_below_are_left_alone_and_reported(tmp_path: Path) -> None:
    lay(tmp_path, "showrev.out", "/".join("abcdefghijkl") + "/showrev.out")
    assert [one[0] for one in found(tmp_path)] == ["."]
    reason = (
        "lies more folders deep than 8 (raise it with --limit depth=...); it was not looked into"
    )
    deep = tmp_path / "a/b/c/d/e/f/g/h/i"
    assert find([str(tmp_path)]).unplaced == (Unplaced(str(deep), reason),)


def test_no_more_entries_are_looked_at_than_the_limit(tmp_path: Path) -> None:
    lay(tmp_path, "a/showrev.out", *(f"b/{number}.dat" for number in range(20)))
    lay(tmp_path, "c/showrev.out")
    most = "10 (raise it with --limit entries=...)"
    result = find([str(tmp_path)], Limits(entries=10))
    assert [Path(one.label).name for one in result.units if isinstance(one, HostFiles)] == ["a"]
    assert [(Path(one.path).name, one.reason) for one in result.unplaced] == [
        (name, f"is not looked through: more files and folders than {most}; {left} left out")
        for name, left in (("b", "14 entries are"), ("c", "1 entries are"))
    ]
