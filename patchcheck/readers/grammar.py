"""The one door to lark: parsers are built from the files of `grammars/`, each once."""

from functools import cache

from lark import Lark

_FOLDER = "patchcheck.grammars"


@cache
def build(name: str, start: str = "start") -> Lark:
    """Build the parser of `grammars/NAME.lark`, LALR, with `start` as its first rule.

    A grammar may import terminals from its neighbours: `%import .common (ANY_LINE)`.
    """
    return Lark.open_from_package(
        _FOLDER, f"{name}.lark", parser="lalr", lexer="basic", start=start
    )
