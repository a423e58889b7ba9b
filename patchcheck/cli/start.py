"""Where the commands start: from the first moment on, Ctrl-C ends a run with one line.

To import what they need takes a tenth of a second, so nothing is imported here that takes time.
"""

import gc
import sys
from importlib import import_module

INTERRUPTED = 130  # as Exit has it
# New objects before the garbage collector looks for cycles. A run makes next to none, and what it
# reads stays to the end: going through it every 700 objects costs a fifth of a run.
_SELDOM = 100_000


def patchcheck() -> None:
    """Run `patchcheck`."""
    _run("patchcheck.cli.main")


def patchk() -> None:
    """Run `patchk`."""
    _run("patchcheck.cli.patchk")


def collect_seldom() -> None:
    """Have the garbage collector of this process look less often."""
    gc.set_threshold(_SELDOM)


def _run(module: str) -> None:
    collect_seldom()
    try:
        import_module(module).main()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was begun\n")
        sys.exit(INTERRUPTED)
