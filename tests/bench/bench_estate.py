"""`patchcheck estate` as a user runs it, on few and on many hosts that all differ.

What one more host takes is the difference of the two runs by the difference of their hosts: what a
run takes once, reading the cross-reference file above all, is not in it.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from tests.bench.make_host import DENSE, SPARSE, HostMaker, Kind
from tests.bench.make_xref import make_xref
from tests.bench.process import PATCHCHECK, Used, used_by

ROWS, PACKAGES, PATCHES = 25_000, 1_200, 300
KINDS: Mapping[str, tuple[Kind, int, int]] = {
    "sparse": (SPARSE, 100, 1_000),
    "dense": (DENSE, 100, 1_000),
}
_AS_OF = "2014-11-01"


def run(rows: int = ROWS, kinds: Mapping[str, tuple[Kind, int, int]] = KINDS) -> dict[str, float]:
    """Give for each kind of host, in CPU seconds and MiB, what few hosts and many hosts take.

    `_each` is what one more host takes, `_share` the whole run by its hosts; `_memory` is the peak
    memory of many, `_memory_ratio` its ratio to that of few.
    """
    figures: dict[str, float] = {}
    for name, (kind, few, many) in kinds.items():
        less, more = _measured(kind, rows, few), _measured(kind, rows, many)
        figures |= {
            f"{name}_each": (more.seconds - less.seconds) / (many - few),
            f"{name}_share": more.seconds / many,
            f"{name}_memory": more.mebibytes,
            f"{name}_memory_ratio": more.mebibytes / less.mebibytes,
        }
    return figures


def _measured(kind: Kind, rows: int, count: int) -> Used:
    """Make so many hosts up, and run the command on them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        estate, xref = folder / "hosts", folder / "patchdiag.xref"
        make_files(estate, xref, kind, rows, count)
        options = ("-x", str(xref), "--as-of", _AS_OF, "--jobs", "1")
        return used_by((PATCHCHECK, "estate", str(estate), *options), folder / "used")


def make_files(estate: Path, xref: Path, kind: Kind, rows: int, count: int) -> None:
    """Write the cross-reference file, and a folder of dumps for each host."""
    data = make_xref(rows).encode("ascii")
    xref.write_bytes(data)
    maker = HostMaker(read_xref(decode(data, str(xref))).rows, kind)
    for seed in range(count):
        maker.make(estate / f"host{seed:04}", PACKAGES, PATCHES, seed)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:20} {value:.4f}")
