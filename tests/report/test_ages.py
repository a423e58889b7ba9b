"""R14: ages are whole days from the release to the as-of date."""

from datetime import date

import pytest

from patchcheck.report.view import view_patch
from tests.resolve.build import judged, row, world


@pytest.mark.parametrize(
    ("released", "as_of", "age"),
    [
        ("Feb/21/03", date(2003, 6, 18), 117),
        ("Jan/01/70", date(1970, 1, 2), 1),
        ("Dec/31/69", date(2069, 12, 31), 0),
        ("Feb/01/11", date(2011, 1, 31), -1),
        ("Oct/31/91", date(2026, 10, 31), 12784),
        ("", date(2003, 6, 18), None),
        ("Feb/31/03", date(2003, 6, 18), None),
    ],
)
def test_r14_age_in_days_without_a_cap(released: str, as_of: date, age: int | None) -> None:
    (finding,) = judged(world([row("100001-01", released=released)])).findings()
    assert view_patch(finding, as_of, 1).age_days == age
