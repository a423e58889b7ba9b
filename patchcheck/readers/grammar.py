"""The one door to lark: parsers are built from the files of `grammars/`, each once."""

from functools import cache
from importlib.resources import files

from lark import Lark

_FOLDER = "patchcheck.grammars"


@cache
def build(name: str, start: str = "start") -> Lark:
    """Build the parser of `grammars/NAME.lark`, LALR, with `start` as its first rule."""
    text = files(_FOLDER).joinpath(f"{name}.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="basic", start=start, import_paths=[])
