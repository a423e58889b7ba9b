"""The settings in force, as text and as JSON (`patchcheck.config/1`)."""

from dataclasses import dataclass
from typing import Literal

from patchcheck import __version__
from patchcheck.report.clean import printable
from patchcheck.report.json import to_json
from patchcheck.report.table import plain

SCHEMA = "patchcheck.config/1"

Value = str | int | bool | tuple[str, ...] | None
Origin = Literal["default", "file", "environment"]


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting, or a group of hosts: its value, None where it has none, and what gives it.

    `place` is `FILE:line`, or the name of the variable; None for a default.
    """

    name: str
    value: Value
    origin: Origin
    place: str | None


@dataclass(frozen=True, slots=True)
class ConfigView:
    """All settings, and the groups; `path` is the file that was read, None where none was."""

    path: str | None
    settings: tuple[SettingView, ...]
    groups: tuple[SettingView, ...]


def render(view: ConfigView) -> str:
    """Lay the settings out as a table, then the groups."""
    read = printable(view.path) if view.path else "none: there is no patchcheck.toml here"
    tables = [plain(("Setting", "Value", "From"), map(_cells, view.settings), ())]
    if view.groups:
        tables.append(plain(("Group", "Hosts", "From"), map(_cells, view.groups), ()))
    return "\n\n".join((f"Configuration: {read}", *tables)) + "\n"


def _cells(view: SettingView) -> tuple[str, str, str]:
    return printable(view.name), printable(_words(view.value)), printable(_origin(view))


def _words(value: Value) -> str:
    match value:
        case None | ():
            return "-"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)


def _origin(view: SettingView) -> str:
    match view.origin:
        case "environment":
            return f"environment {view.place}"
        case "file":
            return view.place or ""
        case _:
            return "default"


def render_json(view: ConfigView) -> str:
    """Write the settings as JSON."""
    return to_json(
        {
            "schema": SCHEMA,
            "tool": {"name": "patchcheck", "version": __version__},
            "file": None if view.path is None else printable(view.path),
            "settings": [_values(one) for one in view.settings],
            "groups": [_values(one) for one in view.groups],
        }
    )


def _values(view: SettingView) -> dict[str, object]:
    return {
        "name": printable(view.name),
        "value": _json_value(view.value),
        "origin": view.origin,
        "place": None if view.place is None else printable(view.place),
    }


def _json_value(value: Value) -> object:
    match value:
        case tuple():
            return [printable(item) for item in value]
        case str():
            return printable(value)
        case _:
            return value
