"""The commands of the group, each loaded when it is asked for: to run one needs no other."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class OnDemand(MutableMapping[str, click.Command]):
    """Commands by their names; `places` tells the module of each, and what it is called there."""

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self._known: dict[str, click.Command | tuple[str, str]] = dict(places)

    def __getitem__(self, name: str) -> click.Command:
        found = self._known[name]
        if isinstance(found, tuple):
            module, attribute = found
            command: click.Command = getattr(import_module(module), attribute)
            found = self._known[name] = command
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
