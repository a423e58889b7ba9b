"""The sample estate in every form of input gives the same report, but for paths."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.estate.pack import compress, files_of, tar, write, zipped
from tests.run import ROOT, Ran, run_patchcheck

SAMPLES = ROOT / "samples"
HOSTS = sorted(path.parent for path in SAMPLES.glob("*/showrev-a.txt"))
EXPLORER = {
    "showrev-a.txt": "patch+pkg/showrev-p.out",
    "pkginfo-l.txt": "patch+pkg/pkginfo-l.out",
    "uname-a.txt": "sysconfig/uname-a.out",
}
Files = dict[str, bytes]


def folders() -> Files:
    return {f"{host.name}/{path}": data for host in HOSTS for path, data in files_of(host).items()}


def prefixes() -> Files:
    return {path.replace("/", "_"): data for path, data in folders().items()}


def explorers() -> Files:
    return {
        f"explorer.{host.name}/{EXPLORER[path]}": data
        for host in HOSTS
        for path, data in files_of(host).items()
    }


def packed_one_by_one() -> Files:
    return {
        f"{path}.gz": gzip.compress(data, mtime=0) if index % 2 else compress(data)
        for index, (path, data) in enumerate(folders().items())
    }


def an_archive_each(pack: Callable[[Files], bytes], suffix: str) -> Files:
    return {f"{host.name}{suffix}": pack(files_of(host)) for host in HOSTS}


FORMS: dict[str, Callable[[], Files]] = {
    "prefixes": prefixes,
    "explorer trees": explorers,
    "tar": lambda: {"all.tar": tar(folders())},
    "tar of explorer trees": lambda: {"all.tar": tar(explorers())},
    "tar.gz": lambda: {"all.tar.gz": gzip.compress(tar(prefixes()), mtime=0)},
    "tar.Z": lambda: {"all.tar.Z": compress(tar(folders()))},
    "zip": lambda: {"all.zip": zipped(explorers())},
    "a tar.gz each": lambda: an_archive_each(lambda one: gzip.compress(tar(one)), ".tgz"),
    "a zip each": lambda: an_archive_each(zipped, ".zip"),
    "the archives' names say nothing": lambda: an_archive_each(tar, ""),
}


def report(place: Path, *more: str) -> Ran:
    return run_patchcheck(
        *("report", str(place), "-x", "samples/patchdiag.xref", "--as-of", "2003-06-18"),
        *("--date", "2003-06-18", "--format", "json", *more),
    )


def told(ran: Ran, place: Path) -> object:
    """What a report says, each path below `place` by the kind of dump alone."""
    path = rf'{re.escape(str(place))}[^\s":,;]*?(showrev|pkginfo|uname)[^\s/":,;]*'
    return json.loads(re.sub(path, r"\1", ran.out))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> object:
    place = write(tmp_path_factory.mktemp("folders"), folders())
    return told(report(place), place)


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_report(
    tmp_path: Path, plain: object, make: Callable[[], Files]
) -> None:
    ran = report(write(tmp_path / "it", make()))
    assert ran.code == 3  # one host's dump is cut
    found = told(ran, tmp_path / "it")
    assert found == plain


def test_single_files_may_be_packed(tmp_path: Path, plain: object) -> None:
    ran = report(write(tmp_path / "it", packed_one_by_one()))
    shas = re.compile(r'"sha256": "\w+"')
    found = told(Ran(ran.code, shas.sub('"sha256": ""', ran.out), ran.err), tmp_path / "it")
    assert found == json.loads(shas.sub('"sha256": ""', json.dumps(plain)))


def test_a_mixture_finds_each_host_once_and_says_so(tmp_path: Path) -> None:
    place = write(tmp_path / "it", {**folders(), "all.tar": tar(explorers())})
    ran = report(place, "-v")
    assert [host["hostname"] for host in json.loads(ran.out)["hosts"]] == [
        host.name for host in HOSTS
    ]
    assert ran.err.count("holds the same dumps of") == len(HOSTS)


def test_plan_reads_an_archive(tmp_path: Path) -> None:
    path = write(tmp_path, {"web9a.tgz": gzip.compress(tar(files_of(SAMPLES / "web9a")))})
    common = ("-x", "samples/patchdiag.xref", "--as-of", "2003-06-18", "--format", "ids")
    of_archive = run_patchcheck("plan", str(path / "web9a.tgz"), *common)
    assert of_archive.code == 0
    assert of_archive.out == run_patchcheck("plan", "samples/web9a", *common).out


def test_explain_reads_an_archive(tmp_path: Path) -> None:
    path = write(tmp_path, {"web9a.zip": zipped(files_of(SAMPLES / "web9a"))})
    common = ("112233", "-x", "samples/patchdiag.xref", "--as-of", "2003-06-18")
    of_archive = run_patchcheck("explain", str(path / "web9a.zip"), *common)
    assert of_archive.code == 0
    assert of_archive.out == run_patchcheck("explain", "samples/web9a", *common).out


def test_an_archive_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(tar(files_of(SAMPLES / "web9a")))
    before = path.read_bytes()
    ran = run_patchcheck(*("report", str(path), "-x", "samples/patchdiag.xref"), "-o", str(path))
    assert ran.code == 1
    assert "can't be written: it is an input of this run" in ran.err
    assert path.read_bytes() == before


def test_the_samples_themselves_leave_nothing_unplaced() -> None:
    ran = report(Path("samples"))
    assert json.loads(ran.out)["hosts"]
    assert "nothing tells" not in ran.err
    assert ": warning: is " not in ran.err
