"""`--limit`: how much is read at most, set by a flag, the environment or the configuration."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.cli.limits import limit_option
from patchcheck.model.limits import HIGHEST, LIMITS, NAMES, Limit, in_words, limit_of
from tests.cli.small import PKGINFO, SHOWREV, UNAME, Small, one_line, small
from tests.estate.pack import compress, tar, write, zipped
from tests.run import ROOT, Ran, run_patchcheck, run_patchk

DOCUMENTED = (ROOT / "docs" / "many-hosts.md").read_text(encoding="utf-8")
DUMPS = {"showrev.out": SHOWREV, "pkginfo.out": PKGINFO, "uname.out": UNAME}
ONE = {f"a/{name}": text for name, text in DUMPS.items()}
LARGE = SHOWREV + "\n" * 10_000  # bytes: too much for a dump below
DEEP = {f"a/b/c/{name}": text for name, text in DUMPS.items()}


@pytest.fixture
def tiny(tmp_path: Path) -> Small:
    return small(tmp_path)


def on(tiny: Small, command: str, dump: str, *arguments: str) -> Ran:
    """Run a command on a dump of the folder."""
    more = ("100001",) if command == "explain" else ()
    xref = ("-x", tiny.path("xref"), "--as-of", "2003-06-18")
    return run_patchcheck(command, tiny.path(dump), *more, *xref, *arguments)


# --- what a limit may be set to ------------------------------------------------------------------


@given(st.sampled_from(NAMES), st.data())
def test_a_limit_is_read_as_it_is_written(name: str, data: st.DataObject) -> None:
    value = data.draw(st.integers(1, HIGHEST.value(name)))
    limit = Limit(name, value)
    assert limit_of(*str(limit).split("=")) == limit
    assert limit_of(name, str(value)) == limit


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("dump", "1", 1),
        ("dump", "1KiB", 1_024),
        ("archive", "4GiB", 2**32),
        ("archive", "1024GiB", 2**40),
        ("members", "500000", 500_000),
        ("depth", "100", 100),
    ],
)
def test_a_size_has_a_unit_and_a_number_has_none(name: str, text: str, value: int) -> None:
    assert limit_of(name, text) == Limit(name, value)


@pytest.mark.parametrize("name", NAMES)
def test_no_limit_can_be_taken_away(name: str) -> None:
    above = str(HIGHEST.value(name) + 1)
    for text in (
        "0",
        "-1",
        "",
        "none",
        "inf",
        "1e9",
        "9" * 5_000,
        "\u0661",
        "1 KiB",
        "1TiB",
        above,
    ):
        assert limit_of(name, text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dump", "expected a size from 1 to 4GiB for dump (bytes, or such as 512MiB)"),
        ("dump=5GiB", "'dump=5GiB'; expected a size from 1 to 4GiB"),
        ("archive=0", "expected a size from 1 to 1024GiB for archive"),
        ("members=-5", "expected a whole number from 1 to 5000000 for members"),
        ("members=4KiB", "expected a whole number from 1 to 5000000 for members"),
        ("size=5", "expected NAME=VALUE with one of dump, archive, compressed, members, entries,"),
        ("5", "expected NAME=VALUE with one of"),
        ("\x1b[2J=5", "expected NAME=VALUE with one of"),
    ],
)
def test_a_wrong_limit_is_a_usage_error(
    tiny: Small, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = on(tiny, "report", ".", "--limit", text)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())
    assert "\x1b" not in ran.err
    monkeypatch.setenv("PATCHCHECK_LIMIT", text)
    assert on(tiny, "report", ".") == ran


def test_the_help_names_every_limit() -> None:
    @limit_option
    def command() -> None: ...

    (option,) = command.__click_params__  # type: ignore[attr-defined]
    assert [name for name in NAMES if name not in option.help] == []


# --- who heeds it --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["report", "plan", "explain", "estate", "compare", "doctor"])
def test_each_command_that_reads_dumps_heeds_it(tiny: Small, command: str) -> None:
    two = {**ONE, **{f"b/{name}": text.replace("tiny", "other") for name, text in DUMPS.items()}}
    write(tiny.folder / "hosts", {"x.tar": tar(two)})
    assert on(tiny, command, "hosts").err == ""
    ran = on(tiny, command, "hosts", "--limit", "members=3")
    path = tiny.path("hosts/x.tar")
    reason = "holds more members than 3 (raise it with --limit members=...)"
    assert f"{path}: warning: not placed: {reason}; what was whole before is used" in ran.err


@pytest.mark.parametrize("command", ["report", "plan", "explain", "estate", "compare", "doctor"])
def test_a_dump_on_disk_is_bounded_and_costs_no_other_host(tiny: Small, command: str) -> None:
    other = {name: text.replace("tiny", "other") for name, text in DUMPS.items()}
    write(tiny.folder / "hosts/good", other)
    write(tiny.folder / "hosts/ill", {**DUMPS, "showrev.out": LARGE})
    ran = on(tiny, command, "hosts", "--limit", "dump=4KiB")
    assert ran.code == 3
    (line,) = (line for line in ran.err.splitlines() if "not judged" in line)
    reason = "holds more than 4KiB (raise it with --limit dump=...)"
    assert line.startswith(f"ill: not judged: {tiny.path('hosts/ill/showrev.out')} {reason}")
    assert on(tiny, command, "hosts", "--limit", "dump=16KiB").code == 0


def test_the_classic_command_heeds_it(tiny: Small) -> None:
    given = (tiny.write("large", LARGE), "5.8", "sparc", "tiny")
    more = ("-x", tiny.path("xref"), "-p", tiny.path("pkginfo"), "--as-of", "2003-06-18")
    assert run_patchk(*more, *given).code == 0
    ran = run_patchk("--limit", "dump=4KiB", *more, *given)
    assert (ran.code, ran.out) == (1, "")
    assert "large: error: holds more than 4KiB (raise it with --limit dump=...)" in one_line(ran)


def test_workers_in_other_processes_heed_it(tiny: Small) -> None:
    for number in range(4):
        names = {name: text.replace("tiny", f"t{number}") for name, text in DUMPS.items()}
        write(tiny.folder / "hosts", {f"{number}.zip": zipped({**names, "notes": "x" * 9_000})})
    limited = ("--limit", "archive=4KiB", "--format", "json")
    one, two = (on(tiny, "estate", "hosts", *limited, "--jobs", jobs) for jobs in ("1", "2"))
    assert one == two
    said = "zip: warning: not placed: unpacks to more than 4KiB (raise it with --limit archive=...)"
    assert one.err.count(said) == 4


BOUNDED = {
    "archive": ("archive=4KiB", "x.tar", tar({**ONE, "notes": "x" * 9_000})),
    "compressed": ("compressed=4KiB", "x.tar.Z", compress(tar({**ONE, "notes": "x" * 9_000}))),
    "dump": ("dump=100", "x.tar", tar(ONE)),
    "members": ("members=2", "x.zip", zipped(ONE)),
    "depth": ("depth=2", "x.tar", tar({**ONE, **DEEP})),
}


@pytest.mark.parametrize("name", BOUNDED)
def test_a_limit_of_archives_bites_and_says_how_to_raise_it(tiny: Small, name: str) -> None:
    limit, file, data = BOUNDED[name]
    tiny.write(file, data)
    assert on(tiny, "doctor", file).code == 0
    assert f"(raise it with --limit {name}=...)" in on(tiny, "doctor", file, "--limit", limit).err


@pytest.mark.parametrize(("limit", "what"), [("entries=5", "more files and"), ("depth=2", "deep")])
def test_a_limit_of_folders_bites_and_says_how_to_raise_it(
    tiny: Small, limit: str, what: str
) -> None:
    write(tiny.folder / "hosts", {**DUMPS, **DEEP})
    assert "raise it" not in on(tiny, "doctor", "hosts").err
    name = limit.partition("=")[0]
    (line,) = (
        line
        for line in on(tiny, "doctor", "hosts", "--limit", limit).err.splitlines()
        if f"(raise it with --limit {name}=...)" in line
    )
    assert what in line


@pytest.mark.parametrize("packed", [False, True], ids=["on disk", "in an archive"])
def test_the_deepest_folders_that_can_be_asked_for_are_read(tiny: Small, *, packed: bool) -> None:
    folder = "/".join("d" * HIGHEST.depth)
    below = {f"{folder}/{name}": text for name, text in DUMPS.items()}
    if packed:
        tiny.write("hosts", tar(below))
    else:
        write(tiny.folder / "hosts", below)
    ran = on(tiny, "plan", "hosts", "--format", "ids", "--limit", f"depth={HIGHEST.depth}")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


# --- where it comes from -------------------------------------------------------------------------


def test_each_limit_comes_by_flag_else_environment_else_file(
    tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_force(*arguments: str) -> dict[str, str]:
        record = tiny.folder / "record.json"
        ran = run_patchcheck(
            *("--config", tiny.path("patchcheck.toml"), "report", tiny.path("hosts")),
            *("--as-of", "2003-06-18", "--record", str(record), *arguments),
        )
        assert ran.code == 0, ran.err
        given = json.loads(record.read_text(encoding="utf-8"))["arguments"]
        pairs = [after for name, after in pairwise(given) if name == "--limit"]
        return dict(pair.split("=") for pair in pairs)

    write(tiny.folder / "hosts", DUMPS)
    limits = '[limits]\ndump = "1MiB"\nmembers = 7\narchive = 8192\n'
    tiny.write("patchcheck.toml", f'xref = "xref"\n{limits}')
    assert in_force() == {"dump": "1MiB", "members": "7", "archive": "8KiB"}
    monkeypatch.setenv("PATCHCHECK_LIMIT", "members=8 archive=9KiB")
    assert in_force() == {"dump": "1MiB", "members": "8", "archive": "9KiB"}
    by_flag = in_force("--limit", "archive=1", "--limit", "depth=3", "--limit", "archive=10KiB")
    assert by_flag == {"dump": "1MiB", "members": "8", "archive": "10KiB", "depth": "3"}


def test_a_repeated_run_keeps_to_the_limits_of_the_recorded_one(
    tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tiny.folder / "hosts", {"x.tar": tar({**ONE, "notes": "x" * 9_000})})
    record = tiny.path("record.json")
    monkeypatch.setenv("PATCHCHECK_LIMIT", "archive=4KiB")
    before = on(tiny, "estate", "hosts", "--format", "json", "--record", record)
    assert "--limit archive=" in before.out
    monkeypatch.setenv("PATCHCHECK_LIMIT", "archive=8GiB")
    assert run_patchcheck("rerun", record) == before


def test_the_documented_limits_are_those_that_hold() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\w+) \| (\w+) \|$", DOCUMENTED, re.MULTILINE)
    assert rows == [
        (name, *(in_words(name, limits.value(name)) for limits in (LIMITS, HIGHEST)))
        for name in NAMES
    ]


def test_without_a_limit_the_defaults_hold() -> None:
    values = json.loads(run_patchcheck("config", "--format", "json").out)["settings"]
    shown = {one["name"]: one["value"] for one in values if one["name"].startswith("limits.")}
    assert shown == {f"limits.{name}": in_words(name, LIMITS.value(name)) for name in NAMES}
