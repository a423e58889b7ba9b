"""`patchcheck estate`: many hosts in one run, and how they stand to each other."""

from pathlib import Path
from typing import Any

import click

from patchcheck.cli.options import (
    dump_options,
    jobs_option,
    judge_options,
    output_options,
    split,
    talk_options,
)

FORMATS = ("text", "table", "csv", "json", "html", "xlsx")


@click.command()
@dump_options
@judge_options
@click.option(
    "--since",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.json",
    help="The JSON of an earlier run: tell what is new, closed and come back since.",
)
@jobs_option
@output_options(FORMATS)
@talk_options
def estate(since: Path | None, jobs: int | None, **values: Any) -> int:
    """Judge many hosts as one estate: who needs most, who needs the same, what changed.

    The text form is a summary: a line for each host, the neediest first, then cohorts (hosts with
    the same to-do list), the groups of the configuration, and what changed. The table form adds
    hosts x patches. The other forms hold every patch of every host, as those of report do.
    """
    from patchcheck.cli.estate_run import EstateOptions, run
    from patchcheck.cli.render import targets_of
    from patchcheck.cli.settings import groups_in_force

    dumps, judge, talk, rest = split(values)
    targets = targets_of(FORMATS, **rest)
    return run(EstateOptions(dumps, judge, talk, groups_in_force(), since, jobs), targets)
