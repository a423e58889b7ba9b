"""The targets of the fuzzer, in small: what was found before, and mutations of the corpus."""

import random
import re
from pathlib import Path
from zipfile import BadZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import run, targets
from tests.fuzz.corpus import FINDS, finds, seeds
from tests.fuzz.mutate import LONGEST, mutated
from tests.fuzz.targets import BETWEEN, TARGETS

# The bigger targets judge hosts and write every form for each example.
_EXAMPLES = {"run": 30, "run_xref": 30, "run_many": 10, "special": 60}
_DEEP = 20  # times as many with --deep
_KEPT = [(name, path) for name in TARGETS for path in finds(name)]
_LISTED = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_breaks_no_target(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize("name", ["run", "run_xref", "run_many", "special"])
def test_the_corpus_breaks_no_workbook(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the other runs only some make one."""
    monkeypatch.setattr(targets, "_WORKBOOKS", 1)
    for seed in seeds(name):
        TARGETS[name](seed)


@pytest.mark.parametrize(("name", "path"), _KEPT, ids=[f"{n}/{p.name}" for n, p in _KEPT])
def test_what_was_found_is_mended(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


def test_each_find_is_listed_once_with_what_it_broke() -> None:
    listed = _LISTED.findall((FINDS / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(f"{name}/{path.name}" for name, path in _KEPT)


@pytest.mark.parametrize("name", TARGETS)
def test_no_mutation_breaks_a_target(name: str, request: pytest.FixtureRequest) -> None:
    found = seeds(name)
    times = _DEEP if request.config.getoption("--deep") else 1

    @settings(max_examples=_EXAMPLES.get(name, 100) * times)
    @given(seed=SEEDS)
    def holds(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 (no secret)
        TARGETS[name](mutated(chance.choice(found), chance))

    holds()


@pytest.mark.parametrize("name", ["xref", "showrev", "pkginfo", "uname", "host"])
def test_r15_holds_for_any_bytes(name: str) -> None:
    @given(data=st.binary(max_size=500))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()


@given(seed=SEEDS, data=st.binary(max_size=200))
def test_a_mutation_is_bounded_and_repeatable(seed: int, data: bytes) -> None:
    once, again = (mutated(data, random.Random(seed)) for _ in range(2))  # noqa: S311 (no secret)
    assert once == again
    assert len(once) <= LONGEST


def test_a_target_notices_lines_that_are_not_accounted_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fuzzer that can't find anything would be worth nothing."""
    monkeypatch.setattr(targets, "line_count", lambda _text: 1)
    with pytest.raises(AssertionError):
        TARGETS["xref"](seeds("xref")[0])


def test_a_target_notices_an_escape_that_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patchcheck.report.view.printable", str)
    data = seeds("run")[0].replace(b"a security patch", b"a \x1b[2Jsecurity patch")
    assert BETWEEN in data
    with pytest.raises(AssertionError, match="would obey"):
        TARGETS["run"](data)


def test_a_target_notices_a_workbook_that_can_not_be_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(targets, "_WORKBOOKS", 1)
    monkeypatch.setattr("patchcheck.report.workbook.render", lambda _report: b"no workbook")
    with pytest.raises(BadZipFile):
        TARGETS["run"](seeds("run")[0])


def test_the_runner_keeps_what_breaks_a_target_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where atheris is not installed it goes on without, and says so."""

    def broken(_data: bytes) -> None:
        raise ValueError

    monkeypatch.setattr(run, "NEW", tmp_path)
    monkeypatch.setattr(run, "TARGETS", {"uname": broken})
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("sys.argv", ["fuzz", "--seconds", "1", "uname"])
    with pytest.raises(SystemExit) as end:
        run.main()
    assert end.value.code == 1
    assert list((tmp_path / "uname").iterdir())
    told = capsys.readouterr()
    assert told.out.startswith("atheris is not installed: mutations from fixed seeds")
    assert "ValueError" in told.err
