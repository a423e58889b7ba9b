"""`patchcheck report`: hosts judged against a cross-reference file."""

from typing import Any

import click

from patchcheck.cli.options import (
    dump_options,
    judge_options,
    output_options,
    split,
    talk_options,
)

FORMATS = ("text", "table", "csv", "json", "html", "xlsx")


@click.command()
@dump_options
@judge_options
@output_options(FORMATS)
@talk_options
def report(**values: Any) -> int:
    """Judge hosts: what is missing, what is installed, and why.

    A DUMP is a directory, a file-name prefix, a Sun Explorer tree, or a directory of these.
    Without --select the text form shows the classic sections, every other form what is missing.
    """
    from patchcheck.cli.render import run, targets_of

    dumps, judge, talk, rest = split(values)
    return run(dumps, judge, talk, kind="report", targets=targets_of(FORMATS, **rest))
