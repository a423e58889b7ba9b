"""Parsers that are kept beside the grammars: as good as new, and trusted no further than code."""

import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import cast

import pytest
from lark import Lark, Token

from patchcheck.readers import grammar
from tests.run import ROOT

PARSERS = (
    ("xref", "start"),
    ("xref", "loose"),
    ("xref", "row"),
    ("pkginfo", "listed"),
    ("pkginfo", "lines"),
    ("showrev", "start"),
    ("showrev", "line"),
    ("uname", "start"),
)
XREF = (
    "## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Jun/17/03 ##\n\nodd\n"
    "100001|01||||||8|||\n100001|02|\n"
)
GRAMMARS = ROOT / "grammars"
build = grammar.build.__wrapped__  # what is kept in the process is kept out of these tests


class Bomb:
    """What must not be unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("exit 3",)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the xref's parser, in a folder of its own."""
    monkeypatch.setattr(grammar, "find_spec", specs(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / f"xref.start.{sys.implementation.cache_tag}.parser"


def specs(bytecode: Path, grammars: Path = GRAMMARS) -> Callable[[str], ModuleSpec]:
    """Find the package of the grammars in this folder, and its bytecode in that."""
    spec = ModuleSpec("patchcheck.grammars", None, origin=str(grammars / "__init__.py"))
    spec.cached = str(bytecode / "__init__.pyc")
    return lambda _name: spec


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Lark]:
    """The parsers that were loaded instead of built."""
    found: list[Lark] = []
    load = Lark.load

    def noted(file: object) -> Lark:
        found.append(load(file))
        return found[-1]

    monkeypatch.setattr(Lark, "load", noted)
    return found


def pieces(parser: Lark) -> list[tuple[str, int, str]]:
    tokens = cast("list[Token]", parser.parse(XREF).children)
    return [(token.type, token.line or 0, str(token)) for token in tokens]


@pytest.mark.parametrize(("name", "start"), PARSERS)
@pytest.mark.usefixtures("place")
def test_a_parser_that_was_kept_is_the_one_that_was_built(
    name: str, start: str, loads: list[Lark]
) -> None:
    built, kept = build(name, start), build(name, start)
    assert loads == [kept]
    assert [(one.name, one.pattern.to_regexp(), one.priority) for one in kept.terminals] == [
        (one.name, one.pattern.to_regexp(), one.priority) for one in built.terminals
    ]
    assert list(map(str, kept.rules)) == list(map(str, built.rules))


def test_it_reads_the_same(place: Path, loads: list[Lark]) -> None:
    expected = pieces(build("xref"))
    assert pieces(build("xref")) == expected
    assert [kind for kind, _, _ in expected] == [
        "HEADER",
        "COMMENTS",
        "MALFORMED",
        "ROWS",
        "ROW",
    ]
    assert place.exists()
    assert len(loads) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[:20], id="cut within its digest"),
        pytest.param(lambda data: data[:-1], id="cut at its end"),
        pytest.param(lambda data: data + b"\n", id="too long"),
        pytest.param(lambda data: data[:99] + bytes([data[99] ^ 1]) + data[100:], id="one bit"),
        pytest.param(lambda _: b"\xff" * 5000, id="garbage"),
        pytest.param(lambda data: data[:32] + pickle.dumps(Bomb()), id="another pickle"),
    ],
)
def test_a_spoilt_file_is_not_loaded_and_made_anew(
    place: Path,
    loads: list[Lark],
    spoil: Callable[[bytes], bytes],
    capfd: pytest.CaptureFixture[str],
) -> None:
    expected = pieces(build("xref"))
    place.write_bytes(spoil(place.read_bytes()))
    assert pieces(build("xref")) == expected
    assert not loads
    assert pieces(build("xref")) == expected
    assert len(loads) == 1
    assert capfd.readouterr() == ("", "")


def test_a_parser_of_other_grammars_is_not_loaded(
    place: Path, loads: list[Lark], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("xref")
    texts = place.parent / "texts"
    texts.mkdir()
    for file in GRAMMARS.glob("*.lark"):
        (texts / file.name).write_bytes(file.read_bytes())
    (texts / "common.lark").write_text("// changed\n", encoding="ascii")
    monkeypatch.setattr(grammar, "find_spec", specs(place.parent, texts))
    build("xref")
    assert not loads


def test_a_parser_of_another_lark_is_not_loaded(
    place: Path, loads: list[Lark], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("xref")
    monkeypatch.setattr("lark.__version__", "1.0")
    build("xref")
    assert place.exists()
    assert not loads


def test_nothing_is_written_where_no_bytecode_is_to_be(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert pieces(build("xref"))
    assert not list(place.parent.iterdir())


@pytest.mark.parametrize("is_file", [False, True], ids=["absent", "a file"])
def test_a_folder_that_can_not_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_file: bool
) -> None:
    folder = tmp_path / "cache"
    if is_file:
        folder.touch()
    monkeypatch.setattr(grammar, "find_spec", specs(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert pieces(build("xref"))
    assert folder.exists() is is_file


def test_what_was_not_written_whole_is_not_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_part: Path, _place: Path) -> Path:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    assert pieces(build("xref"))
    assert not list(place.parent.iterdir())


def test_a_parser_is_kept_where_python_keeps_bytecode_and_nowhere_else(tmp_path: Path) -> None:
    code = "print(grammar._place('xref', 'start').file)"
    assert Path(run(code, ROOT)).parent == GRAMMARS / "__pycache__"
    elsewhere = run(code, ROOT, PYTHONPYCACHEPREFIX=str(tmp_path))
    assert Path(elsewhere).parent == tmp_path.joinpath(*GRAMMARS.parts[1:])


def test_grammars_in_a_zip_file_are_read_and_nothing_is_kept(tmp_path: Path) -> None:
    packed = tmp_path / "patchcheck.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (ROOT / "patchcheck").rglob("*.py"):
            archive.write(file, file.relative_to(ROOT))
        for file in (*GRAMMARS.glob("*.lark"), GRAMMARS / "__init__.py"):
            archive.write(file, f"patchcheck/grammars/{file.name}")
    code = "print(grammar.__file__, grammar._place('xref', 'start'), grammar.build('xref'))"
    module, place, parser = run(code, tmp_path, PYTHONPATH=str(packed)).split(" ", 2)
    assert module.startswith(str(packed))
    assert (place, parser[:5]) == ("None", "Lark(")
    assert [path.name for path in tmp_path.iterdir()] == [packed.name]


def run(code: str, folder: Path, **variables: str) -> str:
    """Run a line of Python that knows the module; give what it prints."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(
        [sys.executable, "-c", f"from patchcheck.readers import grammar; {code}"],
        capture_output=True,
        check=True,
        text=True,
        cwd=folder,
        env={**known, **variables},
    )
    assert not ran.stderr
    return ran.stdout.strip()
