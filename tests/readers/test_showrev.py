import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.model.diagnostic import Severity
from patchcheck.model.host import InstalledPatch, System
from patchcheck.model.patch import PatchId
from patchcheck.readers.showrev import read_showrev
from tests.readers.given import (
    accounts_for,
    fold_hard,
    fold_soft,
    messages,
    raw,
    read_all_real,
    source,
)

FULL = (
    "Patch: 108528-19 Obsoletes: 111111-03, 222222-04 Requires: 333333-05 "
    "Incompatibles: 444444-06 Packages: SUNWcsr, SUNWcsu, SUNWcarx\n"
)
READ = InstalledPatch(
    text="108528-19",
    patch=PatchId("108528", "19"),
    obsoletes=(PatchId("111111", "03"), PatchId("222222", "04")),
    requires=(PatchId("333333", "05"),),
    incompatibles=(PatchId("444444", "06"),),
    packages=("SUNWcsr", "SUNWcsu", "SUNWcarx"),
    line=1,
)
HEAD = """\
Hostname: havefun
Hostid: 80f9249b
Release: 5.7
Kernel architecture: sun4u
Application architecture: sparc
Hardware provider: Sun_Microsystems
Domain: example.com
Kernel version: SunOS 5.7 Generic 106541-08 October 1999

OpenWindows version:
OpenWindows Version 3.6.1  2 September 1999

"""
EMPTY_LISTS = InstalledPatch("108528-19", PatchId("108528", "19"), packages=("SUNWcsr",), line=1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FULL, id="as showrev -p prints it"),
        pytest.param(FULL.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(FULL.replace("\n", " \n"), id="trailing blank"),
        pytest.param(FULL.replace("\n", " \r\n"), id="trailing blank and CRLF"),
        pytest.param("   " + FULL, id="leading blanks"),
        pytest.param("\t" + FULL, id="leading tab"),
        pytest.param(FULL.replace(", ", ","), id="commas without blanks"),
        pytest.param(FULL.replace(", ", " "), id="blanks without commas"),
        pytest.param(FULL.replace(": ", ":  "), id="two blanks"),
        pytest.param("> " + FULL, id="quoted"),
        pytest.param("&gt; " + FULL, id="quoted, from a web page"),
        pytest.param(FULL.rstrip("\n"), id="no final newline"),
    ],
)
def test_a_full_line_reads_the_same_however_it_is_written(text: str) -> None:
    dump = read_showrev(source(text))
    assert dump.patches == (READ,)
    assert not dump.truncated
    assert dump.input.account.record_lines == dump.input.account.lines == 1
    assert dump.input.records == 1


@pytest.mark.parametrize(
    "text",
    [
        "Patch: 108528-19 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr \n",
        "Patch: 108528-19 Obsoletes: Requires: Incompatibles: Packages: SUNWcsr\n",
        "Patch: 108528-19 Obsoletes:  Packages: SUNWcsr\n",
        "Patch: 108528-19 Packages: SUNWcsr\n",
        "Patch: 108528-19 Obsoletes:  Packages: SUNWcsr 11.6.0,REV=1997.07.15.21.46\n",
        "Patch: 108528-19 Obsoletes:  Packages: SUNWcsr 2.6\n",
    ],
)
def test_empty_lists_and_absent_labels(text: str) -> None:
    assert read_showrev(source(text)).patches == (EMPTY_LISTS,)


def test_r1_all_revisions_are_kept_in_the_order_of_the_file() -> None:
    text = "Patch: 139608-04 Obsoletes: 120220-01\n\n\nPatch: 139608-02 Obsoletes: 120220-01\n"
    dump = read_showrev(source(text))
    assert [(one.text, one.line) for one in dump.patches] == [("139608-04", 1), ("139608-02", 4)]


@pytest.mark.parametrize("name", ["IDR148363-26", "PTF12", "108528-1", "100001-100", "T123456-01"])
def test_r1_ids_of_another_shape_are_foreign_and_keep_their_lists(name: str) -> None:
    text = f"Patch: {name} Obsoletes: 147441-25 Requires:  Incompatibles: 147441-27 Packages: A1\n"
    (patch,) = read_showrev(source(text)).patches
    assert (patch.text, patch.patch) == (name, None)
    assert patch.obsoletes == (PatchId("147441", "25"),)
    assert patch.incompatibles == (PatchId("147441", "27"),)


