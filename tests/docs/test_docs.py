"""The documents say what the program does: each console block is run, each name is looked up.

`--update-golden` writes the blocks anew, but for those with `...`: they are only checked.
"""

import re
from difflib import unified_diff
from pathlib import Path

import click
import pytest

from patchcheck.cli.main import patchcheck
from patchcheck.cli.output import SUFFIXES
from patchcheck.cli.patchk import patchk
from patchcheck.readers.config import read_config
from patchcheck.readers.exceptions import read_exceptions
from patchcheck.readers.special import read_special_cases
from patchcheck.readers.text import Source, decode
from tests.docs.console import Block, agrees, blocks, outputs, steps, written_anew
from tests.run import ROOT

README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").glob("*.md")), ROOT / "reports" / "README.md"]
NUMBERED = [
    pytest.param(path, index, id=f"{path.name}:{block.line}")
    for path in DOCUMENTS
    for index, block in enumerate(blocks(path, "console"))
]
_SAMPLES = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "index"), NUMBERED)
def test_a_console_block_shows_what_is_printed(
    path: Path, index: int, request: pytest.FixtureRequest
) -> None:
    block = list(blocks(path, "console"))[index]
    if request.config.getoption("--update-golden") and not block.has_gaps:
        written_anew(path, index)
        block = list(blocks(path, "console"))[index]
    found = differences(block)
    assert not found, f"{path.name}, line {block.line}:\n" + "\n".join(found)


def differences(block: Block) -> list[str]:
    """Say where a console block differs from what its commands print; nothing if it doesn't."""
    shown = steps(block)
    found = []
    for step, output in zip(shown, outputs([step.command for step in shown]), strict=True):
        if not agrees(step.shown or ("",), output):
            found += [f"$ {step.command}", *unified_diff(step.shown, output, lineterm="")]
    return found


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ("a b c", True),
        ("a x c", False),
        ("a b", False),
        ("a b c d", False),
        ("a ...", True),
        ("... c", True),
        ("... b ...", True),
        ("a ... b c", True),  # `...` may stand for nothing
        ("a ... b", False),
        ("a b ... b c", False),  # b is there only once
        ("... c ... b ...", False),  # out of order
        ("a ... a ...", False),
    ],
)
def test_an_altered_block_is_found(shown: str, same: bool) -> None:
    assert agrees(shown.split(), ["a", "b", "c"]) is same


def test_a_changed_line_of_a_document_is_found_and_mended(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    text = "Text.\n\n```console\n$ patchcheck --version\n{}\n$ echo $?\n0\n```\n\nMore.\n"
    document.write_text(text.format("patchcheck, version ?"), encoding="utf-8")
    (block,) = blocks(document, "console")
    assert differences(block)
    written_anew(document, 0)
    (block,) = blocks(document, "console")
    assert differences(block) == []
    printed = next(outputs(["patchcheck --version"]))[0]
    assert document.read_text(encoding="utf-8") == text.format(printed)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    named = re.findall(r"`((?:patchcheck|tests|grammars|samples|reports|docs)/[\w./+-]*)`", text)
    absent = [link for link in links if link and ":" not in link]
    absent = [link for link in absent if not (path.parent / link).exists()]
    absent += [name for name in named if not (ROOT / name).exists()]
    assert absent == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_tables_in_toml_are_read_without_complaint(path: Path) -> None:
    for block in blocks(path, "toml"):
        source = decode("\n".join(block.lines).encode(), block.name)
        assert complaints_about(source) == ()


def complaints_about(source: Source) -> object:
    """Read a table by what stands in it; a configuration that is none raises."""
    if "[[exception]]" in source.text:
        return read_exceptions(source)[1]
    if "[groups]" in source.text or "[limits]" in source.text:
        read_config(source, {})
        return ()
    return read_special_cases(source)[1]


def test_the_readme_names_no_option_that_is_not_there() -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README.read_text(encoding="utf-8")))
    commands = [patchcheck, patchk, *patchcheck.commands.values()]
    known = {text for command in commands for text in _options(command)}
    assert named <= known


def _options(command: click.Command) -> set[str]:
    context = click.Context(command)
    return {text for one in command.get_params(context) for text in one.opts}


def test_the_readme_names_each_command_and_each_suffix() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `patchcheck (\w+)", text, re.MULTILINE))
    assert named == set(patchcheck.commands)
    suffixes = set(re.findall(r"^\| `[a-z]+` \| `(\.[a-z]+)`", text, re.MULTILINE))
    assert suffixes == set(SUFFIXES)


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 200


def test_every_trap_of_the_samples_is_explained() -> None:
    _, _, traps = _SAMPLES.partition("## Traps")
    rows = [line for line in traps.split("\n") if line.startswith("| ")][1:]
    explained = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    lacking = [row for row in rows if not _is_explained(row, explained)]
    assert lacking == []


def _is_explained(row: str, text: str) -> bool:
    """Whether a command of the document asks for a host or a patch that the row names."""
    where = row.split(" | ")[1]
    commands = re.findall(r"^\$ patchcheck explain samples/(\w+) ([^\s-]+)", text, re.MULTILINE)
    ids = re.findall(r"\d{6}|IDR\d+|PTF\d+", where)
    if ids:
        return any(patch in ids for _, patch in commands)
    return any(host in where for host, _ in commands)
