"""TOML files of ours: the text parsed, and the place of each entry and key kept for messages."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.errors import UnusableError
from patchcheck.model.patch import PatchId
from patchcheck.readers.lines import short
from patchcheck.readers.text import Source

_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"\s*\[\[\s*([A-Za-z0-9_-]+)\s*\]\]")
_BARE_DAY = re.compile(r"^([^#\"']*=[ \t]*)(\d{4}-\d{1,2}-\d{1,2})(?=[ \t\r]*(?:#|$))")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_BAD_DAYS = 100  # the file is parsed anew for each
_MOST_NESTED = 100  # parts of a dotted key; the parser's time grows with the square of them
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_TOO_NESTED = re.compile(rf"(?:\.[ \t]*+{_PART}[ \t]*+){{{_MOST_NESTED}}}")
_KEY = re.compile(
    r"""[ \t]*+(?:\[\[?[ \t]*+)?(?:"([^"\n]*+)"|'([^'\n]*+)'|([\w-]++))[ \t]*+[\].=]"""
)
_NUMBER = re.compile(r"(\d{6})(?:-(\d{2}))?")


class EntryError(Exception):
    """One entry of a table is wrong; `key` is where, for the place of the message."""

    def __init__(self, key: str | None, message: str) -> None:
        super().__init__(message)
        self.key = key


class TomlEntry(NamedTuple):
    """One `[[name]]` of a file, with the lines that it stands on."""

    file: str
    name: str
    values: Mapping[str, object]
    line: int
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        """`file:line` of the entry's header."""
        return f"{self.file}:{self.line}"

    def text(self, key: str, *, required: bool = True) -> str:
        """A text, not blank. Raises EntryError where it is absent or something else."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise EntryError(key, f"expected text for {key}, found {shown(value)}")
        if required and not value.strip():
            raise EntryError(key if key in self.values else None, f"expected a {key}, found none")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; `default` where the key is absent."""
        value = self.values.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise EntryError(key, f"expected a list of texts for {key}, found {shown(value)}")
        return tuple(value)

    def day(self, key: str) -> date:
        """A TOML date, or one written as text."""
        value = self.values.get(key)
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            text = value if isinstance(value, str) and _DAY.fullmatch(value) else ""
            return date.fromisoformat(text)
        except ValueError:
            found = "none" if value is None else shown(value)
            raise EntryError(
                key if value is not None else None,
                f"expected a date YYYY-MM-DD for {key}, found {found}",
            ) from None

    def patch(self, key: str) -> PatchId:
        """A full patch id."""
        return read_patch(self.text(key), key)

    def number(self, key: str) -> tuple[str, str | None]:
        """A patch number, with or without a revision."""
        text = self.text(key)
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise EntryError(key, f"expected a patch number or id for {key}, found {shown(text)}")
        return match[1], match[2]

    def only(self, known: Collection[str]) -> None:
        """Raise EntryError for a key that means nothing here."""
        for key in self.values:
            if key not in known:
                raise EntryError(
                    key, f"expected one of {', '.join(known)}, found the key {shown(key)}"
                )

    def complaint(self, error: EntryError, consequence: str) -> Diagnostic:
        """The diagnostic for an entry that is wrong."""
        line, column = self.find(error.key)
        message = f"{error}; {consequence}"
        return Diagnostic(self.file, line, column, Severity.ERROR, message)

    def find(self, key: str | None) -> tuple[int, int]:
        """Line and column of a key; of the header where the key is not seen."""
        if key:
            pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
            for offset, text in enumerate(self.lines):
                if pattern.match(text):
                    return self.line + offset, len(text) - len(text.lstrip()) + 1
        return self.line, 1


def shown(value: object) -> str:
    """A value as a message quotes it: cut short, and also one that can't be written out."""
    try:
        return short(repr(value))
    except (ValueError, RecursionError):  # a number of 5,000 digits, a deep nest
        return "a value too large to show"


def read_patch(text: object, key: str) -> PatchId:
    """Read a full patch id. Raises EntryError for anything else."""
    patch = PatchId.parse(text) if isinstance(text, str) else None
    if patch is None:
        raise EntryError(
            key, f"expected a patch id such as 108528-19 for {key}, found {shown(text)}"
        )
    return patch


def parse_toml(source: Source, wanted: str) -> dict[str, object]:
    """Parse a whole file. Raises UnusableError at line and column where it is no TOML.

    A day that no calendar has is read as text, so that it is told of where it stands and costs no
    other entry.
    """
    text = source.text
    _refuse_deep_keys(source)
    for _ in range(_MOST_BAD_DAYS):
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            mended = _with_quoted_day(text, error)
            if mended is None:
                raise _no_toml(source, wanted, error) from error
            text = mended
        except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a deep nest
            raise _no_toml(source, wanted, error) from error
    raise UnusableError(f"{source.path}: error: more than {_MOST_BAD_DAYS} days are none")


def _refuse_deep_keys(source: Source) -> None:
    if match := _TOO_NESTED.search(source.text):
        line = source.text.count("\n", 0, match.start()) + 1
        reason = f"error: expected a key of at most {_MOST_NESTED} parts, found a longer one"
        raise UnusableError(f"{source.path}:{line}:1: {reason}")


def _no_toml(source: Source, wanted: str, error: Exception) -> UnusableError:
    position = _POSITION.search(str(error))
    place = f":{position[1]}:{position[2]}" if position else ""
    problem = _POSITION.sub("", str(error)).strip()
    return UnusableError(f"{source.path}{place}: error: expected {wanted} in TOML: {problem}")


def _with_quoted_day(text: str, error: tomllib.TOMLDecodeError) -> str | None:
    """Put the impossible day that the parser stopped at between quotes; None for other errors."""
    position = _POSITION.search(str(error))
    if position is None:
        return None
    lines = text.split("\n")
    line = lines[int(position[1]) - 1]
    lines[int(position[1]) - 1] = _BARE_DAY.sub(r'\1"\2"', line)
    mended = "\n".join(lines)
    return mended if mended != text else None


def place_of(source: Source, key: str) -> tuple[int, int]:
    """Line and column of a key or table of the whole file; the first line where it is not seen."""
    return _places(source.text).get(key, (1, 1))


@lru_cache(maxsize=2)
def _places(text: str) -> Mapping[str, tuple[int, int]]:
    """The first place of each key or table that a line begins with."""
    found: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _KEY.match(line):
            key = match[match.lastindex or 0]
            found.setdefault(key, (number, len(line) - len(line.lstrip()) + 1))
    return found


def entries(source: Source, document: Mapping[str, object], name: str) -> list[TomlEntry]:
    """The `[[name]]` entries of a document, each with its place.

    Raises UnusableError where `name` is there but no list of tables.
    """
    value = document.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        message = f"{source.path}: error: expected [[{name}]] entries, found {name} as another kind"
        raise UnusableError(message)
    blocks = _blocks(source.text, name)
    blocks += [(1, ())] * (len(value) - len(blocks))
    return [
        TomlEntry(source.path, name, item, line, lines)
        for item, (line, lines) in zip(value, blocks, strict=False)
    ]


def _blocks(text: str, name: str) -> list[tuple[int, tuple[str, ...]]]:
    lines = text.split("\n")
    starts = [
        (index, match[1]) for index, line in enumerate(lines) if (match := _HEADER.match(line))
    ]
    ends = [*(index for index, _ in starts), len(lines)][1:]
    return [
        (index + 1, tuple(lines[index:end]))
        for (index, found), end in zip(starts, ends, strict=True)
        if found == name
    ]
