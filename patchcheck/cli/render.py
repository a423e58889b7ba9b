"""From a judged run to its outputs: one renderer for each form."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from patchcheck.cli.judging import judge_hosts
from patchcheck.cli.output import (
    check_places,
    format_of,
    spare_inputs,
    write_stdout,
    write_whole,
)

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.report.view import Report

Kind = Literal["report", "plan"]
Target = tuple[str, Path | None]
_BRIEF = frozenset({"text", "table", "ids"})  # these forms show no compliance


def targets_of(
    formats: Sequence[str], format_name: str | None, outputs: Sequence[Path]
) -> list[Target]:
    """The forms to write, each with its file; None is stdout, the first form its default.

    Raises UnusableError where a file has no folder to go to.
    """
    check_places(outputs)
    targets: list[Target] = [(format_of(path, formats), path) for path in outputs]
    if format_name or not targets:
        targets.insert(0, (format_name or formats[0], None))
    return targets


def emit(targets: Sequence[Target], rendered: Callable[[str], str | bytes]) -> None:
    """Render every target, then write each whole or not at all."""
    results = [(rendered(name), path) for name, path in targets]
    for result, path in results:
        data = result if isinstance(result, bytes) else to_bytes(result)
        if path is not None:
            write_whole(path, data)
        else:
            write_stdout(result)


def to_bytes(text: str) -> bytes:
    """Text as a file holds it: UTF-8, and what that can't hold by its code."""
    return text.encode("utf-8", errors="backslashreplace")


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

    names = {name for name, _ in targets}
    classic = {is_classic(name) for name in names}
    judged = judge_hosts(dumps, judge, talk, classic, full=bool(names - _BRIEF))
    spare_inputs((path for _, path in targets if path), judged.inputs)
    emit(targets, lambda name: _rendered(judged.reports[is_classic(name)], name, kind))
    return judged.code


def _rendered(report: "Report", name: str, kind: Kind) -> str | bytes:
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
        case "csv", _:
            from patchcheck.report import csv

            return csv.render(report)
        case "html", _:
            from patchcheck.report import page

            return page.render(report)
        case "xlsx", _:
            from patchcheck.report import workbook

            return workbook.render(report)
        case _:
            from patchcheck.report import json

            return json.render(report)
