from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.model.diagnostic import Severity
from patchcheck.model.host import Host, System
from patchcheck.readers.dump import read_host
from patchcheck.readers.text import Source
from tests.readers.given import line_count, raw, source

SHOWREV = """\
Patch: 108528-19 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr
Patch: 109147-01 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsu
"""
HEAD = """\
Hostname: web01
Hostid: 80f9249b
Release: 5.8
Kernel architecture: sun4u
Application architecture: sparc
Kernel version: SunOS 5.8 Generic 108528-19 October 2002

"""
PKGINFO = """\
SUNWcsr                          Core Solaris, (Root)
                                 (sparc) 11.8.0,REV=2000.01.08.18.12
SUNWcsu                          Core Solaris, (Usr)
                                 (sparc) 11.8.0,REV=2000.01.08.18.12
"""
UNAME = "SunOS web01 5.8 Generic_108528-19 sun4u sparc SUNW,Ultra-5_10\n"
IPS = "          Name: entire\n     Publisher: solaris\n          FMRI: pkg://solaris/entire@0.5\n"


def host(
    showrev: str | None = SHOWREV,
    pkginfo: str | None = PKGINFO,
    uname: str | None = UNAME,
    overrides: System | None = None,
    make: Callable[[str, str], Source] = source,
) -> Host:
    def given_as(text: str | None, name: str) -> Source | None:
        return None if text is None else make(text, f"web01/{name}.out")

    return read_host(
        given_as(showrev, "showrev"),
        given_as(pkginfo, "pkginfo"),
        given_as(uname, "uname"),
        overrides or System(),
    )


def test_a_whole_host() -> None:
    found = host(showrev=HEAD + SHOWREV)
    assert found.judged
    assert found.system == System(
        hostname="web01",
        hostid="80f9249b",
        release="5.8",
        kernel="Generic_108528-19",
        machine="sun4u",
        processor="sparc",
        platform="SUNW,Ultra-5_10",
        system="SunOS",
    )
    assert [one.text for one in found.patches] == ["108528-19", "109147-01"]
    assert [one.name for one in found.packages or ()] == ["SUNWcsr", "SUNWcsu"]
    assert [(one.kind, one.records) for one in found.inputs] == [
        ("uname", 1),
        ("showrev", 2),
        ("pkginfo", 2),
    ]
    assert found.diagnostics == ()


def test_r16_without_pkginfo_a_host_is_judged() -> None:
    found = host(pkginfo=None)
    assert found.judged
    assert found.packages is None


def test_r16_showrev_alone_is_judged_with_a_warning_where_nothing_tells_the_release() -> None:
    found = host(pkginfo=None, uname=None)
    assert found.judged
    assert [one.message for one in found.diagnostics] == [
        "tells its release in none of its dumps; --release (such as 5.8) would help",
        "tells its processor in none of its dumps; --arch (sparc or i386) would help",
    ]


@pytest.mark.parametrize("release", ["5.3", "5.4", "5.5", "5.5.1"])
def test_r16_old_releases_are_judged(release: str) -> None:
    pkginfo = PKGINFO.replace("11.8.0", "11.5.1")
    assert host(uname=UNAME.replace("5.8", release), pkginfo=pkginfo).judged


def test_no_patches_at_all_is_judged() -> None:
    assert host(showrev="No patches are installed\n").judged


