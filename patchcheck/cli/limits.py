"""`--limit`: how much of the dumps is looked at, one limit at a time."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from patchcheck.model.limits import Limit

Command = Callable[..., Any]


class LimitType(click.ParamType["Limit"]):
    """One limit, written NAME=VALUE."""

    name = "NAME=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Limit":
        """Read the text of an option."""
        from patchcheck.model.limits import NAMES, Limit, limit_of, wanted_for

        if isinstance(value, Limit):
            return value
        name, _, text = str(value).partition("=")
        if name not in NAMES:
            wanted = f"NAME=VALUE with one of {', '.join(NAMES)}"
            self.fail(f"{value!r}; expected {wanted}", param, ctx)
        limit = limit_of(name, text)
        if limit is None:
            self.fail(f"{value!r}; expected {wanted_for(name)}", param, ctx)
        return limit


def of_environment(context: click.Context, option: click.Parameter) -> "tuple[Limit, ...]":
    """The limits that the environment sets."""
    return _cast(context, option, option.value_from_envvar(context))


def _of_file(context: click.Context, option: click.Parameter) -> "tuple[Limit, ...]":
    return _cast(context, option, context.lookup_default(option.name or ""))


def _cast(
    context: click.Context, option: click.Parameter, texts: Sequence[str] | None
) -> "tuple[Limit, ...]":
    found: tuple[Limit, ...] = option.type_cast_value(context, texts or ())
    return found


def _in_force(
    context: click.Context, option: click.Parameter, given: "Iterable[Limit]"
) -> "tuple[Limit, ...]":
    """Lay the command line over the environment, and that over the file: each limit by itself."""
    layers = (*_of_file(context, option), *of_environment(context, option), *given)
    return tuple({one.name: one for one in layers}.values())


def limit_option(command: Command) -> Command:
    """How much of the dumps to look at."""
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        type=LimitType(),
        metavar="NAME=VALUE",
        envvar="PATCHCHECK_LIMIT",
        callback=_in_force,
        help="How much to read at most: dump, archive or compressed=SIZE (such as 4GiB), members, "
        "entries or depth=NUMBER. Repeatable.",
    )(command)
