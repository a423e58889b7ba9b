"""`--record` and `patchcheck rerun`: the same bytes, or what has changed."""

import json
from pathlib import Path

import pytest

from tests.cli.small import PKGINFO, SHOWREV, Small, small
from tests.run import Ran, run_patchcheck


def recorded(tiny: Small, *arguments: str, command: str = "estate") -> Path:
    dumps = tiny.folder / "dumps"
    dumps.mkdir()
    for name, text in (("showrev.out", SHOWREV), ("pkginfo.out", PKGINFO)):
        (dumps / name).write_text(text, encoding="utf-8")
    record = tiny.folder / "record.json"
    given = ("-x", tiny.path("xref"), "--as-of", "2003-06-18", "--record", str(record))
    assert run_patchcheck(command, str(dumps), *given, *arguments).code == 0
    return record


def again(record: Path) -> Ran:
    return run_patchcheck("rerun", str(record))


@pytest.fixture
def tiny(tmp_path: Path) -> Small:
    return small(tmp_path)


@pytest.mark.parametrize("command", ["report", "estate"])
def test_a_recorded_run_comes_to_the_same_bytes(tiny: Small, command: str) -> None:
    outputs = [tiny.folder / f"out.{suffix}" for suffix in ("json", "csv", "html", "xlsx")]
    written = [part for path in outputs for part in ("-o", str(path))]
    record = recorded(tiny, *written, command=command)
    before = [path.read_bytes() for path in outputs]
    for path in outputs:
        path.unlink()
    ran = again(record)
    assert (ran.code, ran.out) == (0, "")
    assert [path.read_bytes() for path in outputs] == before


@pytest.mark.parametrize(
    "given",
    [("-o", "same.json", "--record", "same.json"), ("-o", "same.json", "-o", "./same.json")],
)
def test_two_outputs_never_go_to_one_file(
    tiny: Small, given: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny.folder)
    dumps = ("--showrev", tiny.path("showrev"), "--pkginfo", tiny.path("pkginfo"))
    ran = run_patchcheck("report", *dumps, "-x", tiny.path("xref"), "-q", *given)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("same.json: error: can't be written: another output goes there\n")
    assert not (tiny.folder / "same.json").exists()


def test_what_went_to_stdout_goes_there_again(tiny: Small) -> None:
    record = recorded(tiny, "--select", "all", "--select", "100001", command="plan")
    ran = again(record)
    assert ran.code == 0
    assert ran.out.startswith("tiny (SunOS 5.8 sparc): plan for all 100001, as of 2003-06-18\n")


def test_the_configuration_and_the_environment_have_no_part_in_it(
    tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = recorded(tiny)
    monkeypatch.setenv("PATCHCHECK_SELECT", "total")
    monkeypatch.setenv("PATCHCHECK_FORMAT", "csv")
    assert again(record).out.startswith("patchcheck ")


CHANGES = {
    "an input": (lambda tiny: tiny.write("dumps/showrev.out", SHOWREV + "\n"), "showrev.out"),
    "the file": (lambda tiny: tiny.write("xref", "## nothing ##\n"), "xref"),
}


@pytest.mark.parametrize(("change", "name"), CHANGES.values(), ids=CHANGES)
def test_a_changed_input_is_named_and_nothing_is_run(
    tiny: Small, change: object, name: str
) -> None:
    record = recorded(tiny, "-o", str(tiny.folder / "out.json"))
    (tiny.folder / "out.json").write_bytes(b"old")
    change(tiny)  # type: ignore[operator]
    ran = again(record)
    assert ran.code == 1
    changed, end = ran.err.splitlines()
    assert changed.endswith(f"{name}: error: has changed since the run was recorded")
    assert end == "error: the run can't be repeated; nothing was run"
    assert (tiny.folder / "out.json").read_bytes() == b"old"


def test_an_input_that_is_gone_is_named(tiny: Small) -> None:
    record = recorded(tiny)
    (tiny.folder / "dumps" / "pkginfo.out").unlink()
    assert "pkginfo.out: error: can't be read any more" in again(record).err


def test_a_new_input_is_named_and_nothing_is_written(tiny: Small) -> None:
    record = recorded(tiny, "-o", str(tiny.folder / "out.json"))
    (tiny.folder / "out.json").write_bytes(b"old")
    tiny.write("dumps/uname.out", "SunOS tiny 5.8 Generic_108528-15 sun4u sparc SUNW,Ultra-5_10\n")
    ran = again(record)
    assert ran.code == 1
    assert "dumps/uname.out: error: was not read in the recorded run" in ran.err
    assert "out.json: error: does not come to the recorded bytes" in ran.err
    assert (tiny.folder / "out.json").read_bytes() == b"old"


def test_another_version_is_named(tiny: Small) -> None:
    record = recorded(tiny)
    values = json.loads(record.read_text(encoding="utf-8"))
    values["tool"]["version"] = "0.0.1"
    values["special_cases"] = "0"
    record.write_text(json.dumps(values), encoding="utf-8")
    ran = again(record)
    assert ran.code == 1
    assert "the run was made by 0.0.1" in ran.err
    assert "the table of special cases: error: is 1, was 0" in ran.err


@pytest.mark.parametrize("command", ["rerun", "no-such", "config"])
def test_a_record_of_no_such_command_is_refused(tiny: Small, command: str) -> None:
    record = recorded(tiny)
    values = json.loads(record.read_text(encoding="utf-8")) | {"command": command, "arguments": []}
    record.write_text(json.dumps(values), encoding="utf-8")
    ran = again(record)
    assert ran.code == 1
    assert "no command can be repeated as" in ran.err


def test_a_record_never_replaces_an_input(tiny: Small) -> None:
    ran = tiny.run("--record", tiny.path("showrev"))
    assert ran.code == 1
    assert "can't be written: it is an input of this run" in ran.err
