"""The user's exceptions and special cases: each wrong entry told of, the others applied."""

import json
from pathlib import Path

import pytest

from tests.cli.small import SHOWREV, UNAME, Small, one_line, small
from tests.run import Ran, run_patchcheck

GOOD = '[[exception]]\npatch = "100002"\nreason = "it broke mail"\nuntil = 2003-12-31\n'
BAD_EXCEPTIONS = {
    "an unknown key": (
        'patch = "100001"\nreason = "x"\nuntil = 2003-12-31\n  hots = ["tiny"]\n',
        (
            "9:3: error: expected one of "
            "patch, hosts, reason, approver, change, until, found the key 'hots'"
        ),
    ),
    "a bad day as text": (
        'patch = "100001"\nreason = "x"\nuntil = "soon"\n',
        "8:1: error: expected a date YYYY-MM-DD for until, found 'soon'",
    ),
    "a day that is none": (
        'patch = "100001"\nreason = "x"\nuntil = 2003-02-30 # the end\n',
        "8:1: error: expected a date YYYY-MM-DD for until, found '2003-02-30'",
    ),
    "a day in another form": (
        'patch = "100001"\nreason = "x"\nuntil = "20031231"\n',
        "8:1: error: expected a date YYYY-MM-DD for until, found '20031231'",
    ),
    "no day": (
        'patch = "100001"\nreason = "x"\n',
        "5:1: error: expected a date YYYY-MM-DD for until, found none",
    ),
    "no reason": (
        'patch = "100001"\nuntil = 2003-12-31\n',
        "5:1: error: expected a reason, found none",
    ),
    "a blank reason": (
        'patch = "100001"\nreason = " "\nuntil = 2003-12-31\n',
        "7:1: error: expected a reason, found none",
    ),
    "a bad patch id": (
        'patch = "100001-2"\nreason = "x"\nuntil = 2003-12-31\n',
        "6:1: error: expected a patch number or id for patch, found '100001-2'",
    ),
    "a patch that is a number": (
        'patch = 100001\nreason = "x"\nuntil = 2003-12-31\n',
        "6:1: error: expected text for patch, found 100001",
    ),
    "no patch": (
        'reason = "x"\nuntil = 2003-12-31\n',
        "5:1: error: expected a patch, found none",
    ),
    "hosts that are no list": (
        'patch = "100001"\nreason = "x"\nuntil = 2003-12-31\nhosts = "tiny"\n',
        "9:1: error: expected a list of texts for hosts, found 'tiny'",
    ),
}


@pytest.fixture
def tiny(tmp_path: Path) -> Small:
    return small(tmp_path)


def listed(ran: Ran) -> list[str]:
    return [patch["patch"] for patch in json.loads(ran.out)["hosts"][0]["patches"]]


def with_exceptions(tiny: Small, text: str, *arguments: str) -> Ran:
    path = tiny.write("exceptions.toml", text)
    return tiny.run("--exceptions", path, "--format", "json", *arguments)


def test_an_exception_moves_a_patch_aside(tiny: Small) -> None:
    ran = with_exceptions(tiny, GOOD)
    assert (ran.code, ran.err) == (0, "")
    assert listed(ran) == ["100001-02"]
    excepted = json.loads(ran.out)["hosts"][0]["excepted"]
    assert [patch["patch"] for patch in excepted] == ["100002-01"]


@pytest.mark.parametrize("name", BAD_EXCEPTIONS)
@pytest.mark.parametrize("last", [True, False])
def test_r12_a_wrong_exception_is_told_of_and_the_rest_applied(
    name: str, *, last: bool, tiny: Small
) -> None:
    entry, complaint = BAD_EXCEPTIONS[name]
    wrong = f"[[exception]]\n{entry}"
    line, _, message = complaint.partition(":")
    where = line if last else str(int(line) - GOOD.count("\n"))
    ran = with_exceptions(tiny, GOOD + wrong if last else wrong + GOOD)
    assert ran.code == 0
    assert one_line(ran) == (
        f"{tiny.path('exceptions.toml')}:{where}:{message}; the exception is not applied"
    )
    assert listed(ran) == ["100001-02"]
    assert with_exceptions(tiny, GOOD + wrong, "--strict").code == 1


