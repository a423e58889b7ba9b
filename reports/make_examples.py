"""Write the example reports from samples/, as `make report` does.

    python reports/make_examples.py [FOLDER]

Runs from anywhere; the files go into this folder, or the one given. A run that ends in any way but
the expected one stops the script with exit code 1.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from patchcheck.cli.output import SUFFIXES
from patchcheck.cli.report import FORMATS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FIXED = ("-x", "samples/patchdiag.xref", "--as-of", "2003-06-18", "--quiet")
DONE = 0
NOT_JUDGED = 3  # samples/broken8 is damaged on purpose


def examples(folder: Path) -> list[tuple[int, list[str], list[Path]]]:
    """For each run: the exit code expected, the arguments, and the files it writes."""
    text, plan, estate = (
        folder / name for name in ("atmarkit.txt", "plan-atmarkit.txt", "estate.json")
    )
    return [
        (DONE, ["report", "samples/atmarkit"], [text]),
        (DONE, ["plan", "samples/atmarkit"], [plan]),
        (NOT_JUDGED, ["report", "samples/", "--select", "all"], [estate]),
        (NOT_JUDGED, ["report", "samples/"], board(folder)),
        (NOT_JUDGED, ["estate", "samples/"], [folder / "summary.txt"]),
        (
            DONE,
            ["compare", "samples/web9a", "samples/web9b", "--date", "2003-06-01"],
            [folder / f"compare-web9{suffix}" for suffix in (".txt", ".html")],
        ),
    ]


def board(folder: Path) -> list[Path]:
    """One file for each form that goes into a file, but the classic text."""
    suffixes = [suffix for suffix, form in SUFFIXES.items() if form in FORMATS and form != "text"]
    return [folder / f"board{suffix}" for suffix in suffixes]


def make(folder: Path) -> list[Path]:
    """Write every example; give the files. Raises SystemExit where a run ends unexpectedly."""
    written = []
    for expected, arguments, files in examples(folder):
        outputs = [part for path in files for part in ("-o", str(path))]
        run([*arguments, *FIXED, *outputs], expected)
        written += files
    return written


def run(arguments: Sequence[str], expected: int) -> None:
    """Run patchcheck at the top of the checkout; what it says is shown only if it goes wrong."""
    command = [sys.executable, "-m", "patchcheck", *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if ended.returncode != expected:
        sys.stderr.write(ended.stderr)
        problem = f"exit code {ended.returncode}, expected {expected}"
        sys.exit(f"patchcheck {' '.join(arguments)}: {problem}")


def main() -> None:
    """Write the examples and name them."""
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE
    for path in make(folder):
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    main()
