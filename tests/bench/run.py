"""`make bench`: every benchmark in turn, as one table; nothing is asserted.

python -m tests.bench.run [--out FILE] [BENCH ...]
"""

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tabulate import tabulate

from tests.bench import (
    bench_chains,
    bench_dumps,
    bench_estate,
    bench_host,
    bench_hostile,
    bench_render,
    bench_workbook,
    bench_xref,
)

_BENCHES: Mapping[str, Callable[[], dict[str, float]]] = {
    "xref": bench_xref.run,
    "dumps": bench_dumps.run,
    "chains": bench_chains.run,
    "host": bench_host.run,
    "estate": bench_estate.run,
    "render": bench_render.run,
    "workbook": bench_workbook.run,
    "hostile": bench_hostile.run,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table before it is measured: what to take from a bench's figures.

    `target` bounds the ratio; where there is no ratio, the measure itself.
    """

    bench: str
    name: str
    measured: str
    unit: str = "ms"
    ratio: str | None = None
    target: float | None = None
    factor: float = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table."""

    name: str
    measured: float
    unit: str
    ratio: float | None
    target: float | None
    verdict: str


def _chain(name: str, ratio: str = "ratio", target: float | None = 2) -> Line:
    label = name.replace("_", " ") + (", strict" if ratio == "strict" else "")
    return Line("chains", label, name, ratio=f"{name}_{ratio}", target=target)


def _memory(label: str, kind: str) -> Line:
    ratio = f"{kind}_memory_ratio"
    return Line("estate", label, f"{kind}_memory", "MiB", ratio, target=1.3, factor=1)


def _hostile(label: str, name: str) -> Line:
    return Line("hostile", label, name, ratio=f"{name}_ratio", target=3)


def _render(label: str, name: str) -> Line:
    return Line("render", label, name, ratio=f"{name}_ratio")


_LINES = (
    Line("xref", "read the xref", "lark", ratio="ratio", target=2),
    Line("xref", "read the xref, grammars built", "lark_first"),
    Line("dumps", "read pkginfo -l", "pkginfo_l", ratio="pkginfo_l_ratio", factor=1),
    Line("dumps", "read pkginfo -x", "pkginfo_x", ratio="pkginfo_x_ratio", factor=1),
    Line("dumps", "read showrev -p", "showrev", ratio="showrev_ratio", factor=1),
    _chain("unlinked", target=None),
    _chain("successor_chain"),
    _chain("successor_chain", "strict"),
    _chain("successor_loop"),
    _chain("successor_loop", "strict"),
    _chain("successor_pairs"),
    _chain("successor_pairs", "strict"),
    _chain("requirement_chain"),
    _chain("requirement_loop"),
    _chain("requirement_fan"),
    _chain("shared_chain"),
    Line("host", "one host, whole process", "report", ratio="report_ratio", target=2),
    Line("host", "one host, peak memory", "report_mib", "MiB", target=110, factor=1),
    Line("host", "the yardstick", "yardstick"),
    Line("host", "--help", "help", ratio="help_ratio", target=1.6),
    Line("host", "--version", "version", ratio="version_ratio", target=1.6),
    Line("estate", "1,000 hosts, each further", "sparse_each", target=20),
    Line("estate", "1,000 hosts, share of each", "sparse_share", target=20),
    _memory("1,000 hosts, peak memory", "sparse"),
    Line("estate", "1,000 dense hosts, each further", "dense_each", target=20),
    Line("estate", "1,000 dense hosts, share of each", "dense_share", target=20),
    _memory("1,000 dense hosts, peak memory", "dense"),
    _render("report, text", "report_text"),
    _render("report, table", "report_table"),
    _render("report, CSV", "report_csv"),
    _render("report, JSON", "report_json"),
    _render("report, page", "report_html"),
    _render("report, workbook", "report_xlsx"),
    _render("plan, text", "plan_text"),
    _render("estate, text", "estate_text"),
    _render("estate, table", "estate_table"),
    _render("compare, text", "compare_text"),
    _render("compare, table", "compare_table"),
    _render("compare, CSV", "compare_csv"),
    _render("compare, JSON", "compare_json"),
    _render("compare, page", "compare_html"),
    _render("compare, workbook", "compare_xlsx"),
    Line("workbook", "60 plain sheets", "sheets", ratio="ratio", target=3),
    Line("workbook", "workbook of 60 hosts", "book", ratio="book_ratio", target=3),
    _hostile("xref of one line of 50 MB", "line"),
    _hostile("xref with 10,000,000 blank lines", "blank_xref"),
    _hostile("showrev with 10,000,000 blank lines", "blank_showrev"),
    _hostile("1,000,000 semicolons in field 9", "semicolons_9"),
    _hostile("1,000,000 semicolons in field 10", "semicolons_10"),
    _hostile("1,000,000 semicolons in a showrev list", "semicolons_showrev"),
)


def results(bench: str, figures: Mapping[str, float]) -> Iterator[Result]:
    """The lines of a bench, from what it measured."""
    return (_result(line, figures) for line in _LINES if line.bench == bench)


def _result(line: Line, figures: Mapping[str, float]) -> Result:
    measured = figures[line.measured] * line.factor
    ratio = figures[line.ratio] if line.ratio else None
    bounded = measured if ratio is None else ratio
    verdict = "" if line.target is None else "ok" if bounded <= line.target else "over"
    return Result(line.name, round(measured, 2), line.unit, _rounded(ratio), line.target, verdict)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def main() -> None:
    """Run what was asked for, print the table, write the file."""
    parser = argparse.ArgumentParser(prog="bench", description="Run the benchmarks.")
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=", ".join(_BENCHES))
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the same as JSON")
    chosen = parser.parse_args()
    if unknown := set(chosen.benches) - set(_BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}; known: {', '.join(_BENCHES)}")
    benches = chosen.benches or list(_BENCHES)
    found = [result for bench in benches for result in results(bench, _BENCHES[bench]())]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; CPU time, best of several")
    print(
        tabulate(
            [
                (
                    result.name,
                    f"{result.measured:.1f}",
                    result.unit,
                    "" if result.ratio is None else f"{result.ratio:.2f}",
                    "" if result.target is None else f"{result.target:g}",
                    result.verdict,
                )
                for result in found
            ],
            headers=("name", "measured", "unit", "ratio", "target", ""),
            tablefmt="github",
            disable_numparse=True,
            colalign=("left", "right", "left", "right", "right", "left"),
        )
    )
    if chosen.out:
        text = json.dumps([asdict(result) for result in found], indent=2)
        chosen.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