def test_every_wrong_exception_of_a_file_is_told_of(tiny: Small) -> None:
    text = "".join(f"[[exception]]\n{entry}" for entry, _ in BAD_EXCEPTIONS.values())
    ran = with_exceptions(tiny, text + GOOD, "-v")
    assert ran.err.count("the exception is not applied") == len(BAD_EXCEPTIONS)
    assert listed(ran) == ["100001-02"]


def test_a_table_of_another_name_is_told_of_where_it_stands(tiny: Small) -> None:
    ran = with_exceptions(tiny, GOOD + '[[exceptions]]\npatch = "100001"\n')
    assert one_line(ran) == (
        f"{tiny.path('exceptions.toml')}:5:1: error: expected [[exception]] entries, "
        "found 'exceptions'; it is left out"
    )
    assert listed(ran) == ["100001-02"]


IDLE = {
    "a number that nothing lists": ('"999999"', "", "no patch 999999 is to be installed"),
    "a revision below": ('"100001-01"', "", "no patch 100001-01 is to be installed"),
    "a patch that is there": ('"100004"', "", "no patch 100004 is to be installed"),
    "another host": ('"100001"', 'hosts = ["web*", "db1"]\n', "no host is named web* or db1"),
    "no host at all": ('"100001"', "hosts = []\n", "no host is named by it"),
}


@pytest.mark.parametrize("name", IDLE)
def test_r12_an_exception_that_matches_nothing_is_reported(name: str, tiny: Small) -> None:
    patch, hosts, why = IDLE[name]
    text = f'[[exception]]\npatch = {patch}\nreason = "x"\nuntil = 2003-12-31\n{hosts}'
    ran = with_exceptions(tiny, GOOD + text)
    place = f"{tiny.path('exceptions.toml')}:5:1"
    assert ran.code == 0
    message = f"{place}: warning: nothing matches this exception for {patch.strip(chr(34))}: {why}"
    assert one_line(ran).startswith(message)
    assert any(
        item["message"].startswith("nothing matches this exception")
        for item in json.loads(ran.out)["diagnostics"]
    )
    assert with_exceptions(tiny, GOOD + text, "--strict").code == 1


def test_r12_a_lapsed_exception_that_matches_is_not_reported(tiny: Small) -> None:
    ran = with_exceptions(tiny, GOOD.replace("2003-12-31", "2003-01-01"))
    assert (ran.code, ran.err) == (0, "")
    assert listed(ran) == ["100001-02", "100002-01"]


