"""`--record`: what a run was asked, what it read and what it wrote, so that it can be repeated."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from patchcheck import __version__
from patchcheck.cli.settings import groups_in_force
from patchcheck.cli.talk import say_problems
from patchcheck.model.errors import UnusableError

_NOT_REPEATED = frozenset({"record", "outputs", "format_name"})
_CHUNK = 2**20


_EXPECTED = "patchcheck.expected"


class Expected(NamedTuple):
    """What a repeated run is held against: the inputs of the record and its outputs' SHA-256."""

    inputs: frozenset[str]
    outputs: Mapping[str, str]

    def check(self, inputs: Iterable[str], outputs: Mapping[str, str]) -> None:
        """Compare a run with the record. Raises UnusableError after saying what differs."""
        read = frozenset(inputs)
        found = [f"{path}: error: was not read in the recorded run" for path in read - self.inputs]
        found += [
            f"{path}: error: was read in the recorded run, and is not now"
            for path in self.inputs - read
        ]
        found += [
            f"{path or 'stdout'}: error: does not come to the recorded bytes"
            for path, sha256 in outputs.items()
            if self.outputs.get(path) != sha256
        ]
        if found:
            say_problems(sorted(found))
            raise UnusableError("error: the run is not what it was; nothing was written")


def record_file() -> Path | None:
    """The file of `--record`, None where it was not asked for."""
    path: Path | None = click.get_current_context().params.get("record")
    return path


def expected() -> Expected | None:
    """What the run is to come to, None where it is no repeated one."""
    found: Expected | None = click.get_current_context().meta.get(_EXPECTED)
    return found


def expect(context: click.Context, wanted: Expected) -> None:
    """Have the runs below a context held against a record."""
    context.meta[_EXPECTED] = wanted


def written_down(
    targets: Sequence[tuple[str, Path | None]],
    inputs: Iterable[str],
    outputs: Mapping[str, str],
) -> str:
    """The record as the file holds it."""
    from patchcheck.report.json import to_json

    return to_json(record_of(targets, inputs, outputs))


def record_of(
    targets: Sequence[tuple[str, Path | None]],
    inputs: Iterable[str],
    outputs: Mapping[str, str],
) -> dict[str, object]:
    """The record of the command that runs, as plain values."""
    from patchcheck.cli.inputs import built_in
    from patchcheck.readers.record import SCHEMA

    context = click.get_current_context()
    return {
        "schema": SCHEMA,
        "tool": {"name": "patchcheck", "version": __version__},
        "special_cases": built_in().version,
        "command": context.command.name,
        "arguments": _arguments(context, targets),
        "groups": [
            {"name": name, "patterns": list(patterns)}
            for name, patterns in groups_in_force().items()
        ],
        "inputs": [
            {"path": path, "sha256": hash_of(path)} for path in sorted(set(map(str, inputs)))
        ],
        "outputs": [{"path": path, "sha256": sha256} for path, sha256 in outputs.items()],
    }


def hash_of(path: str) -> str:
    """The SHA-256 of a file; empty for one that can't be read."""
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _arguments(context: click.Context, targets: Sequence[tuple[str, Path | None]]) -> list[str]:
    """The values in force as a command line that needs no configuration and no environment."""
    options: list[str] = []
    positional: list[str] = []
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if parameter.name in _NOT_REPEATED or value in (None, False, ()):
            continue
        values = value if isinstance(value, tuple) else (value,)
        if isinstance(parameter, click.Argument):
            positional += map(str, values)
        else:
            options += _option(parameter.opts[-1], values)
    for name, path in targets:
        options += ("--output", str(path)) if path else ("--format", name)
    return [*options, "--", *positional]


def _option(name: str, values: tuple[Any, ...]) -> Iterator[str]:
    for value in values:
        yield from (name,) if value is True else (name, str(value))
