"""Mending `Patch:` lines that a terminal or a mailer folded."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from patchcheck.readers.lines import Width, terminal, unquote

BY_TERMINAL = "by a terminal"
BY_MAILER = "by a mailer"
_LABELS = ("Obsoletes:", "Requires:", "Incompatibles:", "Packages:")
_ID_START = 6  # digits of a patch number
# A fold is tried again without its last lines at most this often: the work stays linear.
_ATTEMPTS = 4
_MARKS = re.compile(r"\A(?:[ \t]*+(?:>|&gt;))++")


class Mended(NamedTuple):
    """A line put together: its text with a newline, the physical lines it took, who folded it."""

    text: str
    taken: int
    how: str


def mend(lines: Sequence[str], width: Width) -> Mended | None:
    """Put the first of `lines` together with those after it that continue it.

    None where nothing continues it, or where the whole would not be a strict `Patch:` line.
    """
    whole = terminal("showrev", "WHOLE", "mend")
    glues = _glues(lines, width)
    texts = [unquote(lines[0]), *map(_unmarked, lines[1 : len(glues) + 1])]
    for taken in range(len(texts), max(1, len(texts) - _ATTEMPTS), -1):
        for chosen in (glues, [" "] * len(glues)):
            parts = [texts[0], *map("".join, zip(chosen, texts[1:taken], strict=False))]
            if whole.fullmatch(text := "".join(parts) + "\n"):
                by_terminal = not any(chosen[: taken - 1])
                return Mended(text, taken, BY_TERMINAL if by_terminal else BY_MAILER)
    return None


def _unmarked(line: str) -> str:
    """Give a line without a mailer's marks; its blanks stay, a terminal may have folded there."""
    return _MARKS.sub("", line, count=1)


def _glues(lines: Sequence[str], width: Width) -> list[str]:
    """Say for each line after the first what stood at the fold, until one continues nothing."""
    glues: list[str] = []
    for before, after in pairwise(lines):
        glue = _glue(before, after, width)
        if glue is None:
            break
        glues.append(glue)
    return glues


def _glue(before: str, after: str, width: Width) -> str | None:
    following = unquote(after)
    if not terminal("showrev", "REST", "mend").fullmatch(following + "\n"):
        return None
    if width.reached_by(before):
        return None if _ambiguous(before, following, width) else ""
    end = before.rstrip()[-1:]
    if end == "-":
        return ""
    starts_anew = following.startswith(_LABELS) or following[:_ID_START].isdigit()
    return " " if end in {",", ":"} or starts_anew else None


def _ambiguous(before: str, following: str, width: Width) -> bool:
    """Whether a lone word after a longest line may as well be a word of the shell's."""
    lone = following.strip().isalnum()
    complete = terminal("showrev", "WHOLE", "mend").fullmatch(unquote(before) + "\n") is not None
    return lone and complete and not width.sure
