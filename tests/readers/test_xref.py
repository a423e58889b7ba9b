"""patchdiag.xref as a file: its comments, its date, its account (R15), hostile and real ones."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.diagnostic import Severity
from patchcheck.model.errors import UnusableError
from patchcheck.readers.text import decode, load
from patchcheck.readers.xref import read_xref
from tests.bench.bench_xref import plain_read
from tests.bench.make_xref import make_xref
from tests.readers.made_xref import GOOD, HEADER, ROWS_IN_FORM, account, read, told

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "xref"


def test_a_plain_file() -> None:
    catalogue = read(f"{HEADER}##\n{GOOD}\n")
    (row,) = catalogue.rows
    assert catalogue.date == date(2011, 2, 10)
    assert "|".join(row[:11]) == GOOD
    assert row.line == 3
    assert catalogue.source
    assert (catalogue.source.kind, catalogue.source.records) == ("xref", 1)
    assert account(catalogue) == (1, 2, 0)
    assert told(catalogue) == []


def test_a_row_folded_within_its_lists_is_no_row() -> None:
    """The lists of the grammar may run on over a line end; the reader must not."""
    folded = GOOD.replace("sparc;", "sparc;\n")
    catalogue = read(f"{HEADER}{GOOD}\n{folded}\n{GOOD}\n")
    assert account(catalogue) == (2, 1, 2)
    assert [row.line for row in catalogue.rows] == [2, 5]


def test_a_list_never_swallows_the_lines_after_it() -> None:
    """Comments and a row whose number ends in `;` stand where a list would end."""
    text = f"{HEADER}108528|19|||||  |8|sparc;\n100001|02;|||||||8|||{GOOD}\n{GOOD}\n"
    catalogue = read(text)
    assert account(catalogue) == (1, 1, 2)
    assert [row.line for row in catalogue.rows] == [4]


def test_a_row_within_a_malformed_line_is_not_read() -> None:
    catalogue = read(f"{HEADER}{GOOD}\n100001|x{GOOD}\n")
    assert account(catalogue) == (1, 1, 1)


def test_comments_of_every_kind() -> None:
    before = f"<PRE>\n{HEADER}##\n## patchdiag.xref as of Jun/04/10\n\n \t\r\n<pre>\r\n"
    text = f"{before}{GOOD}\n\n\n</PRE>\n"
    assert account(read(text)) == (1, 10, 0)
    assert told(read(text)) == []


START = "## PATCHDIAG TOOL CROSS-REFERENCE FILE"
NO_DATE = "the file is read without a date"
EXPECTED_DATE = "warning: expected a date Mon/DD/YY, found"


@pytest.mark.parametrize(
    ("header", "expected", "messages"),
    [
        (HEADER, date(2011, 2, 10), []),
        (f"{START} AS OF Sep/24/08 ##\r\n", date(2008, 9, 24), []),
        (f"{START.lower()} as of Sep/24/98\n", date(1998, 9, 24), []),
        (HEADER + HEADER.replace("11", "12"), date(2011, 2, 10), []),
        (
            "",
            None,
            [f"warning: expected the line {START} AS OF Mon/DD/YY ##, found none; {NO_DATE}"],
        ),
        (
            f"{START} AS OF Foo/10/11 ##\n",
            None,
            [f'1:46: {EXPECTED_DATE} "Foo/10/11"; {NO_DATE}'],
        ),
        (f"{START}\n", None, [f'1:1: {EXPECTED_DATE} ""; {NO_DATE}']),
    ],
)
def test_the_date_of_the_file(header: str, expected: date | None, messages: list[str]) -> None:
    catalogue = read(f"{header}{GOOD}\n")
    assert catalogue.date == expected
    assert [text.removeprefix("made.xref:").strip() for text in told(catalogue)] == messages


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"\x7fELF\0\0", "a binary file"),
        (b"Patch: 108528-19 Obsoletes:  Requires: \n", "the output of showrev"),
        (b"Hostname: dhcp2\nHostid: 80c0ffee\n", "the output of showrev"),
        (b"   PKGINST:  SUNWcsr\n", "the output of pkginfo -l"),
        (b"SunOS dhcp2 5.8 Generic_108528-15 sun4u sparc\n", "the output of uname -a"),
        (b"<!DOCTYPE html>\n<html>login</html>\n", "a web page"),
        (HEADER.encode(), "the comments of a cross-reference file, without rows"),
        (b"108528|19|x\n", "a cross-reference file without a readable row"),
        (b"hello\n", "some other text"),
    ],
)
def test_a_file_without_rows_is_unusable(data: bytes, seems: str) -> None:
    with pytest.raises(UnusableError) as caught:
        read_xref(decode(data, "made.xref"))
    wanted = "a patchdiag.xref with rows was wanted"
    assert str(caught.value) == f"made.xref: error: {wanted}, this seems to be {seems}"


def test_what_decoding_lost_is_told() -> None:
    source = decode(f"{HEADER}{GOOD}\n".encode(), "made.xref")
    cut = type(source)(
        source.path, source.text, source.sha256, "ascii", ("ends early",), truncated=True
    )
    assert told(read_xref(cut)) == ["made.xref: error: ends early"]


def test_crlf_counts_as_mended() -> None:
    catalogue = read(f"{HEADER}{GOOD}\n".replace("\n", "\r\n"))
    assert catalogue.source
    assert catalogue.source.mended == ("CRLF line ends",)
    assert told(catalogue) == []


def test_a_large_file_reads_like_a_plain_reader() -> None:
    """Runs of rows are cut at 500: line numbers go on over the cuts."""
    text = make_xref(1700)
    assert list(read(text).rows) == plain_read(text)


def test_a_bad_line_in_a_large_file_costs_only_itself() -> None:
    lines = make_xref(1200).split("\n")
    lines[700] = lines[700].replace("|", "!", 3)
    catalogue = read("\n".join(lines))
    assert account(catalogue) == (1199, 3, 1)
    assert list(catalogue.rows) == plain_read("\n".join(lines))


ROW_START = "100000|00||||||"
MANY = 300_000


@pytest.mark.parametrize(
    ("line", "rejected"),
    [
        ("x" * MANY, 1),
        ("100000|" + "x" * MANY, 1),
        (f"{ROW_START}8|" + ";" * MANY, 1),
        (f"{ROW_START}8|" + ";x" * MANY + "|", 1),
        (f"{ROW_START}8|" + " " * MANY + "x|", 1),
        (f"{ROW_START}8|" + "; " * MANY + "x |", 1),
        (f"{ROW_START}8||" + "x:y" * MANY + "|", 0),
        (f"{ROW_START}8|||" + "\r" * MANY + "x", 0),
        (ROW_START + " " * MANY + "|", 1),
        (ROW_START + "1." * MANY + "|", 1),
        ("100000|00" + "|" * MANY, 1),
        ("\n" * MANY, 0),
        ("##\n" * MANY, 0),
        ("## PATCHDIAG TOOL" + " AS OF " * MANY, 0),
    ],
)
def test_hostile_lines_take_linear_time(line: str, rejected: int) -> None:
    """Anything quadratic would run for hours."""
    catalogue = read(f"{HEADER}{GOOD}\n{line}\n")
    assert account(catalogue)[2] == rejected
    assert sum(account(catalogue)) == line.count("\n") + 3


# --- R15 for any text -------------------------------------------------------------------------

LINE_ENDS = ("\n", "\r\n", "\n\n", "\r", "\x0b", "\x85", "\u2028")
FRAGMENTS = ("##", "<PRE>", "108528|19|", "|", ";", "sparc;|", " ")
PIECES = st.sampled_from([GOOD, *ROWS_IN_FORM, HEADER, *FRAGMENTS, *LINE_ENDS])


def is_text(character: str) -> bool:
    """Whether it is none of the control characters that make a file look binary."""
    return character.isprintable() or character in LINE_ENDS or character == "\t"


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
@example("a\nb")
@example("a\nb\n")
@example("\n\n\n")
def test_r15_every_line_is_accounted_for(text: str) -> None:
    text = f"{GOOD}\n" + "".join(filter(is_text, text))
    catalogue = read_xref(decode(text.encode("utf-8", "replace"), "made.xref"))
    assert sum(account(catalogue)) == text.count("\n") + (not text.endswith("\n"))
    assert account(catalogue)[0] == len(catalogue.rows)
    errors = [each.line for each in catalogue.diagnostics if each.severity is Severity.ERROR]
    assert len(errors) == len(set(errors)) == account(catalogue)[2]
    assert [row.line for row in catalogue.rows] == sorted({row.line for row in catalogue.rows})


@given(st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"])))
def test_any_synopsis_goes_round(synopsis: str) -> None:
    bare = "".join(character for character in synopsis if character >= " ").rstrip("\r")
    line = "108528|19|Feb/21/03|R|S| |  |8|||" + bare
    (row,) = read(f"{HEADER}{line}\n").rows
    assert "|".join(row[:11]) == line


# --- real files -------------------------------------------------------------------------------

REJECTED = {"mcarpenter-entry-rows.xref": 1}


def test_real_fragments() -> None:
    paths = sorted(SHARED.glob("*.xref"))
    if not paths:
        pytest.skip(f"no real cross-reference files in {SHARED}")
    for path in paths:
        source = load(path)
        catalogue = read_xref(source)
        lines = source.text.split("\n")
        assert account(catalogue)[2] == REJECTED.get(path.name, 0), told(catalogue)
        assert all("|".join(row[:11]) == lines[row.line - 1] for row in catalogue.rows)
        assert not any(
            each.severity is Severity.WARNING and each.line for each in catalogue.diagnostics
        )
