"""Loops of succession in a cross-reference file (R6): found once, reported with their place."""

from typing import TYPE_CHECKING

from patchcheck.resolve.order import find_loops

if TYPE_CHECKING:
    from patchcheck.model.patch import PatchId
    from patchcheck.model.xref import Row
    from patchcheck.resolve.catalogue import Catalogue


def successor_loops(catalogue: "Catalogue") -> "list[tuple[Row, ...]]":
    """The loops that obsolete rows form by their successors, each with its rows by id.

    A link leads to the row that holds the successor asked for, across gaps. A row that names
    itself is a loop of one.
    """
    rows = {
        row.patch: row
        for number in catalogue.numbers()
        for row in catalogue.xref.of(number)
        if row.successors
    }
    links: dict[PatchId, list[PatchId]] = {}
    for patch, row in rows.items():
        holders = (catalogue.holder(successor) for successor in row.successors)
        links[patch] = [holder.patch for holder in holders if holder and holder.patch in rows]
    return sorted(tuple(rows[patch] for patch in loop) for loop in find_loops(links))
