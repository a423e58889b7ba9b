"""The table of special cases that is kept as it was read: the same, of the same files."""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from patchcheck.readers import built_in
from patchcheck.readers.special import read_built_in
from tests.run import ROOT

SOURCES = (
    "data/special_cases.toml",
    "readers/special.py",
    "readers/toml.py",
    "model/special.py",
    "model/patch.py",
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that the table is made from, with bytecode beside them."""
    for name in SOURCES:
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((ROOT / "patchcheck" / name).read_bytes())
    (tmp_path / "__pycache__").mkdir()
    monkeypatch.setattr(built_in, "find_spec", specs(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def specs(package: Path) -> Callable[[str], ModuleSpec]:
    spec = ModuleSpec("patchcheck", None, origin=str(package / "__init__.py"))
    spec.cached = str(package / "__pycache__" / "__init__.pyc")
    return lambda _name: spec


def test_a_table_that_was_kept_is_the_one_that_was_read(package: Path) -> None:
    table = read_built_in()
    assert built_in.kept() is None
    built_in.keep(table)
    assert built_in.kept() == table
    assert table.checks
    (file,) = (package / "__pycache__").iterdir()
    assert file.name == f"special_cases.{sys.implementation.cache_tag}.table"


@pytest.mark.parametrize("name", SOURCES)
def test_one_of_other_files_is_not_loaded(package: Path, name: str) -> None:
    built_in.keep(read_built_in())
    with (package / name).open("ab") as file:
        file.write(b"\n")
    assert built_in.kept() is None


def test_a_spoilt_one_is_not_loaded(package: Path) -> None:
    built_in.keep(read_built_in())
    (file,) = (package / "__pycache__").iterdir()
    data = file.read_bytes()
    file.write_bytes(data[:-1])
    assert built_in.kept() is None
    file.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
    assert built_in.kept() is None


def test_without_sources_nothing_is_kept(package: Path) -> None:
    (package / "readers/toml.py").unlink()
    built_in.keep(read_built_in())
    assert built_in.kept() is None
    assert not list((package / "__pycache__").iterdir())


def test_nothing_is_written_where_no_bytecode_is_to_be(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    built_in.keep(read_built_in())
    assert not list((package / "__pycache__").iterdir())
