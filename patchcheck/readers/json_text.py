"""JSON that the program wrote once: read again without trust."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from patchcheck.model.errors import UnusableError
from patchcheck.model.patch import PatchId
from patchcheck.readers.lines import excerpt
from patchcheck.readers.text import Source

Wanted = TypeVar("Wanted")
_WORDS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class Values:
    """A JSON object and where it stands, asked for one key at a time.

    Every question raises UnusableError, with the place in words, where the answer isn't of the
    kind wanted.
    """

    def __init__(self, source: Source, values: dict[str, object], place: str = "") -> None:
        """Take an object that was parsed."""
        self._source = source
        self._values = values
        self._place = place

    def get(self, key: str, kind: type[Wanted]) -> Wanted:
        """The value of a key."""
        value = self._values.get(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, _WORDS[kind], value)
        return value

    def maybe(self, key: str, kind: type[Wanted]) -> Wanted | None:
        """The value of a key, None where it is null or absent."""
        return None if self._values.get(key) is None else self.get(key, kind)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.get(key, list)
        if not all(isinstance(item, str) for item in found):
            raise self.wrong(key, "a list of texts", found)
        return tuple(found)

    def day(self, key: str) -> date:
        """A day, as ISO 8601 writes it."""
        text = self.get(key, str)
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self.wrong(key, "a day such as 2003-06-18", text) from error

    def patch(self, key: str) -> PatchId:
        """A patch id."""
        text = self.get(key, str)
        found = PatchId.parse(text)
        if found is None:
            raise self.wrong(key, "a patch id such as 108528-19", text)
        return found

    def patches(self, key: str) -> tuple[PatchId, ...]:
        """A list of patch ids."""
        found = [PatchId.parse(text) for text in self.texts(key)]
        if not all(found):
            raise self.wrong(key, "a list of patch ids such as 108528-19", self._values[key])
        return tuple(patch for patch in found if patch)

    def tables(self, key: str) -> Sequence["Values"]:
        """A list of objects; an absent key gives none."""
        found = self.maybe(key, list) or []
        return [
            self._table(item, f"{self._place}{key}[{at}]", key) for at, item in enumerate(found)
        ]

    def table(self, key: str) -> "Values | None":
        """An object, None where it is null or absent."""
        found = self.maybe(key, dict)
        return None if found is None else self._table(found, f"{self._place}{key}", key)

    def _table(self, value: object, place: str, key: str) -> "Values":
        if not isinstance(value, dict):
            raise self.wrong(key, "a list of tables", value)
        return Values(self._source, value, f"{place}.")

    def wrong(self, key: str, wanted: str, found: object) -> UnusableError:
        """The error for a value that is not of the kind wanted."""
        shown = "nothing" if found is None else excerpt(str(found)[:200])
        return UnusableError(
            f"{self._source.path}: error: at {self._place}{key} {wanted} was expected, "
            f"found {shown}; the file can't be used"
        )


def read_values(source: Source, schema: str) -> Values:
    """Parse JSON of one of our schemas. Raises UnusableError for any other text, with its place."""
    try:
        parsed = json.loads(source.text)
    except json.JSONDecodeError as error:
        place = f"{source.path}:{error.lineno}:{error.colno}"
        reason = f"{place}: error: JSON was expected: {error.msg}; the file can't be used"
        raise UnusableError(reason) from error
    except (RecursionError, ValueError) as error:
        reason = (
            f"{source.path}: error: no JSON of patchcheck: nested too deep, or too long numbers"
        )
        raise UnusableError(reason) from error
    if not isinstance(parsed, dict) or parsed.get("schema") != schema:
        found = parsed.get("schema") if isinstance(parsed, dict) else None
        shown = "none" if found is None else excerpt(str(found)[:200])
        reason = (
            f'{source.path}: error: JSON with the schema "{schema}" was expected, found {shown}'
        )
        raise UnusableError(reason)
    return Values(source, parsed)
