"""`patchcheck report`: hosts judged against a cross-reference file."""

from typing import TYPE_CHECKING, Any

import click

from patchcheck.cli.options import (
    FORMATS,
    dump_options,
    judge_options,
    output_options,
    split,
    talk_options,
)

if TYPE_CHECKING:
    from pathlib import Path

    from patchcheck.report.view import Report


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
    from patchcheck.cli.judging import judge_hosts
    from patchcheck.cli.output import format_of, write_whole

    dumps, judge, talk, rest = split(values)
    targets: list[tuple[str, Path | None]] = [(format_of(path), path) for path in rest["outputs"]]
    if rest["format_name"] or not targets:
        targets.insert(0, (rest["format_name"] or FORMATS[0], None))
    judged = judge_hosts(dumps, judge, talk, {name == "text" for name, _ in targets})
    for name, path in targets:
        text = rendered(judged.reports[name == "text"], name)
        if path is None:
            click.echo(text, nl=False)
        else:
            write_whole(path, text.encode("utf-8", errors="backslashreplace"))
    return judged.code


def rendered(report: "Report", name: str) -> str:
    """A report in one form."""
    match name:
        case "text":
            from patchcheck.report import classic

            return classic.render(report)
        case "table":
            from patchcheck.report import table

            return table.render(report)
        case _:
            from patchcheck.report import json

            return json.render(report)
