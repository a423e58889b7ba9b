"""Values on disk until their turn comes."""

from patchcheck.estate.spool import Spool


def test_values_come_back_in_any_order_and_more_than_once() -> None:
    values = [{"text": "\ud800 \x00"}, ("a",) * 1000, None]
    with Spool[object]() as spool:
        slips = [spool.put(value) for value in values]
        assert [spool.take(slip) for slip in reversed(slips)] == values[::-1]
        later = spool.put("after a read")
        assert spool.take(later) == "after a read"
        assert spool.take(slips[1]) == values[1]
