"""The options that commands have in common, and the values that they come to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import click

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class DumpOptions:
    """Which dumps to read, and what they don't tell."""

    dumps: tuple[str, ...] = ()
    showrev: Path | None = None
    pkginfo: Path | None = None
    uname: Path | None = None
    release: str | None = None
    arch: str | None = None
    hostname: str | None = None


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """How to judge."""

    xref: str
    as_of: date
    select: tuple[str, ...] = ()
    minimal: bool = False
    flags: Literal["inherited", "row"] = "inherited"
    exceptions: str | None = None
    special_cases: str | None = None
    fail_on: str | None = None


@dataclass(frozen=True, slots=True)
class TalkOptions:
    """How much to say on stderr."""

    strict: bool = False
    quiet: bool = False
    verbose: bool = False


class Day(click.ParamType[date]):
    """A day, written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the text of an option."""
        if isinstance(value, date):
            return value
        try:
            # fromisoformat alone also reads 20030618 and the days of weeks.
            return date.fromisoformat(str(value) if _DAY.fullmatch(str(value)) else "")
        except ValueError:
            problem = f"{value!r} is no day; expected YYYY-MM-DD, for example 2003-06-18"
            self.fail(problem, param, ctx)


def today() -> date:
    """The default of --as-of: today in UTC (R14)."""
    return datetime.now(UTC).date()


def _stacked(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def dump_options(command: Command) -> Command:
    """DUMP arguments, or the dumps file by file."""
    file = click.Path(path_type=Path)
    return _stacked(
        click.argument("dumps", nargs=-1, metavar="[DUMP]..."),
        click.option(
            "--showrev",
            type=file,
            metavar="FILE",
            help="A showrev -a, showrev -p or patchadd -p dump.",
        ),
        click.option(
            "--pkginfo", type=file, metavar="FILE", help="A pkginfo -l or pkginfo -x dump."
        ),
        click.option("--uname", type=file, metavar="FILE", help="A uname -a dump."),
        click.option("--release", metavar="5.N", help="What uname -r says, over the dumps."),
        click.option("--arch", metavar="ARCH", help="What uname -p says: sparc or i386."),
        click.option("--hostname", metavar="NAME", help="The host's name, over the dumps."),
    )(command)


def judge_options(command: Command) -> Command:
    """What decides the verdicts."""
    return _stacked(
        click.option(
            "-x",
            "--xref",
            default="patchdiag.xref",
            show_default=True,
            metavar="FILE",
            help="The cross-reference file.",
        ),
        click.option(
            "--as-of", type=Day(), default=today, show_default="today", help="The day of the ages."
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="WORD",
            help="missing, installed, all, total, unbundled or bad, each with r, s or rs "
            "appended; a short form (m, i, a, t, u, b); a patch number or id. Repeatable.",
        ),
        click.option(
            "--minimal", is_flag=True, help="Offer the lowest revision that meets the needs."
        ),
        click.option(
            "--flags",
            type=click.Choice(["inherited", "row"]),
            default="inherited",
            show_default=True,
            help="Let R and S travel with the fixes, or read them row by row.",
        ),
        click.option(
            "--exceptions", metavar="FILE.toml", help="Patches that hosts are not to have."
        ),
        click.option(
            "--special-cases", metavar="FILE.toml", help="A table of yours, laid over ours."
        ),
        click.option(
            "--fail-on",
            type=click.Choice(["security", "recommended", "withdrawn", "any"]),
            help="Exit with 100 where such patches are found.",
        ),
    )(command)


def talk_options(command: Command) -> Command:
    """How much to say."""
    return _stacked(
        click.option("--strict", is_flag=True, help="Treat any diagnostic as an error: exit 1."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only on stderr."),
        click.option("-v", "--verbose", is_flag=True, help="Print every diagnostic and note."),
        click.option("--no-color", is_flag=True, help="Print without colour (as NO_COLOR does)."),
    )(command)


def output_options(formats: tuple[str, ...]) -> Callable[[Command], Command]:
    """Where results go, and in which form."""
    return _stacked(
        click.option(
            "--format",
            "format_name",
            type=click.Choice(formats),
            help=f"The form on stdout; {formats[0]} if neither this nor -o is given.",
        ),
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write a file, its form told by its suffix. Repeatable.",
        ),
    )


def split(values: dict[str, Any]) -> tuple[DumpOptions, JudgeOptions, TalkOptions, dict[str, Any]]:
    """Sort a command's values into the groups above; what belongs to none is left over."""
    rest = {name: value for name, value in values.items() if name != "no_color"}
    return _take(DumpOptions, rest), _take(JudgeOptions, rest), _take(TalkOptions, rest), rest


def _take(kind: Any, values: dict[str, Any]) -> Any:
    names = [name for name in kind.__dataclass_fields__ if name in values]
    return kind(**{name: values.pop(name) for name in names})
