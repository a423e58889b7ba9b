"""What scripts rely on: commands, options, exit codes, forms, keys of JSON, kinds of obstacles.

The tables were written down from the description of the interface, not read out of the program: a
name that is taken away or changed fails here. Names may be added freely.
"""

import json
from importlib.resources import files
from typing import Any

import click
import pytest

from patchcheck.cli.exits import Exit
from patchcheck.cli.main import patchcheck
from patchcheck.cli.patchk import patchk
from patchcheck.model.verdict import NoteKind, ObstacleKind
from patchcheck.resolve.selection import parse_word

_DUMPS = ("--showrev", "--pkginfo", "--uname", "--release", "--arch", "--hostname", "--date")
_XREF = ("-x", "--xref")
_JUDGE = (
    *(*_XREF, "--as-of", "--select", "--minimal", "--flags"),
    *("--exceptions", "--special-cases", "--fail-on"),
)
_TALK = ("--strict", "-q", "--quiet", "-v", "--verbose", "--no-color")
_OUTPUT = ("--format", "-o")
_RECORD = ("--record",)
_LIMIT = ("--limit",)

# Each command and the options that it has to have.
COMMANDS = {
    "report": (*_DUMPS, *_LIMIT, *_JUDGE, *_TALK, *_OUTPUT, *_RECORD),
    "plan": (*_DUMPS, *_LIMIT, *_JUDGE, *_TALK, *_OUTPUT, *_RECORD),
    "explain": (*_LIMIT, *_JUDGE, *_TALK, *_OUTPUT),
    "compare": (*_LIMIT, *_XREF, *_TALK, *_OUTPUT),
    "estate": (*_LIMIT, *_JUDGE, *_TALK, *_OUTPUT, *_RECORD),
    "doctor": (*_LIMIT, *_TALK, *_OUTPUT),
    "xref": (),
    "rerun": (),
}
XREF_COMMANDS = ("show", "lint", "diff")
PATCHK = ("-l", "-h", "--all-rows", "-x", "-p")
PATCHK_ARGUMENTS = ["SHOWREV", "OSREL", "ARCH", "HOST"]
FORMATS = {
    "report": ("text", "table", "csv", "json", "html", "xlsx"),
    "plan": ("text", "ids", "json"),
    "explain": ("text", "json"),
}
CHOICES = {
    "--flags": ("row", "inherited"),
    "--fail-on": ("security", "recommended", "withdrawn", "any"),
}
EXITS = {"DONE": 0, "UNUSABLE": 1, "USAGE": 2, "NOT_JUDGED": 3, "FINDINGS": 100}
SELECTED = ("missing", "installed", "all", "total", "unbundled", "bad", "m", "missingrs", "108528")

OBSTACLES = (
    *("base-obsoleted", "requires-unknown", "requires-withdrawn", "requires-too-new"),
    *("requires-excepted", "requires-loop", "requires-blocked"),
    *("conflicts-installed", "conflicts-planned"),
)
NOTES = ("requires-waived", "package-partial", "condition-unchecked")

# Where in the JSON, and the keys that always stand there.
KEYS = {
    "": ("schema", "tool", "as_of", "xref", "selection", "hosts", "diagnostics"),
    "tool": ("name", "version"),
    "xref": ("path", "sha256", "date", "rows", "numbers"),
    "host": (
        *("hostname", "release", "architecture", "model", "platform", "judged"),
        *("not_judged_because", "inputs", "patches", "foreign"),
    ),
    "input": (
        *("path", "kind", "sha256", "records"),
        *("lines", "record_lines", "comment_lines", "rejected_lines"),
    ),
    "patch": (
        *("patch", "number", "revision", "installed", "verdict", "recommended", "security"),
        *("inherited", "obsolete", "withdrawn", "released", "age_days", "os", "synopsis"),
        *("requires", "incompatible", "obstacles", "reason", "proof"),
    ),
    "inherited": ("recommended", "security"),
    "obstacle": ("kind", "patch", "text"),
    "foreign": ("id",),
    "diagnostic": ("file", "line", "column", "severity", "message"),
}


def _options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def _command(name: str) -> click.Command:
    if name not in patchcheck.commands:
        pytest.skip(f"not built: patchcheck {name}")
    return patchcheck.commands[name]


def _choices(command: click.Command, option: str) -> tuple[str, ...]:
    (kind,) = (each.type for each in command.params if option in each.opts)
    assert isinstance(kind, click.Choice)
    return tuple(map(str, kind.choices))


@pytest.mark.parametrize(
    ("name", "option"), [(name, option) for name, options in COMMANDS.items() for option in options]
)
def test_a_command_has_its_option(name: str, option: str) -> None:
    command = _command(name)
    if option in {"--record", "--date"} and option not in _options(command):
        pytest.skip(f"not built: {option} of patchcheck {name}")
    assert option in _options(command)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_there(name: str) -> None:
    assert _command(name).help


@pytest.mark.parametrize("name", XREF_COMMANDS)
def test_the_xref_command_has_its_own(name: str) -> None:
    group = _command("xref")
    assert isinstance(group, click.Group)
    assert name in group.commands


def test_the_classic_command_takes_what_it_took() -> None:
    names = patchk.context_settings["help_option_names"]
    assert set(PATCHK) <= _options(patchk) | set(names)
    arguments = [each.metavar for each in patchk.params if isinstance(each, click.Argument)]
    assert arguments == PATCHK_ARGUMENTS


@pytest.mark.parametrize("name", FORMATS)
def test_a_command_writes_its_forms_the_default_first(name: str) -> None:
    found = _choices(_command(name), "--format")
    assert set(FORMATS[name]) <= set(found)
    assert found[0] == "text"


@pytest.mark.parametrize("option", CHOICES)
def test_an_option_takes_its_words(option: str) -> None:
    assert set(CHOICES[option]) <= set(_choices(_command("report"), option))


@pytest.mark.parametrize("name", EXITS)
def test_an_exit_code_keeps_its_number(name: str) -> None:
    assert Exit[name] == EXITS[name]


@pytest.mark.parametrize("text", SELECTED)
def test_a_word_selects(text: str) -> None:
    assert parse_word(text).text == text


def _schema() -> dict[str, Any]:
    text = files("patchcheck").joinpath("data", "report.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _required(place: str) -> set[str]:
    """The keys that the schema asks for at a place: the top, a definition, or within one."""
    whole = _schema()
    if place == "":
        return set(whole["required"])
    nested = {"xref": whole["properties"], "inherited": whole["$defs"]["patch"]["properties"]}
    return set(nested.get(place, whole["$defs"])[place]["required"])


@pytest.mark.parametrize("place", KEYS)
def test_json_always_has_its_keys(place: str) -> None:
    assert set(KEYS[place]) <= _required(place)


def test_the_schema_keeps_its_name() -> None:
    assert _schema()["properties"]["schema"] == {"const": "patchcheck.report/1"}


def test_obstacles_and_notes_keep_their_kinds() -> None:
    assert set(OBSTACLES) <= set(ObstacleKind)
    assert set(NOTES) <= set(NoteKind)
    definitions = _schema()["$defs"]
    assert set(OBSTACLES) <= set(definitions["obstacle"]["properties"]["kind"]["enum"])
    assert set(NOTES) <= set(definitions["note"]["properties"]["kind"]["enum"])
