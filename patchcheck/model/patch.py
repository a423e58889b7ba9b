"""Patch ids: a number of six digits and a revision of two, both kept as text (`01` stays `01`)."""

import re
from typing import NamedTuple, Self

PATCH_ID = re.compile(r"(\d{6})-(\d{2})(?!\d)")
ANY_REVISION = "00"


class PatchId(NamedTuple):
    """A patch number and a revision, for example `108528-19`.

    Both are text of fixed width, so ordinary comparison orders them as numbers would.
    """

    number: str
    revision: str

    def __str__(self) -> str:
        """Give the id in the one way the field writes it."""
        return f"{self.number}-{self.revision}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read an id that is the whole of `text`; None for any other shape (R1: foreign)."""
        match = PATCH_ID.fullmatch(text)
        return cls(*match.groups()) if match else None


class ListedPatch(NamedTuple):
    """An id as a cross-reference row lists it: the id, and the text with any words behind it.

    `109079-01 (or newer)` has words; the classic report prints them (field 10 of a row).
    """

    patch: PatchId
    text: str
