"""Which numbers list a package, against the packages of each row (R3)."""

from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.xref import CrossReference, Row
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
    asked = ("SUNWa:1", "SUNWa:1.0 x", "SUNWb:2", "SUNWc:3", "100001-01", "100001-01:1")
    whole = PackageIndex(CrossReference(rows))
    whole.of({"SUNWd:4"})
    for listed in (PackageIndex(CrossReference(rows)).of({*asked}), whole.of({*asked})):
        for item in asked:
            assert {*listed.get(item, ())} == {row.number for row in rows if item in row.packages}
