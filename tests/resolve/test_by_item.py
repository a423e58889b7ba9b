"""The index by package against the packages of each row (R3)."""

from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.catalogue import Catalogue

ITEMS = (
    "SUNWa:1;",
    "SUNWa:1.0 x;",
    " SUNWa : 1;",
    "SUNWb:2\t;",
    "100001-01;",
    " 100001-01 x;",
    ";",
)
FIELDS = st.lists(st.sampled_from(ITEMS), max_size=4).map("".join)


@given(st.lists(FIELDS, max_size=5))
@example(["SUNWa:1"])
def test_r3_the_index_has_the_packages_of_every_row(fields: list[str]) -> None:
    rows = [
        Row(f"{number:06}", "01", "", "", "", "", "", "8", "all;", field, "")
        for number, field in enumerate(fields)
    ]
    by_item = Catalogue(CrossReference(rows), SpecialCases()).by_item
    for item in ("SUNWa:1", "SUNWa:1.0 x", "SUNWb:2", "SUNWc:3"):
        listing = [row.number for row in rows if item in row.packages]
        assert sorted(set(by_item.get(item, ()))) == listing
    assert not any(key != key.strip() or key == "" for key in by_item)
