"""The same files in every encoding that they come in: the same facts, the text legible."""

import gzip
from dataclasses import dataclass

import pytest

from patchcheck.model.diagnostic import Severity
from patchcheck.model.host import PackageInstance
from patchcheck.readers.pkginfo import read_pkginfo
from patchcheck.readers.showrev import read_showrev
from patchcheck.readers.text import Source, decode
from patchcheck.readers.uname import read_uname
from patchcheck.readers.xref import read_xref
from tests.cli.small import PKGINFO, SHOWREV, UNAME, XREF

JAPANESE = "メールが届かない問題を直すパッチ"
ACCENTED = "répare l'accès à la mémoire"
ASCII = "repairs the mailer"


@dataclass(frozen=True)
class Written:
    """How a file was saved: the text that is not ASCII in it, its encoding, its mark."""

    text: str
    encoding: str
    read_as: str
    mark: bytes = b""

    def source(self, text: str, line_end: str) -> Source:
        whole = text.replace("\n", line_end)
        return decode(self.mark + whole.encode(self.encoding), "given")


WRITTEN = {
    "ASCII": Written(ASCII, "ascii", "ascii"),
    "ASCII with the mark of UTF-8": Written(ASCII, "ascii", "ascii", b"\xef\xbb\xbf"),
    "Latin-1": Written(ACCENTED, "latin-1", "latin-1"),
    "UTF-8": Written(ACCENTED, "utf-8", "utf-8"),
    "UTF-8 with its mark": Written(JAPANESE, "utf-8", "utf-8", b"\xef\xbb\xbf"),
    "EUC-JP": Written(JAPANESE, "euc_jp", "euc_jp"),
    "Shift_JIS": Written(JAPANESE, "shift_jis", "cp932"),
    "UTF-16 LE with its mark": Written(JAPANESE, "utf-16-le", "utf-16-le", b"\xff\xfe"),
    "UTF-16 BE with its mark": Written(JAPANESE, "utf-16-be", "utf-16-be", b"\xfe\xff"),
    "UTF-16 LE without a mark": Written(ASCII, "utf-16-le", "utf-16-le"),
    "UTF-16 BE without a mark": Written(ASCII, "utf-16-be", "utf-16-be"),
}


@pytest.fixture(params=WRITTEN)
def written(request: pytest.FixtureRequest) -> Written:
    return WRITTEN[str(request.param)]


@pytest.fixture(params=["\n", "\r\n"], ids=["LF", "CRLF"])
def line_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_an_xref_has_the_same_rows_and_a_legible_synopsis(written: Written, line_end: str) -> None:
    text = XREF.replace("a security patch", written.text)
    source = written.source(text, line_end)
    found = read_xref(source)
    plain = read_xref(decode(XREF.encode(), "given"))
    assert source.encoding == written.read_as
    assert [row[:10] for row in found.rows] == [row[:10] for row in plain.rows]
    assert found.date == plain.date
    assert found.rows[0].synopsis == written.text
    assert found.source
    assert found.source.account.lines == text.count("\n")
    assert not found.diagnostics


def test_showrev_has_the_same_patches_and_facts(written: Written, line_end: str) -> None:
    """What is not ASCII stands in the domain, which is no fact."""
    text = SHOWREV.replace("Domain:", f"Domain: {written.text}")
    found = read_showrev(written.source(text, line_end))
    plain = read_showrev(decode(SHOWREV.encode(), "given"))
    assert found.patches == plain.patches != ()
    assert found.system == plain.system
    assert found.input.account.rejected_lines == 0


def test_pkginfo_has_the_same_packages(written: Written, line_end: str) -> None:
    text = PKGINFO.replace("Core Solaris, (Root)", written.text)
    found = read_pkginfo(written.source(text, line_end))
    version = "11.8.0,REV=2000.01.08.18.12"
    assert found.packages == (
        PackageInstance("SUNWcsr", "sparc", version, "completely installed", line=1),
    )
    assert found.input.account.rejected_lines == 0


def test_uname_tells_the_same_system(written: Written, line_end: str) -> None:
    found = read_uname(written.source(UNAME, line_end))
    assert found.system == read_uname(decode(UNAME.encode(), "given")).system


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"], ids=["LE", "BE"])
def test_half_a_character_at_the_end_is_told_of_and_costs_no_row(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    found = read_xref(decode(mark + XREF.encode(encoding) + b"x", "given"))
    assert len(found.rows) == 4
    lost = found.diagnostics[0]
    assert (lost.line, lost.severity) == (0, Severity.WARNING)
    assert lost.message == "what was no UTF-16 stands as U+FFFD"


def test_bytes_of_no_encoding_are_kept_one_by_one() -> None:
    """A name in Shift_JIS between others in EUC-JP: neither fits, nothing is lost or moved."""
    mixed = JAPANESE.encode("shift_jis") + b" " + JAPANESE.encode("euc_jp")
    data = XREF.encode().replace(b"a security patch", mixed)
    found = read_xref(decode(data, "given"))
    assert [row.number for row in found.rows] == ["100001", "100002", "100003", "100004"]
    assert found.rows[0].synopsis.encode("latin-1") == mixed


def test_a_packed_file_cut_short_is_told_of() -> None:
    data = gzip.compress(XREF.encode() * 50)
    found = read_xref(decode(data[: len(data) // 2], "given"))
    assert found.diagnostics[0].severity is Severity.ERROR
    assert "end early" in found.diagnostics[0].message
