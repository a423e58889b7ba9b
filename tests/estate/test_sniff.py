"""What a file is told for by its first bytes."""

import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.estate.sniff import Form, form_of
from tests.estate.pack import header

PLAIN = header("a/showrev.out", 5)
MAGIC = slice(257, 265)
CHECKSUM = slice(148, 156)


def changed(data: bytes, place: slice, value: bytes) -> bytes:
    return data[: place.start] + value + data[place.stop :]


def summed(data: bytes, form: str = "%06o\0 ", *, signed: bool = False) -> bytes:
    """Write the checksum of a header anew."""
    blank = changed(data, CHECKSUM, b" " * 8)
    total = sum(memoryview(blank).cast("b")) if signed else sum(blank)
    return changed(data, CHECKSUM, (form % total).encode())


def is_tar(head: bytes) -> bool:
    """Ask tarfile, which reads the archive later."""
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


V7 = summed(changed(PLAIN, MAGIC, bytes(8)))
LATIN = summed(header("h\u00f6st/showrev.out"), signed=True)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        pytest.param(PLAIN, Form.TAR, id="GNU"),
        pytest.param(tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT), Form.TAR, id="ustar"),
        pytest.param(V7, Form.TAR, id="of the time before ustar"),
        pytest.param(LATIN, Form.TAR, id="summed as signed bytes"),
        pytest.param(summed(PLAIN, "%07o\0"), Form.TAR, id="seven digits"),
        pytest.param(summed(PLAIN, "%6o\0 "), Form.TAR, id="blanks before the digits"),
        pytest.param(summed(PLAIN, "%8o"), Form.TAR, id="nothing behind the digits"),
        pytest.param(changed(PLAIN, slice(0, 1), b"b"), None, id="damaged"),
        pytest.param(changed(PLAIN, CHECKSUM, b"checksum"), None, id="no number"),
        pytest.param(PLAIN[:511], None, id="cut"),
        pytest.param(bytes(512), None, id="zeros"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_a_tar_archive_is_told_by_its_checksum(head: bytes, form: Form | None) -> None:
    assert form_of(head) is form
    assert is_tar(head) is (form is Form.TAR)


@given(st.binary(min_size=1, max_size=98), st.booleans(), st.sampled_from(["%06o\0 ", "%08d"]))
def test_tarfile_tells_the_same(name: bytes, signed: bool, form: str) -> None:
    head = summed(changed(PLAIN, slice(2, 2 + len(name)), name), form, signed=signed)
    assert (form_of(head) is Form.TAR) is is_tar(head)
