"""`patchk`: the classic command line."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from patchcheck import __version__
from patchcheck.cli.exits import guarded
from patchcheck.cli.limits import limit_option
from patchcheck.cli.options import Day, DumpOptions, JudgeOptions, TalkOptions, today

if TYPE_CHECKING:
    from patchcheck.model.limits import Limit

_FILE = click.Path(path_type=Path)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("-l", "other", is_flag=True, help="List the other patches that fit the host too.")
@click.option(
    "--all-rows",
    is_flag=True,
    help="List what the plain file says, what does not apply and is obsolete or withdrawn too.",
)
@click.option(
    "-x",
    "xref",
    default="patchdiag.xref",
    show_default=True,
    metavar="XREF",
    help="The cross-reference file.",
)
@click.option("-p", "pkginfo", type=_FILE, metavar="PKGINFO", help="A pkginfo -l (or -x) dump.")
@click.option(
    "--as-of", type=Day(), default=today, show_default="today", help="The day of the ages."
)
@limit_option
@click.version_option(__version__, prog_name="patchk")
@click.argument("showrev", type=_FILE, metavar="SHOWREV")
@click.argument("release", metavar="OSREL")
@click.argument("arch", metavar="ARCH")
@click.argument("hostname", metavar="HOST")
def patchk(
    *,
    other: bool,
    all_rows: bool,
    xref: str,
    pkginfo: Path | None,
    as_of: date,
    limits: "tuple[Limit, ...]",
    showrev: Path,
    release: str,
    arch: str,
    hostname: str,
) -> int:
    """Print the classic patch report of one host.

    SHOWREV is a showrev -a (or -p) dump; OSREL, ARCH and HOST are what uname -r, uname -p and
    uname -n print there, for example 5.8 sparc atmarkit.
    """
    from patchcheck.cli.judging import judge_hosts
    from patchcheck.cli.output import write_stdout
    from patchcheck.report import classic

    dumps = DumpOptions(
        showrev=showrev,
        pkginfo=pkginfo,
        release=release,
        arch=arch,
        hostname=hostname,
        limits=limits,
    )
    judge = JudgeOptions(xref, as_of)
    judged = judge_hosts(dumps, judge, TalkOptions(), {True}, all_rows=all_rows)
    write_stdout([classic.render(judged.reports[True], other=other)])
    return judged.code


def main() -> None:
    """Run the command line."""
    guarded(lambda: patchk(standalone_mode=False))
