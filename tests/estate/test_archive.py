"""What is wrong with archives: bounded, reported, and the rest goes on."""

import gzip
import io
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from patchcheck.cli.inputs import open_unit
from patchcheck.estate.intake import Opened, find, read
from patchcheck.model.host import Host
from patchcheck.model.limits import Limits
from tests.cli.small import PKGINFO, SHOWREV, UNAME
from tests.estate.pack import compress, header, padded, tar, zipped

ONE = {"a/showrev.out": SHOWREV, "a/pkginfo.out": PKGINFO}
TWO = {"b/showrev.out": SHOWREV, "b/pkginfo.out": PKGINFO}
MANY = Limits()


def opened(tmp_path: Path, data: bytes, name: str = "x.tar", limits: Limits = MANY) -> Opened:
    path = tmp_path / name
    path.write_bytes(data)
    (unit,) = find([str(path)], limits).units
    return open_unit(unit, limits)


def places(tmp_path: Path, result: Opened) -> list[str]:
    return [Path(one.label).relative_to(tmp_path).as_posix() for one in result.hosts]


def reasons(tmp_path: Path, result: Opened) -> list[tuple[str, str]]:
    return [(one.path.removeprefix(f"{tmp_path}/"), one.reason) for one in result.unplaced]


def hosts(result: Opened) -> list[Host]:
    return [read(files) for files in result.hosts]


@pytest.mark.parametrize(
    ("member", "path", "reason"),
    [
        (
            header("../showrev.out"),
            "x.tar/../showrev.out",
            "has a name that leads out of the archive; it was not read",
        ),
        (
            header("/etc/showrev.out"),
            "x.tar//etc/showrev.out",
            "has an absolute name; it was not read",
        ),
        (
            header("C:/showrev.out"),
            "x.tar/C:/showrev.out",
            "has an absolute name; it was not read",
        ),
        (
            header("b\\showrev.out"),
            "x.tar/b\\showrev.out",
            "has backslashes in its name; it was not read",
        ),
        (
            header("b/showrev.out", kind=tarfile.SYMTYPE),
            "x.tar/b/showrev.out",
            "is a link; it was not followed",
        ),
        (
            header("b/showrev.out", kind=tarfile.LNKTYPE),
            "x.tar/b/showrev.out",
            "is a link; it was not followed",
        ),
        (
            header("b/showrev.out", kind=tarfile.CHRTYPE),
            "x.tar/b/showrev.out",
            "is a device or pipe; it was not followed",
        ),
        (
            header("b/fifo", kind=tarfile.FIFOTYPE),
            "x.tar/b/fifo",
            "is a device or pipe; it was not followed",
        ),
    ],
    ids=["dots", "absolute", "drive", "backslash", "symlink", "hard link", "device", "fifo"],
)
def test_members_that_are_not_to_be_trusted_are_listed(
    tmp_path: Path, member: bytes, path: str, reason: str
) -> None:
    result = opened(tmp_path, tar(ONE, member))
    assert places(tmp_path, result) == ["x.tar/a"]
    assert reasons(tmp_path, result) == [(path, reason)]
    assert [host.judged for host in hosts(result)] == [True]


@pytest.mark.parametrize("name", ["inner.tar.gz", "inner", "a/showrev.zip"])
def test_an_archive_in_an_archive_is_listed(tmp_path: Path, name: str) -> None:
    inner = gzip.compress(tar(TWO), mtime=0)
    result = opened(tmp_path, tar({**ONE, name: inner}))
    assert places(tmp_path, result) == ["x.tar/a"]
    reason = "is an archive in an archive; it was not opened"
    assert reasons(tmp_path, result) == [(f"x.tar/{name}", reason)]


def test_a_huge_member_is_refused_by_its_size(tmp_path: Path) -> None:
    size = 10 * 2**30
    data = tar(ONE)[:-1024] + header("b/showrev.out", size) + bytes(1024)
    result = opened(tmp_path, data)
    first, second = hosts(result)
    assert first.judged
    assert second.not_judged_because == (
        f"{tmp_path}/x.tar/b/showrev.out holds 10737418240 bytes, more than "
        "64MiB (raise it with --limit dump=...)"
    )
    assert reasons(tmp_path, result) == [
        ("x.tar", "is cut: it ends within a member; what was whole before is used")
    ]


def test_a_sparse_member_of_10_gb_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("b/showrev.out")
    info.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"00000000000\0" * 2  # one stretch of data, of no length
    block[483:495] = struct.pack(">B3xQ", 0x80, 10 * 2**30)  # the real size
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    result = opened(tmp_path, tar(ONE, bytes(block)))
    assert places(tmp_path, result) == ["x.tar/a"]
    assert reasons(tmp_path, result) == [
        ("x.tar/b/showrev.out", "is a sparse file of 10737418240 bytes; it was not followed")
    ]


