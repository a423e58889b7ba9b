from pathlib import Path

import pytest

from patchcheck.model.errors import UnusableError
from patchcheck.readers.locate import HostFiles, locate


def lay(top: Path, *names: str) -> None:
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n", encoding="ascii")


def found(top: Path, argument: str = "") -> list[tuple[str, ...]]:
    """Labels and paths of the hosts found, below `top`."""

    def short(path: Path | None) -> str:
        return "-" if path is None else path.relative_to(top).as_posix()

    return [
        (
            Path(one.label).relative_to(top).as_posix(),
            *map(short, (one.showrev, one.pkginfo, one.uname)),
        )
        for one in locate(f"{top}/{argument}")
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

    def whole(name: str | None) -> Path | None:
        return tmp_path / name if name else None

    assert locate(str(tmp_path)) == (
        HostFiles(str(tmp_path), whole(showrev), whole(pkginfo), whole(uname)),
    )


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
        locate(str(tmp_path / "absent"))
    with pytest.raises(UnusableError, match="does not exist"):
        locate(str(tmp_path / "absent" / "web01_"))


def test_a_directory_without_dumps_is_unusable_and_says_what_was_looked_for(
    tmp_path: Path,
) -> None:
    lay(tmp_path, "notes.txt")
    with pytest.raises(UnusableError, match="looked for names with showrev, patchadd, pkginfo"):
        locate(str(tmp_path))


def test_a_file_is_unusable(tmp_path: Path) -> None:
    lay(tmp_path, "showrev.out")
    with pytest.raises(UnusableError, match="is a file; a directory or a prefix was wanted"):
        locate(str(tmp_path / "showrev.out"))


def test_a_directory_that_can_not_be_read_is_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UnusableError, match="can't be read: Permission denied"):
        locate(str(tmp_path))


def test_folders_far_below_are_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, "showrev.out", "/".join("abcdefghijkl") + "/showrev.out")
    assert [one[0] for one in found(tmp_path)] == ["."]
