"""Run a command and write its CPU seconds and peak memory (MiB) to a file.

    python gauge.py FILE COMMAND [ARGUMENT ...]

A program of its own, since on Linux a child's peak memory is never below that of the process that
started it: it imports next to nothing, so that it stays below whatever it measures.
"""

import os
import resource
import sys


def main(file: str, *command: str) -> None:
    """Run, wait, write; a command that fails ends this one too."""
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, _ = os.wait4(child, 0)
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"exit code {code}: {' '.join(command)}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(file, "w", encoding="ascii") as target:  # noqa: PTH123 (pathlib is a heavy import)
        target.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")


if __name__ == "__main__":
    main(*sys.argv[1:])
