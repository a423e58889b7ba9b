"""CPU time of judging long chains and loops, against as many rows without a link."""

from collections.abc import Callable, Sequence
from datetime import date

from patchcheck.model.host import Host, PackageInstance, System
from patchcheck.model.special import SpecialCases
from patchcheck.model.verdict import Finding
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.assessment import assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World
from tests.bench.timing import best_cpu

ROWS = 10_000
REPEATS = 7
_VERSION = "11.8.0,REV=2000.01.08.18.12"
_HOST = Host(
    System(hostname="chained", release="5.8", machine="sun4u", processor="sparc"),
    patches=(),
    packages=(PackageInstance("SUNWcsr", "sparc", _VERSION, "completely installed"),),
)
_OPTIONS = Options(date(2003, 6, 18))


def unlinked(rows: int) -> list[Row]:
    """Rows of which every one is missing."""
    return [_row(place) for place in range(rows)]


def obsolete(rows: int) -> list[Row]:
    """Rows that are obsolete, but name no successor."""
    return [_row(place, obsolete=True) for place in range(rows)]


def successor_chain(rows: int) -> list[Row]:
    """Rows of which each names the next as its successor; only the last is live."""
    return [_row(place, successor=place + 1) for place in range(rows - 1)] + [_row(rows - 1)]


def successor_loop(rows: int) -> list[Row]:
    """Rows in one loop of successors."""
    return [_row(place, successor=(place + 1) % rows) for place in range(rows)]


def successor_pairs(rows: int) -> list[Row]:
    """Rows in loops of two successors."""
    return [_row(place, successor=place ^ 1) for place in range(rows)]


def requirement_chain(rows: int) -> list[Row]:
    """Rows of which each requires the next; every one is missing."""
    return [_row(place, requires=place + 1) for place in range(rows - 1)] + [_row(rows - 1)]


def requirement_loop(rows: int) -> list[Row]:
    """Rows in one loop of requirements; every one is missing."""
    return [_row(place, requires=(place + 1) % rows) for place in range(rows)]


def requirement_fan(rows: int) -> list[Row]:
    """Rows that all require the last: as many links as the chain has, one step deep."""
    return [_row(place, requires=rows - 1) for place in range(rows - 1)] + [_row(rows - 1)]


def shared_chain(rows: int) -> list[Row]:
    """Half of the rows a successor chain, the other half each require its first link."""
    half = rows // 2
    return successor_chain(half) + [_row(place, requires=0) for place in range(half, rows)]


_SHAPES: tuple[Callable[[int], list[Row]], ...] = (
    unlinked,
    obsolete,
    successor_chain,
    successor_loop,
    successor_pairs,
    requirement_chain,
    requirement_loop,
    requirement_fan,
    shared_chain,
)


def _row(
    place: int,
    *,
    successor: int | None = None,
    requires: int | None = None,
    obsolete: bool = False,
) -> Row:
    synopsis = f"SunOS 5.8: patch {place}"
    if successor is not None:
        synopsis = f"Obsoleted by: {_number(successor)}-01 {synopsis}"
    return Row(
        number=_number(place),
        revision="01",
        released_text="Feb/21/03",
        recommended_text=" ",
        security_text=" ",
        obsolete_text="O" if obsolete or successor is not None else " ",
        y2k_bad_text="  ",
        os="8",
        architectures_text="sparc;" + ("" if requires is None else f"{_number(requires)}-01;"),
        packages_text=f"SUNWcsr:{_VERSION};",
        synopsis=synopsis,
        line=place + 1,
    )


def _number(place: int) -> str:
    return f"{110_000 + place}"


def judge(rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Judge the host afresh: rows are decoded anew, and indexes and walks made."""
    catalogue = Catalogue(CrossReference([Row._make(row) for row in rows]), SpecialCases())
    return assess(World(_HOST, catalogue, _OPTIONS), [parse_word("missing")]).findings()


def run(rows: int = ROWS, repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU seconds of each shape, the best of `repeats`, and its ratios.

    `_ratio` is to the unlinked rows, which are all listed. A chain or loop of successors lists one
    patch or none, so `_strict` sets it against obsolete rows without a link, of which none is.
    """
    figures = best_cpu({shape.__name__: _judging(shape(rows)) for shape in _SHAPES}, repeats)
    ratios = {f"{name}_ratio": value / figures["unlinked"] for name, value in figures.items()}
    strict = {
        f"{name}_strict": value / figures["obsolete"]
        for name, value in figures.items()
        if name.startswith("successor")
    }
    return figures | ratios | strict


def _judging(rows: Sequence[Row]) -> Callable[[], object]:
    return lambda: judge(rows)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:24} {value:.3f}")
