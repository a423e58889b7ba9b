"""`patchcheck doctor` on the samples and on small hosts with one thing amiss."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.small import PKGINFO, SHOWREV, UNAME, small
from tests.run import ROOT, Ran, run_patchcheck

DATES = ("--date", "2003-06-01", "--as-of", "2003-06-18")
XREF = ("-x", "samples/patchdiag.xref")


def examined(folder: Path, *arguments: str) -> Ran:
    return run_patchcheck("doctor", str(folder), *DATES, "-q", *arguments)


def causes(ran: Ran) -> list[str]:
    (host,) = json.loads(ran.out)["hosts"]
    return [f"{cause['grade']} {cause['text']}" for cause in host["grade"]["causes"]]


@pytest.mark.parametrize(
    ("name", "form"),
    [("text.txt", "text"), ("table.txt", "table"), ("found.csv", "csv"), ("found.json", "json")],
)
def test_the_samples(golden: Callable[[str, str], None], name: str, form: str) -> None:
    ran = run_patchcheck("doctor", "samples", *XREF, *DATES, "--max-age", "30", "--format", form)
    assert ran.code == 3
    assert ran.err.endswith(
        "broken8: not judged: samples/broken8/showrev-a.txt is cut: it ends within a line\n"
    )
    golden(f"doctor/{name}", ran.out.replace("\r\n", "\n"))


def test_a_whole_host_ends_with_0(tmp_path: Path) -> None:
    small(tmp_path)
    ran = examined(tmp_path, "--format", "json")
    assert (ran.code, ran.err, causes(ran)) == (0, "", [])


@pytest.mark.parametrize(
    ("changed", "code", "found"),
    [
        pytest.param({"showrev": SHOWREV.replace("\n", "\r\n")}, 0, "CRLF line ends", id="CRLF"),
        pytest.param({"showrev": SHOWREV[:-60]}, 3, "is cut", id="truncated"),
        pytest.param({"showrev": b""}, 3, "is empty", id="empty"),
        pytest.param(
            {"uname": UNAME.replace("tiny", "other")}, 3, "not dumps of one host", id="two hosts"
        ),
        pytest.param(
            {"pkginfo": PKGINFO.replace("sparc", "i386")}, 3, "has SUNWcsr for i386", id="i386"
        ),
        pytest.param(
            {"showrev": SHOWREV.replace("SUNWcsr\n", "SUNWgone\n")},
            0,
            "C patches whose packages are not installed: 100004-05",
            id="lost package",
        ),
        pytest.param(
            {"showrev": SHOWREV.replace("Requires: ", "Requires: 100009-01 ")},
            0,
            "C installed patches whose requirements are not met: 100004-05 requires 100009-01",
            id="unmet",
        ),
    ],
)
def test_what_is_amiss_is_told(
    tmp_path: Path, changed: dict[str, str | bytes], code: int, found: str
) -> None:
    small(tmp_path, **changed)
    ran = examined(tmp_path, "--format", "json")
    assert ran.code == code
    assert any(found in cause for cause in causes(ran)), causes(ran)


def test_without_a_file_of_chains_it_is_said_that_none_is_known(tmp_path: Path) -> None:
    made = small(tmp_path)
    assert "no chain of successors is known" in examined(tmp_path).out
    assert "no chain of successors is known" not in examined(tmp_path, "-x", made.path("xref")).out


def test_old_dumps_lower_the_grade(tmp_path: Path) -> None:
    small(tmp_path)
    young = examined(tmp_path, "--max-age", "17", "--format", "json")
    assert causes(young) == []
    old = examined(tmp_path, "--max-age", "16", "--format", "json")
    assert causes(old) == ["C 17 days old, where 16 are allowed"]


def test_without_pkginfo_a_host_is_not_judged(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "pkginfo").unlink()
    ran = examined(tmp_path, "--format", "json")
    assert ran.code == 3
    assert causes(ran) == ["D no pkginfo: only installed and bad can be answered"]
    assert json.loads(ran.out)["hosts"][0]["absent"] == ["pkginfo"]


def test_two_states_of_a_host_are_both_examined(tmp_path: Path) -> None:
    for name, patches in (("old", SHOWREV), ("new", SHOWREV.replace("100004-05", "100004-06"))):
        (tmp_path / name).mkdir()
        small(tmp_path / name, showrev=patches)
    ran = examined(tmp_path, "--format", "json")
    states = [(host["hostname"], host["earlier"]) for host in json.loads(ran.out)["hosts"]]
    assert sorted(states) == [("tiny", False), ("tiny", True)]


def test_what_has_no_place_is_listed_and_strict_minds_it(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "web01.zip").write_bytes(b"PK\3\4 and no more")
    ran = examined(tmp_path)
    assert "NOT PLACED: 1\n" in ran.out
    assert "web01.zip: " in ran.out
    assert examined(tmp_path, "--strict").code == 1


def test_the_form_is_told_by_the_suffix(tmp_path: Path) -> None:
    small(tmp_path)
    target = tmp_path / "found.json"
    ran = examined(tmp_path, "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "patchcheck.doctor/1"


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    made = small(tmp_path)
    xref = Path(made.path("xref")).rename(tmp_path / "xref.csv")
    ran = examined(tmp_path, "-x", str(xref), "-o", str(xref))
    assert ran.code == 1
    assert "it is an input of this run" in ran.err


def test_the_answer_does_not_depend_on_the_order_of_the_arguments() -> None:
    names = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "samples").glob("web9?"))]
    one, other = (run_patchcheck("doctor", *order, *DATES) for order in (names, reversed(names)))
    assert one == other
