from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.model.diagnostic import Severity
from patchcheck.model.host import System
from patchcheck.readers.uname import read_uname
from tests.readers.given import (
    REAL,
    accounts_for,
    fold_hard,
    fold_soft,
    messages,
    raw,
    read_all_real,
    source,
)

if TYPE_CHECKING:
    from pathlib import Path

LINE = "SunOS burl-ct-v440-2 5.10 Generic_118833-33 sun4u sparc SUNW,Sun-Fire-V440\n"
READ = System(
    hostname="burl-ct-v440-2",
    release="5.10",
    kernel="Generic_118833-33",
    machine="sun4u",
    processor="sparc",
    platform="SUNW,Sun-Fire-V440",
    system="SunOS",
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINE, id="as uname -a prints it"),
        pytest.param(LINE.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(LINE.replace("\n", " Solaris\n"), id="trailing Solaris"),
        pytest.param(LINE.replace("\n", " Solaris \n"), id="trailing Solaris and blank"),
        pytest.param("  " + LINE, id="indented"),
        pytest.param(LINE.replace(" ", "  "), id="two blanks"),
        pytest.param("> " + LINE, id="quoted"),
        pytest.param(LINE.rstrip(), id="no final newline"),
        pytest.param("\n\n" + LINE + "\n", id="blank lines"),
        pytest.param("# uname -a\n" + LINE + "#\n", id="prompts"),
        pytest.param("uname -a\n" + LINE, id="echo"),
        pytest.param("Last login: Mon Jan 1\nYou have new mail.\n" + LINE, id="login"),
        pytest.param("SunOS Release 5.8 Version Generic 64-bit\n" + LINE, id="boot banner"),
        pytest.param(
            "Sun Microsystems Inc.   SunOS 5.10      Generic January 2005\n" + LINE + LINE,
            id="company banner, and the line twice",
        ),
        pytest.param("&gt;  " + LINE.replace("Sun-F", "Sun- \n&gt; F"), id="wrapped in a mail"),
    ],
)
def test_a_line_reads_the_same_however_it_is_written(text: str) -> None:
    dump = read_uname(source(text))
    assert dump.system == READ
    assert dump.input.records == 1
    assert dump.input.account.rejected_lines == 0
    assert messages(dump, Severity.WARNING) == [] or not text.endswith("\n")
    accounts_for(text, dump)


@pytest.mark.parametrize(
    ("text", "system"),
    [
        (
            "SunOS host.example.com 5.8 Generic_108528-12 sun4m sparc\n",
            System("host.example.com", None, "5.8", "Generic_108528-12", "sun4m", "sparc"),
        ),
        ("SunOS hal 5.5.1 Generic sun4m\n", System("hal", None, "5.5.1", "Generic", "sun4m")),
        (
            "SunOS hal 5.5.1 Generic sun4m SUNW,SPARCstation-5\n",
            System("hal", None, "5.5.1", "Generic", "sun4m", None, "SUNW,SPARCstation-5"),
        ),
        (
            "SunOS sunpc1 5.10 Generic_147441-21 i86pc i386 i86pc Solaris\n",
            System("sunpc1", None, "5.10", "Generic_147441-21", "i86pc", "i386", "i86pc"),
        ),
        (
            "SunOS SOL 5.11 11.3 sun4v sparc SUNW,Sun-Fire-T200\n",
            System("SOL", None, "5.11", "11.3", "sun4v", "sparc", "SUNW,Sun-Fire-T200"),
        ),
        (
            "sunos beastie 5.5 generic sun4m sparc sunw,sparcstation-20 \n",
            System("beastie", None, "5.5", "generic", "sun4m", "sparc", "sunw,sparcstation-20"),
        ),
    ],
)
def test_lines_of_many_systems(text: str, system: System) -> None:
    found = read_uname(source(text)).system
    assert found.system == "SunOS"
    told = (found.hostname, found.release, found.kernel, found.machine, found.processor)
    assert told == (
        system.hostname,
        system.release,
        system.kernel,
        system.machine,
        system.processor,
    )
    assert found.platform == system.platform


def test_a_name_in_other_letters_is_a_name() -> None:
    dump = read_uname(source(LINE.replace("burl-ct-v440-2", "münchen")))
    assert dump.system == READ._replace(hostname="münchen")
    assert dump.diagnostics == ()


def test_a_lower_case_copy_is_noted() -> None:
    (note,) = read_uname(source(LINE.lower())).diagnostics
    assert note.severity is Severity.NOTE