@pytest.mark.parametrize("pack", [bytes, lambda data: gzip.compress(data, mtime=0), compress])
def test_r16_a_cut_archive_gives_what_was_whole(tmp_path: Path, pack: "type[bytes]") -> None:
    data = tar({**ONE, **TWO})
    at = data.rindex(b"PKGINST") + 100
    result = opened(tmp_path, pack(data[:at]))
    first, second = hosts(result)
    assert first.judged
    assert second.not_judged_because == (
        f"{tmp_path}/x.tar/b/pkginfo.out is cut: the archive ends within it"
    )
    assert reasons(tmp_path, result) == [
        ("x.tar", "is cut: the archive ends within it; what was whole before is used")
    ]


def test_r16_packed_data_that_end_early(tmp_path: Path) -> None:
    noise = {f"n{number}.dat": zlib.compress(bytes(number)) * 50 for number in range(1, 400)}
    packed = gzip.compress(tar({**ONE, **noise, **TWO}), mtime=0)
    result = opened(tmp_path, packed[: len(packed) * 9 // 10], "x.tar.gz")
    assert places(tmp_path, result) == ["x.tar.gz/a"]
    assert [host.judged for host in hosts(result)] == [True]
    assert reasons(tmp_path, result) == [
        ("x.tar.gz", "is cut: its packed data end early; what was whole before is used")
    ]


def test_r16_a_dump_lost_behind_the_damage_is_not_taken_for_absent(tmp_path: Path) -> None:
    data = tar(ONE)
    result = opened(tmp_path, data[: data.index(b"a/pkginfo.out")])
    (host,) = hosts(result)
    assert host.not_judged_because == (
        f"{tmp_path}/x.tar/a has not all its dumps; some may be lost with the rest of the archive"
    )


def test_r16_damage_between_two_members_is_no_end(tmp_path: Path) -> None:
    data = bytearray(tar({**ONE, **TWO}))
    at = data.index(b"b/showrev.out")
    data[at : at + 512] = b"\xee" * 512
    result = opened(tmp_path, bytes(data))
    assert places(tmp_path, result) == ["x.tar/a"]
    ((_, reason),) = reasons(tmp_path, result)
    assert reason.startswith("is damaged: ")


def test_a_wrong_check_sum_is_reported(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(tar(ONE), mtime=0))
    packed[-8] ^= 0xFF
    ((_, reason),) = reasons(tmp_path, opened(tmp_path, bytes(packed)))
    assert reason.startswith("is damaged: CRC check failed")


def test_a_bomb_unpacks_to_the_limit_and_no_further(tmp_path: Path) -> None:
    bomb = gzip.compress(tar(ONE)[:-1024] + header("zeros", 2**34) + bytes(2**26), mtime=0)
    limits = Limits(archive=2**20)
    tracemalloc.start()
    result = opened(tmp_path, bomb, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20
    assert places(tmp_path, result) == ["x.tar/a"]
    assert reasons(tmp_path, result) == [
        (
            "x.tar",
            (
                "unpacks to more than 1MiB (raise it with --limit archive=...); "
                "the rest was not read; what was whole before is used"
            ),
        )
    ]


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME], ids=["pax", "gnu"])
def test_headers_without_end_are_not_held_in_memory(tmp_path: Path, kind: bytes) -> None:
    bomb = gzip.compress(tar(ONE)[:-1024] + header("x", 10 * 2**30, kind) + bytes(2**25), mtime=0)
    tracemalloc.start()
    result = opened(tmp_path, bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20
    assert places(tmp_path, result) == ["x.tar/a"]
    ((_, reason),) = reasons(tmp_path, result)
    assert reason.startswith("is damaged: a member's headers have no end")


def test_headers_of_headers_of_headers(tmp_path: Path) -> None:
    chain = b"".join(header("x", 0, tarfile.XHDTYPE) for _ in range(5000))
    ((_, reason),) = reasons(tmp_path, opened(tmp_path, tar(ONE, chain)))
    assert reason.startswith("is damaged: ")


@pytest.mark.parametrize("size", ["-1", "-512", "99999999999999999999", "x"])
def test_a_pax_size_that_makes_no_sense(tmp_path: Path, size: str) -> None:
    record = f"{len(size) + 8} size={size}\n".encode()
    record = f"{len(record)} size={size}\n".encode()
    pax = header("x", len(record), tarfile.XHDTYPE) + padded(record)
    result = opened(tmp_path, tar(ONE, pax, header("b/showrev.out")))
    assert "x.tar/a" in places(tmp_path, result)
    if size != "x":  # which tarfile reads as no size at all
        assert reasons(tmp_path, result)


def test_no_more_members_are_read_than_the_limit(tmp_path: Path) -> None:
    many = {f"m/{number:06}": "" for number in range(50)}
    result = opened(tmp_path, tar({**ONE, **many, **TWO}), limits=Limits(members=20))
    assert places(tmp_path, result) == ["x.tar/a"]
    ((_, reason),) = reasons(tmp_path, result)
    assert reason.startswith("holds more members than 20 (raise it with --limit members=...); ")


def test_of_many_members_that_can_not_be_placed_the_rest_is_counted(tmp_path: Path) -> None:
    links = b"".join(header(f"l/{number}", kind=tarfile.SYMTYPE) for number in range(1000))
    found = reasons(tmp_path, opened(tmp_path, tar(ONE, links)))
    assert len(found) == 21
    assert found[-1] == ("x.tar", "holds 980 more members that could not be placed")


def test_links_of_an_explorer_tree_are_nobodys_business(tmp_path: Path) -> None:
    tree = {"e/sysconfig/uname-a.out": UNAME, "e/patch+pkg/showrev-p.out": SHOWREV}
    link = header("e/etc/hosts", kind=tarfile.SYMTYPE)
    result = opened(tmp_path, tar(tree, link))
    assert places(tmp_path, result) == ["x.tar/e"]
    assert reasons(tmp_path, result) == []


def test_folders_far_below_are_listed(tmp_path: Path) -> None:
    deep = "/".join("abcdefghi")
    result = opened(tmp_path, tar({**ONE, f"{deep}/showrev.out": SHOWREV}))
    reason = "lies more folders deep than 8 (raise it with --limit depth=...); it was not read"
    assert reasons(tmp_path, result) == [(f"x.tar/{deep}/showrev.out", reason)]


def test_an_archive_without_dumps_is_listed(tmp_path: Path) -> None:
    ((path, reason),) = reasons(tmp_path, opened(tmp_path, tar({"notes": "hello\n"})))
    assert path == "x.tar"
    assert reason.startswith("holds no dump; looked for names with showrev")


def encrypted(data: bytes) -> bytes:
    """Set the flag of encryption on every member of a zip archive."""
    changed = bytearray(data)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def test_an_encrypted_member_is_reported(tmp_path: Path) -> None:
    (host,) = hosts(opened(tmp_path, encrypted(zipped(ONE)), "x.zip"))
    assert host.not_judged_because == (
        f"{tmp_path}/x.zip/a/showrev.out is encrypted; it can't be read"
    )


def test_a_damaged_member_of_a_zip_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped({**ONE, **TWO}))
    at = data.index(b"b/pkginfo.out") + 30
    data[at : at + 20] = bytes(20)
    first, second = hosts(opened(tmp_path, bytes(data), "x.zip"))
    assert first.judged
    assert second.not_judged_because is not None
    assert second.not_judged_because.startswith(f"{tmp_path}/x.zip/b/pkginfo.out is damaged: ")


def test_a_cut_zip_is_reported(tmp_path: Path) -> None:
    result = opened(tmp_path, zipped(ONE)[:-30], "x.zip")
    ((_, reason),) = reasons(tmp_path, result)
    assert reason == "is damaged: File is not a zip file; what was whole before is used"


def test_links_in_a_zip_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("b/showrev.out")
    link.external_attr = 0o120777 << 16
    members = [(zipfile.ZipInfo(name), text.encode()) for name, text in ONE.items()]
    result = opened(tmp_path, zipped([*members, (link, b"/etc/passwd")]), "x.zip")
    assert reasons(tmp_path, result) == [("x.zip/b/showrev.out", "is a link; it was not followed")]


def overlapping(count: int) -> bytes:
    """A zip archive whose directory leads to the same packed data again and again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h/showrev", SHOWREV + "\n" * 2**20)
        first = archive.filelist[0]
        for _ in range(count):
            twin = zipfile.ZipInfo("h/showrev")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(first, name))
            archive.filelist.append(twin)
    return stream.getvalue()


def test_an_overlapping_zip_is_bounded(tmp_path: Path) -> None:
    result = opened(tmp_path, overlapping(40), "x.zip", Limits(archive=8 * 2**20))
    assert places(tmp_path, result) == ["x.zip/h"]
    ((_, reason),) = reasons(tmp_path, result)
    assert reason.startswith("unpacks to more than 8MiB (raise it with --limit archive=...); ")


def test_a_zip_member_that_declares_too_little(tmp_path: Path) -> None:
    data = bytearray(zipped({"a/showrev.out": SHOWREV + "\n" * 10_000}))
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    (host,) = hosts(opened(tmp_path, bytes(data), "x.zip"))
    assert not host.judged


@pytest.mark.parametrize("wide", [False, True], ids=["zip", "zip64"])
def test_a_zip_of_too_many_members_is_not_even_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wide: bool
) -> None:
    many = {f"m/{number:06}": "" for number in range(100)}
    if wide:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = bytearray(zipped(many))
    assert (b"PK\6\6" in data) == wide
    if wide:  # the small record says nothing; the one for large archives counts
        data[-10:-6] = bytes(4)
    result = opened(tmp_path, bytes(data), "x.zip", Limits(members=5))
    ((_, reason),) = reasons(tmp_path, result)
    assert reason.startswith("has a directory of 5400 bytes, for more members than 5 (raise it ")
