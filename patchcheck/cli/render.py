"""From a judged run to its outputs: one renderer for each form."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from patchcheck.cli.judging import judge_hosts
from patchcheck.cli.output import (
    check_apart,
    check_places,
    format_of,
    spare_inputs,
    write_files,
    write_stdout,
)

if TYPE_CHECKING:
    from patchcheck.cli.options import DumpOptions, JudgeOptions, TalkOptions
    from patchcheck.report.view import Report

Kind = Literal["report", "plan"]
Target = tuple[str, Path | None]
Pieces = Iterable[str | bytes]
_BRIEF = frozenset({"text", "table", "ids"})  # these forms show no compliance


def targets_of(
    formats: Sequence[str], format_name: str | None, outputs: Sequence[Path]
) -> list[Target]:
    """The forms to write, each with its file; None is stdout, the first form its default.

    Raises UnusableError where a file has no folder to go to, or two go to one, the record's too.
    """
    from patchcheck.cli.record import record_file

    record = record_file()
    check_apart([*outputs, record] if record else outputs)
    check_places(outputs)
    targets: list[Target] = [(format_of(path, formats), path) for path in outputs]
    if format_name or not targets:
        targets.insert(0, (format_name or formats[0], None))
    return targets


def deliver(
    targets: Sequence[Target],
    inputs: Iterable[str],
    render: Callable[[str], str | bytes | Pieces],
) -> None:
    """Write every target: the files first, each whole or not at all, then stdout.

    With `--record` the run is written down; a run that is repeated must come to the same bytes, or
    nothing is written. Raises UnusableError for that, and where a target can't be written or would
    replace an input.
    """
    from patchcheck.cli.record import expected, record_file, written_down

    read = tuple(inputs)
    record = record_file()
    spare_inputs([path for _, path in targets if path] + ([record] if record else []), read)
    wanted = expected()
    if wanted is not None:
        wanted.check(read, _hashes(targets, render))
    hashes = _emit(targets, render)
    if record:
        write_files([(record, [to_bytes(written_down(targets, read, hashes))])])


def _hashes(
    targets: Sequence[Target], render: Callable[[str], str | bytes | Pieces]
) -> dict[str, str]:
    """Render every target for its SHA-256 alone."""
    found: dict[str, str] = {}
    for name, path in targets:
        for _ in _hashed(render(name), path, found):
            pass
    return found


def _emit(
    targets: Sequence[Target], render: Callable[[str], str | bytes | Pieces]
) -> dict[str, str]:
    """Write every target; give the SHA-256 of each, that of stdout under the empty text."""
    found: dict[str, str] = {}
    results = [(_hashed(render(name), path, found), path) for name, path in targets]
    write_files([(path, map(to_bytes, pieces)) for pieces, path in results if path is not None])
    for pieces, path in results:
        if path is None:
            write_stdout(pieces)
    return found


def _hashed(
    result: str | bytes | Pieces, path: Path | None, found: dict[str, str]
) -> Iterator[str | bytes]:
    """Pass a result on piece by piece, and note its SHA-256 at the end."""
    digest = hashlib.sha256()
    for piece in _pieces(result):
        digest.update(to_bytes(piece))
        yield piece
    found[str(path or "")] = digest.hexdigest()


def _pieces(result: str | bytes | Pieces) -> Pieces:
    return [result] if isinstance(result, str | bytes) else result


def to_bytes(piece: str | bytes) -> bytes:
    """A piece as a file holds it: UTF-8, and what that can't hold by its code."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", errors="backslashreplace")


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
    deliver(
        targets,
        judged.inputs,
        lambda name: rendered(judged.reports[is_classic(name)], name, kind),
    )
    return judged.code


def rendered(report: "Report", name: str, kind: Kind) -> str | bytes:
    """A report in one form."""
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