def test_the_head_of_showrev_a_tells_the_system() -> None:
    dump = read_showrev(source(HEAD + FULL))
    assert dump.system == System(
        hostname="havefun",
        hostid="80f9249b",
        release="5.7",
        kernel="Generic_106541-08",
        machine="sun4u",
        processor="sparc",
        system="SunOS",
    )
    account = dump.input.account
    assert (account.record_lines, account.comment_lines, account.rejected_lines) == (7, 6, 0)
    assert not dump.diagnostics


@pytest.mark.parametrize(
    ("told", "kernel"),
    [
        ("SunOS 5.10 Generic_118833-17", "Generic_118833-17"),
        ("SunOS 5.7 Generic 106541-08 October 1999", "Generic_106541-08"),
        ("SunOS 5.6 Generic September 1997", "Generic"),
        ("", None),
    ],
)
def test_kernel_versions_are_read_as_uname_v_prints_them(told: str, kernel: str | None) -> None:
    assert read_showrev(source(f"Kernel version: {told}\n")).system.kernel == kernel


def test_a_second_head_that_differs_is_told_and_the_first_kept() -> None:
    dump = read_showrev(source("Hostname: web01\nHostname: web02\nHostname: web01\n"))
    assert dump.system.hostname == "web01"
    assert messages(dump) == [
        '2:1: the hostname "web01" was expected again, found "web02"; the first is kept'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No patches are installed\n",
        " No patches installed\r\n",
        HEAD + "No patches are installed\n",
    ],
)
def test_no_patches_is_an_answer(text: str) -> None:
    dump = read_showrev(source(text))
    assert dump.says_none
    assert dump.patches == ()


def test_no_patches_beside_patches_is_told() -> None:
    dump = read_showrev(source("No patches are installed\n" + FULL))
    assert not dump.says_none
    assert len(dump.patches) == 1
    assert messages(dump) == [
        '0:0: no patch was expected after "No patches", found some; all count'
    ]


@pytest.mark.parametrize(
    "noise",
    [
        "# showrev -p\n",
        "$ showrev -p > /tmp/showrev.out\n",
        "-bash-3.00# showrev -p\n",
        "root@web01:/> /usr/bin/showrev -p\n",
        "caerbannog# \n",
        "showrev -p\n",
        "patchadd -p\n",
        "# a remark\n",
        "\n  \n\t\r\n",
        "> \n",
    ],
)
def test_prompts_echoes_and_blank_lines_are_comments(noise: str) -> None:
    text = noise + FULL + noise
    dump = read_showrev(source(text))
    assert [one.text for one in dump.patches] == ["108528-19"]
    assert dump.input.account.comment_lines == 2 * noise.count("\n")
    assert not dump.diagnostics


def test_messages_of_the_command_are_comments_with_a_note() -> None:
    dump = read_showrev(source("showrev: can't open /var/sadm/pkg\n" + FULL))
    assert dump.input.account.comment_lines == 1
    assert [one.severity for one in dump.diagnostics] == [Severity.NOTE]


@pytest.mark.parametrize("stray", ["sh: foo: not found", "You lose", "logout", ". . .", "Patch"])
@pytest.mark.parametrize("where", [0, 1, 2])
def test_r15_stray_lines_are_rejected_and_end_nothing(stray: str, where: int) -> None:
    lines = [FULL, FULL]
    lines.insert(where, f"{stray}\n")
    dump = read_showrev(source("".join(lines)))
    assert len(dump.patches) == 2
    assert [one.line for one in dump.diagnostics] == [where + 1]
    assert f'found "{stray}"; the line is rejected' in dump.diagnostics[0].message
    accounts_for("".join(lines), dump)


