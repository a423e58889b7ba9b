"""The main job as a user runs it: one host, a whole process; and how long a start takes."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from tests.bench.make_host import SPARSE, HostMaker
from tests.bench.make_xref import make_xref
from tests.bench.process import PATCHCHECK, used_by

ROWS, PACKAGES, PATCHES = 25_000, 1_200, 300
REPEATS = 9
_YARDSTICK = str(Path(__file__).with_name("yardstick.py"))
_AS_OF = "2014-11-01"


def run(rows: int = ROWS, repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU seconds (user and system) of whole processes, best of `repeats`, and ratios.

    `_mib` is the lowest peak memory of the runs.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        host, xref = make_files(folder, rows)
        commands: dict[str, Sequence[str]] = {
            "report": (PATCHCHECK, "report", str(host), "-x", str(xref), "--as-of", _AS_OF),
            "yardstick": (sys.executable, _YARDSTICK, str(xref)),
            "help": (PATCHCHECK, "--help"),
            "version": (PATCHCHECK, "--version"),
            "click": (sys.executable, "-c", "import click"),
            "python": (sys.executable, "-c", ""),
        }
        figures = _best(commands, folder / "gauge", repeats)
    return figures | {
        "report_ratio": figures["report"] / figures["yardstick"],
        "help_ratio": figures["help"] / figures["click"],
        "version_ratio": figures["version"] / figures["click"],
    }


def make_files(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a host's dumps and the cross-reference file; give their places."""
    data = make_xref(rows).encode("ascii")
    xref = folder / "patchdiag.xref"
    xref.write_bytes(data)
    host = folder / "bench8"
    maker = HostMaker(read_xref(decode(data, str(xref))).rows, SPARSE)
    maker.make(host, PACKAGES, PATCHES, seed=1)
    return host, xref


def _best(commands: Mapping[str, Sequence[str]], file: Path, repeats: int) -> dict[str, float]:
    """Measure each command, taken in turns after a round that warms the caches."""
    rounds = [
        {name: used_by(command, file) for name, command in commands.items()}
        for _ in range(repeats + 1)
    ][1:]
    seconds = {name: min(each[name].seconds for each in rounds) for name in commands}
    memory = {f"{name}_mib": min(each[name].mebibytes for each in rounds) for name in commands}
    return seconds | memory


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:16} {value:.4f}")
