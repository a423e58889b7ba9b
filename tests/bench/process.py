"""Whole processes, measured: CPU seconds (user and system, children's too) and peak memory."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PATCHCHECK = str(Path(sys.executable).with_name("patchcheck"))
_GAUGE = str(Path(__file__).with_name("gauge.py"))


class Used(NamedTuple):
    """CPU seconds, and the peak resident set in MiB."""

    seconds: float
    mebibytes: float


def used_by(command: Sequence[str], file: Path) -> Used:
    """Run a command by its full path; `file` is where the gauge notes what it used."""
    gauge = (sys.executable, "-S", _GAUGE, str(file), *command)
    # As for a user, bytecode and parsers are kept: the first run of several makes them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        gauge, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    return Used(*map(float, file.read_text(encoding="ascii").split()))
