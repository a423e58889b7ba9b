"""How a run ends: usage, findings, outputs, a closed pipe, Ctrl-C."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.cli.small import CSR, SHOWREV, WITHDRAWN, XREF, Small, one_line, small
from tests.run import ROOT, Ran, run_patchcheck, run_patchk

STRAY = "%%% what is this?\n"


@pytest.fixture
def tiny(tmp_path: Path) -> Small:
    return small(tmp_path)


def last_line(ran: Ran) -> str:
    assert "Traceback" not in ran.err
    return ran.err.rstrip("\n").rpartition("\n")[2]


# --- usage: 2 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--select", "nonsense"),
            "expected one of missing, installed, all, total, unbundled, bad",
        ),
        (("--select", ""), "expected one of missing, installed, all, total, unbundled, bad"),
        (("--as-of", "nonsense"), "expected YYYY-MM-DD, for example 2003-06-18"),
        (("--as-of", "2003-02-30"), "expected YYYY-MM-DD"),
        (("--as-of", "20030618"), "expected YYYY-MM-DD"),
        (("-o", "report.foo"), "expected a file that ends in one of .txt"),
        (("-o", "report"), "expected a file that ends in one of .txt"),
        (("--format", "nonsense"), "'nonsense' is not one of 'text'"),
        (("--fail-on", "nonsense"), "'nonsense' is not one of 'security'"),
        (("--flags", "nonsense"), "'nonsense' is not one of 'inherited'"),
        (("--nonsense",), "No such option"),
        (("a-dump",), "not both"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_what_is_known(
    arguments: tuple[str, ...], words: str, tiny: Small
) -> None:
    ran = tiny.run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in last_line(ran)


@pytest.mark.parametrize(
    "given", [(), ("--pkginfo", "pkginfo"), ("--uname", "uname"), ("--hostname", "tiny")]
)
def test_no_dump_is_wrong_usage_whatever_the_xref_is(given: tuple[str, ...]) -> None:
    ran = run_patchcheck("report", *given, "-x", "no such xref")
    assert (ran.code, ran.out) == (2, "")
    assert "give a DUMP, or --showrev FILE" in last_line(ran)


@pytest.mark.parametrize("command", ["report", "plan", "explain", "nonsense"])
def test_a_command_without_what_it_needs_is_wrong_usage(command: str) -> None:
    ran = run_patchcheck(command)
    assert (ran.code, ran.out) == (2, "")
    assert last_line(ran).startswith("Error: ")


def test_patchk_wants_four_arguments() -> None:
    ran = run_patchk("showrev", "5.8")
    assert (ran.code, ran.out) == (2, "")
    assert "Missing argument 'ARCH'" in last_line(ran)


# --- findings: 100 ------------------------------------------------------------------------------

SECURITY = "Patch: 100001-02 Obsoletes: \n"
RECOMMENDED = "Patch: 100002-01 Obsoletes: \n"


@pytest.mark.parametrize(
    ("kind", "installed", "code"),
    [
        ("security", "", 100),
        ("security", SECURITY, 0),
        ("recommended", "", 100),
        ("recommended", RECOMMENDED, 0),
        ("withdrawn", "", 0),
        ("withdrawn", WITHDRAWN, 100),
        ("any", SECURITY, 100),
        ("any", SECURITY + RECOMMENDED, 0),
        ("any", SECURITY + RECOMMENDED + WITHDRAWN, 100),
    ],
)
@pytest.mark.parametrize("form", ["text", "table", "json"])
def test_fail_on_ends_with_100_in_every_form(
    kind: str, installed: str, code: int, form: str, tmp_path: Path
) -> None:
    ran = small(tmp_path, showrev=SHOWREV + installed).run("--fail-on", kind, "--format", form)
    assert ran.code == code
    assert ran.err == (f"--fail-on {kind}: found on tiny\n" if code else "")
    assert ran.out


@pytest.mark.parametrize(("patch", "code"), [("100001", 100), ("100004", 0)])
def test_explain_minds_fail_on_for_the_patch_that_it_explains(
    patch: str, code: int, tiny: Small
) -> None:
    words = ("-x", tiny.path("xref"), "--fail-on", "security")
    assert run_patchcheck("explain", str(tiny.folder), patch, *words).code == code


def test_1_goes_before_3_and_3_before_100(tmp_path: Path) -> None:
    for name in ("good", "ill"):
        (tmp_path / name).mkdir()
        small(tmp_path / name, showrev=SHOWREV + STRAY if name == "good" else "")
    xref = str(tmp_path / "good" / "xref")

    def code(*arguments: str) -> int:
        return run_patchcheck("report", *arguments, "-x", xref, "--fail-on", "any").code

    good, ill = str(tmp_path / "good"), str(tmp_path / "ill")
    assert code(good) == 100
    assert code(good, ill) == 3
    assert code(good, ill, "--strict") == 1
    assert code(good, "--strict") == 1


def test_a_host_named_twice_is_judged_once(tiny: Small) -> None:
    folder = str(tiny.folder)
    twice = run_patchcheck(
        "report", folder, f"{folder}/../{tiny.folder.name}/", "-x", tiny.path("xref")
    )
    assert twice.out.count("Host:  ") == 1


# --- strict, quiet, verbose, colour -------------------------------------------------------------


def test_strict_makes_a_diagnostic_an_error_and_says_so(tmp_path: Path) -> None:
    tiny = small(tmp_path, showrev=SHOWREV + STRAY)
    assert tiny.run().code == 0
    for loudness in ((), ("-q",), ("-v",)):
        ran = tiny.run("--strict", *loudness)
        assert ran.code == 1
        assert "the line is rejected" in ran.err
        assert last_line(ran) == "error: 1 diagnostic, and --strict allows none"


def test_strict_minds_nothing_where_there_is_nothing(tiny: Small) -> None:
    ran = tiny.run("--strict")
    assert (ran.code, ran.err) == (0, "")


def test_quiet_tells_errors_only_and_verbose_notes_too(tmp_path: Path) -> None:
    note = "Patch: 100005-01 Obsoletes: IDR148363-26\n"
    tiny = small(tmp_path, showrev=SHOWREV + note + STRAY, xref=XREF + "junk\n")

    def severities(*loudness: str) -> list[str]:
        return [line.split(": ")[1] for line in tiny.run(*loudness).err.splitlines()]

    assert severities("-q") == ["error"]
    assert severities() == ["error", "warning"]
    assert severities("-v") == ["error", "note", "warning"]


@pytest.mark.parametrize("no_color", [True, False])
def test_no_color_is_kept(
    *, no_color: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    tiny = small(tmp_path, showrev=SHOWREV + STRAY)
    for form in ("text", "table", "json"):
        ran = tiny.run("-v", "--format", form, *(() if no_color else ("--no-color",)))
        assert ran.code == 0
        assert "\x1b" not in ran.out + ran.err


# --- outputs ------------------------------------------------------------------------------------


def test_an_output_is_written_whole_and_nothing_goes_to_stdout(tiny: Small) -> None:
    ran = tiny.run("-o", tiny.path("report.json"), "-o", tiny.path("report.txt"))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    report = json.loads(Path(tiny.path("report.json")).read_text(encoding="utf-8"))
    assert [patch["patch"] for patch in report["hosts"][0]["patches"]] == ["100001-02", "100002-01"]
    assert "100001 N/A  02" in Path(tiny.path("report.txt")).read_text(encoding="utf-8")
    assert tiny.run("-o", tiny.path("report.json"), "--format", "text").out.startswith("patchcheck")


def test_without_a_folder_to_write_to_nothing_is_written_at_all(tiny: Small) -> None:
    before = sorted(tiny.folder.iterdir())
    lost = tiny.path("missing/report.json")
    ran = tiny.run("-o", tiny.path("report.txt"), "-o", lost, "--format", "text")
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran) == (
        f"{lost}: error: can't be written: there is no folder {tiny.path('missing')}"
    )
    assert sorted(tiny.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "spoiled", "code"),
    [
        ((), {"xref": ""}, 1),
        (("--select", "nonsense"), {}, 2),
        (("--exceptions", "no such file"), {}, 1),
        (("-o", "missing/report.txt"), {}, 1),
    ],
)
def test_an_output_stays_as_it_was_when_the_run_fails(
    arguments: tuple[str, ...], spoiled: dict[str, str], code: int, tmp_path: Path
) -> None:
    tiny = small(tmp_path, **spoiled)
    kept = tiny.write("report.json", "as it was")
    assert tiny.run("-o", kept, *arguments).code == code
    assert Path(kept).read_text(encoding="utf-8") == "as it was"
    assert not list(tmp_path.glob(".*"))


def test_an_output_stays_as_it_was_when_the_disk_is_full(
    tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    kept = tiny.write("report.json", "as it was")
    monkeypatch.setattr(os, "fsync", full)
    ran = tiny.run("-o", kept)
    assert ran.code == 1
    assert one_line(ran) == f"{kept}: error: can't be written: No space left on device"
    assert Path(kept).read_text(encoding="utf-8") == "as it was"
    assert not list(tiny.folder.glob(".*"))


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    tiny = small(tmp_path)
    showrev = tiny.write("showrev-a.txt", SHOWREV)
    link = tmp_path / "link.txt"
    link.symlink_to(showrev)
    for output in (showrev, str(link)):
        ran = tiny.run("-o", output, given={"showrev": showrev})
        assert ran.code == 1
        assert one_line(ran) == f"{output}: error: can't be written: it is an input of this run"
    assert Path(showrev).read_text(encoding="utf-8") == SHOWREV


def test_a_link_is_kept_and_its_file_replaced(tiny: Small) -> None:
    target, link = tiny.folder / "target.txt", tiny.folder / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert tiny.run("-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("patchcheck")


def test_an_output_that_is_a_folder_is_wrong_usage(tiny: Small) -> None:
    (tiny.folder / "report.json").mkdir()
    assert tiny.run("-o", tiny.path("report.json")).code == 2


# --- pipes and Ctrl-C ---------------------------------------------------------------------------


def commands(tiny: Small) -> dict[str, list[str]]:
    python, xref = sys.executable, tiny.path("xref")
    dumps = [tiny.path("pkginfo"), tiny.path("showrev"), "5.8", "sparc", "tiny"]
    code = "from patchcheck.cli.patchk import main; main()"
    return {
        "patchcheck": [python, "-m", "patchcheck", "report", str(tiny.folder), "-x", xref],
        "patchk": [python, "-c", code, "-x", xref, "-p", *dumps],
        "help": [python, "-m", "patchcheck", "--help"],
    }


@pytest.mark.parametrize("name", ["patchcheck", "patchk", "help"])
def test_a_closed_pipe_gives_no_traceback(name: str, tiny: Small) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ran = subprocess.run(
            commands(tiny)[name], stdout=writer, stderr=subprocess.PIPE, check=False, cwd=ROOT
        )
    finally:
        os.close(writer)
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("name", ["patchcheck", "patchk", "help"])
def test_a_full_disk_behind_stdout_ends_with_1(name: str, tiny: Small) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            commands(tiny)[name], stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT
        )
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert b"No space left on device" in ran.stderr
    assert b"a fault of patchcheck" not in ran.stderr


def test_python_m_patchcheck_is_the_command(tiny: Small) -> None:
    command = commands(tiny)["patchcheck"]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "100001 N/A  02" in ran.stdout


@pytest.mark.parametrize("raised", [KeyboardInterrupt, click.exceptions.Abort])
@pytest.mark.parametrize(
    "where", ["patchcheck.cli.render.judge_hosts", "patchcheck.cli.render.deliver"]
)
def test_ctrl_c_ends_with_130_and_no_traceback(
    where: str, raised: type[BaseException], tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(where, interrupted)
    kept = tiny.write("report.json", "as it was")
    ran = tiny.run("-o", kept)
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "interrupted; nothing was written half"
    assert Path(kept).read_text(encoding="utf-8") == "as it was"


def test_a_fault_of_our_own_is_one_line_too(tiny: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by \x1b[31m")

    monkeypatch.setattr("patchcheck.cli.render.judge_hosts", faulty)
    ran = tiny.run()
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(
        "error: a fault of patchcheck itself (ZeroDivisionError: by \\x1b"
    )


# --- help ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["report", "plan", "explain"])
def test_help_fits_80_columns_and_names_no_type(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run_patchcheck(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert " PATH " not in ran.out


def test_the_order_of_rows_in_the_file_plays_no_part(tmp_path: Path) -> None:
    """R4: a run on the file upside down prints the same."""
    head, *rows = (XREF + f"100001|01|Jan/01/03| | | |  |8|sparc;|{CSR}|older\n").splitlines()
    (tmp_path / "other").mkdir()
    one = small(tmp_path, xref="\n".join([head, *rows, ""])).run("--select", "all")
    other = small(tmp_path / "other", xref="\n".join([head, *rows[::-1], ""])).run(
        "--select", "all"
    )
    assert one.out.split("\n\n", 1)[1] == other.out.split("\n\n", 1)[1]


def test_progress_stands_on_a_terminal_only() -> None:
    arguments = ("report", "samples/", "-x", "samples/patchdiag.xref")
    plain, shown = run_patchcheck(*arguments), run_patchcheck(*arguments, terminal=True)
    assert "judging" not in plain.err
    assert "judging" in shown.err
    assert "9/9" in shown.err
    assert shown.out == plain.out
