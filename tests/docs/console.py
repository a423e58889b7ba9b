"""Console blocks of Markdown files: finding them, running them, writing them anew.

    ```console
    $ patchcheck explain samples/atmarkit 108528 -x samples/patchdiag.xref
    what a terminal shows: stderr, then stdout
    ...
    $ echo $?
    0
    ```

A line `...` stands for any lines left out, none among them. `echo $?` shows the exit code of the
command before it. Every command runs from the top of the checkout.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.run import Ran, run_patchcheck, run_patchk

LEFT_OUT = "..."
_FENCE = "```"
_PROMPT = "$ "
_EXIT_CODE = "echo $?"
_RUNNERS = {"patchcheck": run_patchcheck, "patchk": run_patchk}


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its lines, and the line that its text begins on, from 1."""

    path: Path
    language: str
    line: int
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.path.name}:{self.line}"

    @property
    def has_gaps(self) -> bool:
        return LEFT_OUT in self.lines


@dataclass(frozen=True)
class Step:
    """One command of a console block, and the output that the block shows for it."""

    command: str
    shown: tuple[str, ...]


def blocks(path: Path, language: str) -> Iterator[Block]:
    """Find the fenced blocks of one language."""
    opened: tuple[str, int] | None = None
    lines: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if opened is None:
            if line.startswith(_FENCE):
                opened, lines = (line.removeprefix(_FENCE).strip(), number + 1), []
        elif line == _FENCE:
            if opened[0] == language:
                yield Block(path, language, opened[1], tuple(lines))
            opened = None
        else:
            lines.append(line)
    assert opened is None, f"{path}: a fenced block is not closed"


def steps(block: Block) -> list[Step]:
    """Cut a console block at its prompts."""
    found: list[tuple[str, list[str]]] = []
    for line in block.lines:
        if line.startswith(_PROMPT):
            found.append((line.removeprefix(_PROMPT), []))
        else:
            assert found, f"{block.name}: expected '$ ' and a command, found {line!r}"
            found[-1][1].append(line)
    return [Step(command, tuple(shown)) for command, shown in found]


def outputs(commands: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Run commands one after another; give what a terminal shows for each."""
    last = Ran(0, "", "")
    for command in commands:
        if command == _EXIT_CODE:
            yield (str(last.code),)
            continue
        name, *arguments = shlex.split(command)
        last = _RUNNERS[name](*arguments)
        yield tuple((last.err + last.out).rstrip("\n").split("\n"))


def agrees(shown: Sequence[str], output: Sequence[str]) -> bool:
    """Whether an output is what a block shows, with `...` for any lines left out."""
    first, *further = _parts(shown)
    if not further:
        return first == list(output)
    *middle, last = further
    end = len(output) - len(last)
    at: int | None = len(first)
    for part in middle:
        at = None if at is None else _after(part, output[:end], at)
    begins, ends = list(output[: len(first)]) == first, list(output[max(end, 0) :]) == last
    return begins and ends and at is not None and at <= end


def _parts(shown: Sequence[str]) -> list[list[str]]:
    """Cut at the lines `...`."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _after(part: list[str], output: Sequence[str], start: int) -> int | None:
    """Find lines in an output from a place on; give the place behind them."""
    for at in range(start, len(output) - len(part) + 1):
        if list(output[at : at + len(part)]) == part:
            return at + len(part)
    return None


def written_anew(path: Path, index: int) -> None:
    """Write what its commands print now into the console block number `index` of a file."""
    block = list(blocks(path, "console"))[index]
    commands = [step.command for step in steps(block)]
    lines = [
        line
        for command, output in zip(commands, outputs(commands), strict=True)
        for line in (_PROMPT + command, *(text for text in output if output != ("",)))
    ]
    text = path.read_text(encoding="utf-8").split("\n")
    text[block.line - 1 : block.line - 1 + len(block.lines)] = lines
    path.write_text("\n".join(text), encoding="utf-8")
