"""`patchcheck`: the group that all commands hang on."""

from pathlib import Path

import click

from patchcheck import __version__
from patchcheck.cli.commands import OnDemand
from patchcheck.cli.exits import guarded
from patchcheck.cli.settings import defaults, load_config

_NAMES = ("report", "plan", "explain", "doctor", "compare", "estate", "rerun")
_PLACES = {name: (f"patchcheck.cli.{name}", name) for name in _NAMES}
_PLACES["config"] = ("patchcheck.cli.config", "show_config")


@click.group(
    commands=OnDemand(_PLACES),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
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


def main() -> None:
    """Run the command line."""
    guarded(lambda: patchcheck(standalone_mode=False))
