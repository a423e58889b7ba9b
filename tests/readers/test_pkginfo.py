from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.model.host import PackageInstance
from patchcheck.readers.package_lines import PackageLines
from patchcheck.readers.pkginfo import read_pkginfo
from patchcheck.readers.stanza import decode_installed
from tests.readers.given import (
    accounts_for,
    fold_hard,
    fold_soft,
    messages,
    raw,
    read_all_real,
    source,
)

STANZA = """\
   PKGINST:  SUNWcsr
      NAME:  Core Solaris, (Root)
  CATEGORY:  system
      ARCH:  sparc
   VERSION:  11.8.0,REV=2000.01.08.18.12
   BASEDIR:  /
    VENDOR:  Sun Microsystems, Inc.
      DESC:  core software for a specific instruction-set architecture
    PSTAMP:  on28-patch20011128103010
  INSTDATE:  Sep 24 2004 12:32
   HOTLINE:  Please contact your local service provider
    STATUS:  completely installed
     FILES:    11383 installed pathnames
                   8 shared pathnames
                   2 linked files
                  97 directories
                 119 executables
                   2 setuid/setgid executables
                   3 package information files
              119848 blocks used (approx)

"""
CSR = PackageInstance(
    instance="SUNWcsr",
    architecture="sparc",
    version="11.8.0,REV=2000.01.08.18.12",
    status="completely installed",
    installed_on=date(2004, 9, 24),
    line=1,
)
CSU = STANZA.replace("SUNWcsr", "SUNWcsu")
PAIR = """\
SUNWcsr                          Core Solaris, (Root)
                                 (sparc) 11.8.0,REV=2000.01.08.18.12
"""
PAIR_CSR = PackageInstance("SUNWcsr", "sparc", "11.8.0,REV=2000.01.08.18.12", line=1)


def changed(old: str, new: str) -> str:
    assert old in STANZA
    return STANZA.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STANZA, id="as pkginfo -l prints it"),
        pytest.param(STANZA.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(STANZA.replace("\n", "   \n"), id="trailing blanks"),
        pytest.param("\n".join(x.lstrip() for x in STANZA.split("\n")), id="unindented"),
        pytest.param("\n".join("\t" + x.lstrip() for x in STANZA.split("\n")), id="tabs"),
        pytest.param(STANZA.replace(":  ", ": "), id="one blank behind the labels"),
        pytest.param("".join(f"> {x}\n" for x in STANZA.split("\n")), id="quoted"),
        pytest.param(changed("   BASEDIR", "\n\n   BASEDIR"), id="blank lines within"),
        pytest.param(changed("   BASEDIR", "%$&!\n   BASEDIR"), id="a stray line within"),
        pytest.param(changed("      ARCH", "foo: not found\n      ARCH"), id="a message within"),
        pytest.param(changed("      NAME:  Core Solaris, (Root)\n", ""), id="no NAME"),
        pytest.param(changed("(Root)", "(Root), see http://sun.com: yes"), id="colons in a value"),
        pytest.param(changed("    VENDOR", "    VSTOCK:  5724-H72\n    VENDOR"), id="VSTOCK"),
        pytest.param(changed("    STATUS", "     EMAIL:  a@b.c\n    STATUS"), id="EMAIL"),
        pytest.param(STANZA[: STANZA.index("     FILES")], id="no FILES"),
        pytest.param(changed("ARCH:  sparc", "ARCH:  sparc   VENDOR:  Sun"), id="run together"),
        pytest.param(changed(" completely installed", " Completely Installed"), id="in capitals"),
        pytest.param(STANZA.rstrip("\n"), id="no final newline"),
    ],
)
def test_a_stanza_reads_the_same_however_it_is_written(text: str) -> None:
    dump = read_pkginfo(source(text))
    assert dump.packages == (CSR,)
    assert not dump.truncated
    assert dump.input.records == 1
    accounts_for(text, dump)


