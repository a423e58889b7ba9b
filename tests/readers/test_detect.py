import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.readers.detect import Kind, detect
from patchcheck.readers.text import decode, load
from tests.readers.given import REAL, raw, source

PATCH = "Patch: 108528-19 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr\n"
STANZA = "   PKGINST:  SUNWcsr\n      ARCH:  sparc\n   VERSION:  11.8.0\n"
PAIR = "SUNWcsr      Core Solaris, (Root)\n             (sparc) 11.8.0,REV=2000.01.08.18.12\n"
UNAME = "SunOS web01 5.8 Generic_108528-15 sun4u sparc SUNW,UltraAX-i2\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Jun/17/03 ##\n", Kind.XREF),
        ("<PRE>\n##\n100001|01|Jan/01/99| | | |  |8|sparc;|SUNWcsr:1;|kernel\n", Kind.XREF),
        (PATCH, Kind.SHOWREV),
        ("> " + PATCH, Kind.SHOWREV),
        (UNAME + PATCH * 3, Kind.SHOWREV),
        ("Hostname: web01\nHostid: 80f9249b\nRelease: 5.7\n", Kind.SHOWREV),
        ("No patches are installed\n", Kind.SHOWREV),
        (" No patches installed\n", Kind.SHOWREV),
        ("Welcome to this host\n" * 3000 + PATCH, Kind.SHOWREV),
        (STANZA, Kind.PKGINFO),
        (STANZA.replace(" ", ""), Kind.PKGINFO),
        (PAIR, Kind.PKGINFO),
        ("  1  " + PAIR, Kind.PKGINFO),
        ("SUNW5xmft                 (sparc) 7.0,REV=1.0.6\n", Kind.PKGINFO),
        ('ERROR: information for "SUNWnetcat" was not found\n', Kind.PKGINFO),
        (UNAME, Kind.UNAME),
        (UNAME.lower(), Kind.UNAME),
        ("&gt;  " + UNAME, Kind.UNAME),
        ("Welcome\n\n" + UNAME, Kind.UNAME),
        ("Linux web01 3.10.0 #1 SMP x86_64 GNU/Linux\n", Kind.UNAME),
        ("", Kind.EMPTY),
        ("\n \r\n", Kind.EMPTY),
        ("Patch: 108528-19\0\n", Kind.BINARY),
        ("\x01\x02\x03\x04" * 20, Kind.BINARY),
        (
            (
                "NAME (PUBLISHER)                  VERSION                    IFO\n"
                "archiver/gnu-tar                  1.26-0.175.1.0.0.24.0      i--\n"
            ),
            Kind.IPS,
        ),
        ("archiver/gnu-tar                  1.26-0.175.1.0.0.24.0      i--\n", Kind.IPS),
        (
            (
                "          Name: entire\n     Publisher: solaris\n"
                "          FMRI: pkg://solaris/entire@0.5.11\n"
            ),
            Kind.IPS,
        ),
        ("bash-4.2.46-34.el7.x86_64\nglibc-2.17-326.el7.i686\n", Kind.RPM),
        ("bash-5.0.18         The GNU Shell\npkg-1.14.6 Package manager\n", Kind.BSD),
        ("system      SUNWcsr    Core Solaris, (Root)\n", Kind.PKGINFO_SHORT),
        (
            '\tsystem      SUNWarc   Lint Libraries\n\tERROR: information for "X" was not found\n',
            Kind.PKGINFO_SHORT,
        ),
        ("ARCH=i386\nBASEDIR=/\nCATEGORY=system\n", Kind.PKGINFO_FILE),
        ("hello\nworld\n", Kind.UNKNOWN),
        ("the system SUNWcsr is\none of many words\nin this text\n", Kind.UNKNOWN),
    ],
)
def test_kinds_are_told_by_content(text: str, kind: Kind) -> None:
    assert detect(source(text)) is kind


def test_packed_data_are_unpacked_before() -> None:
    assert detect(decode(gzip.compress(PATCH.encode()), "showrev.out.gz")) is Kind.SHOWREV


def test_every_kind_has_words() -> None:
    assert all(kind.words for kind in Kind)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_any_text_has_a_kind(text: str) -> None:
    assert detect(raw(text)) in Kind


@pytest.mark.parametrize("text", ["a" * 5_000_000, "\n" * 5_000_000 + "x", "> " * 2_000_000])
def test_hostile_texts_are_unknown(text: str) -> None:
    assert detect(raw(text)) is Kind.UNKNOWN


def test_real_fragments_are_told_by_the_folder_they_lie_in() -> None:
    if not REAL.is_dir():
        pytest.skip(f"no real fragments at {REAL}")
    others = {Kind.IPS, Kind.PKGINFO_SHORT, Kind.PKGINFO_FILE}
    for kind in (Kind.XREF, Kind.SHOWREV, Kind.PKGINFO, Kind.UNAME):
        for path in (REAL / kind.value).rglob("*"):
            if path.is_file():
                assert detect(load(path)) in {kind, *others}, path
