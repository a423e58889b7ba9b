"""What would make one host like another: what patchrm and patchadd refuse, and the order."""

import pytest

from patchcheck.compare.removal import BACKOUT_UNKNOWN
from patchcheck.model.xref import Row
from tests.compare.build import host, likeness, steps, unreached
from tests.resolve.build import row


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (["100001-01"], [], ["-100001-01"]),
        (["100001-03", "100001-02"], ["100001-02"], ["-100001-03"]),
        (["100001-03", "100001-01"], ["100001-02"], ["-100001-03", "+100001-02"]),
        (["100001-03", "100001-02"], ["100001-01"], ["-100001-03", "-100001-02", "+100001-01"]),
        (["100001-01"], ["100001-02", "100001-01"], ["+100001-02"]),
        (["100001-01", "100002-01 requires 100001-01"], [], ["-100002-01", "-100001-01"]),
        (["100001-05 obsoletes 100003-02", "100002-01 requires 100003-01"], [],
         ["-100002-01", "-100001-05"]),
        (["100002-01", "100001-01 obsoletes 100002-04"], [], ["-100001-01", "-100002-01"]),
        ([], ["100001-01 requires 100002-01", "100002-01"], ["+100002-01", "+100001-01"]),
        ([], ["100001-01 requires 100003-01", "100002-01 obsoletes 100003-02"],
         ["+100002-01", "+100001-01"]),
        ([], ["100001-01 obsoletes 100002-03", "100002-01"], ["+100002-01", "+100001-01"]),
        ([], ["100001-01", "100009-01 in SUNWswmt SUNWcsu"], ["+100009-01", "+100001-01"]),
        (["100009-01 obsoletes 100001-05"], ["100001-03"], ["-100009-01", "+100001-03"]),
        (["100009-01 obsoletes 100001-05"], ["100001-03", "100009-01"], []),
    ],
    ids=[
        "remove", "the next lower is in force", "lower is not listed", "down twice", "install",
        "dependants go first", "also through what is obsoleted", "superseders go first",
        "requirements come first", "met by what obsoletes it", "obsoleted before obsoleting",
        "patch utilities first", "removal uncovers a need", "superseded needs nothing",
    ],
)  # fmt: skip
def test_the_steps_that_make_one_host_like_another(
    here: list[str], there: list[str], expected: list[str]
) -> None:
    plan = likeness(host("a", *here), host("b", *there))
    assert steps(plan) == expected
    assert plan.equal_after
    assert not plan.unreached


@pytest.mark.parametrize(
    ("here", "there", "patch", "reason", "blockers"),
    [
        (["100001-02", "100002-01 requires 100001-02"], ["100002-01 requires 100001-02"],
         "100001", "patchrm refuses: required by 100002-01", ("100002-01",)),
        (["100001-02 obsoletes 100003-04", "100002-01 requires 100003-03"], ["100002-01"],
         "100001", "patchrm refuses: required by 100002-01", ("100002-01",)),
        (["100001-02", "IDR7 requires 100001-01"], ["IDR7"],
         "100001", "patchrm refuses: required by IDR7", ("IDR7",)),
        (["100001-02", "100002-01 obsoletes 100001-02"], ["100002-01"],
         "100001", "patchrm refuses: superseded by 100002-01", ("100002-01",)),
        (["100002-01 obsoletes 100001-01"], ["100001-02", "100002-01"],
         "100001", "patchadd refuses: 100002-01 obsoletes 100001", ("100002-01",)),
        (["100002-01"], ["100001-02 incompatible 100002-01", "100002-01"],
         "100001", "conflicts with 100002-01", ("100002-01",)),
        (["100002-03 incompatible 100001-01"], ["100001-02", "100002-03"],
         "100001", "conflicts with 100002-03", ("100002-03",)),
        (["100002-01 obsoletes 100003-05"],
         ["100001-02 incompatible 100003-04", "100002-01 obsoletes 100003-05"],
         "100001", "conflicts with 100002-01", ("100002-01",)),
        ([], ["100001-02 requires 100002-03"],
         "100001", "requires 100002-03, which is not there", ("100002-03",)),
        ([], ["100001-02 in SUNWx"], "100001", "its package SUNWx is not on a", ()),
        (["100001-03"], ["100001-02 requires 100002-03"],
         "100001", ("it stays, for 100001-02 can't be installed: "
                    "requires 100002-03, which is not there"), ("100002-03",)),
        (["100001-03"], ["100001-02 in SUNWx"],
         "100001", "it stays, for 100001-02 can't be installed: its package SUNWx is not on a", ()),
    ],
    ids=[
        "required", "required through what it obsoletes", "required by a foreign patch",
        "superseded", "obsoleted at any revision", "its own list conflicts",
        "an installed list conflicts", "conflicts with what is obsoleted", "requirement unmet",
        "packages absent", "no removal without the way down", "no removal, packages absent",
    ],
)  # fmt: skip
def test_what_is_refused_is_unreached_with_the_reason(
    here: list[str], there: list[str], patch: str, reason: str, blockers: tuple[str, ...]
) -> None:
    plan = likeness(host("a", *here), host("b", *there))
    found = next(each for each in plan.unreached if each.patch == patch)
    assert (found.reason, found.blockers) == (reason, blockers)
    assert not plan.equal_after
    assert not any(step.patch.startswith(patch) for step in plan.steps)


