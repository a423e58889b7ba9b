"""Anchors for a page: short, plain, and each given out once."""

import re
from collections.abc import Iterable

_OTHERS = re.compile(r"[^a-z0-9]+")
_LONGEST = 48


class Anchors:
    """The anchors of one page."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Start with those that are taken."""
        self._taken = set(reserved)

    def take(self, wanted: str) -> str:
        """Give out an anchor like `wanted`; where that is taken, the next one with a number."""
        base = slug(wanted)
        anchor, place = base, 1
        while anchor in self._taken:
            place += 1
            anchor = f"{base}-{place}"
        self._taken.add(anchor)
        return anchor


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens only, of bounded length, never empty."""
    return _OTHERS.sub("-", text.lower())[:_LONGEST].strip("-") or "unnamed"
