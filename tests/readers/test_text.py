"""Bytes to text: unpacking, encodings, and what ASCII facts must survive whatever the guess."""

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.errors import UnusableError
from patchcheck.readers.text import UNPACK_LIMIT, decode, load, looks_binary
from tests.estate.pack import compress

KANA = "サーバのパッチ"  # "server's patch"
PORT = "ポート|設定"  # the second byte of its first character is "|" in Shift_JIS


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "ascii"),
        (b"Patch: 108528-19\r\n", "Patch: 108528-19\r\n", "ascii"),
        (b"\xef\xbb\xbfa\n", "a\n", "utf-8"),
        (b"\xef\xbb\xbfcaf\xe9", "café", "latin-1"),
        ("café".encode(), "café", "utf-8"),
        ("café".encode("latin-1"), "café", "latin-1"),
        (b"\xff\xfe" + "aé\n".encode("utf-16-le"), "aé\n", "utf-16-le"),
        (b"\xfe\xff" + KANA.encode("utf-16-be"), KANA, "utf-16-be"),
        ("Patch: 1\r\n".encode("utf-16-le"), "Patch: 1\r\n", "utf-16-le"),
        ("Patch: 1\r\n".encode("utf-16-be"), "Patch: 1\r\n", "utf-16-be"),
        (KANA.encode(), KANA, "utf-8"),
        (KANA.encode("euc_jp"), KANA, "euc_jp"),
        (KANA.encode("cp932"), KANA, "cp932"),
        (PORT.encode("cp932"), PORT, "cp932"),
        ("ソート表\\".encode("cp932"), "ソート表\\", "cp932"),
        ("Größe, Gänse, Füße".encode("latin-1"), "Größe, Gänse, Füße", "latin-1"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    source = decode(data, "dump")
    assert source.text == text
    assert source.encoding == ("ascii" if text.isascii() and encoding == "utf-8" else encoding)
    assert source.remarks == ()


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "euc_jp", "cp932", "latin-1"])
def test_ascii_means_ascii_in_every_encoding_tried(encoding: str) -> None:
    ascii_bytes = bytes(range(128))
    assert ascii_bytes.decode(encoding) == ascii_bytes.decode("ascii")


@pytest.mark.parametrize(
    "line",
    [
        b"caf\xe9|x|y",  # 0xe9 0x7c is one kanji in Shift_JIS
        b"caf\xe9|" + KANA.encode("cp932"),  # the same in a file that is Japanese elsewhere
    ],
)
def test_a_latin_letter_before_a_bar_does_not_swallow_it(line: bytes) -> None:
    assert decode(line, "xref").text.count("|") == line.count(b"|")


ASCII_FIELDS = b"108528|19|Feb/21/03|R|S| |  |8|sparc;|SUNWcsr:11.8.0;|"


@given(st.lists(st.binary(max_size=12), max_size=6))
@example([PORT.encode("cp932"), b"caf\xe9"])
@example([KANA.encode("euc_jp"), b"\xe9"])
@example([KANA.encode("cp932") + b"\xe9"])
def test_ascii_fields_survive_any_synopsis(synopses: list[bytes]) -> None:
    """Whatever bytes stand in the synopses, the ten fields before them are cut rightly."""
    lines = [ASCII_FIELDS + text.replace(b"\n", b"").replace(b"\0", b"") for text in synopses]
    text = decode(b"\n".join([*lines, b""]), "xref").text
    assert [line.split("|")[:10] for line in text.split("\n")[:-1]] == [
        ASCII_FIELDS.decode().split("|")[:10]
    ] * len(lines)


@given(st.binary())
@example(b"\x1f\x8b")
@example(b"\x1f\x8b\x08\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xfe\xff\xd8")
@example(b"\xef\xbb\xbf\xed\xa0\x80")
@example(b"a\0b\0\0\xd8")
def test_decoding_takes_any_bytes(data: bytes) -> None:
    if data.startswith(b"\x1f\x9d"):
        return
    text = decode(data, "dump").text
    assert not any("\ud800" <= character <= "\udfff" for character in text)


def test_damaged_utf_16_is_told() -> None:
    source = decode(b"\xff\xfea\0\x00\xd8b\0", "dump")
    assert source.text == "a\ufffdb"
    assert source.remarks == ("what was no UTF-16 stands as U+FFFD",)


