"""The main job as a user runs it: one host, a whole process; and how long a start takes."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from tests.bench.make_host import make_host
from tests.bench.make_xref import make_xref

ROWS, PACKAGES, PATCHES = 25_000, 1_200, 300
REPEATS = 9
_HERE = Path(__file__).parent
_AS_OF = "2014-11-01"


def run(rows: int = ROWS, repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU seconds (user and system) of whole processes, best of `repeats`, and ratios.

    `_mib` is the lowest peak memory of the runs.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        host, xref = make_files(folder, rows)
        tool = str(Path(sys.executable).with_name("patchcheck"))
        commands: dict[str, Sequence[str]] = {
            "report": (tool, "report", str(host), "-x", str(xref), "--as-of", _AS_OF),
            "yardstick": (sys.executable, str(_HERE / "yardstick.py"), str(xref)),
            "help": (tool, "--help"),
            "version": (tool, "--version"),
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
    make_host(host, read_xref(decode(data, str(xref))).rows, PACKAGES, PATCHES, seed=1)
    return host, xref


def _best(commands: Mapping[str, Sequence[str]], file: Path, repeats: int) -> dict[str, float]:
    """Measure each command, taken in turns after a round that warms the caches."""
    rounds = [
        {name: _gauge(command, file) for name, command in commands.items()}
        for _ in range(repeats + 1)
    ][1:]
    seconds = {name: min(each[name][0] for each in rounds) for name in commands}
    memory = {f"{name}_mib": min(each[name][1] for each in rounds) for name in commands}
    return seconds | memory


def _gauge(command: Sequence[str], file: Path) -> tuple[float, float]:
    gauge = (sys.executable, "-S", str(_HERE / "gauge.py"), str(file), *command)
    subprocess.run(gauge, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds, mebibytes = file.read_text(encoding="ascii").split()
    return float(seconds), float(mebibytes)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:16} {value:.4f}")
