"""`patchcheck`: the group that all commands hang on."""

from pathlib import Path

import click

from patchcheck import __version__
from patchcheck.cli.compare import compare
from patchcheck.cli.config import defaults, load_config, show_config
from patchcheck.cli.doctor import doctor
from patchcheck.cli.estate import estate
from patchcheck.cli.exits import guarded
from patchcheck.cli.explain import explain
from patchcheck.cli.plan import plan
from patchcheck.cli.report import report
from patchcheck.cli.rerun import rerun


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="patchcheck")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    metavar="FILE.toml",
    envvar="PATCHCHECK_CONFIG",
    help="The configuration; patchcheck.toml in the working directory if there is one.",
)
@click.pass_context
def patchcheck(context: click.Context, config_file: Path | None) -> None:
    """Offline analysis of Solaris patches: what is missing on a host, and why.

    Exit codes: 0 done; 1 a file is of no use or can't be read or written; 2 wrong usage; 3 done,
    but a host could not be judged; 100 findings, with --fail-on.
    """
    config = load_config(config_file)
    if config:
        context.obj = config
        context.default_map = defaults(patchcheck, config)


for command in (report, plan, explain, doctor, compare, estate, rerun, show_config):
    patchcheck.add_command(command)


def main() -> None:
    """Run the command line."""
    guarded(lambda: patchcheck(standalone_mode=False))
