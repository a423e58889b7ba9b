"""What changed on a host since an earlier run."""

import pytest

from patchcheck.compare.since import changes
from patchcheck.model.earlier import EarlierHost
from patchcheck.model.patch import PatchId


def ids(text: str) -> tuple[PatchId, ...]:
    return tuple(PatchId(*word.split("-")) for word in text.split())


CASES = {
    # open now, excepted now, open then, excepted then, closed before that -> lists that hold it
    "open in both": ("100001-02", "", "100001-02", "", "", {"still": "100001-02"}),
    "still open at a higher revision": (
        *("100001-03", "", "100001-02", "", ""),
        {"still": "100001-03"},
    ),
    "new": ("100001-01", "", "", "", "", {"new": "100001-01"}),
    "closed": ("", "", "100001-01", "", "", {"closed": "100001-01"}),
    "excepted now is not closed": ("", "100001-01", "100001-01", "", "", {}),
    "an exception that ended": ("100001-01", "", "", "100001-01", "", {"come_back": "100001-01"}),
    "closed before and open again": (
        *("100001-02", "", "", "", "100001-01"),
        {"come_back": "100001-02"},
    ),
    "closed before and still so": ("", "", "", "", "100001-01", {"closed_before": "100001-01"}),
    "ascending": ("100002-01 100001-01", "", "", "", "", {"new": "100001-01 100002-01"}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_patch_stands_in_one_list(
    case: tuple[str, str, str, str, str, dict[str, str]],
) -> None:
    now, excepted, then, excepted_then, closed, expected = case
    earlier = EarlierHost(
        judged=True, open=ids(then), excepted=ids(excepted_then), closed=ids(closed)
    )
    found = changes(ids(now), ids(excepted), earlier)
    lists = ("new", "closed", "come_back", "still", "closed_before")
    assert {name: getattr(found, name) for name in lists} == {
        name: ids(expected.get(name, "")) for name in lists
    }
