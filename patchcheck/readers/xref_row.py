"""A line of patchdiag.xref that is no plain row: what is wrong, and whether the row can be kept.

A row is kept where only its form is odd: losing one for a typo would make a host look finer than
it is. The rule `row` of the grammar says what may stand where; this walks it field by field.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from patchcheck.model.diagnostic import Severity
from patchcheck.model.xref import Row
from patchcheck.readers.grammar import build
from patchcheck.readers.lines import excerpt

_GRAMMAR = "xref"
_RULE = "row"
_ODD = "ODD_"


class Field(NamedTuple):
    """A field of a row: its terminal and name, what it may hold, and what a row with an odd one is.

    A field without `kept` can't be odd: a row where it is out of form is rejected.
    """

    terminal: str
    name: str
    expected: str
    kept: str = ""


_WITHOUT_FLAG = "the row is kept without this flag"
_AS_ITEMS = "the row is kept and read as if they did"
_ITEMS = 'items that each end in ";"'

FIELDS = (
    Field("NUMBER", "number", "six digits"),
    Field("REVISION", "revision", "two digits"),
    Field("DATE", "release date", "Mon/DD/YY or nothing", "the row is kept without a date"),
    Field("R_FLAG", "R flag", '"R" or a blank', _WITHOUT_FLAG),
    Field("S_FLAG", "S flag", '"S" or a blank', _WITHOUT_FLAG),
    Field("O_FLAG", "O flag", '"O" or a blank', _WITHOUT_FLAG),
    Field(
        "Y2K_BAD",
        "Y and B flags",
        '"Y" or a blank, then "B" or a blank',
        'the row is kept, and a "Y" or "B" in it counts',
    ),
    Field("OS", "OS", "a release such as 8, 2.6_x86 or Unbundled", "the row is kept for this OS"),
    Field("ARCHITECTURES", "architectures and required patches", _ITEMS, _AS_ITEMS),
    Field("PACKAGES", "packages and incompatible patches", _ITEMS, _AS_ITEMS),
    Field("SYNOPSIS", "synopsis", "any text"),
)


class Part(NamedTuple):
    """What stands in one field (0 to 10) of a line; `column` counts from 1.

    `terminal` is the one that took it, empty where none did.
    """

    terminal: str
    field: int
    column: int
    text: str

    @property
    def odd(self) -> bool:
        """Whether the field is out of form but can be told for what it is."""
        return self.terminal.startswith(_ODD)


class Walk(NamedTuple):
    """How far the rule went: the parts it read, and the field where it stopped, if it did."""

    parts: tuple[Part, ...]
    fault: Part | None

    @property
    def in_form(self) -> bool:
        """Whether the line is a row without anything odd."""
        return self.fault is None and not any(part.odd for part in self.parts)


class Remark(NamedTuple):
    """Something to tell of a line: column (from 1), severity, words."""

    column: int
    severity: Severity
    message: str


def judge(line: str, number: int) -> tuple[Row | None, list[Remark]]:
    """Read one line, its newline included, as a row; None for one that has to be rejected.

    The remarks name field, what was expected, what was found and what happens now.
    """
    walked = walk(line)
    if walked.fault:
        return None, [_rejection(line, walked.fault)]
    values = [""] * len(FIELDS)
    for part in walked.parts:
        values[part.field] = part.text.strip() if part.odd else part.text
    return Row._make((*values, number)), [_oddity(part) for part in walked.parts if part.odd]


def walk(line: str) -> Walk:
    """Walk one line, its newline included, along the rule `row`.

    Of the terminals that the rule allows next the longest is taken; one in form comes before an
    odd one of the same length.
    """
    steps = build(_GRAMMAR, _RULE).parse_interactive()
    parts: list[Part] = []
    position = 0
    while "$END" not in (choices := steps.choices()):  # type: ignore[no-untyped-call] # lark's
        match, name = _longest(line, position, choices)
        if match is None:
            return Walk(tuple(parts), _at_fault(line, len(parts), position))
        steps.feed_token(_a_token().update(name, match[0]))
        parts.append(Part(name, len(parts), position + 1, _content(match[0])))
        position = match.end()
    return Walk(tuple(parts), None)


def _content(leaf: str) -> str:
    """Give a field without the "|" or the line end behind it."""
    return leaf[:-1] if leaf.endswith("|") else leaf.rstrip("\r\n")


def _longest(line: str, position: int, choices: Iterable[str]) -> tuple[re.Match[str] | None, str]:
    patterns = _patterns()
    tried = [(patterns[name].match(line, position), name) for name in choices if name in patterns]
    return max(tried, key=_rank)


def _rank(tried: tuple[re.Match[str] | None, str]) -> tuple[int, bool]:
    match, name = tried
    return match.end() if match else -1, not name.startswith(_ODD)


def _at_fault(line: str, field: int, start: int) -> Part:
    end = line.find("|", start)
    text = line[start:end] if end >= 0 else line[start:].rstrip("\r\n")
    return Part("", field, start + 1, text)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Give the regular expressions that Lark compiled from the terminals of the rule."""
    terminals = build(_GRAMMAR, _RULE).terminals
    return {str(each.name): re.compile(each.pattern.to_regexp()) for each in terminals}


@cache
def _a_token() -> Any:  # noqa: ANN401 (the type is lark's, which only one module imports)
    """Give some token, to make others from."""
    return next(build(_GRAMMAR, _RULE).lex("000000|"))


def _rejection(line: str, fault: Part) -> Remark:
    count = line.count("|") + 1
    if _fits(fault) and count < len(FIELDS):
        words = f"expected {len(FIELDS)} fields, found {count}"
        return Remark(
            fault.column + len(fault.text), Severity.ERROR, f"{words}; the line is skipped"
        )
    words = f"{_told(fault)}; the line is skipped"
    if 1 < count < len(FIELDS):
        words += f" (it has {count} fields, a row has {len(FIELDS)})"
    return Remark(fault.column, Severity.ERROR, words)


def _oddity(part: Part) -> Remark:
    bare = part.text.strip()
    kept = FIELDS[part.field].kept
    if not bare:
        kept = "the row is kept and the field read as empty"
    elif _fits(part):
        kept = f"the row is kept and the field read as {excerpt(bare)}"
    return Remark(part.column, Severity.WARNING, f"{_told(part)}; {kept}")


def _fits(part: Part) -> bool:
    """Whether a field is in form but for blanks around it."""
    return _patterns()[FIELDS[part.field].terminal].fullmatch(f"{part.text.strip()}|") is not None


def _told(part: Part) -> str:
    field = FIELDS[part.field]
    found = excerpt(part.text) if part.text else "nothing"
    return f"field {part.field + 1} ({field.name}): expected {field.expected}, found {found}"
