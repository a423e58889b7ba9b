"""`patchcheck`: the group that all commands hang on."""

import click

from patchcheck import __version__
from patchcheck.cli.exits import guarded
from patchcheck.cli.explain import explain
from patchcheck.cli.plan import plan
from patchcheck.cli.report import report


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="patchcheck")
def patchcheck() -> None:
    """Offline analysis of Solaris patches: what is missing on a host, and why.

    Exit codes: 0 done; 1 a file is of no use or can't be read or written; 2 wrong usage; 3 done,
    but a host could not be judged; 100 findings, with --fail-on.
    """


for command in (report, plan, explain):
    patchcheck.add_command(command)


def main() -> None:
    """Run the command line."""
    guarded(lambda: patchcheck(standalone_mode=False))