@pytest.mark.parametrize(
    ("old", "new", "architecture", "version", "status"),
    [
        ("sparc\n", "sparc, i386\n", "sparc,i386", CSR.version, CSR.status),
        ("sparc\n", "sparc.sun4u\n", "sparc.sun4u", CSR.version, CSR.status),
        ("11.8.0,REV=2000.01.08.18.12", "1:2.0 b  ", "sparc", "1:2.0 b", CSR.status),
        ("completely installed", "partially installed", "sparc", CSR.version, ""),
        ("completely installed", "spooled", "sparc", CSR.version, ""),
        ("completely installed", "(unknown)", "sparc", CSR.version, ""),
    ],
)
def test_r3_fields_that_decide(
    old: str, new: str, architecture: str, version: str, status: str
) -> None:
    (package,) = read_pkginfo(source(changed(old, new))).packages
    assert (package.architecture, package.version) == (architecture, version)
    assert package.status == (status or new)


def test_r3_second_instances_are_kept_apart() -> None:
    text = STANZA.replace("SUNWcsr", "SPROcc") + STANZA.replace("SUNWcsr", "SPROcc.2")
    packages = read_pkginfo(source(text)).packages
    assert [(one.instance, one.name, one.line) for one in packages] == [
        ("SPROcc", "SPROcc", 1),
        ("SPROcc.2", "SPROcc", 22),
    ]


def test_r15_lines_of_a_clean_listing() -> None:
    account = read_pkginfo(source(STANZA + CSU)).input.account
    assert (account.record_lines, account.comment_lines, account.rejected_lines) == (40, 2, 0)


def test_only_blocks_with_a_fault_are_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[tuple[int, str]] = []
    read = PackageLines.read

    def noted(lines: PackageLines, first: int, text: str) -> bool:
        slow.append((first, text.strip()))
        return read(lines, first, text)

    monkeypatch.setattr(PackageLines, "read", noted)
    odd = changed("   BASEDIR", "%$&!\n   BASEDIR")
    packages = read_pkginfo(source(STANZA * 150 + odd + CSU * 150)).packages
    # A stanza has 21 lines, the odd one 22.
    assert slow == [(150 * 21 + 1, odd.strip())]
    assert [one.line for one in packages] == [
        *range(1, 151 * 21, 21),
        *range(151 * 21 + 2, 301 * 21, 21),
    ]
    assert [one.instance for one in packages] == ["SUNWcsr"] * 151 + ["SUNWcsu"] * 150


def test_a_stray_line_is_rejected_and_the_stanza_goes_on() -> None:
    text = changed("   BASEDIR", "Segmentation fault\n   BASEDIR") + CSU
    dump = read_pkginfo(source(text))
    assert [one.instance for one in dump.packages] == ["SUNWcsr", "SUNWcsu"]
    assert messages(dump) == [
        (
            '6:1: a field of the stanza of SUNWcsr was expected, found "Segmentation fault"; '
            "the line is rejected, the stanza goes on"
        )
    ]


def test_fields_run_together_by_a_paste_start_where_the_line_does_not_tell() -> None:
    text = """\
PKGINST:  SUNWnetcat
NAME:  Netcat Command
ARCH:  sparc
VERSION:  11.11,REV=2009.11.11
DESC:  Netcat Command   INSTDATE:  Nov 05 2012 11:15  VERSION:  9.9
STATUS:  completely installed
FILES:  3 installed pathnames  PKGINST:  SUNWother  ARCH:  i386  VERSION:  1.0  STATUS:  spooled
"""
    dump = read_pkginfo(source(text))
    assert dump.packages == (
        PackageInstance(
            instance="SUNWnetcat",
            architecture="sparc",
            version="11.11,REV=2009.11.11",
            status="completely installed",
            installed_on=date(2012, 11, 5),
            line=1,
        ),
        PackageInstance("SUNWother", "i386", "1.0", "spooled", line=7),
    )
    assert dump.input.mended == ("fields run together by a paste",)
    assert not dump.diagnostics


