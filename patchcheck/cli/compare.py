"""`patchcheck compare`: patch levels side by side, and what would make one like another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from patchcheck.cli.options import (
    JudgeOptions,
    doctor_options,
    dump_options,
    output_options,
    split_unjudged,
    talk_options,
)

if TYPE_CHECKING:
    from patchcheck.cli import dumps as cli_dumps
    from patchcheck.cli.inputs import Tables
    from patchcheck.cli.options import DumpOptions
    from patchcheck.compare.baseline import Baseline
    from patchcheck.compare.state import State
    from patchcheck.report.comparison import ComparisonView, Show
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.doctor import Grade
    from patchcheck.resolve.world import Options

FORMATS = ("text", "table", "csv", "json", "html", "xlsx")
SHOW = ("differences", "matrix", "all")
_PAIR = 2


@click.command()
@dump_options
@doctor_options
@click.option("--special-cases", metavar="FILE.toml", envvar="PATCHCHECK_SPECIAL_CASES", help="A table of yours, laid over ours.")
@click.option(
    "--show",
    type=click.Choice(SHOW),
    default="differences",
    show_default=True,
    help="The numbers that differ; hosts across as a matrix; or every number.",
)
@click.option("--like", metavar="NAME", help="The side that the others are to be made like.")
@click.option(
    "--baseline",
    metavar="FILE",
    help="Compare with a saved comparison (JSON), a list of ids, or a cross-reference file.",
)
@output_options(FORMATS)
@talk_options
def compare(**values: Any) -> int:
    """Compare patch levels: of hosts, of states of one, or with a baseline.

    Of two sides the first is to be made like the second, and each host like a baseline; of more,
    name one with --like. With -o FILE.json the states are saved, for --baseline later on.
    """
    return 0
