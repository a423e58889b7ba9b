"""`patchcheck rerun`: a recorded run once more, to the same bytes, or what has changed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patchcheck import __version__

if TYPE_CHECKING:
    from patchcheck.readers.record import Record


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def rerun(context: click.Context, file: Path) -> int:
    """Repeat the run that --record wrote down in FILE.

    It comes to the same bytes, or nothing is written and what has changed is named: a file that
    was read, the program, its table of special cases. Start it in the folder of that run. The
    configuration and the environment have no part in it.
    """
    from patchcheck.cli.record import Expected, expect
    from patchcheck.cli.talk import say_problems
    from patchcheck.model.errors import UnusableError
    from patchcheck.readers.record import read_record
    from patchcheck.readers.text import load

    record = read_record(load(file, "a record that --record wrote"))
    changed = list(_changed(record))
    if changed:
        say_problems(changed)
        raise UnusableError("error: the run can't be repeated; nothing was run")
    expect(context, Expected(frozenset(record.inputs), record.outputs))
    return _again(context, record, file)


def _changed(record: "Record") -> Iterator[str]:
    from patchcheck.cli.inputs import built_in
    from patchcheck.cli.record import hash_of

    if record.version != __version__:
        yield f"patchcheck: error: is {__version__}; the run was made by {record.version}"
    if record.special_cases != built_in().version:
        version = built_in().version
        yield f"the table of special cases: error: is {version}, was {record.special_cases}"
    for path, sha256 in record.inputs.items():
        found = hash_of(path)
        if found != sha256:
            words = "has changed since the run was recorded" if found else "can't be read any more"
            yield f"{path}: error: {words}"


def _again(context: click.Context, record: "Record", file: Path) -> int:
    """Run the recorded command with the recorded options, and with nothing else."""
    from patchcheck.model.errors import UnusableError
    from patchcheck.readers.config import Config, Group

    group = context.find_root().command
    command = group.commands.get(record.command) if isinstance(group, click.Group) else None
    if command is None or not any(option.name == "record" for option in command.params):
        raise UnusableError(f"{file}: error: no command can be repeated as {record.command!r}")
    settings = [name for name in os.environ if name.startswith("PATCHCHECK_")]
    for name in settings:
        del os.environ[name]
    groups = {name: Group(patterns, 0) for name, patterns in record.groups.items()}
    context.find_root().obj = Config(str(file), {}, {}, groups)
    context.default_map = {}
    with command.make_context(record.command, list(record.arguments), parent=context) as again:
        code: int = command.invoke(again)
        return code