def test_line_starts_win_over_what_was_run_together_before_them() -> None:
    text = "PKGINST:  A  VERSION:  9.9\nARCH:  sparc\nVERSION:  1.0\nSTATUS:  spooled\n"
    assert read_pkginfo(source(text)).packages[0].version == "1.0"


def test_a_second_value_of_a_field_that_decides_is_told() -> None:
    text = changed("   BASEDIR", "   VERSION:  1.0\n   BASEDIR")
    dump = read_pkginfo(source(text))
    assert dump.packages == (CSR,)
    (message,) = messages(dump)
    assert 'found a second "1.0"; the first is kept (is a PKGINST line missing?)' in message


def test_r16_messages_about_absent_packages_are_comments_with_a_note() -> None:
    text = 'ERROR: information for "SUNWnetcat" was not found\n' + STANZA
    dump = read_pkginfo(source(text))
    assert dump.packages[0].instance == "SUNWcsr"
    assert dump.input.account.comment_lines == 2
    assert messages(dump) == [
        (
            '1:1: a message among the packages: "ERROR: information for "SUNWnetcat" was not '
            'found"; passed over'
        )
    ]


@pytest.mark.parametrize("label", ["ARCH", "VERSION"])
def test_a_stanza_without_a_field_that_decides_is_kept_with_a_warning(label: str) -> None:
    lines = [line for line in STANZA.split("\n") if f"{label}:" not in line]
    dump = read_pkginfo(source("\n".join(lines) + CSU))
    first, second = dump.packages
    assert "" in {first.architecture, first.version}
    assert second.instance == "SUNWcsu"
    assert messages(dump) == [
        f"1:1: {label} expected for SUNWcsr, found none; it is kept and can match no row"
    ]


def test_fields_before_any_package_are_rejected() -> None:
    text = "   VERSION:  1.0\n   8 shared pathnames\n" + STANZA
    dump = read_pkginfo(source(text))
    assert dump.packages == (CSR._replace(line=3),)
    assert dump.input.account.rejected_lines == 2
    accounts_for(text, dump)


@pytest.mark.parametrize("width", [45, 50, 60, 64])
def test_lines_folded_by_a_terminal_are_mended(width: int) -> None:
    text = fold_hard(STANZA + CSU, width)
    dump = read_pkginfo(source(text))
    assert [one.instance for one in dump.packages] == ["SUNWcsr", "SUNWcsu"]
    assert {one.version for one in dump.packages} == {CSR.version}
    assert dump.input.account.rejected_lines == 0
    assert any("folds by a terminal" in one for one in dump.input.mended)
    accounts_for(text, dump)


def test_a_version_folded_by_a_terminal_is_mended_on_strong_evidence() -> None:
    long = STANZA.replace("2000.01.08.18.12", "2000.01.08.18.12.13.14.15.16")
    folded = fold_hard(long + long, 45)
    assert {one.version for one in read_pkginfo(source(folded)).packages} == {
        "11.8.0,REV=2000.01.08.18.12.13.14.15.16"
    }


