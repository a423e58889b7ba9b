"""The one door to lark: parsers are built from the files of `grammars/`, each once.

A parser that was built is kept beside the grammars, where Python keeps their bytecode. Like
bytecode it is code, to be trusted as far as the folder it lies in, and nowhere else is it kept.
"""

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import lark
from lark import Lark

_PACKAGE = "patchcheck.grammars"
_OPTIONS = {"parser": "lalr", "lexer": "basic"}
_DIGEST = hashlib.sha256().digest_size


@cache
def build(name: str, start: str = "start") -> Lark:
    """Build the parser of `grammars/NAME.lark`, LALR, with `start` as its first rule.

    A grammar may import terminals from its neighbours: `%import .common (ANY_LINE)`.
    """
    place = _place(name, start)
    parser = place and _kept(place)
    if parser is None:
        parser = Lark.open_from_package(_PACKAGE, f"{name}.lark", start=start, **_OPTIONS)
        if place and not sys.dont_write_bytecode:
            _keep(parser, place)
    return parser


class _Place(NamedTuple):
    """The file that a parser is kept in, and the folder of the grammars that it is made from."""

    file: Path
    grammars: Path


def _place(name: str, start: str) -> _Place | None:
    """Give the place of a parser; None where the grammars lie in no folder, but in a zip file."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None or spec.cached is None:
        return None
    file = f"{name}.{start}.{sys.implementation.cache_tag}.parser"
    place = _Place(Path(spec.cached).with_name(file), Path(spec.origin).parent)
    return place if place.grammars.is_dir() else None


def _kept(place: _Place) -> Lark | None:
    """Load a parser that was kept whole, by this version of lark and from these grammars."""
    with suppress(OSError):
        data = place.file.read_bytes()
        if data[:_DIGEST] == _digest(data[_DIGEST:], place):
            return Lark.load(BytesIO(data[_DIGEST:]))
    return None


def _keep(parser: Lark, place: _Place) -> None:
    """Write as Python writes bytecode: whole or not at all, and only where that can be done."""
    made = BytesIO()
    parser.save(made)
    part = place.file.with_name(f"{place.file.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            part.write_bytes(_digest(made.getvalue(), place) + made.getvalue())
            part.replace(place.file)
        finally:
            part.unlink(missing_ok=True)


def _digest(parser: bytes, place: _Place) -> bytes:
    """Give the SHA-256 of a parser and of all that it was made from."""
    origin = repr((lark.__version__, _OPTIONS, _texts(place.grammars)))
    return hashlib.sha256(origin.encode() + parser).digest()


@cache
def _texts(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.lark"))]
