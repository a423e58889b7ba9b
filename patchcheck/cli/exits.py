"""How a run ends: exit codes, and the last line that a user sees when it ends badly."""

import gc
import io
import os
import signal
import sys
from collections.abc import Callable
from enum import IntEnum
from types import FrameType

import click

from patchcheck.model.errors import PatchcheckError, SelectionError
from patchcheck.report.clean import printable


class Exit(IntEnum):
    """Exit codes (interface): 1 goes before 3, 3 before 100."""

    DONE = 0
    UNUSABLE = 1
    USAGE = 2
    NOT_JUDGED = 3
    FINDINGS = 100
    INTERRUPTED = 130


def guarded(command: Callable[[], object]) -> None:
    """Run a click command; whatever happens, the user reads one line and no traceback."""
    prepare_streams()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = command()
    except SelectionError as error:
        leave(Exit.USAGE, f"error: {error}")
    except PatchcheckError as error:
        leave(Exit.UNUSABLE, str(error))
    except (click.exceptions.Abort, KeyboardInterrupt):
        leave(Exit.INTERRUPTED, "interrupted; nothing was written half")
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(Exit.UNUSABLE)
    except OSError as error:
        leave(Exit.UNUSABLE, f"{error.filename or 'the output'}: error: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 (the last line of defence: no traceback)
        if os.environ.get("PATCHCHECK_DEBUG"):
            import traceback  # it takes its time to import, and hardly any run needs it

            traceback.print_exc()
        kind = type(error).__name__
        leave(
            Exit.UNUSABLE,
            f"error: a fault of patchcheck itself ({kind}: {error}); nothing more was done. "
            "PATCHCHECK_DEBUG=1 shows where",
        )
    gc.freeze()  # the process ends: to go through all that was read once more would free nothing
    sys.exit(code if isinstance(code, int) else Exit.DONE)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: what was begun is cleared away."""
    raise KeyboardInterrupt


def leave(code: Exit, message: str) -> None:
    """Print a last line on stderr and end."""
    click.echo(printable(message), err=True)
    sys.exit(code)


def _show(error: click.ClickException) -> None:
    """Print a usage error; what the user typed is quoted in it and must not steer the terminal."""
    shown = io.StringIO()
    error.show(shown)
    for line in shown.getvalue().splitlines():
        click.echo(printable(line), err=True)


def prepare_streams() -> None:
    """Let no character end a run because the terminal can't show it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """The reader of our output has gone; keep the interpreter from complaining at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
