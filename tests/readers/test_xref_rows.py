"""Single rows: in form, odd and rejected ones, and the grammar's two readings of a row."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.xref import decode_date
from patchcheck.readers.lines import terminal
from patchcheck.readers.xref_row import FIELDS, judge, walk
from tests.readers.made_xref import GOOD, HEADER, ROWS_IN_FORM, account, read, told


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", ""])
@pytest.mark.parametrize("line", ROWS_IN_FORM)
def test_rows_in_form_come_back_as_they_stood(line: str, end: str) -> None:
    catalogue = read(f"{HEADER}{line}{end}")
    assert ["|".join(row[:11]) for row in catalogue.rows] == [line]
    assert account(catalogue) == (1, 1, 0)
    warnings = [] if end else [f"made.xref:2:{len(line) + 1}: warning: a newline was expected"]
    assert [
        text[: len(warning)] for text, warning in zip(told(catalogue), warnings, strict=True)
    ] == warnings


DATE = "field 3 (release date): expected Mon/DD/YY or nothing, found"
FLAGS = 'field 7 (Y and B flags): expected "Y" or a blank, then "B" or a blank, found'
OS = "field 8 (OS): expected a release such as 8, 2.6_x86 or Unbundled, found"
ARCHS = 'field 9 (architectures and required patches): expected items that each end in ";", found'
PKGS = 'field 10 (packages and incompatible patches): expected items that each end in ";", found'
UNDATED = "the row is kept without a date"
UNFLAGGED = "the row is kept without this flag"
READ_AS = "the row is kept and the field read as"
AS_ITEMS = "the row is kept and read as if they did"


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ("Feb/21/03", "Foo/12/03", 11, f'{DATE} "Foo/12/03"; {UNDATED}'),
        ("Feb/21/03", "2003-02-06", 11, f'{DATE} "2003-02-06"; {UNDATED}'),
        ("Feb/21/03", "Feb/30/03", 11, f'{DATE} "Feb/30/03"; {UNDATED}'),
        ("Feb/21/03", " Feb/21/03", 11, f'{DATE} " Feb/21/03"; {READ_AS} "Feb/21/03"'),
        ("Feb/21/03", " ", 11, f'{DATE} " "; {READ_AS} empty'),
        ("|R|", "|X|", 21, f'field 4 (R flag): expected "R" or a blank, found "X"; {UNFLAGGED}'),
        ("|S|", "|s|", 23, f'field 5 (S flag): expected "S" or a blank, found "s"; {UNFLAGGED}'),
        (
            "|S|",
            "|S |",
            23,
            f'field 5 (S flag): expected "S" or a blank, found "S "; {READ_AS} "S"',
        ),
        ("| |", "|R|", 25, f'field 6 (O flag): expected "O" or a blank, found "R"; {UNFLAGGED}'),
        ("|  |", "|BY|", 27, f'{FLAGS} "BY"; the row is kept, and a "Y" or "B" in it counts'),
        ("|8|", "|SunOS 8|", 30, f'{OS} "SunOS 8"; the row is kept for this OS'),
        ("|8|", "|8 |", 30, f'{OS} "8 "; {READ_AS} "8"'),
        ("sparc;108827-30;", "sparc;108827-30", 32, f'{ARCHS} "sparc;108827-30"; {AS_ITEMS}'),
        ("REV=1;", "REV=1", 49, f'{PKGS} "SUNWcsr:11.8.0,REV=1"; {AS_ITEMS}'),
    ],
)
def test_a_row_that_is_only_odd_is_kept(old: str, new: str, column: int, message: str) -> None:
    catalogue = read(f"{HEADER}{GOOD}\n{GOOD.replace(old, new, 1)}\n")
    assert account(catalogue) == (2, 1, 0)
    assert told(catalogue) == [f"made.xref:3:{column}: warning: {message}"]
    first, second = catalogue.rows
    assert second.line == 3
    assert (second.patch, second.synopsis) == (first.patch, first.synopsis)
    assert second.packages == first.packages
    assert second.requires == first.requires


def test_several_odd_fields_are_all_told() -> None:
    odd = GOOD.replace("Feb", "Foo").replace("|R|", "|X|").replace("|8|", "|SunOS8|")
    assert [each.column for each in read(f"{HEADER}{odd}\n").diagnostics] == [11, 21, 30]


def test_what_an_odd_field_gives() -> None:
    odd = GOOD.replace("Feb/21/03", "Foo/12/03").replace("|R|S|", "|r|S |").replace("|  |", "| BY|")
    (row,) = read(f"{HEADER}{odd}\n").rows
    assert (row.released, row.recommended, row.security, row.bad) == (None, False, True, True)


NUMBER = "field 1 (number): expected six digits, found"
SHORT = "(it has 10 fields, a row has 11)"


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("10852|19|||||  |8|||x", 1, f'{NUMBER} "10852"; the line is skipped'),
        ("1085281|19|||||  |8|||x", 1, f'{NUMBER} "1085281"; the line is skipped'),
        (" 108528|19|||||  |8|||x", 1, f'{NUMBER} " 108528"; the line is skipped'),
        ("\uff1108528|19|||||  |8|||x", 1, f'{NUMBER} "\\uff1108528"; the line is skipped'),
        ("|19|||||  |8|||x", 1, f"{NUMBER} nothing; the line is skipped"),
        (
            "108528|1|||||  |8|||x",
            8,
            'field 2 (revision): expected two digits, found "1"; the line is skipped',
        ),
        ("108528|19|||||  ||||x", 18, f"{OS} nothing; the line is skipped"),
        ("108528|19", 10, "expected 11 fields, found 2; the line is skipped"),
        (
            "108528|19|||||  |8|sparc;|SUNWcsr:1;",
            37,
            "expected 11 fields, found 10; the line is skipped",
        ),
        (
            "108528|19|| |S|O|8|sparc;|SUNWcsr:1;|x",
            20,
            f'{OS} "sparc;"; the line is skipped {SHORT}',
        ),
        (
            "108528|19|| |S|O|Unbundled|sparc;|SUNWcsr:1;|x",
            18,
            f'{FLAGS} "Unbundled"; the line is skipped {SHORT}',
        ),
        (
            "# 108528 is bad",
            1,
            f'{NUMBER} "# 108528 is bad"; the line is skipped',
        ),
    ],
)
def test_r15_a_line_that_is_no_row_is_rejected_aloud(line: str, column: int, message: str) -> None:
    catalogue = read(f"{HEADER}{GOOD}\n{line}\n{GOOD}\n")
    assert account(catalogue) == (2, 1, 1)
    assert [row.line for row in catalogue.rows] == [2, 4]
    assert told(catalogue) == [f"made.xref:3:{column}: error: {message}"]


def test_what_was_found_is_cut_and_escaped() -> None:
    (text,) = told(read(f"{HEADER}{GOOD}\n\x07{'x' * 100}\n"))
    assert f'found "\\x07{"x" * 56}..."; the line is skipped' in text


@pytest.mark.parametrize("lost", range(10))
def test_a_row_that_lacks_a_field_is_never_read_askew(lost: int) -> None:
    """Though the bar in the synopsis makes up for the number of fields."""
    fields = GOOD.split("|")
    short = "|".join(fields[:lost] + fields[lost + 1 :])
    assert short.count("|") == 10
    assert account(read(f"{HEADER}{GOOD}\n{short}\n")) == (1, 1, 1)


@pytest.mark.parametrize("place", range(2, 8))
def test_a_row_with_a_blank_field_too_many_is_rejected(place: int) -> None:
    fields = GOOD.split("|")
    assert account(
        read(f"{HEADER}{GOOD}\n{'|'.join([*fields[:place], ' ', *fields[place:]])}\n")
    ) == (1, 1, 1)


# --- the two readings of a row: one terminal, and the rule ------------------------------------

ALPHABET = "|;:-/,. \t\rRSOYB0123489x_éポ\x0b\x85"
MUTATION = st.tuples(st.sampled_from("dir"), st.integers(0, 200), st.sampled_from(ALPHABET))


def mutate(line: str, steps: list[tuple[str, int, str]]) -> str:
    for step, where, character in steps:
        place = where % (len(line) + 1)
        line = line[:place] + (character if step != "d" else "") + line[place + (step != "i") :]
    return line


@given(st.sampled_from([GOOD, *ROWS_IN_FORM]), st.lists(MUTATION, max_size=4))
def test_terminals_and_rule_agree(line: str, steps: list[tuple[str, int, str]]) -> None:
    text = mutate(line, steps) + "\n"
    tight = terminal("xref", "ROWS").fullmatch(text) is not None
    in_form = terminal("xref", "LOOSE_ROW", "loose").fullmatch(text) is not None
    walked = walk(text)
    assert walked.in_form is in_form
    assert in_form or not tight
    if in_form:
        assert text.rstrip("\r\n").split("|", 10) == [part.text for part in walked.parts]


FRAMES = st.sampled_from(["\n", "##\n", "sparc;\n", "x;\n", f"{HEADER}", "<PRE>\n", "x\n"])
MUTATED = st.builds(mutate, st.sampled_from([GOOD, *ROWS_IN_FORM]), st.lists(MUTATION, max_size=2))
FOLDED = st.sampled_from([GOOD.replace(old, old + "\n", 1) for old in ("sparc;", "|8|", "REV=1;")])
ROW_LINES = (st.sampled_from([GOOD, *ROWS_IN_FORM]) | MUTATED | FOLDED).map("{}\n".format)


@given(st.lists(ROW_LINES | FRAMES, min_size=1, max_size=12).map("".join))
@example(f"{GOOD}\n108528|19|||||  |8|sparc;\n##\nx;|||a|100001|02|||||  |8|||b\n")
def test_a_run_is_read_as_each_of_its_lines_would_be(text: str) -> None:
    """Whatever way the reader has to cut many rows at once."""
    found = read(f"{GOOD}\n{text}")
    lines = enumerate(text.split("\n")[:-1], 2)
    told_of = {each.line: each for each in found.diagnostics}
    rows = {row.line: row for row in found.rows if row.line > 1}
    for number, line in lines:
        row, remarks = judge(f"{line}\n", number)
        if row is None and number not in told_of:
            assert line.isspace() or line[:2] in {"", "##", "<P"}
        else:
            assert rows.pop(number, None) == row
            assert [tuple(each[1:]) for each in found.diagnostics if each.line == number] == [
                (number, *remark) for remark in remarks
            ]
    assert rows == {}


def test_the_rule_and_the_table_name_the_same_fields() -> None:
    assert [part.terminal for part in walk(f"{GOOD}\n").parts] == [
        field.terminal for field in FIELDS
    ]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Foo")


@given(st.sampled_from(MONTHS), st.integers(0, 32), st.integers(0, 99))
@example("Feb", 29, 0)
@example("Feb", 29, 99)
def test_r14_the_grammar_knows_the_calendar(month: str, day: int, year: int) -> None:
    text = f"{month}/{day:02}/{year:02}"
    in_form = terminal("xref", "DATE", "row").fullmatch(f"{text}|") is not None
    assert in_form is (decode_date(text) is not None)
