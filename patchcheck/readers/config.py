"""The configuration, a TOML file: settings by their keys, limits and groups by their names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.errors import UnusableError
from patchcheck.model.limits import NAMES, Limit, limit_of, wanted_for
from patchcheck.readers.text import Source
from patchcheck.readers.toml import EntryError, TomlEntry, parse_toml, place_of, shown

LIMITS = "limits"
GROUPS = "groups"
_WANTED = "the configuration"

Found = TypeVar("Found")
Value = str | int | bool | tuple[str, ...] | Limit
Choices = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of the file, and the line that it stands on."""

    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """Hosts that belong together, as shell patterns of their names."""

    patterns: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration says: only the keys that stand in it. Paths are as of where we run."""

    path: str
    settings: Mapping[str, Setting]
    limits: Mapping[str, Setting]
    groups: Mapping[str, Group]


def read_config(source: Source, choices: Choices) -> Config:
    """Read a configuration; `choices` gives the words that a key is one of.

    Raises UnusableError, with the place, for a key that means nothing or a value of another kind.
    """
    document = parse_toml(source, _WANTED)
    entry = TomlEntry(source.path, _WANTED, document, 1, ())
    try:
        entry.only((*KEYS, LIMITS, GROUPS))
        values = {key: _KINDS[key](entry, key) for key in KEYS if key in document}
        for key, words in choices.items():
            _one_of(values, key, words)
        limits, groups = (_table(source, document, name) for name in (LIMITS, GROUPS))
    except EntryError as error:
        raise _refused(entry, place_of(source, error.key or ""), error) from error
    settings = {key: Setting(value, place_of(source, key)[0]) for key, value in values.items()}
    return Config(
        source.path,
        settings,
        {name: Setting(*found) for name, found in _each(limits, _limit).items()},
        {name: Group(*found) for name, found in _each(groups, TomlEntry.texts).items()},
    )


def _one_of(values: Mapping[str, Value], key: str, words: Sequence[str]) -> None:
    if key in values and values[key] not in words:
        found = values[key]
        raise EntryError(key, f"expected one of {', '.join(words)} for {key}, found {found!r}")


def _table(source: Source, document: Mapping[str, object], name: str) -> TomlEntry:
    """A table of the file; its keys are looked for from its header on."""
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise EntryError(name, f"expected a table [{name}], found {shown(table)}")
    line, _ = place_of(source, name)
    return TomlEntry(source.path, name, table, line, tuple(source.text.split("\n")[line - 1 :]))


def _each(
    table: TomlEntry, read: Callable[[TomlEntry, str], Found]
) -> dict[str, tuple[Found, int]]:
    """Read every key of a table, with its line."""
    try:
        return {key: (read(table, key), table.find(key)[0]) for key in table.values}
    except EntryError as error:
        raise _refused(table, table.find(error.key), error) from error


def _refused(entry: TomlEntry, place: tuple[int, int], error: EntryError) -> UnusableError:
    return UnusableError(str(Diagnostic(entry.file, *place, Severity.ERROR, str(error))))


def _limit(entry: TomlEntry, key: str) -> Limit:
    entry.only(NAMES)
    value = entry.values[key]
    limit = limit_of(key, value if isinstance(value, str) else shown(value))
    if limit is None:
        raise EntryError(key, f"expected {wanted_for(key)}, found {shown(value)}")
    return limit


def _text(entry: TomlEntry, key: str) -> str:
    return entry.text(key)


def _path(entry: TomlEntry, key: str) -> str:
    """A path, relative to the folder of the file."""
    return str(Path(entry.file).parent / entry.text(key))


def _texts(entry: TomlEntry, key: str) -> tuple[str, ...]:
    return entry.texts(key)


def _paths(entry: TomlEntry, key: str) -> tuple[str, ...]:
    folder = Path(entry.file).parent
    return tuple(str(folder / path) for path in entry.texts(key))


def _switch(entry: TomlEntry, key: str) -> bool:
    value = entry.values[key]
    if not isinstance(value, bool):
        raise EntryError(key, f"expected true or false for {key}, found {value!r}")
    return value


def _days(entry: TomlEntry, key: str) -> int:
    return _whole(entry, key, 0)


def _jobs(entry: TomlEntry, key: str) -> int:
    return _whole(entry, key, 1)


def _whole(entry: TomlEntry, key: str, least: int) -> int:
    value = entry.values[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        found = f"expected a whole number from {least} on for {key}, found {value!r}"
        raise EntryError(key, found)
    return value


_KINDS: Mapping[str, Callable[[TomlEntry, str], Value]] = {
    "xref": _path,
    "dumps": _paths,
    "exceptions": _path,
    "special_cases": _path,
    "max_age": _days,
    "format": _text,
    "output": _paths,
    "select": _texts,
    "minimal": _switch,
    "flags": _text,
    "fail_on": _text,
    "strict": _switch,
    "jobs": _jobs,
}
KEYS = tuple(_KINDS)
