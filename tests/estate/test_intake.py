"""Which files are dumps, of which host, and of which day."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from patchcheck.cli.inputs import open_unit
from patchcheck.estate.files import HostFiles
from patchcheck.estate.intake import Found, find, identify, read
from patchcheck.estate.tree import Archive
from patchcheck.model.host import Host
from tests.cli.small import PKGINFO, SHOWREV, UNAME
from tests.estate.pack import compress, tar, write

DAY = date(2003, 6, 17)
PATCH = "Patch: 100004-05 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr\n"


def host_of(argument: Path, on: date | None = None) -> Host:
    (unit,) = find([str(argument)]).units
    (files,) = open_unit(unit).hosts
    return read(files, on=on)


def kinds(found: Found, top: Path) -> list[tuple[str, ...]]:
    """Label, showrev, pkginfo and uname of each host, below `top`."""
    return [
        tuple(
            Path(path).relative_to(top).as_posix() if path else "-"
            for path in (
                unit.label,
                *(file.path if file else "" for file in (unit.showrev, unit.pkginfo, unit.uname)),
            )
        )
        for unit in found.units
        if isinstance(unit, HostFiles)
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a": SHOWREV, "b": PKGINFO}, [(".", "a", "b", "-")]),
        ({"w.txt": SHOWREV, "w_pkginfo": PKGINFO}, [("w", "w.txt", "w_pkginfo", "-")]),
        ({"showrev.out": SHOWREV, "x.txt": UNAME}, [(".", "showrev.out", "-", "x.txt")]),
        ({"a.Z": compress(SHOWREV.encode())}, [(".", "a.Z", "-", "-")]),
    ],
    ids=["names say nothing", "stem", "beside a name", "packed"],
)  # fmt: skip
def test_a_kind_is_told_by_content(
    tmp_path: Path, files: dict[str, str | bytes], expected: list[tuple[str, ...]]
) -> None:
    found = find([str(write(tmp_path, files))])
    assert kinds(found, tmp_path) == expected
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("files", "lost"),
    [
        ({"showrev.out": SHOWREV, "a": PKGINFO, "b": PKGINFO}, {"a", "b"}),
        ({"showrev.out": SHOWREV, "a": SHOWREV}, {"a"}),
        ({"web01_showrev": SHOWREV, "web02_showrev": SHOWREV, "a": PKGINFO}, {"a"}),
    ],
    ids=["two of a kind", "the name's comes first", "two hosts"],
)
def test_what_may_be_of_any_host_is_listed(
    tmp_path: Path, files: dict[str, str | bytes], lost: set[str]
) -> None:
    found = find([str(write(tmp_path, files))])
    assert {Path(one.path).name for one in found.unplaced} == lost
    assert all("nothing tells which host it is of" in one.reason for one in found.unplaced)


def test_files_that_are_something_else_are_passed_over(tmp_path: Path) -> None:
    other: dict[str, str | bytes] = {
        "README": "Read me.\n",
        "notes.txt": "The line of uname was: \nSunOS tiny 5.8 Generic\n" + "More of it.\n" * 9,
        "empty": "",
        "blob": bytes(range(256)),
        "patchdiag.xref": "## PATCHDIAG TOOL\n",
        "show.py": PATCH,
    }
    assert find([str(write(tmp_path, {"showrev.out": SHOWREV, **other}))]).unplaced == ()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.tar.gz", b"garbage", "is an archive by its name, but not by its content"),
        ("x.tar.bz2", b"BZh91AY", "is packed in a way that can't be read here"),
        ("x.7z", b"7z\xbc\xaf\x27\x1c", "is packed in a way that can't be read here"),
    ],
)
def test_archives_that_are_none_are_listed(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    write(tmp_path, {"showrev.out": SHOWREV, name: data})
    assert [one.reason for one in find([str(tmp_path)]).unplaced] == [reason]


def test_an_archive_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"x.tar.gz": tar({"showrev": SHOWREV}), "y": tar({"showrev": SHOWREV})})
    assert find([str(tmp_path)]).units == tuple(
        Archive(str(tmp_path / name), (tmp_path.name,)) for name in ("x.tar.gz", "y")
    )


def test_dumps_under_each_others_names_are_read_as_what_they_are(tmp_path: Path) -> None:
    write(tmp_path, {"showrev.out": PKGINFO, "pkginfo.out": UNAME, "uname.out": SHOWREV})
    host = host_of(tmp_path)
    assert host.judged
    assert len(host.patches) == 1
    assert host.packages is not None
    assert [one.message for one in host.diagnostics] == [
        "is a showrev or patchadd -p listing, whatever its name says; it is read as that",
        "is a pkginfo listing, whatever its name says; it is read as that",
        "is the output of uname, whatever its name says; it is read as that",
    ]


def test_r16_a_name_counts_where_the_content_says_nothing(tmp_path: Path) -> None:
    host = host_of(write(tmp_path, {"showrev.out": b"", "pkginfo.out": PKGINFO}))
    assert host.not_judged_because is not None
    assert "showrev.out is empty" in host.not_judged_because


@pytest.mark.parametrize(
    ("path", "head", "on", "origin"),
    [
        ("explorer.80f3b1d7.a-2003.06.17.12.34/showrev", "", None, "the name explorer.80f3b1d7.a"),
        ("web01-20030617/showrev.out", "", date(2001, 1, 1), "the name web01-20030617"),
        ("web01/showrev_2003-06-17.out", "", None, "the name showrev_2003-06-17.out"),
        ("2001.01.01/showrev_2003-06-17.out", "", None, "the name showrev_2003-06-17.out"),
        ("200306171234/showrev.out", "", None, "the name 200306171234"),
        ("a/showrev", "Tue Jun 17 12:34:56 MEST 2003\n", date(2001, 1, 1), "a line of date(1) in "),
        ("web01/showrev.out", "", DAY, "--date"),
        ("web01/showrev.out", "", None, "the time of the file"),
        ("explorer.20010203.tiny/showrev.out", "", None, "the time of the file"),
        ("web01-20031317/showrev.out", "", None, "the time of the file"),
    ],
)  # fmt: skip
def test_the_day_of_the_dumps(
    tmp_path: Path, path: str, head: str, on: date | None, origin: str
) -> None:
    write(tmp_path, {path: head + SHOWREV})
    noon = datetime(2003, 6, 17, 12, tzinfo=UTC).timestamp()
    os.utime(tmp_path / path, (noon, noon))
    (unit,) = find([str(tmp_path)]).units
    assert isinstance(unit, HostFiles)
    dated = read(unit, on=on).dated
    assert dated is not None
    assert dated.day == DAY
    assert dated.origin.startswith(origin)


def test_the_time_of_a_member_and_the_name_of_its_archive(tmp_path: Path) -> None:
    noon = int(datetime(2003, 6, 17, 12, tzinfo=UTC).timestamp())
    data = tar({"sysconfig/uname-a.out": UNAME, "patch+pkg/showrev-p.out": PATCH}, mtime=noon)
    write(tmp_path, {"x.tar": data, "explorer.80f3b1d7.tiny-2003.06.18.12.34.tar": data})
    days = [read(open_unit(unit).hosts[0]).dated for unit in find([str(tmp_path)]).units]
    assert [day and day.day for day in days] == [date(2003, 6, 18), DAY]


def test_an_explorer_name_tells_hostid_and_the_name_that_no_dump_tells(tmp_path: Path) -> None:
    name = "explorer.80f3b1d7.web-03.example-2003.06.17.12.34"
    write(tmp_path, {f"{name}/patch+pkg/showrev-p.out": PATCH})
    (unit,) = find([str(tmp_path)]).units
    assert isinstance(unit, HostFiles)
    host = read(unit)
    assert host.hostname == "web-03.example"
    assert identify(unit, host).hostid == "80f3b1d7"
    assert any("is taken from its name" in one.message for one in host.diagnostics)


def test_install_dates_of_an_explorer_tree(tmp_path: Path) -> None:
    tree = {
        "sysconfig/uname-a.out": UNAME,
        "patch+pkg/showrev-p.out": PATCH,
        "patch+pkg/patch_date.out": "100004-05 Tue Jun 17 12:34:56 MEST 2003\n",
    }
    host = host_of(write(tmp_path, tree))
    assert [one.installed_on for one in host.patches] == [DAY]
    assert [one.kind for one in host.inputs] == ["uname", "showrev", "patch_date"]


def test_the_files_of_an_explorer_tree_are_not_looked_into(tmp_path: Path) -> None:
    tree = {"e/sysconfig/uname-a.out": UNAME, "e/patch+pkg/showrev-p.out": PATCH}
    write(tmp_path, {**tree, "e/etc/showrev": PATCH, "e/patch+pkg/other": PKGINFO, "e/x": PATCH})
    found = find([str(tmp_path)])
    assert len(found.units) == 1
    assert found.unplaced == ()


def test_the_same_place_given_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, {"web01/showrev.out": SHOWREV, "x.tar": tar({"showrev": SHOWREV})})
    (tmp_path / "link").symlink_to(tmp_path / "web01")
    arguments = [tmp_path, tmp_path / "web01", tmp_path / "x.tar", tmp_path / "link" / "show"]
    assert len(find([str(one) for one in arguments]).units) == 2


@pytest.mark.parametrize("prefix", ["web01", "web01_", "web"])
def test_a_prefix_leads_to_archives_too(tmp_path: Path, prefix: str) -> None:
    write(tmp_path, {"web01_showrev.out": SHOWREV, "web01_all.tar": tar({"showrev": SHOWREV})})
    assert len(find([str(tmp_path / prefix)]).units) == 2
