"""The configuration: found, and handed to the commands as their defaults."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from patchcheck.readers.config import Config

_HERE = Path("patchcheck.toml")
_PARAMETERS = {"format": "format_name", "output": "outputs"}  # keys that click calls otherwise


def load_config(path: Path | None) -> "Config | None":
    """Read the file that is named, else the one in the working directory, if there is one.

    Raises UnusableError for a named file that is absent, and for one that is no configuration.
    """
    if path is None and not _HERE.exists():
        return None
    from patchcheck.cli.options import FAIL_ON, FLAGS, FORMATS
    from patchcheck.readers.config import read_config
    from patchcheck.readers.text import load

    choices = {"flags": FLAGS, "fail_on": FAIL_ON, "format": FORMATS}
    return read_config(load(path or _HERE, "a configuration in TOML"), choices)


def defaults(group: click.Group, config: "Config") -> dict[str, Any]:
    """What a configuration sets for each command of a group, as click's `default_map` wants it."""
    return dict.fromkeys(group.commands, values_of(config))


def values_of(config: "Config") -> dict[str, Any]:
    """The values of a configuration, by the names of click's parameters."""
    limits = tuple(one.value for one in config.limits.values())
    return {parameter(key): one.value for key, one in config.settings.items()} | {"limits": limits}


def parameter(key: str) -> str:
    """What click calls a setting."""
    return _PARAMETERS.get(key, key)


def groups_in_force() -> Mapping[str, Sequence[str]]:
    """The groups of the configuration: names, and shell patterns of host names."""
    config: Config | None = click.get_current_context().find_root().obj
    return {name: group.patterns for name, group in config.groups.items()} if config else {}
