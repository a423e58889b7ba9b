"""Bad files: the run says which, what it is and what was wanted; it never looks clean."""

import gzip
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from patchcheck.readers import text
from tests.cli.small import (
    CSR,
    PKGINFO,
    SHOWREV,
    UNAME,
    WITHDRAWN,
    XREF,
    Small,
    one_line,
    small,
)
from tests.run import run_patchcheck, run_patchk

JUNK = random.Random(6).randbytes(3000)  # noqa: S311 (bytes that are no text)


@pytest.fixture
def tiny(tmp_path: Path) -> Small:
    return small(tmp_path)


def test_the_files_as_they_are_give_no_word(tiny: Small) -> None:
    ran = tiny.run()
    assert (ran.code, ran.err) == (0, "")
    assert "100001 N/A  02" in ran.out


# --- the cross-reference file ----------------------------------------------------------------

XREFS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "this seems to be an empty file"),
    "blank": (" \n\n", "this seems to be an empty file"),
    "binary": (JUNK, "this seems to be a binary file"),
    "packed garbage": (gzip.compress(JUNK), "this seems to be a binary file"),
    "a showrev": (SHOWREV, "this seems to be the output of showrev"),
    "a pkginfo": (PKGINFO, "this seems to be the output of pkginfo -l"),
    "a uname": (UNAME, "this seems to be the output of uname -a"),
    "comments only": (XREF[: XREF.index("\n") + 1], "the comments of a cross-reference file"),
    "prose": ("nothing of\nthe kind\n", "this seems to be some other text"),
}


@pytest.mark.parametrize("name", XREFS)
def test_an_unusable_xref_ends_the_run_with_1(name: str, tmp_path: Path) -> None:
    text, seems = XREFS[name]
    tiny = small(tmp_path, xref=text)
    ran = tiny.run()
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(f"{tiny.path('xref')}: error: a patchdiag.xref with rows was")
    assert seems in ran.err


@pytest.mark.parametrize(
    ("name", "reason"), [("absent", "No such file or directory"), (".", "Is a directory")]
)
def test_an_xref_that_can_not_be_read_ends_the_run_with_1(
    name: str, reason: str, tiny: Small
) -> None:
    path = tiny.path(name)
    ran = tiny.run(given={"xref": path})
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran) == f"{path}: error: can't be read: {reason}; a patchdiag.xref was wanted"


def test_patchk_says_the_same_of_an_xref(tiny: Small) -> None:
    showrev, pkginfo, xref = (tiny.path(name) for name in ("showrev", "pkginfo", "absent"))
    ran = run_patchk("-x", xref, "-p", pkginfo, showrev, "5.8", "sparc", "tiny")
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(f"{xref}: error: can't be read")


# --- named dumps -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["showrev", "pkginfo", "uname"])
@pytest.mark.parametrize("what", ["absent", "a directory", "no permission"])
def test_a_named_dump_that_can_not_be_read_ends_the_run_with_1(
    name: str, what: str, tiny: Small
) -> None:
    paths = {"absent": "absent", "a directory": ".", "no permission": name}
    if what == "no permission":
        if os.geteuid() == 0:
            pytest.skip("the superuser may read anything")
        Path(tiny.path(name)).chmod(0)
    path = tiny.path(paths[what])
    ran = tiny.run(given={name: path})
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(f"{path}: error: can't be read: ")
    assert f"{name} -" in one_line(ran)


def test_a_device_without_an_end_is_given_up(tiny: Small) -> None:
    ran = tiny.run("--limit", "dump=10000", given={"showrev": "/dev/zero"})
    assert (ran.code, ran.out) == (1, "")
    most = "10000 bytes (raise it with --limit dump=...)"
    assert one_line(ran).startswith(f"/dev/zero: error: holds more than {most}; showrev -p,")


@pytest.mark.parametrize("name", ["absent", "absent/web01_", "xref", "nothing"])
def test_a_dump_argument_that_leads_nowhere_ends_the_run_with_1(name: str, tiny: Small) -> None:
    (tiny.folder / "nothing").mkdir()
    ran = run_patchcheck("report", tiny.path(name), "-x", tiny.path("xref"))
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(f"{tiny.path(name)}: error: ")


