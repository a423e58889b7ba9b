"""`patchcheck plan`: what to install, in order, and what is in the way."""

from typing import Any

import click

from patchcheck.cli.options import (
    dump_options,
    judge_options,
    output_options,
    split,
    talk_options,
)

FORMATS = ("text", "table", "ids", "json")


@click.command()
@dump_options
@judge_options
@output_options(FORMATS)
@talk_options
def plan(**values: Any) -> int:
    """Plan: what to install, requirements first, each patch once, without conflicts.

    What can't go in stands apart, with what blocks it. --format ids prints bare ids, a line each.
    """
    from patchcheck.cli.render import run, targets_of

    dumps, judge, talk, rest = split(values)
    return run(dumps, judge, talk, kind="plan", targets=targets_of(FORMATS, **rest))