def test_a_description_folded_by_a_mailer_is_mended() -> None:
    words = "core software for a specific instruction-set architecture and then some more of it"
    text = changed("core software for a specific instruction-set architecture", words) + CSU
    folded = fold_soft(text, 66)
    dump = read_pkginfo(source(folded))
    assert [one.version for one in dump.packages] == [CSR.version] * 2
    assert dump.input.account.rejected_lines == 0
    assert any("fold" in one for one in dump.input.mended)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAIR, id="as pkginfo -x prints it"),
        pytest.param(PAIR.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(PAIR.replace("\n", "  \n"), id="trailing blanks"),
        pytest.param(f"  1  {PAIR}", id="numbered"),
        pytest.param("SUNWcsr Core\n(sparc) 11.8.0,REV=2000.01.08.18.12\n", id="squeezed"),
        pytest.param("SUNWcsr\t\tCore\n\t\t(sparc) 11.8.0,REV=2000.01.08.18.12\n", id="tabs"),
        pytest.param("SUNWcsr     (sparc) 11.8.0,REV=2000.01.08.18.12\n", id="joined"),
        pytest.param("SUNWcsr Core (sparc) 11.8.0,REV=2000.01.08.18.12\n", id="joined, described"),
        pytest.param("SUNWcsr\n   (sparc) 11.8.0,REV=2000.01.08.18.12\n", id="no description"),
        pytest.param(PAIR.replace("Solaris,", "Solaris,\n"), id="folded"),
        pytest.param(PAIR.replace("(Root)\n", "(Root)\n\n"), id="a blank line within"),
        pytest.param("> " + PAIR.replace("\n ", "\n>  "), id="quoted"),
        pytest.param(PAIR.replace("(sparc)", "( sparc )"), id="blanks in the architecture"),
        pytest.param(PAIR.rstrip("\n"), id="no final newline"),
        pytest.param(PAIR + "# exit\n", id="prompt"),
    ],
)
def test_a_pair_reads_the_same_however_it_is_written(text: str) -> None:
    dump = read_pkginfo(source(text))
    assert dump.packages == (PAIR_CSR,)
    assert not dump.truncated
    assert dump.input.account.rejected_lines == 0
    accounts_for(text, dump)


def test_pairs_between_odd_lines_keep_their_lines() -> None:
    text = "You have mail\nhello\n" + PAIR + "logout now\n" + PAIR.replace("csr", "csu")
    dump = read_pkginfo(source(text))
    assert [(one.instance, one.line) for one in dump.packages] == [("SUNWcsr", 3), ("SUNWcsu", 6)]
    assert dump.input.account.rejected_lines == 2
    accounts_for(text, dump)


def test_the_name_nearest_to_an_architecture_counts() -> None:
    text = "SUNWlost      lost its architecture\nSUNWcsr  Core\n\n(sparc) 1.0\n"
    dump = read_pkginfo(source(text))
    assert [one.instance for one in dump.packages] == ["SUNWcsr"]
    assert dump.input.account.rejected_lines == 1


def test_an_architecture_without_a_name_is_rejected() -> None:
    text = "  (sparc) 1.0\n" + PAIR
    dump = read_pkginfo(source(text))
    assert len(dump.packages) == 1
    assert messages(dump) == [
        (
            "1:1: the name of a package was expected before its architecture, "
            'found "  (sparc) 1.0"; the line is rejected'
        )
    ]


def test_line_ends_written_out_are_rejected_and_named() -> None:
    text = r"SMCbash                 (sparc) 4.1\r\nSMCgcc                 (sparc) 3.4.6" + "\n"
    dump = read_pkginfo(source(text))
    assert dump.packages == ()
    (message,) = messages(dump)
    assert message.startswith(r"1:36: a line end was expected, found the characters \r\n")


@pytest.mark.parametrize(
    "text",
    [
        STANZA + CSU[: CSU.index("ARCH")],
        STANZA + CSU[: CSU.index("   VERSION")],
        STANZA + CSU[: CSU.index("   BASEDIR")],
        STANZA + CSU[: CSU.index("    STATUS")],
        STANZA + CSU[: CSU.index("ely installed")],
        STANZA + CSU[: CSU.index("    STATUS")] + "    STAT",
        STANZA + "   PKGINST:  SUN",
        STANZA + "   PKGI",
        "   PKGINST:  SUNWcsr\n      NAME:  Core",
        PAIR + PAIR.split("\n", maxsplit=1)[0],
        PAIR + PAIR.split("\n", maxsplit=1)[0] + "\n",
        PAIR + PAIR[: PAIR.index("arc) ")],
        PAIR + PAIR[: PAIR.index(".18.12")],
    ],
)
def test_r16_a_cut_within_the_last_package_is_seen(text: str) -> None:
    dump = read_pkginfo(source(text))
    assert dump.truncated
    assert any("the listing is cut: it ends " in message for message in messages(dump))
    accounts_for(text, dump)