REFUSED = {
    "no showrev": (
        {"showrev": None},
        "the host has no showrev dump; showrev -p, showrev -a or patchadd -p is wanted",
    ),
    "empty showrev": (
        {"showrev": ""},
        "web01/showrev.out is empty; showrev -p, showrev -a or patchadd -p is wanted",
    ),
    "blank pkginfo": (
        {"pkginfo": "\n\n"},
        "web01/pkginfo.out is empty; pkginfo -l or pkginfo -x is wanted",
    ),
    "binary showrev": (
        {"showrev": "Patch: 108528-19\0\0\0"},
        "web01/showrev.out is binary, no text; showrev -p, showrev -a or patchadd -p is wanted",
    ),
    "pkginfo for showrev": (
        {"showrev": PKGINFO},
        "web01/showrev.out is a pkginfo listing; showrev -p, showrev -a or patchadd -p is wanted",
    ),
    "short pkginfo": (
        {"pkginfo": "system      SUNWcsr    Core Solaris, (Root)\n"},
        (
            "web01/pkginfo.out is a pkginfo listing without versions; "
            "pkginfo -l or pkginfo -x is wanted"
        ),
    ),
    "any text for uname": (
        {"uname": "hello\n"},
        "web01/uname.out is none of the known listings; uname -a is wanted",
    ),
    "uname cut to nothing": (
        {"uname": "SunOS web01 5.8\n"},
        "web01/uname.out has no line of uname -a",
    ),
    "cut showrev": (
        {"showrev": SHOWREV + "Patch: 108528-1"},
        "web01/showrev.out is cut: it ends within a line",
    ),
    "cut pkginfo": (
        {"pkginfo": PKGINFO + "SUNWcsl           Core Solaris, (Shared Libs)"},
        "web01/pkginfo.out is cut: it ends within a package",
    ),
    "showrev without patches": (
        {"showrev": HEAD},
        (
            "web01/showrev.out has no `Patch:` line and does not say "
            '"No patches are installed"; showrev -p, showrev -a or patchadd -p is wanted'
        ),
    ),
    "pkginfo without packages": (
        {"pkginfo": 'ERROR: information for "X" was not found\n'},
        "web01/pkginfo.out has no package; pkginfo -l or pkginfo -x is wanted",
    ),
    "Solaris 11 by its packages": (
        {"pkginfo": IPS},
        (
            "web01/pkginfo.out is a Solaris 11 package listing (pkg list or pkg info); "
            "pkginfo -l or pkginfo -x is wanted"
        ),
    ),
    "Linux packages": (
        {"pkginfo": "bash-4.2.46-34.el7.x86_64\n", "showrev": ""},
        (
            "web01/pkginfo.out is a Linux package listing (rpm -qa); "
            "pkginfo -l or pkginfo -x is wanted"
        ),
    ),
    "BSD packages": (
        {"pkginfo": "bash-5.0.18         The GNU Shell\n"},
        "web01/pkginfo.out is a BSD package listing (pkg_info); pkginfo -l or pkginfo -x is wanted",
    ),
    "Solaris 11 by uname": (
        {"uname": UNAME.replace("5.8", "5.11"), "showrev": ""},
        "web01/uname.out tells of SunOS 5.11 (Solaris 11), which has no patches of this kind",
    ),
    "Solaris 11 by core packages": (
        {"uname": None, "pkginfo": PKGINFO.replace("11.8.0", "11.11")},
        "web01/pkginfo.out tells of SunOS 5.11 (Solaris 11), which has no patches of this kind",
    ),
    "SunOS 4": (
        {"uname": UNAME.replace("5.8", "4.1.4")},
        'web01/uname.out tells the release "4.1.4"; one from 5.3 to 5.10 was expected',
    ),
    "Linux": (
        {"uname": "Linux web01 3.10.0 #1 SMP x86_64 GNU/Linux\n"},
        "web01/uname.out tells of Linux; SunOS 5.3 to 5.10 (Solaris 2.3 to 10) was expected",
    ),
    "hostnames differ": (
        {"showrev": HEAD.replace("web01", "web02") + SHOWREV},
        (
            'web01/showrev.out tells the hostname "web02", where web01/uname.out has "web01": '
            "these are not dumps of one host"
        ),
    ),
    "releases differ": (
        {"showrev": HEAD.replace("5.8", "5.9") + SHOWREV},
        (
            'web01/showrev.out tells the release "5.9", where web01/uname.out has "5.8": '
            "these are not dumps of one host"
        ),
    ),
    "release against packages": (
        {"uname": UNAME.replace("5.8", "5.10")},
        (
            "web01/pkginfo.out has SUNWcsr 11.8.0,REV=2000.01.08.18.12, that of SunOS 5.8, "
            "but the host runs SunOS 5.10"
        ),
    ),
    "processor against packages": (
        {"uname": UNAME.replace("sun4u sparc", "i86pc i386")},
        "web01/pkginfo.out has SUNWcsr for sparc, but the host is i386",
    ),
    "nothing tells the release": (
        {"uname": None, "pkginfo": PKGINFO.replace("SUNWcs", "SUNWxx")},
        "the host tells its release in none of its dumps; --release (such as 5.8) would help",
    ),
    "nothing tells the processor": (
        {"uname": None, "pkginfo": PKGINFO.replace("(sparc)", "(all)")},
        "the host tells its processor in none of its dumps; --arch (sparc or i386) would help",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_r16_what_can_not_be_trusted_is_not_judged(name: str) -> None:
    dumps, reason = REFUSED[name]
    found = host(**dumps)  # type: ignore[arg-type]
    assert found.not_judged_because == reason
    assert not found.judged


def test_r16_packed_data_that_end_early_are_not_judged() -> None:
    packed = Source(
        "web01/showrev.out.gz", SHOWREV, "0" * 64, "ascii", ("they end early",), truncated=True
    )
    reason = read_host(packed, None, source(UNAME)).not_judged_because
    assert reason == "web01/showrev.out.gz is cut: they end early"


def test_r16_a_hostid_that_differs_from_the_option_is_told_only() -> None:
    found = host(showrev=HEAD + SHOWREV, overrides=System(hostid="12345678"))
    assert found.judged
    assert found.system.hostid == "12345678"
    (told,) = found.diagnostics
    assert told.file == "web01/showrev.out"
    assert told.message == (
        'tells the hostid "80f9249b", where the command line has "12345678"; the latter counts'
    )


@pytest.mark.parametrize("name", ["WEB01", "web01.example.com", "Web01.Example.Com"])
def test_r16_names_with_a_domain_or_in_another_case_agree(name: str) -> None:
    found = host(showrev=HEAD.replace("web01", name) + SHOWREV)
    assert found.judged
    assert found.hostname == "web01"


def test_r16_other_reasons_stand_among_the_diagnostics() -> None:
    found = host(showrev="", pkginfo="", uname=UNAME.replace("5.8", "5.11"))
    errors = [one for one in found.diagnostics if one.severity is Severity.ERROR]
    assert (found.not_judged_because or "").startswith("web01/uname.out tells of SunOS 5.11")
    assert [one.file for one in errors] == ["web01/showrev.out", "web01/pkginfo.out"]


def test_d3_only_sparc_and_i386_contradict() -> None:
    for architecture in ("all", "sparc,i386", "sparc.sun4u"):
        assert host(pkginfo=PKGINFO.replace("(sparc)", f"({architecture})")).judged


def test_spooled_core_packages_contradict_nothing() -> None:
    text = "PKGINST:  SUNWcsr\nARCH:  i386\nVERSION:  11.9.0\nSTATUS:  spooled\n"
    assert host(pkginfo=text).judged


def test_options_win_over_dumps_and_the_contradiction_is_told() -> None:
    found = host(overrides=System(hostname="alias", platform="SUNW,Ultra-60"))
    assert found.judged
    assert (found.hostname, found.system.platform) == ("alias", "SUNW,Ultra-60")
    assert [one.severity for one in found.diagnostics] == [Severity.WARNING] * 2


def test_r16_an_option_that_contradicts_the_packages_is_not_judged() -> None:
    found = host(overrides=System(release="5.9"))
    assert "but the host runs SunOS 5.9" in (found.not_judged_because or "")


def test_uname_wins_over_showrev() -> None:
    found = host(showrev=HEAD.replace("sun4u", "sun4m") + SHOWREV)
    assert found.judged
    assert found.system.machine == "sun4u"
    assert [one.message for one in found.diagnostics] == [
        'tells the machine "sun4m", where web01/uname.out has "sun4u"; the latter counts'
    ]


def test_release_and_processor_come_from_the_core_packages_where_nothing_else_tells() -> None:
    found = host(uname=None)
    assert found.judged
    assert (found.system.release, found.system.processor) == ("5.8", "sparc")
    assert [one.severity for one in found.diagnostics] == [Severity.NOTE] * 2


def test_the_head_of_showrev_tells_them_too() -> None:
    found = host(showrev=HEAD + SHOWREV, uname=None)
    assert (found.system.release, found.system.processor) == ("5.8", "sparc")
    assert found.diagnostics == ()


def test_r15_an_input_that_is_refused_as_a_whole_is_accounted_for() -> None:
    found = host(pkginfo=IPS)
    account = found.inputs[-1].account
    assert (account.lines, account.comment_lines) == (3, 3)
    assert found.packages is None


TEXTS = st.sampled_from([SHOWREV, PKGINFO, UNAME, HEAD, IPS, "", "\n", "\0"]) | st.text(max_size=50)


@given(TEXTS | st.none(), TEXTS | st.none(), TEXTS | st.none())
def test_r15_any_texts_make_a_host(
    showrev: str | None, pkginfo: str | None, uname: str | None
) -> None:
    def make(text: str, _: str) -> Source:
        return raw(text)

    found = host(showrev, pkginfo, uname, make=make)
    given_texts = [text for text in (uname, showrev, pkginfo) if text is not None]
    assert [one.account.lines for one in found.inputs] == [line_count(one) for one in given_texts]
    assert found.judged == (found.not_judged_because is None)
