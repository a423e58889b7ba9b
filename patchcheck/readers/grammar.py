"""The one door to lark: parsers are built from the files of `grammars/`, each once.

A parser that was built is kept beside the grammars, where Python keeps their bytecode.
"""

import sys
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import lark
from lark import Lark

from patchcheck.readers.kept import Place

_PACKAGE = "patchcheck.grammars"
_OPTIONS = {"parser": "lalr", "lexer": "basic"}


@cache
def build(name: str, start: str = "start") -> Lark:
    """Build the parser of `grammars/NAME.lark`, LALR, with `start` as its first rule.

    A grammar may import terminals from its neighbours: `%import .common (ANY_LINE)`.
    """
    parser = _parser(name, start)
    # Unless the parser has a lexer, Lark makes one for each text: as much work as ten lines of it.
    parser.lexer = parser.parser.lexer
    return parser


def _parser(name: str, start: str) -> Lark:
    """Load the parser that was kept; where there is none, build it, and keep it."""
    place = _place(name, start)
    data = place.read() if place else None
    if data is not None:
        return Lark.load(BytesIO(data))
    parser = Lark.open_from_package(_PACKAGE, f"{name}.lark", start=start, **_OPTIONS)
    if place:
        made = BytesIO()
        parser.save(made)
        place.write(made.getvalue())
    return parser


def _place(name: str, start: str) -> Place | None:
    """Give the place of a parser; None where the grammars lie in no folder, but in a zip file."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None or spec.cached is None:
        return None
    grammars = Path(spec.origin).parent
    if not grammars.is_dir():
        return None
    file = f"{name}.{start}.{sys.implementation.cache_tag}.parser"
    return Place(Path(spec.cached).with_name(file), _origin(grammars, lark.__version__))


@cache
def _origin(folder: Path, version: str) -> bytes:
    """Give all that parsers are made from: the grammars, and lark."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.lark"))]
    return repr((version, _OPTIONS, texts)).encode()