def test_a_higher_incompatible_revision_is_no_conflict() -> None:
    plan = likeness(host("a", "100002-01"), host("b", "100001-02 incompatible 100002-02",
                                                  "100002-01"))  # fmt: skip
    assert steps(plan) == ["+100001-02"]


@pytest.mark.parametrize(
    ("dates", "expected", "told"),
    [
        (("2003-01-02", "2003-01-01"), ["-100001-01", "-100002-01"], False),
        (("2003-01-01", "2003-01-02"), ["-100002-01", "-100001-01"], False),
        (("2003-01-01", "2003-01-01"), ["-100002-01", "-100001-01"], True),
        (("2003-01-01", None), ["-100001-01", "-100002-01"], True),
        ((None, None), ["-100002-01", "-100001-01"], True),
    ],
    ids=["newest first", "the other way", "same day", "one date", "no dates"],
)
def test_patches_that_share_a_package_go_newest_first(
    dates: tuple[str | None, str | None], expected: list[str], *, told: bool
) -> None:
    lines = [
        f"10000{at}-01 in SUNWa SUNWb{at}" + (f" on {day}" if day else "")
        for at, day in enumerate(dates, start=1)
    ]
    plan = likeness(host("a", *lines), host("b"))
    assert steps(plan) == expected
    others = (
        ["100002-01", "100001-01"] if expected[0] == "-100001-01" else ["100001-01", "100002-01"]
    )
    for step, other in zip(plan.steps, others, strict=True):
        assert step.backout == BACKOUT_UNKNOWN
        assert step.order.startswith(f"order unknown: {other} ") if told else step.order == ""


def test_a_newer_patch_that_is_bound_still_goes_before_an_older_one_of_its_package() -> None:
    lines = [
        "100001-01 in SUNWa on 2003-01-01",
        "100002-01 in SUNWa on 2003-01-02",
        "100003-01 requires 100002-01 in SUNWb",
    ]
    plan = likeness(host("a", *lines), host("b"))
    assert steps(plan) == ["-100003-01", "-100002-01", "-100001-01"]


def test_patches_without_a_package_in_common_have_a_known_order() -> None:
    plan = likeness(host("a", "100001-01 in SUNWa", "100002-01 in SUNWb"), host("b"))
    assert [step.order for step in plan.steps] == ["", ""]


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        ([row("100001-02", "B")], [], "100001-02 was withdrawn"),
        ([row("100001-02", os="9")], [], "it is for 9, not for the release of a"),
        ([row("100001-02", requires="100002-01;")], [], "requires 100002-01, which is not there"),
        ([row("100001-02", incompatible="100005-01;")], [], "conflicts with 100005-01"),
        ([row("100005-01", incompatible="100001-01;")], [], "conflicts with 100005-01"),
        ([row("100001-02", requires="100005-01;")], ["+100001-02"], ""),
    ],
    ids=[
        "r8 withdrawn",
        "r2 release",
        "its requires count",
        "r10 its incompatibles",
        "r10 of the installed one's row",
        "met",
    ],
)
def test_with_an_xref_the_rows_count_too(rows: list[Row], expected: list[str], reason: str) -> None:
    plan = likeness(
        host("a", "100005-01"), host("b", "100001-02", "100005-01"), rows=[*rows, row("100009-01")]
    )
    assert steps(plan) == expected
    assert unreached(plan) == ({"100001": reason} if reason else {})


def test_with_an_xref_a_row_may_require_what_is_to_be_removed() -> None:
    rows = [row("100002-01", requires="100001-01;")]
    states = host("a", "100001-01", "100002-01"), host("b", "100002-01")
    assert steps(likeness(*states)) == ["-100001-01"]
    assert unreached(likeness(*states, rows=rows)) == {
        "100001": "patchrm refuses: required by 100002-01"
    }


def test_two_that_require_each_other_stay_out() -> None:
    there = host("b", "100001-01 requires 100002-01", "100002-01 requires 100001-01")
    plan = likeness(host("a"), there)
    assert not plan.steps
    assert set(unreached(plan)) == {"100001", "100002"}


def test_a_long_chain_of_requirements_is_no_trouble() -> None:
    lines = [f"{100000 + at}-01 requires {100001 + at}-01" for at in range(600)]
    plan = likeness(host("a", *lines), host("b"))
    assert steps(plan) == [f"-{line.split()[0]}" for line in lines]