def test_line_ends_written_out_are_rejected_and_named() -> None:
    text = r"Hostname: havefun\r\nHostid: 80f9249b\r\nPatch: 107648-09 Obsoletes: " + "\n"
    dump = read_showrev(source(text))
    assert dump.patches == ()
    assert dump.system == System()
    (message,) = messages(dump)
    assert message.startswith(r"1:18: a line end was expected, found the characters \r\n or \n")


def test_an_odd_rest_of_a_line_leaves_the_patch_installed() -> None:
    text = "Patch: 108528-19 Obsoletes: 111111-03 Requires:  Incompatibles:  Colour: red\n"
    dump = read_showrev(source(text))
    assert dump.patches[0].obsoletes == (PatchId("111111", "03"),)
    (message,) = messages(dump)
    assert message.startswith("1:66: Obsoletes:, Requires:, Incompatibles: and Packages: were")
    assert 'found "Colour: red"; the patch is kept' in message


@pytest.mark.parametrize(
    ("item", "severity"),
    [("IDR148363-25", Severity.NOTE), ("108528-1", Severity.WARNING), ("12", Severity.WARNING)],
)
def test_items_of_another_shape_are_left_out_aloud(item: str, severity: Severity) -> None:
    dump = read_showrev(source(f"Patch: 108528-19 Obsoletes: 111111-03, {item} Packages: A1\n"))
    assert dump.patches[0].obsoletes == (PatchId("111111", "03"),)
    (told,) = dump.diagnostics
    assert (told.column, told.severity) == (40, severity)
    assert f'found "{item}"; that is left out' in told.message


@pytest.mark.parametrize("gap", ["", " ", ",", "  , \t", " 111111-03\t,"])
def test_an_item_of_another_shape_is_told_with_its_column(gap: str) -> None:
    text = f"Patch: 108528-19 Obsoletes:{gap}IDR148363-25 Packages: A1\n"
    (told,) = read_showrev(source(text)).diagnostics
    assert told.column == text.index("IDR") + 1


@pytest.mark.parametrize("width", [45, 48, 60, 72, 80, 100, 132])
@pytest.mark.parametrize("times", [1, 3])
def test_lines_folded_by_a_terminal_are_mended(width: int, times: int) -> None:
    text = fold_hard(FULL * times, width)
    dump = read_showrev(source(text))
    assert len(dump.patches) == times
    assert all(one.packages == READ.packages for one in dump.patches)
    assert all(one.obsoletes == READ.obsoletes for one in dump.patches)
    assert dump.input.account.record_lines == text.count("\n")
    assert any("fold" in remark for remark in dump.input.mended) == (text != FULL * times)


@pytest.mark.parametrize("quote", ["", "> ", "&gt; "])
@pytest.mark.parametrize("width", [50, 60, 72, 76])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_lines_folded_by_a_mailer_are_mended(width: int, quote: str, end: str) -> None:
    text = fold_soft(FULL + FULL, width, quote).replace("\n", end)
    dump = read_showrev(source(text))
    assert [one.packages for one in dump.patches] == [READ.packages] * 2
    assert [one.requires for one in dump.patches] == [READ.requires] * 2
    assert dump.input.account.record_lines == text.count("\n")
    assert ("quotation marks of a mailer" in dump.input.mended) == bool(quote)


def test_what_follows_a_fold_is_not_taken_for_a_part_of_it() -> None:
    text = fold_hard(FULL + FULL, 60) + "sh: foo: not found\n" + fold_hard(FULL, 60)
    dump = read_showrev(source(text))
    assert len(dump.patches) == 3
    assert dump.input.account.rejected_lines == 1
    accounts_for(text, dump)


def test_a_lone_word_after_the_longest_line_is_no_fold() -> None:
    dump = read_showrev(source(FULL + "logout\n"))
    assert dump.patches == (READ,)
    assert dump.input.account.rejected_lines == 1


def test_a_fold_in_an_id_is_mended_and_a_hyphen_joined() -> None:
    dump = read_showrev(source("Patch: 108528-19 Obsoletes: 111111-\n03 Packages: SUNWcsr\n"))
    assert dump.patches[0].obsoletes == (PatchId("111111", "03"),)


