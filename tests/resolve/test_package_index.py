"""Which numbers list a package, against the packages of each row (R3)."""

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.xref import CrossReference, Row
from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from patchcheck.resolve.package_index import PackageIndex

ITEMS = (
    "SUNWa:1;",
    "SUNWa:1.0 x;",
    " SUNWa : 1;",
    "SUNWb:2\t;",
    "100001-01;",
    "100001-01:1;",
    " 100001-01 x;",
    ";",
)
FIELDS = st.lists(st.sampled_from(ITEMS), max_size=4).map("".join)


@given(st.lists(FIELDS, max_size=5))
@example(["SUNWa:1"])
def test_r3_what_lists_a_package_is_every_row_that_names_it(fields: list[str]) -> None:
    rows = [
        Row(f"{number:06}", "01", "", "", "", "", "", "8", "all;", field, "")
        for number, field in enumerate(fields)
    ]
    check(CrossReference(rows), rows)


LINES = st.builds(
    "{:06}|01|||||  |8|{}|{}|{}".format,
    st.integers(0, 9),
    st.sampled_from(["", "sparc;", "sparc ;", "sparc", "SUNWa:1;", "SUNWa:1;111111-01;"]),
    FIELDS | st.sampled_from(["SUNWa:1", "SUNWb:2;SUNWa:1", "SUNWc:3;", "SUNWc:3;SUNWa:1;"]),
    st.sampled_from(["", "a", "a;SUNWa:1;b", "SUNWa:1", "a|SUNWa:1", "a;|SUNWa:1;"]),
)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_r3_what_lists_a_package_is_found_in_the_lines_of_a_file(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines) + "999999|01|||||  |8|||a row\n"
    read = read_xref(decode(text.encode(), "made.xref"))
    check(read, read.rows)


ASKED = ("SUNWa:1", "SUNWa:1.0 x", "SUNWb:2", "SUNWc:3", "100001-01", "100001-01:1")


def check(xref: CrossReference, rows: Sequence[Row]) -> None:
    """Ask for some packages, and again after others, so that all were looked for."""
    whole = PackageIndex(xref)
    whole.of({"SUNWd:4"})
    for listed in (PackageIndex(xref).of({*ASKED}), whole.of({*ASKED})):
        for item in ASKED:
            found = {row.number for row in rows if item in row.packages}
            assert {*listed.get(item, ())} == found