def test_a_dump_that_can_not_be_read_spares_the_other_hosts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate = tmp_path / "estate"
    for name in ("good", "ill"):
        (estate / name).mkdir(parents=True)
        small(estate / name)
    tiny = small(tmp_path)
    really = text._read  # noqa: SLF001 (the superuser's files can't be made unreadable)

    def refusing(path: Path, room: int) -> bytes:
        if path.parts[-2:] == ("ill", "pkginfo"):
            raise PermissionError(13, "Permission denied")
        return really(path, room)

    monkeypatch.setattr(text, "_read", refusing)
    ran = run_patchcheck("report", str(estate), "-x", tiny.path("xref"), "--format", "json")
    hosts = json.loads(ran.out)["hosts"]
    assert ran.code == 3
    assert [(host["hostname"], host["judged"]) for host in hosts] == [
        ("ill", False),
        ("tiny", True),
    ]
    assert ran.err.splitlines() == [
        f"{estate}/ill: warning: tells no host's name; it is shown as ill",
        (
            f"ill: not judged: {estate}/ill/pkginfo can't be read: Permission denied; "
            "pkginfo -l or pkginfo -x was wanted"
        ),
    ]


# --- dumps that can't be trusted (R16) ---------------------------------------------------------

PKG_LIST = """\
NAME (PUBLISHER)                                  VERSION                    IFO
archiver/gnu-tar                                  1.26-0.175.1.0.0.24.0      i--
compress/bzip2                                    1.0.6-0.175.1.0.0.24.0     i--
"""
PKG_INFO = """\
          Name: archiver/gnu-tar
       Summary: GNU version of the tar archiving utility
         State: Installed
     Publisher: solaris
       Version: 1.26
 Build Release: 5.11
        Branch: 0.175.1.0.0.24.0
          FMRI: pkg://solaris/archiver/gnu-tar@1.26,5.11-0.175.1.0.0.24.0:20120904T170557Z
"""
RPM = "bash-4.2.46-34.el7.x86_64\nglibc-2.17-317.el7.x86_64\nzlib-1.2.7-18.el7.x86_64\n"
SHOWREVS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "is empty"),
    "blank": ("\n \n", "is empty"),
    "binary": (JUNK, "is binary, no text"),
    "packed garbage": (gzip.compress(JUNK), "is binary, no text"),
    "packed data cut": (gzip.compress(SHOWREV.encode())[:-60], "is cut: the packed data end early"),
    "cut within an id": (SHOWREV + "Patch: 100002-0", "is cut: it ends within a line"),
    "cut within a line": (SHOWREV + "Patch: 100002-01 Obsol", "is cut: it ends within a line"),
    "a pkginfo": (PKGINFO, "is a pkginfo listing"),
    "a uname": (UNAME, "is the output of uname"),
    "an xref": (XREF, "is a patchdiag.xref"),
    "pkg list": (PKG_LIST, "is a Solaris 11 package listing"),
    "pkg info": (PKG_INFO, "is a Solaris 11 package listing"),
    "rpm -qa": (RPM, "is a Linux package listing (rpm -qa)"),
    "prose": ("command not found, says the shell, and nothing else\n", "none of the known"),
    "no patch at all": (SHOWREV[: SHOWREV.index("Patch:")], "has no `Patch:` line and does not"),
}


@pytest.mark.parametrize("form", ["text", "json", "table"])
@pytest.mark.parametrize("name", SHOWREVS)
def test_r16_a_showrev_that_can_not_be_trusted_is_not_judged(
    name: str, form: str, tmp_path: Path
) -> None:
    text, reason = SHOWREVS[name]
    tiny = small(tmp_path, showrev=text)
    ran = tiny.run("-q", "--format", form)
    assert ran.code == 3
    assert one_line(ran).startswith(f"tiny: not judged: {tiny.path('showrev')} ")
    assert reason in ran.err
    assert reason.split("`")[0] in ran.out
    for clean in ("none\n", "UNINSTALLED", '"judged": true'):
        assert clean not in ran.out


PKGINFOS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "is empty"),
    "binary": (JUNK, "is binary, no text"),
    "a showrev": (SHOWREV, "is a showrev or patchadd -p listing"),
    "pkg list": (PKG_LIST, "is a Solaris 11 package listing"),
    "rpm -qa": (RPM, "is a Linux package listing"),
    "cut": (PKGINFO + "   PKGINST:  SUNWcsu\n      NAME:  Core So", "is cut"),
    "SUNWcsr of another release": (PKGINFO.replace("11.8.0", "11.9.0"), "that of SunOS 5.9, but"),
    "SUNWcsr of another processor": (PKGINFO.replace("sparc", "i386"), "for i386, but the host is"),
}


@pytest.mark.parametrize("name", PKGINFOS)
def test_r16_a_pkginfo_that_can_not_be_trusted_is_not_judged(name: str, tmp_path: Path) -> None:
    text, reason = PKGINFOS[name]
    tiny = small(tmp_path, pkginfo=text)
    ran = tiny.run("-q")
    assert ran.code == 3
    assert one_line(ran).startswith(f"tiny: not judged: {tiny.path('pkginfo')} ")
    assert reason in ran.err
    assert "UNINSTALLED" not in ran.out


