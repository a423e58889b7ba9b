"""Helpers of the tests of the dump readers: texts as sources, and what holds for any text."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from patchcheck.model.diagnostic import Diagnostic, Input, Severity
from patchcheck.readers.text import Source, decode, load

REAL = Path(__file__).parents[3] / "shared" / "data"


class Dump(Protocol):
    @property
    def input(self) -> Input: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...


def source(text: str, path: str = "given") -> Source:
    return decode(text.encode("utf-8", "surrogatepass"), path)


def raw(text: str) -> Source:
    """A source with exactly this text, whatever an encoding would make of it."""
    return Source("given", text, "0" * 64, "utf-8")


def fold_hard(text: str, width: int) -> str:
    """Fold as a terminal does: at its width, within words too."""
    lines = (
        line[at : at + width]
        for line in text.splitlines()
        for at in range(0, max(len(line), 1), width)
    )
    return "".join(f"{line}\n" for line in lines)


def fold_soft(text: str, width: int, quote: str = "") -> str:
    """Fold as a mailer does: at blanks, perhaps quoting."""
    return "".join(
        f"{quote}{part}\n"
        for line in text.splitlines()
        for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    )


def line_count(text: str) -> int:
    return text.count("\n") + (text != "" and not text.endswith("\n"))


def accounts_for(text: str, dump: Dump) -> None:
    """R15: three kinds of lines add up, and each rejected line has a diagnostic of its own."""
    account = dump.input.account
    assert account.lines == line_count(text)
    assert min(account.record_lines, account.comment_lines, account.rejected_lines) >= 0
    rejected = [one.line for one in dump.diagnostics if one.message.endswith("line is rejected")]
    rejected += [one.line for one in dump.diagnostics if one.message.endswith("stanza goes on")]
    assert len(set(rejected)) == len(rejected) == account.rejected_lines


def messages(dump: Dump, least: Severity = Severity.NOTE) -> list[str]:
    weights = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    told = [one for one in dump.diagnostics if weights.index(one.severity) >= weights.index(least)]
    return [f"{one.line}:{one.column}: {one.message}" for one in told]


def read_all_real(folder: str, read: Callable[[Source], Dump]) -> None:
    """Read every real fragment of a folder; skip, and say so, where they are not at hand."""
    if not REAL.is_dir():
        pytest.skip(f"no real fragments at {REAL}")
    files = [path for path in sorted((REAL / folder).rglob("*")) if path.is_file()]
    assert files
    for path in files:
        given = load(path)
        accounts_for(given.text, read(given))
