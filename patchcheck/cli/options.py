"""The options that commands have in common, and the values that they come to."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click
from click.core import ParameterSource

from patchcheck.cli.limits import limit_option
from patchcheck.cli.output import SUFFIXES

if TYPE_CHECKING:
    from patchcheck.model.limits import Limit, Limits

FORMATS = ("text", "table", "csv", "json", "html", "xlsx", "ids")
FLAGS = ("inherited", "row")
FAIL_ON = ("security", "recommended", "withdrawn", "any")
_ELSEWHERE = frozenset({"no_color", "record"})  # options that are asked for where they matter
_ONE_BY_ONE = ("showrev", "pkginfo", "uname")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Command = Callable[..., Any]
Date = date  # for a class that has a field named date


class DumpOptions(NamedTuple):
    """Which dumps to read, how much of them, and what they don't tell."""

    dumps: tuple[str, ...] = ()
    showrev: Path | None = None
    pkginfo: Path | None = None
    uname: Path | None = None
    release: str | None = None
    arch: str | None = None
    hostname: str | None = None
    date: Date | None = None
    limits: "tuple[Limit, ...]" = ()

    @property
    def all_limits(self) -> "Limits":
        """Every limit, those that are set and the others."""
        from patchcheck.model.limits import Limits

        return Limits(**{one.name: one.value for one in self.limits})


class JudgeOptions(NamedTuple):
    """How to judge."""

    xref: str
    as_of: date
    select: tuple[str, ...] = ()
    minimal: bool = False
    flags: Literal["inherited", "row"] = "inherited"
    exceptions: str | None = None
    special_cases: str | None = None
    fail_on: str | None = None
    max_age: int | None = None


class TalkOptions(NamedTuple):
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


class Form(click.Choice[str | None]):
    """A form that a command has; the configuration may name another, which then means nothing."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | None:
        """Read the text of an option."""
        if value in FORMATS and value not in self.choices and param and not _asked(ctx, param.name):
            return None
        return super().convert(value, param, ctx)


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
        click.argument(
            "dumps",
            nargs=-1,
            metavar="[DUMP]...",
            type=click.Path(),
            envvar="PATCHCHECK_DUMPS",
        ),
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
        click.option("--date", type=Day(), help="The day of the dumps, where they don't tell."),
        limit_option,
    )(command)


_as_of = click.option(
    "--as-of", type=Day(), default=today, show_default="today", help="The day of the ages."
)
_max_age = click.option(
    "--max-age",
    type=click.IntRange(min=0),
    metavar="DAYS",
    envvar="PATCHCHECK_MAX_AGE",
    help="Lower the grade of dumps that are older.",
)


def doctor_options(command: Command) -> Command:
    """What dumps are examined by."""
    return _stacked(
        click.option(
            "-x",
            "--xref",
            metavar="FILE",
            envvar="PATCHCHECK_XREF",
            help="A cross-reference file, for the chains of successors.",
        ),
        _as_of,
        _max_age,
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
            envvar="PATCHCHECK_XREF",
            help="The cross-reference file.",
        ),
        _as_of,
        _max_age,
        click.option(
            "--select",
            multiple=True,
            metavar="WORD",
            envvar="PATCHCHECK_SELECT",
            help="missing, installed, all, total, unbundled or bad, each with r, s or rs "
            "appended; a short form (m, i, a, t, u, b); a patch number or id. Repeatable.",
        ),
        click.option(
            "--minimal",
            is_flag=True,
            envvar="PATCHCHECK_MINIMAL",
            help="Offer the lowest revision that meets the needs.",
        ),
        click.option(
            "--flags",
            type=click.Choice(FLAGS),
            default="inherited",
            show_default=True,
            envvar="PATCHCHECK_FLAGS",
            help="Let R and S travel with the fixes, or read them row by row.",
        ),
        click.option(
            "--exceptions",
            metavar="FILE.toml",
            envvar="PATCHCHECK_EXCEPTIONS",
            help="Patches that hosts are not to have.",
        ),
        click.option(
            "--special-cases",
            metavar="FILE.toml",
            envvar="PATCHCHECK_SPECIAL_CASES",
            help="A table of yours, laid over ours.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(FAIL_ON),
            envvar="PATCHCHECK_FAIL_ON",
            help="Exit with 100 where such patches are found.",
        ),
    )(command)


def jobs_option(command: Command) -> Command:
    """How many processes to share the work among."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        envvar="PATCHCHECK_JOBS",
        help="Judge in so many processes; the result is the same.",
    )(command)


def talk_options(command: Command) -> Command:
    """How much to say."""
    return _stacked(
        click.option(
            "--strict",
            is_flag=True,
            envvar="PATCHCHECK_STRICT",
            help="Treat any diagnostic as an error: exit 1.",
        ),
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
            type=Form(formats),
            envvar="PATCHCHECK_FORMAT",
            help=f"The form on stdout; {formats[0]} if neither this nor -o is given.",
        ),
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            envvar="PATCHCHECK_OUTPUT",
            callback=partial(_fitting, formats),
            help="Write a file, its form told by its suffix. Repeatable.",
        ),
        click.option(
            "--record",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE.json",
            help="Write down what was asked, read and written, for `patchcheck rerun`.",
        ),
    )


def _fitting(
    formats: tuple[str, ...], ctx: click.Context, param: click.Parameter, paths: tuple[Path, ...]
) -> tuple[Path, ...]:
    """Pass over the files of the configuration whose form the command does not have."""
    foreign = set(FORMATS) - set(formats)
    if _asked(ctx, param.name):
        return paths
    return tuple(path for path in paths if SUFFIXES.get(path.suffix.lower()) not in foreign)


def _asked(ctx: click.Context | None, name: str | None) -> bool:
    """Whether a value stands on the command line."""
    source = ctx.get_parameter_source(name) if ctx and name else None
    return source is ParameterSource.COMMANDLINE


def split(values: dict[str, Any]) -> tuple[DumpOptions, JudgeOptions, TalkOptions, dict[str, Any]]:
    """Sort a command's values into the groups above; what belongs to none is left over."""
    dumps, talk, rest = split_unjudged(values)
    return dumps, _take(JudgeOptions, rest), talk, rest


def split_unjudged(values: dict[str, Any]) -> tuple[DumpOptions, TalkOptions, dict[str, Any]]:
    """Sort the values of a command that judges nothing."""
    rest = {name: value for name, value in values.items() if name not in _ELSEWHERE}
    _settle(rest)
    return _take(DumpOptions, rest), _take(TalkOptions, rest), rest


def _settle(values: dict[str, Any]) -> None:
    """Let what the command line asks for instead push out what the configuration asks for."""
    ctx = click.get_current_context()
    if any(values.get(name) for name in _ONE_BY_ONE) and not _asked(ctx, "dumps"):
        values["dumps"] = ()
    if _asked(ctx, "outputs") and not _asked(ctx, "format_name"):
        values["format_name"] = None


def _take(kind: Any, values: dict[str, Any]) -> Any:
    names = [name for name in kind._fields if name in values]
    return kind(**{name: values.pop(name) for name in names})
