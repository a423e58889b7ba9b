"""Words that several parts of a comparison use."""

from collections.abc import Sequence

_NAMED = 6


def some(names: Sequence[str]) -> str:
    """Name some and count the rest: `SUNWcsr, SUNWcsu and 9 more`."""
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
