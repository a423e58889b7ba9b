"""The examples in reports/ are what the code makes now."""

import importlib.util
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "reports"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    spec = importlib.util.spec_from_file_location("make_examples", REPORTS / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.make(folder)
    return folder


def test_the_same_files_are_made(made: Path) -> None:
    kept = {path.name for path in REPORTS.iterdir() if path.suffix not in {".py", ".md"}}
    assert {path.name for path in made.iterdir()} == {name for name in kept if name[0] not in "_."}


def test_each_example_is_what_the_code_makes(made: Path) -> None:
    for path in sorted(made.iterdir()):
        if path.suffix == ".xlsx":
            assert parts(path) == parts(REPORTS / path.name), path.name
        else:
            assert path.read_bytes() == (REPORTS / path.name).read_bytes(), path.name


def parts(path: Path) -> dict[str, bytes]:
    """A workbook part by part, unzipped."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}