UNAMES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "is empty"),
    "a pkginfo": (PKGINFO, "is a pkginfo listing"),
    "Linux": ("Linux tiny 3.10.0-1160.el7 #1 SMP x86_64 GNU/Linux\n", "tells of Linux"),
    "Solaris 11": ("SunOS tiny 5.11 11.4 sun4v sparc sun4v\n", "(Solaris 11)"),
    "another host": (UNAME.replace("tiny", "other"), "these are not dumps of one host"),
    "another release": (UNAME.replace("5.8", "5.9"), "these are not dumps of one host"),
    "a processor unheard of": (UNAME.replace("sparc", "vax"), '"vax"'),
}


@pytest.mark.parametrize("name", UNAMES)
def test_r16_a_uname_that_can_not_be_trusted_makes_the_host_not_judged(
    name: str, tmp_path: Path
) -> None:
    text, reason = UNAMES[name]
    ran = small(tmp_path, uname=text).run()
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert ": not judged: " in ran.err.splitlines()[-1]
    assert reason in ran.err.splitlines()[-1]
    assert "UNINSTALLED" not in ran.out


@pytest.mark.parametrize("uname", [True, False])
def test_r16_a_processor_that_no_patch_is_for_never_looks_clean(
    *, uname: bool, tmp_path: Path
) -> None:
    tiny = small(tmp_path, pkginfo=PKGINFO.replace("SUNWcsr", "SUNWman"))
    ran = tiny.run("--arch", "sun4u", given={} if uname else {"uname": ""})
    assert ran.code == 3
    assert 'the host tells the processor "sun4u"; sparc or i386 was expected' in ran.err