def test_sha256_is_that_of_the_bytes_on_disk() -> None:
    packed = gzip.compress(b"a\n", mtime=0)
    assert decode(packed, "dump").sha256 != decode(b"a\n", "dump").sha256
    assert decode(b"", "dump").sha256.startswith("e3b0c44298fc1c14")


def test_gzip_of_several_members() -> None:
    source = decode(gzip.compress(b"one\n") + gzip.compress(b"two\n") + b"\0" * 512, "dump.gz")
    assert (source.text, source.remarks, source.truncated) == ("one\ntwo\n", (), False)


def test_gzip_cut_short_keeps_what_could_be_unpacked() -> None:
    noise = os.urandom(50_000).hex().encode()
    source = decode(gzip.compress(noise)[:30_000], "dump.gz")
    assert source.truncated
    assert len(source.text) > 40_000
    assert noise.decode().startswith(source.text)
    (remark,) = source.remarks
    assert (
        remark == f"the packed data end early; the first {len(source.text)} bytes could be unpacked"
    )


def test_gzip_with_a_wrong_checksum_is_damaged() -> None:
    packed = bytearray(gzip.compress(b"Patch: 108528-19\n"))
    packed[-8] ^= 1
    source = decode(bytes(packed), "dump.gz")
    assert source.truncated
    assert source.text == "Patch: 108528-19\n"
    assert "are damaged" in source.remarks[0]


def test_what_follows_gzip_data_is_left_out_and_told() -> None:
    source = decode(gzip.compress(b"a\n") + b"-- \nsignature\n", "dump.gz")
    assert (source.text, source.truncated) == ("a\n", False)
    assert source.remarks == ("what follows the packed data was left out",)


def test_gzip_that_unpacks_to_too_much() -> None:
    packed = gzip.compress(bytes(1001))
    assert decode(packed, "dump.gz", limit=1001).text == "\0" * 1001
    with pytest.raises(UnusableError, match=r"^dump.gz: error: unpacks to more than 1000 bytes$"):
        decode(packed, "dump.gz", limit=1000)
    assert UNPACK_LIMIT == 536_870_912


def test_compress_is_unpacked() -> None:
    text = "Patch: 108528-19\n" * 100
    source = decode(compress(text.encode()), "dump.Z")
    assert (source.text, source.truncated, source.remarks) == (text, False, ())


@pytest.mark.parametrize("cut", [8, 17, 98])
def test_r16_compress_that_ends_within_a_code_is_truncated(cut: int) -> None:
    packed = bytearray(compress(b"Patch: 108528-19\n" * 14))
    packed[2] = 0x89  # no code is wider than 9 bits: the decoder tells a cut at the full width only
    source = decode(bytes(packed[:-cut]), "dump.Z")
    assert source.truncated
    assert "Patch: 108528-19\n".startswith(source.text[:17])


def test_r16_compress_with_senseless_codes_is_damaged() -> None:
    source = decode(b"\x1f\x9d\x90" + b"\xff" * 9, "dump.Z")
    assert source.truncated
    assert source.remarks[0].startswith("the packed data are damaged (Invalid code 511")


def test_compress_that_unpacks_to_too_much_is_unusable() -> None:
    with pytest.raises(UnusableError, match=r"dump\.Z: error: unpacks to more than 1000 bytes"):
        decode(compress(bytes(1001)), "dump.Z", limit=1000)


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"", False),
        (b"Patch: 108528-19\r\n\f\tend\x1b[0m\n", False),
        (b"\x7fELF\x01\x02\x01\0\0", True),
        (b"\x01\x02\x03 not much text\x04", True),
        (bytes(range(1, 256)) * 4, True),
        (b"a" * 1000 + b"\x01", False),
        ("äöü".encode("latin-1"), False),
        (KANA.encode("cp932"), False),
    ],
)
def test_r16_what_looks_binary(data: bytes, binary: bool) -> None:
    assert looks_binary(decode(data, "dump")) is binary


def test_load_names_the_file_and_the_reason(tmp_path: Path) -> None:
    missing = tmp_path / "none.xref"
    with pytest.raises(UnusableError, match=r"none\.xref: error: can't be read: No such file"):
        load(missing)
    (tmp_path / "some.xref").write_bytes(b"a\n")
    assert load(tmp_path / "some.xref").text == "a\n"
