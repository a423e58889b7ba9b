"""From a judged run to its outputs: one renderer for each form."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from patchcheck.cli.judging import judge_hosts
from patchcheck.cli.output import format_of, write_whole

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.report.view import Report

Kind = Literal["report", "plan"]
Target = tuple[str, Path | None]


def targets_of(
    formats: Sequence[str], format_name: str | None, outputs: Sequence[Path]
) -> list[Target]:
    """The forms to write, each with its file; None is stdout, the first form its default."""
    targets: list[Target] = [(format_of(path, formats), path) for path in outputs]
    if format_name or not targets:
        targets.insert(0, (format_name or formats[0], None))
    return targets


def emit(targets: Sequence[Target], rendered: Callable[[str], str]) -> None:
    """Write every target, each whole or not at all."""
    for name, path in targets:
        text = rendered(name)
        if path is None:
            click.echo(text, nl=False)
        else:
            write_whole(path, text.encode("utf-8", errors="backslashreplace"))


def run(
    dumps: "DumpOptions",
    judge: "JudgeOptions",
    talk: "TalkOptions",
    *,
    kind: Kind,
    targets: Sequence[Target],
) -> int:
    """Judge, then write every output that was asked for; give the exit code."""

    def is_classic(name: str) -> bool:
        return kind == "report" and name == "text"

    judged = judge_hosts(dumps, judge, talk, {is_classic(name) for name, _ in targets})
    emit(targets, lambda name: _rendered(judged.reports[is_classic(name)], name, kind))
    return judged.code


def _rendered(report: "Report", name: str, kind: Kind) -> str:
    match name, kind:
        case "text", "report":
            from patchcheck.report import classic

            return classic.render(report)
        case "text", _:
            from patchcheck.report import plan

            return plan.render(report)
        case "ids", _:
            from patchcheck.report import plan

            return plan.render_ids(report)
        case "table", _:
            from patchcheck.report import table

            return table.render(report)
        case _:
            from patchcheck.report import json

            return json.render(report)