def test_a_host_that_is_not_judged_does_not_hide_the_others(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    small(tmp_path / "a", showrev="", uname=UNAME.replace("tiny", "other"))
    tiny = small(tmp_path / "b")
    ran = run_patchcheck("report", str(tmp_path), "-x", tiny.path("xref"))
    assert ran.code == 3
    assert ran.out.count("NOT JUDGED") == 1
    assert "100001 N/A  02" in ran.out


def test_explain_and_plan_end_with_3_and_say_why(tmp_path: Path) -> None:
    tiny = small(tmp_path, showrev="")
    plan = tiny.run("--format", "ids", command="plan")
    explained = run_patchcheck("explain", str(tmp_path), "100001", "-x", tiny.path("xref"))
    assert (plan.code, plan.out) == (3, "")
    assert explained.code == 3
    assert "not judged" in explained.out
    for ran in (plan, explained):
        assert "showrev is empty; showrev -p, showrev -a or patchadd -p is wanted" in one_line(ran)


def test_without_pkginfo_only_what_is_installed_is_answered(tiny: Small) -> None:
    ran = tiny.run(given={"pkginfo": ""})
    assert ran.code == 3
    assert "100004    05  CURRENT" in ran.out
    assert "UNINSTALLED" not in ran.out


# --- rows and lines that are malformed -----------------------------------------------------------

BAD_ROWS = {
    f"10000|02|Feb/01/03| |S| |  |8|sparc;|{CSR}|five digits\n": ("1", "six digits"),
    f"100001|2|Feb/01/03| |S| |  |8|sparc;|{CSR}|one digit\n": ("8", "two digits"),
    f"100001|02|Feb/01/03| |S|  |8|sparc;|{CSR}|ten fields\n": ("30", "it has 10 fields"),
    "100001|02\n": ("10", "expected 11 fields, found 2"),
    "what is this\n": ("1", "six digits"),
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_r15_a_malformed_row_is_told_of_and_costs_no_other(row: str, tmp_path: Path) -> None:
    column, expected = BAD_ROWS[row]
    tiny = small(tmp_path, xref=XREF + row)
    ran = tiny.run("--format", "json")
    assert ran.code == 0
    place, _, message = one_line(ran).removeprefix(f"{tiny.path('xref')}:").partition(": ")
    assert place.startswith("6:")
    assert message.startswith("error: ")
    assert "expected" in message
    assert "found" in message
    assert "the line is skipped" in message
    assert expected in message
    assert place == f"6:{column}"
    report = json.loads(ran.out)
    assert report["xref"]["rows"] == 4
    assert [patch["patch"] for patch in report["hosts"][0]["patches"]] == ["100001-02", "100002-01"]


BAD_LINES = {
    "showrev": "%%% what is this?\n",
    "pkginfo": "%%% what is this?\n",
    "uname": "%%% what is this?\n",
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_r15_a_malformed_line_of_a_dump_is_told_of_and_counted(name: str, tmp_path: Path) -> None:
    text = {"showrev": SHOWREV, "pkginfo": PKGINFO, "uname": UNAME}[name]
    tiny = small(tmp_path, **{name: text + BAD_LINES[name]})
    ran = tiny.run("--format", "json")
    line = text.count("\n") + 1
    assert ran.code == 0
    assert one_line(ran).startswith(f"{tiny.path(name)}:{line}:1: warning: ")
    for words in ("expected", 'found "%%% what is this?"', "the line is rejected"):
        assert words in ran.err
    inputs = json.loads(ran.out)["hosts"][0]["inputs"]
    found = next(one for one in inputs if one["path"] == tiny.path(name))
    assert (found["lines"], found["rejected_lines"]) == (line, 1)
    parts = ("record_lines", "comment_lines", "rejected_lines")
    assert found["lines"] == sum(found[part] for part in parts)


def test_many_diagnostics_are_capped_at_ten_a_file_unless_v(tmp_path: Path) -> None:
    many = 1000
    tiny = small(tmp_path, showrev=SHOWREV + BAD_LINES["showrev"] * many, xref=XREF + "junk\n" * 12)
    few = tiny.run().err.splitlines()
    assert len(few) == 22
    assert f"{tiny.path('showrev')}: {many - 10} more diagnostics; -v shows them" in few
    assert f"{tiny.path('xref')}: 2 more diagnostics; -v shows them" in few
    assert len(tiny.run("-v").err.splitlines()) == many + 12


HUGE = {
    "showrev": SHOWREV + "Patch: 100004-05 Obsoletes: " + "100004-04, " * 90_000 + "\n",
    "showrev id": SHOWREV + "Patch: " + "1" * 1_000_000 + "\n",
    "pkginfo": PKGINFO + "   PKGINST:  " + "A" * 1_000_000 + "\n      ARCH:  sparc\n",
    "pkginfo version": PKGINFO.replace(",REV", "," + "1." * 500_000 + "REV").replace("8", "9"),
    "uname": UNAME + "SunOS " + "x " * 500_000 + "\n",
    "xref": XREF + "100005|01|" + "a" * 1_000_000 + "\n",
    "xref bars": XREF + "|" * 1_000_000 + "\n",
}


@pytest.mark.parametrize("name", HUGE)
def test_a_line_of_a_million_characters_makes_no_long_message(name: str, tmp_path: Path) -> None:
    ran = small(tmp_path, **{name.split(maxsplit=1)[0]: HUGE[name]}).run("-v")
    assert ran.code in {0, 3}
    assert "Traceback" not in ran.err
    assert all(len(line) < 1000 for line in ran.err.splitlines())


def test_packed_files_read_the_same_as_plain_ones(tmp_path: Path) -> None:
    plain = small(tmp_path)
    (tmp_path / "packed").mkdir()
    packed = Small(tmp_path / "packed")
    for name in ("xref", "showrev", "pkginfo", "uname"):
        packed.write(name, gzip.compress(Path(plain.path(name)).read_bytes()))
    one, other = plain.run("--format", "json"), packed.run("--format", "json")
    assert one.code == other.code == 0
    assert (
        json.loads(one.out)["hosts"][0]["patches"] == json.loads(other.out)["hosts"][0]["patches"]
    )
    assert (
        packed.run("--select", "total", "-q").out.split("\n\n", 1)[1]
        == (plain.run("--select", "total", "-q").out.split("\n\n", 1)[1])
    )


# --- contradictions of the options -------------------------------------------------------------


def test_options_go_over_the_dumps_and_contradictions_are_told(tiny: Small) -> None:
    ran = tiny.run("--hostname", "other")
    assert ran.code == 0
    assert "Host:                  other" in ran.out
    assert ran.err.splitlines() == [
        f'{tiny.path(name)}: warning: tells the hostname "tiny", where the command line has '
        '"other"; the latter counts'
        for name in ("uname", "showrev")
    ]


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--release", "5.9", "that of SunOS 5.8, but the host runs SunOS 5.9"),
        ("--release", "8", 'the command line tells the release "8"'),
        ("--release", "5.11", "the command line tells of SunOS 5.11 (Solaris 11)"),
        ("--arch", "i386", "has SUNWcsr for sparc, but the host is i386"),
        ("--arch", "sun4u", "has SUNWcsr for sparc, but the host is sun4u"),
    ],
)
def test_options_that_contradict_the_packages_are_not_judged(
    option: str, value: str, reason: str, tiny: Small
) -> None:
    ran = tiny.run(option, value)
    assert ran.code == 3
    assert reason in ran.err.splitlines()[-1]
    assert "warning: tells the " in ran.err


def test_what_the_dumps_do_not_tell_comes_from_the_options(tiny: Small) -> None:
    bare = tiny.write("bare", SHOWREV[SHOWREV.index("Patch:") :])
    facts = ("--release", "5.8", "--arch", "SPARC", "--hostname", "bare")
    ran = tiny.run(*facts, given={"uname": "", "showrev": bare})
    assert (ran.code, ran.err) == (0, "")
    assert "Host:                  bare" in ran.out
    assert "100001 N/A  02" in ran.out


# --- nothing hostile passes through --------------------------------------------------------------

ESCAPES = "\x1b[31m\x07\x9b5m\u202e\u2066\u2028"
SIGNS = "\x1b\x07\x9b\u202e\u2066\u2028"


def hostile(place: str, folder: Path) -> Small:
    """The small files with escapes in one place, or in all."""

    def where(name: str) -> str:
        return ESCAPES if place in {name, "everywhere"} else ""

    synopsis, package = where("synopsis"), where("package")
    return small(
        folder,
        showrev=SHOWREV.replace("tiny", "tiny" + where("hostname"))
        + f"Patch: IDR1{where('foreign id')}-01 Obsoletes: {where('list')}\n{where('stray')}\n",
        pkginfo=PKGINFO + f"   PKGINST:  SUNWx{package}\n      ARCH:  sparc{package}\n"
        f"   VERSION:  1{package}\n    STATUS:  completely installed\n\n{where('stray')}\n",
        xref=XREF.replace("a security patch", f"sec{synopsis}")
        + f"100005|01|Feb/01/03| |S| |  |8|sparc;100002-01{where('list')};|{CSR}SUNWx{package}:1;"
        f"100004-01{where('list')};|x{synopsis}\n{where('stray')}\n",
    )


@pytest.mark.parametrize(
    "place",
    ["hostname", "synopsis", "package", "foreign id", "list", "stray", "everywhere"],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("report", "--format", "table"),
        ("report", "--format", "json", "--select", "total"),
        ("plan",),
        ("explain",),
    ],
)
def test_no_escape_of_a_file_reaches_a_terminal(
    place: str, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # click takes escapes out where the output is no terminal; here it is to be one.
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    tiny = hostile(place, tmp_path)
    command, *options = arguments
    if command == "explain":
        (tmp_path / "uname").unlink()
        words = (str(tmp_path), "100005", "-x", tiny.path("xref"), "-v")
        ran = run_patchcheck("explain", *words)
    else:
        ran = tiny.run("-v", *options, command=command, given={"uname": ""})
    assert ran.code in {0, 3}
    assert "Traceback" not in ran.err
    for sign in SIGNS:
        assert sign not in ran.err
        assert sign not in ran.out


ARGUMENTS: dict[str, Callable[[Small], tuple[str, ...]]] = {
    "a name that is absent": lambda tiny: ("--exceptions", tiny.path(f"x{ESCAPES}")),
    "an output": lambda _: ("-o", f"x{ESCAPES}.foo"),
    "a folder": lambda tiny: ("-o", tiny.path(f"x{ESCAPES}/x.json")),
    "a word": lambda _: ("--select", f"x{ESCAPES}"),
    "an option": lambda _: (f"--x{ESCAPES}",),
    "a hostname": lambda _: ("--hostname", f"x{ESCAPES}"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_no_escape_of_an_argument_reaches_a_terminal(
    name: str, tiny: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    ran = tiny.run(*ARGUMENTS[name](tiny))
    for sign in SIGNS:
        assert sign not in ran.err
        assert sign not in ran.out


def test_withdrawn_patches_are_found_in_what_is_installed(tmp_path: Path) -> None:
    ran = small(tmp_path, showrev=SHOWREV + WITHDRAWN).run()
    assert "100003    01  WITHDRAWN" in ran.out


@pytest.mark.parametrize(
    ("command", "option"),
    [("report", "-x"), ("doctor", "-x"), ("compare", "-x"), ("compare", "--baseline")],
)
def test_a_packed_xref_that_is_cut_is_refused_by_every_command(
    tmp_path: Path, command: str, option: str
) -> None:
    tiny = small(tmp_path)
    cut = tiny.write("cut.gz", gzip.compress(XREF.encode())[:-12])
    ran = run_patchcheck(command, str(tmp_path), option, cut)
    assert ran.code == 1
    assert "cut.gz: error: is cut: the packed data end early" in ran.err
