"""Many hosts in one process against one cross-reference file, their dumps' reading included."""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from patchcheck.readers.dump import read_host
from patchcheck.readers.special import built_in
from patchcheck.readers.text import decode, load
from patchcheck.readers.xref import read_xref
from patchcheck.report.view import view_host
from patchcheck.resolve.assessment import assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World
from tests.bench.make_host import make_host
from tests.bench.make_xref import make_xref
from tests.bench.timing import cpu

ROWS, PACKAGES, PATCHES = 25_000, 1_200, 300
DISTINCT = 20  # hosts that are made up; a longer run takes them again
FEW, MANY = 100, 1_000
_OPTIONS = Options(as_of=date(2014, 11, 1))
_WORDS = (parse_word("missing"),)
_DUMPS = ("showrev-a.txt", "pkginfo-l.txt", "uname-a.txt")


def run(rows: int = ROWS, few: int = FEW, many: int = MANY) -> dict[str, float]:
    """Give the CPU seconds per host of `few` hosts, and the peak memory of `few` and `many`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make_files(folder, rows)
        seconds, few_mib = _measured(folder, few)
        _, many_mib = _measured(folder, many)
    return {
        "host": seconds,
        "few_mib": few_mib,
        "many_mib": many_mib,
        "memory_ratio": many_mib / few_mib,
    }


def _make_files(folder: Path, rows: int) -> None:
    data = make_xref(rows).encode("ascii")
    (folder / "patchdiag.xref").write_bytes(data)
    read = read_xref(decode(data, "patchdiag.xref")).rows
    for seed in range(DISTINCT):
        make_host(folder / f"host{seed:02}", read, PACKAGES, PATCHES, seed)


def _measured(folder: Path, count: int) -> tuple[float, float]:
    """CPU seconds per host and peak memory (MiB), each count in a process of its own."""
    command = (sys.executable, "-m", "tests.bench.bench_estate", str(folder), str(count))
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, mebibytes = done.stdout.split()
    return float(seconds), float(mebibytes)


def _judge_all(folder: Path, count: int) -> None:
    """Judge so many hosts once the catalogue is warm; print what that took."""
    catalogue = Catalogue(read_xref(load(folder / "patchdiag.xref")), built_in())
    hosts = sorted(folder.glob("host*"))
    _judge(hosts[0], catalogue)
    chosen = list(islice(cycle(hosts), count))
    seconds = cpu(lambda: _judge_each(chosen, catalogue))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seconds / count} {peak}\n")


def _judge_each(folders: Sequence[Path], catalogue: Catalogue) -> None:
    for folder in folders:
        _judge(folder, catalogue)


def _judge(folder: Path, catalogue: Catalogue) -> None:
    showrev, pkginfo, uname = (load(folder / name) for name in _DUMPS)
    host = read_host(showrev, pkginfo, uname)
    view_host(assess(World(host, catalogue, _OPTIONS), _WORDS))


if __name__ == "__main__":
    _judge_all(Path(sys.argv[1]), int(sys.argv[2]))
