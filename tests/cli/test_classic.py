"""The classic report: the five known rows, the golden reports of the samples, patchk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run import ROOT, run_patchcheck, run_patchk

HOSTS = ["legacy26", "lab7x86", "atmarkit", "mail8x86", "web9a", "web9b", "db10v", "app10x86"]
XREF = "samples/patchdiag.xref"
FIXED = ("-x", XREF, "--as-of", "2003-06-18")

FIVE_ROWS = """\
UNINSTALLED SECURITY PATCHES
NOTE: This list includes the Security patches that are also Recommended
Patch  Ins Lat Age Require   Incomp    Synopsis
ID     Rev Rev     ID        ID
------ --- --- --- --------- --------- -----------------------------------------
108528 N/A  19 117 111111-03 109079-01(or newer)SunOS 5.8: kernel update patch
                   108987-09
                   111293-01
                   111310-01
108652 N/A  65 114                     X11 6.4.1: Xsun patch
108773 N/A  17 154                     SunOS 5.8: IIIM and X Input & Output Method patch
108827 N/A  40 131 108528-13 109079-01 (or newer)SunOS 5.8: /usr/lib/libthread.so.1 patch
                   108989-01
108835 N/A  04 132 108827-30           CDE 1.4: dtcm patch

"""


def test_the_five_known_rows_stand_byte_for_byte() -> None:
    ran = run_patchcheck("report", "samples/atmarkit", *FIXED)
    assert FIVE_ROWS in ran.out
    assert ran.code == 0


@pytest.mark.parametrize("host", HOSTS)
def test_golden_report(host: str, golden: Callable[[str, str], None]) -> None:
    ran = run_patchcheck("report", f"samples/{host}", *FIXED)
    golden(f"classic/{host}.txt", ran.out)
    assert ran.code == 0


@pytest.mark.parametrize("host", HOSTS)
def test_golden_json_and_table(host: str, golden: Callable[[str, str], None]) -> None:
    for form in ("table", "json"):
        ran = run_patchcheck("report", f"samples/{host}", *FIXED, "--format", form)
        golden(f"{form}/{host}.{form}", ran.out)


@pytest.mark.parametrize("host", HOSTS)
def test_no_classic_line_ends_in_a_blank(host: str) -> None:
    ran = run_patchcheck("report", f"samples/{host}", *FIXED)
    assert [line for line in ran.out.split("\n") if line != line.rstrip()] == []


def test_a_damaged_host_is_not_judged_and_ends_with_3() -> None:
    ran = run_patchcheck("report", "samples/broken8", *FIXED)
    assert ran.code == 3
    assert "NOT JUDGED" in ran.out
    assert "UNINSTALLED" not in ran.out
    assert "broken8: not judged" in ran.err


def below_header(text: str) -> str:
    return text.split("\n\n", 1)[1]


@pytest.mark.parametrize("host", ["atmarkit", "web9a"])
def test_patchk_prints_the_same_report_but_for_the_header(host: str) -> None:
    release = "5.8" if host == "atmarkit" else "5.9"
    folder = f"samples/{host}"
    classic = run_patchk(
        "-x",
        XREF,
        "-p",
        f"{folder}/pkginfo-l.txt",
        f"{folder}/showrev-a.txt",
        release,
        "sparc",
        host,
    )
    ran = run_patchcheck("report", folder, "-x", XREF)
    assert below_header(classic.out) == below_header(ran.out)
    assert classic.code == 0


def test_r14_an_age_of_four_digits_keeps_a_blank_before_each_id() -> None:
    given = ("samples/atmarkit", "-x", XREF, "--as-of", "2026-11-24", "-q")
    out = run_patchcheck("report", *given).out
    assert "108528 N/A  19 8677 111111-03 109079-01(or newer)SunOS 5.8: kernel" in out
    assert "108827 N/A  40 8691 108528-13 109079-01 (or newer)SunOS 5.8: /usr" in out


def test_patchk_l_adds_the_other_patches() -> None:
    folder = "samples/atmarkit"
    arguments = ("-x", XREF, "-p", f"{folder}/pkginfo-l.txt", f"{folder}/showrev-a.txt")
    host = ("5.8", "sparc", "atmarkit")
    assert "UNINSTALLED OTHER PATCHES" not in run_patchk(*arguments, *host).out
    assert "UNINSTALLED OTHER PATCHES" in run_patchk("-l", *arguments, *host).out


def test_patchk_all_rows_shows_what_does_not_apply() -> None:
    folder = "samples/atmarkit"
    arguments = ("-x", XREF, "-p", f"{folder}/pkginfo-l.txt", f"{folder}/showrev-a.txt")
    host = ("5.8", "sparc", "atmarkit")
    judged = run_patchk("-l", *arguments, *host).out.partition("UNINSTALLED")[2]
    plain = run_patchk("--all-rows", "-l", *arguments, *host).out.partition("UNINSTALLED")[2]
    assert "Obsoleted by" not in judged
    assert "Obsoleted by" in plain
    assert "112390" in plain


def test_patchk_without_pkginfo_lists_what_is_installed_and_ends_with_3() -> None:
    ran = run_patchk("-x", XREF, "samples/atmarkit/showrev-a.txt", "5.8", "sparc", "atmarkit")
    assert ran.code == 3
    assert "108875    13  CURRENT" in ran.out
    assert "UNINSTALLED" not in ran.out


def test_lines_of_the_xref_that_could_not_be_read_stand_in_the_head(tmp_path: Path) -> None:
    cut = tmp_path / "cut.xref"
    text = (ROOT / XREF).read_text(encoding="utf-8")
    cut.write_text(text[: text.index("|Feb/06/03|") + 4], encoding="utf-8")
    for command in ("report", "estate"):
        given = ("samples/atmarkit", "-x", str(cut), "--as-of", "2003-06-18", "-q")
        assert " rows and 1 line that COULD NOT BE READ, " in run_patchcheck(command, *given).out