def test_r12_one_host_of_several_is_enough(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    small(tmp_path / "a")
    other = SHOWREV.replace("tiny", "other") + "Patch: 100002-01 Obsoletes: \n"
    tiny = small(tmp_path / "b", showrev=other, uname=UNAME.replace("tiny", "other"))
    path = tiny.write("exceptions.toml", GOOD)
    ran = run_patchcheck("report", str(tmp_path), "-x", tiny.path("xref"), "--exceptions", path)
    assert (ran.code, ran.err) == (0, "")


def test_r12_nothing_is_said_of_what_a_host_that_is_not_judged_may_need(tmp_path: Path) -> None:
    tiny = small(tmp_path, showrev="")
    assert "is empty" in one_line(with_exceptions(tiny, GOOD))


NO_TOML = {
    "no TOML": ("[[exception]]\npatch = \n", ":2:9: error: expected "),
    "an open text": ('x = "a\n', ":1:7: error: expected "),
    "a deep nest": ("x = " + "[" * 100_000, ": error: expected "),
    "a number of 6,000 digits": ("x = " + "1" * 6000, ": error: expected "),
    "a key twice": ('[[exception]]\npatch = "1"\npatch = "2"\n', ":3:"),
    "binary": ("\0\1\2", ":1:1: error: expected "),
}


@pytest.mark.parametrize("option", ["--exceptions", "--special-cases"])
@pytest.mark.parametrize("name", NO_TOML)
def test_what_is_no_toml_ends_the_run_with_1(option: str, name: str, tiny: Small) -> None:
    text, place = NO_TOML[name]
    path = tiny.write("table.toml", text)
    ran = tiny.run(option, path)
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith(f"{path}{place}")
    assert " in TOML: " in ran.err


@pytest.mark.parametrize("option", ["--exceptions", "--special-cases"])
def test_a_table_that_is_absent_ends_the_run_with_1(option: str, tiny: Small) -> None:
    ran = tiny.run(option, tiny.path("absent.toml"))
    assert (ran.code, ran.out) == (1, "")
    start = f"{tiny.path('absent.toml')}: error: can't be read: No such file or directory; a TOML"
    assert one_line(ran).startswith(start)


@pytest.mark.parametrize("option", ["--exceptions", "--special-cases"])
def test_an_empty_table_changes_nothing(option: str, tiny: Small) -> None:
    ran = tiny.run(option, tiny.write("empty.toml", ""))
    assert (ran.code, ran.err) == (0, "")


WITHDRAWN = '[[withdrawn]]\npatch = "100002"\nreason = "we say so"\n'
BAD_CASES = {
    "an unknown key": (
        '[[withdrawn]]\npatch = "100001"\nreason = "x"\nwhy = "y"\n',
        "7:1: error: expected one of patch, reason, found the key 'why'",
    ),
    "no reason": (
        '[[withdrawn]]\npatch = "100001"\n',
        "4:1: error: expected a reason, found none",
    ),
    "a bad number": (
        '[[withdrawn]]\npatch = "1000"\nreason = "x"\n',
        "5:1: error: expected a patch number of six digits for patch, found '1000'",
    ),
    "a bad id": (
        '[[never_released]]\npatch = "100001"\nread_as = "100001-02"\nreason = "x"\n',
        "5:1: error: expected a patch id such as 108528-19 for patch, found '100001'",
    ),
    "an unknown condition": (
        '[[check]]\npatches = ["100001"]\nwhen = { moon = "full" }\nreason = "x"\n',
        "6:1: error: expected one of release,",
    ),
    "no condition": (
        '[[check]]\npatches = ["100001"]\nreason = "x"\n',
        "4:1: error: expected a condition for when, found None",
    ),
    "a table of another name": (
        '[[chekc]]\npatches = ["100001"]\n',
        "4:1: error: expected version or one of check, never_released, repair, withdrawn",
    ),
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_r11_a_wrong_special_case_is_told_of_and_the_rest_applied(name: str, tiny: Small) -> None:
    entry, complaint = BAD_CASES[name]
    path = tiny.write("cases.toml", WITHDRAWN + entry)
    ran = tiny.run("--special-cases", path, "--format", "json")
    assert ran.code == 0
    assert one_line(ran).startswith(f"{path}:{complaint}")
    assert one_line(ran).endswith(("; the entry is not applied", "; it is left out"))
    assert listed(ran) == ["100001-02"]


def test_r11_a_condition_nested_too_deep_is_told_of(tiny: Small) -> None:
    depth = 170
    when = "{ not = " * depth + '{ package = "SUNWcsr" }' + " }" * depth
    entry = f'[[check]]\npatches = ["100001"]\nreason = "x"\nwhen = {when}\n'
    ran = tiny.run("--special-cases", tiny.write("cases.toml", WITHDRAWN + entry))
    assert ran.code in {0, 1}
    assert "a fault of patchcheck" not in ran.err
    assert "Traceback" not in ran.err
