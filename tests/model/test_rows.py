"""Rows as they are kept: whatever runs they stand in, they come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.model.xref import CrossReference, Row, Rows, Run


def row(number: int, line: int) -> Row:
    fields = [f"{number:06}", "01", "", "", "", "", "  ", "8", "sparc;", "SUNWa:1;", f"row {line}"]
    return Row._make((*fields, line))


MADE = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=12).map(
    lambda drawn: [row(number, line) for number, line in drawn]
)


@st.composite
def in_runs(draw: st.DrawFn) -> tuple[list[Row], Rows]:
    """Rows with comments between some of them, and the same in runs."""
    rows: list[Row] = []
    runs = []
    line = 1
    for count in draw(st.lists(st.integers(1, 4), max_size=5)):
        line += draw(st.integers(0, 2))
        run = [row(draw(st.integers(0, 9)), line + place) for place in range(count)]
        runs.append(Run(line, ["|".join(each[:11]) for each in run]))
        rows += run
        line += count
    return rows, Rows(runs)


@given(in_runs())
def test_rows_come_back_as_they_were(both: tuple[list[Row], Rows]) -> None:
    expected, rows = both
    assert list(rows) == expected
    assert len(rows) == len(expected)
    places = range(-len(expected), len(expected))
    assert [rows[place] for place in places] == [*expected, *expected]
    assert rows[1::2] == tuple(expected[1::2])
    assert rows.numbers == tuple(each.number for each in expected)


@pytest.mark.parametrize("place", [-3, 2, 9])
def test_there_is_no_row_beyond_the_last_one(place: int) -> None:
    with pytest.raises(IndexError):
        Rows(map(Run.of, (row(1, 1), row(2, 2))))[place]


@given(MADE)
def test_r4_the_rows_of_a_number_are_found_wherever_they_stand(rows: list[Row]) -> None:
    xref = CrossReference([each._replace(revision=f"{n:02}") for n, each in enumerate(rows)])
    numbers = list(dict.fromkeys(each.number for each in rows))
    assert list(xref.numbers) == numbers
    assert [each for number in numbers for each in xref.of(number)] == sorted(
        xref.rows, key=lambda each: numbers.index(each.number)
    )
    assert xref.of("000009") == ()
