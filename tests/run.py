"""Running the commands inside a test, as a user would from the top of the checkout."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from patchcheck.cli import main, patchk

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run_patchcheck(*arguments: str, terminal: bool = False) -> Ran:
    """Run `patchcheck ARGUMENTS`, with stderr on a terminal if asked for."""
    return _run("patchcheck", main.main, arguments, Terminal() if terminal else io.StringIO())


def run_patchk(*arguments: str) -> Ran:
    """Run `patchk ARGUMENTS`."""
    return _run("patchk", patchk.main, arguments, io.StringIO())


def _run(name: str, entry: Callable[[], None], arguments: tuple[str, ...], err: io.StringIO) -> Ran:
    out = io.StringIO()
    code = 0
    with (
        mock.patch("sys.argv", [name, *arguments]),
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            entry()
        except SystemExit as end:
            code = int(end.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())