@pytest.mark.parametrize(
    "end",
    [
        "Patch: 108528-1",
        "Patch: 108528-1\n",
        "Patch: 108528-",
        "Patch: 10852",
        "Patch: ",
        "Pat",
        "Patch: 108528-19 Obso",
        "Patch: 108528-19 Obsoletes: 1111",
        "Patch: 108528-19 Obsoletes: 111111-03, 222",
        "Patch: 108528-19 Obsoletes: 111111-03 Requires:  Incompa",
        "Patch: 108528-19 Obsoletes:  Requires:  Incompatibles: ",
        "Patch: 108528-19 Obsoletes:  Requires:  Incompatibles:  Packages: ",
        "Patch: 108528-19 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr, ",
        "Patch: 108528-19",
        "Kernel archi",
    ],
)
def test_r16_a_cut_within_the_last_line_is_seen(end: str) -> None:
    dump = read_showrev(source(FULL + end))
    assert dump.truncated
    assert any("the listing is cut: it ends in" in message for message in messages(dump))
    accounts_for(FULL + end, dump)


@pytest.mark.parametrize(
    "text",
    [
        FULL.rstrip(),
        FULL + FULL.rstrip(),
        "Patch: 108528-19",
        "Patch: 108528-1\n",
        "Patch: IDR148363-26",
        "Patch: 108528-19\nPatch: 108528-1\nPatch: 108529-01\n",
        FULL + "logout",
        "No patches are installed",
    ],
)
def test_r16_a_missing_newline_alone_is_no_cut(text: str) -> None:
    assert not read_showrev(source(text)).truncated


def test_r16_a_missing_final_newline_is_a_warning() -> None:
    dump = read_showrev(source("Patch: 108528-19"))
    assert messages(dump, Severity.WARNING) == [
        "1:17: a newline was expected at the end of the file; the last line is read as it is"
    ]


def test_an_empty_text_has_no_lines() -> None:
    dump = read_showrev(source(""))
    assert (dump.patches, dump.input.account.lines, dump.diagnostics) == ((), 0, ())


PIECES = st.sampled_from(
    [
        *("Patch:", "Patch: ", "108528-19", "Obsoletes:", " Requires: ", "Packages:", "SUNWcsr"),
        *(", ", "\n", "\r\n", " ", "> ", "Hostname: a", "Kernel version: SunOS 5.7 G", "#", "-"),
        *("No patches installed", "\\r\\n", "\\n", "showrev: x", "\t", "\x0b", "\x85", "é", "\0"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_r15_any_text_is_accounted_for(text: str) -> None:
    accounts_for(text, read_showrev(raw(text)))


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    text = data.decode("latin-1")
    accounts_for(text, read_showrev(raw(text)))


@given(st.integers(45, 140), st.integers(2, 5))
def test_any_width_of_a_terminal_is_mended(width: int, times: int) -> None:
    text = fold_hard(FULL * times, width)
    assert [one.packages for one in read_showrev(source(text)).patches] == [READ.packages] * times


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n" * 1_000_000, id="blank lines"),
        pytest.param("Patch: 108528-19 Packages: " + "SUNWa, " * 300_000 + "\\\n", id="long line"),
        pytest.param("Patch: 108528-19 Packages: " + " " * 2_000_000 + ":\n", id="blanks"),
        pytest.param("> " * 500_000 + "x\n", id="quotes"),
        pytest.param("#" * 2_000_000, id="prompts"),
    ],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    accounts_for(text, read_showrev(raw(text)))


@pytest.mark.parametrize("folder", ["showrev", "patchadd", "reports"])
def test_real_fragments(folder: str) -> None:
    read_all_real(folder, read_showrev)


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_what_is_cut_at_once_changes_nothing(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "Patch: 108528-19 Packages: SUNWcsr Requires: 333333-05\n"
    text = HEAD + FULL * 3 + fold_hard(FULL, 80) * 2 + broken * 2 + "\nodd\n" + FULL
    whole = read_showrev(source(text))
    assert len(whole.patches) == 3 + 2 + 2 + 1
    monkeypatch.setattr("patchcheck.readers.showrev._BATCH", batch)
    assert read_showrev(source(text)) == whole