def test_a_missing_node_leaves_the_name_unknown_aloud() -> None:
    dump = read_uname(source("SunOS 5.9 Generic_118558-35 sun4u sparc SUNW,Serverblade1\n"))
    assert (dump.system.hostname, dump.system.release) == (None, "5.9")
    assert dump.system.platform == "SUNW,Serverblade1"
    assert messages(dump, Severity.WARNING) == [
        '1:1: a node name was expected after SunOS, found "5.9"; the name of the host stays unknown'
    ]


@pytest.mark.parametrize("width", [20, 31, 40, 56, 65, 70])
def test_a_line_folded_by_a_terminal_is_mended(width: int) -> None:
    text = fold_hard(LINE, width)
    dump = read_uname(source(text))
    assert dump.system == READ
    assert dump.input.account.record_lines == text.count("\n")
    assert any("by a terminal or mailer" in one for one in dump.input.mended)


@pytest.mark.parametrize("quote", ["", "> "])
@pytest.mark.parametrize("width", [30, 45, 60, 70])
def test_a_line_folded_by_a_mailer_is_mended(width: int, quote: str) -> None:
    text = fold_soft(LINE, width, quote)
    dump = read_uname(source(text))
    assert dump.system == READ
    assert dump.input.account.record_lines == text.count("\n")


def test_what_is_no_banner_is_rejected() -> None:
    text = "Welcome to the machine\n" + LINE + "logout\n"
    dump = read_uname(source(text))
    assert dump.system == READ
    assert [one.line for one in dump.diagnostics] == [1, 3]
    accounts_for(text, dump)


@pytest.mark.parametrize("text", ["", "\n", "SunOS foo\n", "SunOS foo\nbar\nbaz qux\n", "hello\n"])
def test_without_such_a_line_the_system_is_unknown(text: str) -> None:
    dump = read_uname(source(text))
    assert dump.system == System()
    assert dump.input.records == 0
    accounts_for(text, dump)


def test_a_second_system_is_told_and_the_first_kept() -> None:
    dump = read_uname(source(LINE + "SunOS web02 5.8 Generic sun4u sparc\n"))
    assert dump.system == READ
    assert messages(dump) == [
        '2:1: one system was expected, found a second: "SunOS web02 5.8"; the first is kept'
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Linux web01 3.10.0-957.el7.x86_64 #1 SMP x86_64 GNU/Linux\n", "Linux"),
        ("FreeBSD web01 12.1-RELEASE FreeBSD 12.1 GENERIC amd64\n", "FreeBSD"),
        ("HP-UX web01 B.11.31 U ia64\n", "HP-UX"),
    ],
)
def test_r16_other_systems_are_known_by_name(text: str, name: str) -> None:
    system = read_uname(source(text)).system
    assert (system.system, system.hostname) == (name, "web01")


PIECES = st.sampled_from(
    [
        *("SunOS ", "web01 ", "5.8 ", "Generic ", "sun4u ", "sparc ", "SUNW,Ultra-", "5_10", "\n"),
        *("\r\n", "> ", "&gt; ", "# ", "Linux a b\n", "Solaris", "-", " ", "\x0b", "é", "\0", LINE),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_r15_any_text_is_accounted_for(text: str) -> None:
    accounts_for(text, read_uname(raw(text)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    text = data.decode("latin-1")
    accounts_for(text, read_uname(raw(text)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 1_000_000, id="blank lines"),
        pytest.param("SunOS " + "a " * 1_000_000 + "\n", id="long line"),
        pytest.param("SunOS " + " " * 2_000_000 + "\n", id="blanks"),
        pytest.param("SunOS a\n" + "b\n" * 20_000, id="lines"),
        pytest.param("SunOS a\n" * 20_000, id="starts"),
    ],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    accounts_for(text, read_uname(raw(text)))


def test_real_fragments() -> None:
    read_all_real("uname", read_uname)


def test_real_lines_one_at_a_time() -> None:
    path: Path = REAL / "uname" / "uname-a-real.txt"
    if not path.is_file():
        pytest.skip(f"no real fragments at {REAL}")
    for line in path.read_text(encoding="ascii").splitlines():
        dump = read_uname(source(line + "\n"))
        words = line.split()
        assert (dump.system.hostname, dump.system.release) == (words[1], words[2])
        assert dump.system.processor in {"sparc", "i386"}
        assert dump.input.account.record_lines == 1
