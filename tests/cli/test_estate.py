"""`patchcheck estate`: many hosts in one run, in any number of processes, whole or not at all."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from patchcheck.cli import worker
from tests.cli.small import SHOWREV, UNAME, Small, small
from tests.run import ROOT, Ran, run_patchcheck

SAMPLES = ("samples/", "-x", "samples/patchdiag.xref", "--as-of", "2003-06-18")
FORMS = ("txt", "csv", "json", "html", "xlsx")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def host(folder: Path, name: str, **changed: str) -> Small:
    folder.mkdir(parents=True)
    texts = {"showrev": SHOWREV, "uname": UNAME} | changed
    return small(folder, **{kind: text.replace("tiny", name) for kind, text in texts.items()})


def estate_of(folder: Path, *arguments: str) -> Ran:
    return run_patchcheck("estate", str(folder), "--as-of", "2003-06-18", *arguments)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("here")
def test_the_samples_are_nine_hosts_and_the_damaged_one_is_not_judged() -> None:
    ran = run_patchcheck("estate", *SAMPLES)
    assert ran.code == 3
    assert re.search(r"Hosts: +9, of which 8 judged and 1 NOT JUDGED", ran.out)
    assert "NOT JUDGED: 1\nbroken8: " in ran.out
    hosts = re.findall(r"^(\w+) +5\.\d+ (?:sparc|i386) ", ran.out, re.MULTILINE)
    assert sorted(hosts) == [
        *("app10x86", "atmarkit", "db10v", "lab7x86", "legacy26", "mail8x86", "web9a", "web9b")
    ]


@pytest.mark.usefixtures("here")
def test_one_process_and_four_write_the_same_bytes(tmp_path: Path) -> None:
    written = {}
    for jobs in ("1", "4"):
        paths = [tmp_path / f"{jobs}.{form}" for form in FORMS]
        outputs = [part for path in paths for part in ("-o", str(path))]
        assert run_patchcheck("estate", *SAMPLES, "-q", "--jobs", jobs, *outputs).code == 3
        written[jobs] = [path.read_bytes() for path in paths]
    assert written["1"] == written["4"]


@pytest.mark.usefixtures("here")
def test_the_hosts_are_those_of_report() -> None:
    ran = run_patchcheck("estate", *SAMPLES, "-q", "--format", "json")
    report = run_patchcheck("report", *SAMPLES, "-q", "--format", "json")
    one, other = json.loads(ran.out), json.loads(report.out)
    assert one.pop("estate")["summary"]
    assert other.pop("estate") is None
    assert one == other


@pytest.mark.usefixtures("here")
def test_csv_is_that_of_report() -> None:
    ran = run_patchcheck("estate", *SAMPLES, "-q", "--format", "csv")
    assert ran.out == run_patchcheck("report", *SAMPLES, "-q", "--format", "csv").out


def test_what_changed_since_an_earlier_run(tmp_path: Path) -> None:
    tiny = host(tmp_path / "dumps" / "web01", "web01")
    before, after = tmp_path / "may.json", tmp_path / "june.json"
    assert estate_of(tmp_path / "dumps", "-x", tiny.path("xref"), "-o", str(before)).code == 0
    installed = "Patch: 100001-02 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr\n"
    tiny.write("showrev", SHOWREV.replace("tiny", "web01") + installed)
    ran = estate_of(
        *(tmp_path / "dumps", "-x", tiny.path("xref"), "--since", str(before)),
        *("-o", str(after), "--format", "text"),
    )
    assert "web01: closed 1: 100001-02; still open: 1" in ran.out
    tiny.write("showrev", SHOWREV.replace("tiny", "web01"))
    ran = estate_of(tmp_path / "dumps", "-x", tiny.path("xref"), "--since", str(after))
    assert "web01: come back 1: 100001-02; still open: 1" in ran.out


def test_an_earlier_run_with_other_words_is_told_of(tmp_path: Path) -> None:
    tiny = host(tmp_path / "dumps" / "web01", "web01")
    before = tmp_path / "may.json"
    given = ("-x", tiny.path("xref"))
    assert estate_of(tmp_path / "dumps", *given, "-o", str(before)).code == 0
    ran = estate_of(tmp_path / "dumps", *given, "--since", str(before), "--select", "missings")
    assert ran.code == 0
    assert (
        f"{before}: warning: a run with --select missings was expected, found one with "
        "--select missing; what only one of them lists is counted as new or closed"
    ) in ran.err
    same = estate_of(tmp_path / "dumps", *given, "--since", str(before))
    assert "was expected" not in same.err


def test_an_earlier_run_of_another_kind_is_refused(tmp_path: Path) -> None:
    tiny = host(tmp_path / "dumps" / "web01", "web01")
    other = tiny.write("other.json", "{}")
    ran = estate_of(tmp_path / "dumps", "-x", tiny.path("xref"), "--since", other)
    assert ran.code == 1
    assert '"patchcheck.report/1" was expected' in ran.err


def test_groups_come_from_the_configuration(tmp_path: Path) -> None:
    tiny = host(tmp_path / "dumps" / "web01", "web01")
    host(tmp_path / "dumps" / "db01", "db01")
    text = f'xref = "{tiny.path("xref")}"\ndumps = ["dumps"]\n[groups]\nweb = ["web*"]\n'
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    given = ("--config", str(tmp_path / "site.toml"))
    ran = run_patchcheck(*given, "estate", "--as-of", "2003-06-18")
    assert ran.code == 0
    assert re.search(r"^web +1 +1 +1 +2 ", ran.out, re.MULTILINE)
    assert re.search(r"^\(in no group\) +1 +1 ", ran.out, re.MULTILINE)


def test_a_fault_of_ours_on_one_host_spares_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = host(tmp_path / "dumps" / "good", "good")
    host(tmp_path / "dumps" / "ill", "ill")
    really = worker.make_world

    def faulty(*arguments: object) -> object:
        world = really(*arguments)  # type: ignore[arg-type]
        if world.host.hostname == "ill" and world.host.judged:
            raise KeyError("no such thing")
        return world

    monkeypatch.setattr(worker, "make_world", faulty)
    ran = estate_of(tmp_path / "dumps", "-x", tiny.path("xref"))
    assert ran.code == 3
    assert "of which 1 judged and 1 NOT JUDGED" in ran.out
    assert "a fault of patchcheck itself (KeyError: 'no such thing')" in ran.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_killed_at_any_moment_leaves_the_old_output_or_the_new_one(
    tmp_path: Path, number: signal.Signals
) -> None:
    output = tmp_path / "estate.json"
    arguments = ["estate", *SAMPLES, "-q", "--jobs", "2", "-o", str(output)]
    command = [sys.executable, "-m", "patchcheck", *arguments]
    subprocess.run(command, cwd=ROOT, check=False)
    new = output.read_bytes()
    for delay in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        output.write_bytes(b"old")
        running = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        time.sleep(delay)
        running.send_signal(number)
        running.communicate(timeout=60)  # it ends, and soon; a worker left behind would hold it
        assert output.read_bytes() in (b"old", new)
        if number is not signal.SIGKILL:  # nobody can clear up after that one
            assert names_in(tmp_path) == ["estate.json"]


def test_a_full_disk_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = host(tmp_path / "dumps" / "web01", "web01")
    outputs = [tmp_path / "a.json", tmp_path / "b.csv"]
    for path in outputs:
        path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    written = [part for path in outputs for part in ("-o", str(path))]
    ran = estate_of(tmp_path / "dumps", "-x", tiny.path("xref"), *written)
    assert ran.code == 1
    assert "a.json: error: can't be written: No space left on device" in ran.err
    assert {path.read_bytes() for path in outputs} == {b"old"}
    shutil.rmtree(tmp_path / "dumps")
    assert names_in(tmp_path) == ["a.json", "b.csv"]
