"""What the wheel holds: every file of the package, and no other."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.run import ROOT

BUILT_FROM = ("pyproject.toml", "MANIFEST.in", "LICENSE", "README.md", "patchcheck", "grammars")
OFFLINE = ("No matching distribution", "Could not find a version", "Connection", "resolution")
DATA = ("py.typed", "data/*.toml", "data/*.json", "report/templates/*")


def built(folder: Path) -> Path:
    """Build a wheel of a copy of the tree; skip, and say so, where its builder can't be had."""
    tree = folder / "tree"
    tree.mkdir()
    for name in BUILT_FROM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, tree)
    kept = tree / "grammars" / "__pycache__" / "xref.start.cpython.parser"
    kept.parent.mkdir()
    kept.touch()  # what a run keeps beside the grammars is not to get into the wheel
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, tree],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
    )
    said = ran.stdout + ran.stderr
    if ran.returncode and any(words in said for words in OFFLINE):
        pytest.skip(f"the builder of wheels can't be had here: {said.strip()[-200:]}")
    assert ran.returncode == 0, said
    (wheel,) = folder.glob("*.whl")
    return wheel


def expected() -> set[str]:
    """What the tree has, under the names that it has in a wheel."""
    package = ROOT / "patchcheck"
    files = [*package.rglob("*.py"), *(path for form in DATA for path in package.glob(form))]
    names = {str(path.relative_to(ROOT)) for path in files if path.is_file()}
    grammars = [*(ROOT / "grammars").glob("*.lark"), *(ROOT / "grammars").glob("*.py")]
    return names | {f"patchcheck/grammars/{path.name}" for path in grammars}


def test_the_wheel_holds_the_whole_package_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(built(tmp_path)) as wheel:
        names = set(wheel.namelist())
    described = {name for name in names if ".dist-info/" in name}
    assert names - described == expected()
    assert any(name.endswith("/entry_points.txt") for name in described)
    assert any(name.endswith("LICENSE") for name in described)


def test_the_tree_has_what_a_wheel_should() -> None:
    names = expected()
    for name in (
        "patchcheck/py.typed",
        "patchcheck/data/special_cases.toml",
        "patchcheck/grammars/xref.lark",
        "patchcheck/cli/main.py",
    ):
        assert name in names
