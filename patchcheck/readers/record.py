"""The record of a run (`patchcheck.record/1`): read again, to repeat the run."""

from collections.abc import Mapping
from dataclasses import dataclass

from patchcheck.readers.json_text import Values, read_values
from patchcheck.readers.text import Source

SCHEMA = "patchcheck.record/1"


@dataclass(frozen=True, slots=True)
class Record:
    """A run as it was: the command with its options in force, and the SHA-256 of what it read.

    `outputs` are those of what it wrote, by path; that of stdout is under the empty text.
    """

    version: str
    special_cases: str
    command: str
    arguments: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


def read_record(source: Source) -> Record:
    """Read a record. Raises UnusableError where it isn't one."""
    values = read_values(source, SCHEMA)
    tool = values.table("tool")
    if tool is None:
        raise values.wrong("tool", "a table", None)
    return Record(
        version=tool.get("version", str),
        special_cases=values.get("special_cases", str),
        command=values.get("command", str),
        arguments=values.texts("arguments"),
        groups={
            group.get("name", str): group.texts("patterns") for group in values.tables("groups")
        },
        inputs=_hashes(values, "inputs"),
        outputs=_hashes(values, "outputs"),
    )


def _hashes(values: Values, key: str) -> dict[str, str]:
    return {item.get("path", str): item.get("sha256", str) for item in values.tables(key)}
