"""`patchcheck config`: every setting with its value in force, and where that comes from."""

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from patchcheck.cli.limits import of_environment
from patchcheck.cli.options import (
    FORMATS,
    dump_options,
    jobs_option,
    judge_options,
    output_options,
    talk_options,
)
from patchcheck.cli.settings import parameter, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patchcheck.readers.config import Config
    from patchcheck.report.config import SettingView, Value


@click.command("config")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The form on stdout.",
)
@click.pass_context
def show_config(context: click.Context, form: str) -> None:
    """Show every setting with its value in force, and where that comes from.

    A file sets it (patchcheck.toml in the working directory, or --config FILE), the environment
    (PATCHCHECK_...) goes over the file, and the options of a command, not seen here, over both.
    """
    from patchcheck.cli.output import write_stdout
    from patchcheck.report.config import ConfigView, render, render_json

    config: Config | None = context.find_root().obj
    view = ConfigView(
        path=config.path if config else None,
        settings=tuple(_settings(config)),
        groups=tuple(_groups(config)) if config else (),
    )
    write_stdout([render_json(view) if form == "json" else render(view)])


@click.command()
@dump_options
@judge_options
@jobs_option
@output_options(FORMATS)
@talk_options
def _every_setting(**_: Any) -> None:
    """Have every setting: no command for users, only its values are asked for."""


def _settings(config: "Config | None") -> "Iterator[SettingView]":
    from patchcheck.readers.config import KEYS
    from patchcheck.report.config import SettingView

    options = {option.name: option for option in _every_setting.params}
    values = values_of(config) if config else {}
    with _every_setting.make_context("patchcheck config", [], default_map=values) as asked:
        for key in KEYS:
            name = parameter(key)
            value = _plain(asked.params[name])
            match asked.get_parameter_source(name):
                case ParameterSource.ENVIRONMENT:
                    yield SettingView(key, value, "environment", str(options[name].envvar))
                case ParameterSource.DEFAULT_MAP if config:
                    place = f"{config.path}:{config.settings[key].line}"
                    yield SettingView(key, value, "file", place)
                case _:
                    yield SettingView(key, value, "default", None)
        yield from _limits(config, asked, options["limits"])


def _limits(
    config: "Config | None", asked: click.Context, option: click.Parameter
) -> "Iterator[SettingView]":
    from patchcheck.model.limits import LIMITS, NAMES, in_words
    from patchcheck.report.config import SettingView

    in_force: dict[str, int] = {one.name: one.value for one in asked.params["limits"]}
    environment = {one.name for one in of_environment(asked, option)}
    for name in NAMES:
        key, value = f"limits.{name}", in_words(name, in_force.get(name, LIMITS.value(name)))
        if name in environment:
            yield SettingView(key, value, "environment", str(option.envvar))
        elif config and name in config.limits:
            yield SettingView(key, value, "file", f"{config.path}:{config.limits[name].line}")
        else:
            yield SettingView(key, value, "default", None)


def _groups(config: "Config") -> "Iterator[SettingView]":
    from patchcheck.report.config import SettingView

    for name, group in config.groups.items():
        yield SettingView(name, group.patterns, "file", f"{config.path}:{group.line}")


def _plain(value: Any) -> "Value":
    """Make texts of paths."""
    return tuple(map(str, value)) if isinstance(value, tuple) else value
