"""A listed patch: what was judged of it, and what the file says of it."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.station import Standing
    from patchcheck.resolve.verdicts import Judgement


class Entry(NamedTuple):
    """A patch that was selected, or that a selected one requires.

    `row` is that of the very revision, None where the file hasn't got it (D13). `to_install` tells
    that the patch is to be installed: obstacles and notes stand on such ones (D26). `pulls`: what
    it requires is listed too (D14); `waives`: requirements that do not apply are waived (D29).
    """

    patch: "PatchId"
    judgement: "Judgement"
    row: "Row | None"
    to_install: bool
    standing: "Standing"
    pulls: bool = False
    waives: bool = True
    special_case: str | None = None


def entry_of(
    catalogue: "Catalogue", judgement: "Judgement", *, pulls: bool = False, waives: bool = True
) -> Entry:
    """List a number at the revision that was judged."""
    patch, row = judgement.patch, judgement.row
    installs = judgement.offered and row is not None and not row.bad
    standing = catalogue.standing(patch, row)
    return Entry(patch, judgement, row, installs, standing, pulls, waives)


def entry_at(catalogue: "Catalogue", judgement: "Judgement", patch: "PatchId") -> Entry:
    """List a revision; it is where its number is, unless withdrawn or not above the installed."""
    row = catalogue.row(patch)
    above = judgement.installed is None or patch.revision > judgement.installed
    installs = judgement.offered and above and row is not None and not row.bad
    return Entry(patch, judgement, row, installs, catalogue.standing(patch, row))
