"""Asking for help or the version loads no heavy library."""

import subprocess
import sys

import pytest

from tests.run import ROOT

HEAVY = ("lark", "openpyxl", "tabulate", "jinja2")
PROGRAM = """\
import sys
sys.argv = {argv!r}
from patchcheck.cli.{module} import main
try:
    main()
except SystemExit as end:
    code = end.code
print("loaded:", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(module: str, *arguments: str) -> tuple[int, str, set[str]]:
    """Run a command in an interpreter of its own: exit code, stdout, the modules it imported."""
    program = PROGRAM.format(argv=[module, *arguments], module=module)
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, cwd=ROOT, text=True
    )
    words = ran.stderr.split()
    assert words[:1] == ["loaded:"], ran.stderr
    return ran.returncode, ran.stdout, set(words)


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("main", ("--help",)),
        ("main", ("--version",)),
        ("main", ("report", "--help")),
        ("main", ("plan", "--help")),
        ("main", ("explain", "--help")),
        ("main", ("doctor", "--help")),
        ("main", ("config", "--help")),
        ("patchk", ("--help",)),
        ("patchk", ("--version",)),
    ],
)
def test_help_and_version_load_no_heavy_library(module: str, arguments: tuple[str, ...]) -> None:
    code, out, modules = loaded(module, *arguments)
    assert code == 0
    assert out.startswith(("Usage: ", "patchcheck, version", "patchk, version"))
    assert modules.isdisjoint(HEAVY)
    assert not any(
        name.startswith(("patchcheck.readers", "patchcheck.resolve")) for name in modules
    )


def test_a_text_report_loads_lark_only() -> None:
    """Each form pays for its own library."""
    words = ("report", "samples/atmarkit", "-x", "samples/patchdiag.xref", "--as-of", "2003-06-18")
    code, _, modules = loaded("main", *words)
    assert code == 0
    assert set(HEAVY) & modules == {"lark"}


def test_a_run_loads_its_own_command_and_what_it_reads() -> None:
    """What other commands, archives and other forms need is not paid for."""
    words = ("report", "samples/atmarkit", "-x", "samples/patchdiag.xref", "--as-of", "2003-06-18")
    code, _, modules = loaded("main", *words)
    assert code == 0
    others = ("plan", "explain", "doctor", "compare", "estate", "rerun", "config")
    assert modules.isdisjoint(f"patchcheck.cli.{name}" for name in others)
    assert modules.isdisjoint(("zipfile", "patchcheck.estate.archive", "patchcheck.report.json"))
