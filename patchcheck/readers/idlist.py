"""A list of patch ids, written by hand: a baseline that hosts are compared with."""

import re
from dataclasses import dataclass

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.patch import PatchId
from patchcheck.readers.lines import Ledger, excerpt
from patchcheck.readers.text import Source

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class IdList:
    """What a list holds: each id once, in its order, and the account of its lines (R15)."""

    patches: tuple[PatchId, ...]
    input: Input
    diagnostics: tuple[Diagnostic, ...]


def read_ids(source: Source) -> IdList:
    """Read ids split by blanks; `#` begins a comment.

    A word that is no id is told of and left out; a line without any id but with such words is
    rejected.
    """
    ledger = Ledger(source, "ids")
    text = ledger.ended_text()
    found: dict[PatchId, None] = {}
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        _read_line(number, line.partition("#")[0], ledger, found)
    return IdList(tuple(found), ledger.close(len(found)), ledger.told())


def _read_line(number: int, line: str, ledger: Ledger, found: dict[PatchId, None]) -> None:
    words = [(match, PatchId.parse(match[0])) for match in _WORD.finditer(line)]
    wrong = [match for match, patch in words if patch is None]
    if not words:
        ledger.comment_lines += 1
    elif len(wrong) == len(words):
        ledger.reject(number, _complaint(wrong[0][0], "the line is rejected"), _column(wrong[0]))
    else:
        ledger.record_lines += 1
        for match in wrong:
            ledger.warn(number, _column(match), _complaint(match[0], "it is left out"))
    found |= dict.fromkeys(patch for _, patch in words if patch)


def _column(match: re.Match[str]) -> int:
    return match.start() + 1


def _complaint(word: str, outcome: str) -> str:
    return f"a patch id such as 108528-19 was expected, found {excerpt(word)}; {outcome}"