@pytest.mark.parametrize(
    "text",
    [
        "",
        STANZA,
        STANZA.rstrip(),
        STANZA[: STANZA.index("    STATUS")],
        PAIR.rstrip(),
        PAIR + "logout\n",
        (STANZA + CSU)[: (STANZA + CSU).rindex("97 dir")],
    ],
)
def test_r16_a_missing_newline_alone_is_no_cut(text: str) -> None:
    assert not read_pkginfo(source(text)).truncated


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sep 24 2004 12:32", date(2004, 9, 24)),
        ("Feb 3 1999", date(1999, 2, 3)),
        ("Feb 30 1999", None),
        ("24 Sep 2004", None),
        ("Sep", None),
        ("", None),
        ("Sep 1 99999999999999999999", None),
    ],
)
def test_install_dates(text: str, day: date | None) -> None:
    assert decode_installed(text) == day


PIECES = st.sampled_from(
    [
        *("PKGINST:", "  PKGINST:  ", "ARCH:  sparc\n", "VERSION:  1.0\n", "STATUS:  spooled\n"),
        *(
            "DESC:  x",
            "(sparc)",
            " 1.0",
            "SUNWcsr",
            "  ",
            "\t",
            "\n",
            "\r\n",
            "> ",
            "FILES:  3 x\n",
        ),
        *("ERROR: x\n", "# ", "8 directories\n", "\\r\\n", "\x0b", "\x85", "é", "\0", STANZA, PAIR),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_r15_any_text_is_accounted_for(text: str) -> None:
    accounts_for(text, read_pkginfo(raw(text)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    text = data.decode("latin-1")
    accounts_for(text, read_pkginfo(raw(text)))


@given(st.data())
def test_the_fast_and_the_slow_way_agree(data: st.DataObject) -> None:
    """A stray line sends a stanza the slow way: but for it, all must be read alike."""
    kept = [x for x in STANZA.split("\n")[1:-2] if data.draw(st.booleans())]
    text = "\n".join([STANZA.split("\n", maxsplit=1)[0], *kept]) + "\n"
    fast, slow = read_pkginfo(source(text)), read_pkginfo(source(text + "%$&!\n"))
    assert fast.packages == slow.packages


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 1_000_000, id="blank lines"),
        pytest.param("PKGINST:  A\nDESC:  " + "x: " * 700_000 + "\n", id="long line"),
        pytest.param("PKGINST:  A\nDESC:  " + " " * 2_000_000 + "x\n", id="blanks"),
        pytest.param("> " * 500_000 + "x\n", id="quotes"),
        pytest.param("PKGINST:  A\n" + f"{'x' * 60}\n" * 20_000, id="folds"),
        pytest.param("SUNWa (sparc" * 100_000, id="brackets"),
        pytest.param("SUNWa  b\n" * 20_000 + "(sparc) 1.0\n", id="names"),
    ],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    accounts_for(text, read_pkginfo(raw(text)))


def test_real_fragments() -> None:
    read_all_real("pkginfo", read_pkginfo)


@pytest.mark.parametrize("batch", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        "\n".join([STANZA] * 3 + ["PKGINST:  SUNWodd\nVERSION:  1\n"] * 2 + [STANZA]),
        "odd\n\nodd\n"
        + "SUNWa  one\n       (sparc) 1.0\n" * 3
        + "SUNWb (sparc) 2.0\n" * 3
        + "odd\n",
        "SUNWa  one\n\n       (sparc) 1.0\n" * 3 + STANZA,
    ],
    ids=["stanzas, odd ones among them", "pairs, in two lines and in one", "torn pairs, a stanza"],
)
def test_what_is_cut_at_once_changes_nothing(
    text: str, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_pkginfo(source(text))
    assert len(whole.packages) > batch
    monkeypatch.setattr("patchcheck.readers.pkginfo._BATCH", batch)
    assert read_pkginfo(source(text)) == whole
