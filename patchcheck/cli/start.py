"""Where the commands start: from the first moment on, Ctrl-C ends a run with one line.

To import what they need takes a tenth of a second, so nothing is imported here that takes time.
"""

import sys
from importlib import import_module

INTERRUPTED = 130  # as Exit has it


def patchcheck() -> None:
    """Run `patchcheck`."""
    _run("patchcheck.cli.main")


def patchk() -> None:
    """Run `patchk`."""
    _run("patchcheck.cli.patchk")


def _run(module: str) -> None:
    try:
        import_module(module).main()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was begun\n")
        sys.exit(INTERRUPTED)
