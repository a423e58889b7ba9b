"""R9, R10, R11, R13 and their details: requirements, order, conflicts, special cases, minimal."""

import itertools

import pytest

from patchcheck.model.exception import PatchException
from patchcheck.model.host import System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import (
    AllOf,
    AnyOf,
    ApplyCheck,
    Condition,
    NeverReleased,
    Not,
    PackagePresent,
    PatchInstalled,
    PatchOffered,
    ReleaseAtLeast,
    Repair,
    SpecialCases,
    SystemIs,
    Withdrawal,
)
from patchcheck.model.xref import Row
from tests.resolve.build import (
    AS_OF,
    CSU,
    installed,
    judged,
    listed,
    notes,
    obsolete,
    obstacles,
    package,
    row,
    verdicts,
    world,
)

NO_PACKAGE = "SUNWno:1;"


def test_r9_requirements_stand_before_each_patch_once() -> None:
    rows = [
        row("100002-01", "R", requires="100005-01;100006-01;"),
        row("100005-01", requires="100007-01;"),
        row("100006-01", requires="100007-01;"),
        row("100007-01"),
    ]
    assert listed(world(rows), "missingr") == ["100007-01", "100005-01", "100006-01", "100002-01"]


@pytest.mark.parametrize(
    ("rows", "patches", "expected", "found"),
    [
        pytest.param([row("100005-03")], [], ["100005-03"], [], id="current-meets-it"),
        pytest.param([row("100005-03")], ["100005-01"], [], [], id="satisfied"),
        pytest.param([], [], [], [("requires-unknown", "100005-01")], id="unknown"),
        pytest.param(
            [row("100005-03", "B")], [], [], [("requires-withdrawn", "100005-01")], id="withdrawn"
        ),
        pytest.param(
            [row("100005-03", "O", synopsis="OBSOLETED by WITHDRAWN")],
            [],
            [],
            [("requires-withdrawn", "100005-01")],
            id="word-withdrawn",
        ),
        pytest.param(
            [row("100005-03", "O", synopsis="nothing readable")],
            [],
            [],
            [("requires-unknown", "100005-01")],
            id="no-successor",
        ),
        pytest.param(
            [obsolete("100005-03", "100007-02"), row("100007-04")],
            [],
            ["100007-04"],
            [],
            id="replaced-by-the-end-of-its-chain",
        ),
        pytest.param(
            [obsolete("100005-03", "100077-02")],
            [],
            [],
            [("requires-unknown", "100005-01")],
            id="chain-leaves-the-file",
        ),
        pytest.param(
            [obsolete("100005-03", "100007-02"), obsolete("100007-02", "100005-03")],
            [],
            [],
            [("requires-loop", "100005-01")],
            id="d17-loop",
        ),
        pytest.param([row("100005-03", packages=NO_PACKAGE)], [], [], [], id="waived"),
        pytest.param([row("100005-03", packages="")], [], [], [], id="d22-not-judged-is-waived"),
        pytest.param(
            [row("100005-03", "B", packages=NO_PACKAGE)], [], [], [], id="d22-waived-first"
        ),
        pytest.param([obsolete("100005-03", "100002-01")], [], [], [], id="d23-itself"),
    ],
)
def test_r9_what_a_requirement_comes_to(
    rows: list[Row], patches: list[str], expected: list[str], found: list[tuple[str, str]]
) -> None:
    ground = world([row("100002-01", "R", requires="100005-01;"), *rows], *patches)
    assert listed(ground, "missingr") == [*expected, "100002-01"]
    assert obstacles(ground, "missingr")["100002-01"] == found


def test_r9_a_waiver_is_noted_and_its_own_requirements_are_not_followed() -> None:
    rows = [
        row("100002-01", "R", requires="100005-01;"),
        row("100005-01", requires="100006-01;", packages=NO_PACKAGE),
        row("100006-01"),
    ]
    ground = world(rows)
    assert listed(ground, "missingr") == ["100002-01"]
    assert notes(ground, "missingr") == {"100002-01": ["requires-waived"]}


def test_d22_where_only_lower_revisions_exist_the_current_one_still_stands_before() -> None:
    ground = world([row("100002-01", "R", requires="100005-09;"), row("100005-03")])
    assert listed(ground, "missingr") == ["100005-03", "100002-01"]
    assert obstacles(ground, "missingr")["100002-01"] == [("requires-too-new", "100005-09")]


def test_d19_a_live_current_row_meets_it_where_the_required_one_is_obsolete() -> None:
    rows = [
        row("100002-01", "R", requires="100005-01;"),
        obsolete("100005-01", "100007-01"),
        row("100005-02"),
        row("100007-01"),
    ]
    assert listed(world(rows), "missingr") == ["100005-02", "100002-01"]


def test_d20_of_several_successors_all_that_can_be_listed_are() -> None:
    rows = [
        row("100002-01", "R", requires="100005-01;"),
        row("100005-01", "O", synopsis="OBSOLETED by 100006 and 100007 and 100008"),
        row("100006-01"),
        row("100007-01", "B"),
        row("100008-01"),
    ]
    ground = world(rows)
    assert listed(ground, "missingr") == ["100006-01", "100008-01", "100002-01"]
    assert obstacles(ground, "missingr")["100002-01"] == []


def test_r9_a_loop_is_listed_once_in_number_order_and_reported() -> None:
    rows = [
        row("100005-03", requires="100002-01;100003-01;"),
        row("100002-01", requires="100005-01;"),
        row("100003-01"),
        row("100004-01"),
    ]
    ground = world(rows)
    assert listed(ground) == ["100003-01", "100002-01", "100005-03", "100004-01"]
    assert notes(ground)["100002-01"] == ["requires-loop"]
    assert notes(ground)["100004-01"] == []


def test_d24_whatever_can_go_first_goes_by_number() -> None:
    rows = [
        row("100001-01", requires="100009-01;"),
        row("100002-01"),
        row("100003-01", requires="100002-01;"),
        row("100009-01"),
    ]
    assert listed(world(rows)) == ["100002-01", "100003-01", "100009-01", "100001-01"]


def test_d29_patch_utilities_go_to_the_top_with_what_they_require() -> None:
    rows = [
        row("100002-01"),
        row("200005-03", packages=f"{CSU};SUNWswmt:9;", requires="150000-01;"),
        row("150000-01"),
    ]
    assert listed(world(rows)) == ["150000-01", "200005-03", "100002-01"]


def test_d29_for_plain_numbers_the_waiver_is_not_used() -> None:
    rows = [
        row("100002-01", requires="100005-01;"),
        row("100005-01", packages=NO_PACKAGE),
    ]
    assert listed(world(rows), "100002") == ["100005-01", "100002-01"]
    assert listed(world(rows), "missing") == ["100002-01"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("missingr", ["100005-01", "100002-01"]),
        ("100002", ["100005-01", "100002-01"]),
        ("100002-01", ["100002-01"]),
        ("totalr", ["100002-01"]),
        ("total", ["100005-01", "100002-01"]),
    ],
)
def test_d14_only_missing_and_plain_numbers_pull_requirements_in(
    word: str, expected: list[str]
) -> None:
    rows = [row("100002-01", "R", requires="100005-01;"), row("100005-01")]
    assert listed(world(rows), word) == expected


def test_d14_several_words_make_one_list() -> None:
    rows = [row("100002-01", requires="100005-01;"), row("100005-01"), row("100001-01")]
    ground = world(rows, "100001-01")
    assert listed(ground, "installed", "missing") == ["100001-01", "100005-01", "100002-01"]


def test_r12_a_patch_that_requires_an_excepted_one_has_an_obstacle() -> None:
    entry = PatchException("100005", None, "why", AS_OF, "x:1")
    ground = world([row("100002-01", requires="100005-01;"), row("100005-02")], exceptions=(entry,))
    assert obstacles(ground) == {"100002-01": [("requires-excepted", "100005-01")]}


def test_d27_a_patch_that_requires_a_blocked_one_is_blocked() -> None:
    rows = [
        row("100001-01", requires="100002-01;"),
        row("100002-01", requires="100003-01;"),
        row("100003-01", requires="100099-01;"),
    ]
    assert obstacles(world(rows)) == {
        "100003-01": [("requires-unknown", "100099-01")],
        "100002-01": [("requires-blocked", "100003-01")],
        "100001-01": [("requires-blocked", "100002-01")],
    }


@pytest.mark.parametrize(
    ("mine", "patches", "conflicts"),
    [
        ("100005-02;", ["100005-02"], True),
        ("100005-02;", ["100005-03"], True),
        ("100005-02;", ["100005-01"], False),
        ("100005-02 (or newer);", ["100005-03"], True),
        ("100002-09;", ["100002-00"], False),
        ("100005-02;", [installed("100006-01", "100005-02")], True),
        ("100005-02;", [installed("100006-01", "100005-01")], False),
        ("100005-02;", [installed("IDR9-01", "100005-02")], True),
        ("", [installed("100005-01", "", "100002-01")], True),
        ("", [installed("100005-01", "", "100002-02")], False),
        ("", [installed("IDR9-01", "", "100002-01")], True),
        ("", ["100007-01"], True),
    ],
)
def test_r10_a_conflict_with_an_installed_patch_is_an_obstacle(
    mine: str, patches: list[object], conflicts: bool
) -> None:
    rows = [
        row("100002-01", incompatible=mine),
        row("100007-01", incompatible="100002-01;"),
        row("100005-03"),
    ]
    ground = world(rows, *patches)  # type: ignore[arg-type]
    kinds = {kind for kind, _ in obstacles(ground)["100002-01"]}
    assert ("conflicts-installed" in kinds) is conflicts


def test_d25_a_patch_conflicts_like_what_it_contains() -> None:
    rows = [
        row("100002-01", incompatible="100005-02;"),
        obsolete("100005-03", "100006-01"),
        row("100006-01"),
    ]
    assert obstacles(world(rows, "100006-01"))["100002-01"] == [
        ("conflicts-installed", "100006-01")
    ]


@pytest.mark.parametrize(
    ("first", "second", "blocked"),
    [
        ("", "", "100005-01"),
        ("", "S", "100002-01"),
        ("S", "S", "100005-01"),
    ],
)
def test_d28_of_two_that_conflict_security_then_the_lower_number_stays(
    first: str, second: str, blocked: str
) -> None:
    rows = [row("100002-01", first, incompatible="100005-01;"), row("100005-01", second)]
    found = {patch for patch, items in obstacles(world(rows)).items() if items}
    assert found == {blocked}


def test_d28_the_one_that_others_require_stays() -> None:
    rows = [
        row("100002-01", incompatible="100005-01;"),
        row("100005-01"),
        row("100009-01", requires="100005-01;"),
    ]
    found = {patch for patch, items in obstacles(world(rows)).items() if items}
    assert found == {"100002-01"}


def test_d26_obstacles_stand_only_on_patches_that_are_to_be_installed() -> None:
    rows = [row("100002-01", requires="100099-01;")]
    assert obstacles(world(rows, "100002-01"), "installed") == {"100002-01": []}


def _checked(condition: Condition) -> SpecialCases:
    return SpecialCases(checks={"100001": ApplyCheck("100001", condition, "why", "t.toml:1")})


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        (SystemIs("release", ("5.8", "5.9")), True),
        (SystemIs("release", ("5.9",)), False),
        (SystemIs("processor", ("sparc",)), True),
        (SystemIs("machine", ("sun4v",)), False),
        (SystemIs("platform", ("SUNW,Ultra-5_10",)), True),
        (ReleaseAtLeast(8), True),
        (ReleaseAtLeast(10), False),
        (PackagePresent("SUNWcsu"), True),
        (PackagePresent("SUNWcsu", "11.8.0"), True),
        (PackagePresent("SUNWcsu", "1"), False),
        (PackagePresent("SUNWno"), False),
        (PatchInstalled(PatchId("100009", "02")), True),
        (PatchInstalled(PatchId("100009", "03")), False),
        (PatchInstalled(PatchId("100009", "01"), exactly=True), False),
        (PatchInstalled(PatchId("100009", "02"), exactly=True), True),
        (PatchOffered(PatchId("100001", "05")), True),
        (PatchOffered(PatchId("100001", "06")), False),
        (Not(PackagePresent("SUNWno")), True),
        (AllOf((PackagePresent("SUNWcsu"), PackagePresent("SUNWno"))), False),
        (AnyOf((PackagePresent("SUNWcsu"), PackagePresent("SUNWno"))), True),
    ],
)
def test_r11_a_table_decides_and_says_so(condition: Condition, applies: bool) -> None:
    ground = world([row("100001-05")], "100009-02", special=_checked(condition))
    (finding,) = judged(ground, "100001").findings()
    assert (finding.verdict == "missing") is applies
    assert "t.toml:1: why" in finding.reason
    assert "R11" in finding.proof.rules
    assert bool(listed(ground)) is applies


def test_r11_a_fact_that_the_dumps_lack_does_not_hide_a_patch() -> None:
    system = System("alpha", None, "5.8", None, None, "sparc", None)
    condition = SystemIs("platform", ("SUNW,Sun-Fire-15000",))
    ground = world([row("100001-05")], system=system, special=_checked(condition))
    assert notes(ground) == {"100001-05": ["condition-unchecked"]}


def test_r11_a_never_released_requirement_is_read_as_another() -> None:
    entry = NeverReleased(PatchId("100005", "02"), PatchId("100006", "01"), "why", "t.toml:1")
    special = SpecialCases(never_released={entry.patch: entry})
    rows = [row("100002-01", "R", requires="100005-02;"), row("100006-03")]
    assert listed(world(rows, special=special), "missingr") == ["100006-03", "100002-01"]


def test_r11_a_repair_replaces_requirements_and_wipes_obsolescence() -> None:
    entry = Repair(
        "100002", (PatchId("100005", "10"),), frozenset({"100005", "100006"}), "why", "t.toml:1"
    )
    special = SpecialCases(repairs={"100002": entry})
    rows = [
        row("100002-01", requires="100099-01;"),
        obsolete("100005-10", "100006-01"),
        obsolete("100006-01", "100002-01"),
    ]
    ground = world(rows, special=special)
    assert listed(ground) == ["100005-10", "100002-01"]
    assert obstacles(ground) == {"100005-10": [], "100002-01": []}


@pytest.mark.parametrize("word", ["allr", "100001-01"])
def test_d14_what_another_word_pulls_in_stands_above_too(word: str) -> None:
    rows = [
        row("100001-01", "R", requires="100009-01;"),
        row("100002-01", "S", requires="100009-01;"),
        row("100009-01"),
    ]
    expected = ["100009-01", "100001-01", "100002-01"]
    assert listed(world(rows), word, "missings") == expected
    assert listed(world(rows), "missings", word) == expected


def test_d18_a_chain_from_a_withdrawn_revision_is_not_walked_either() -> None:
    entry = Repair("100001", (PatchId("100005", "02"),), frozenset({"100005"}), "why", "t.toml:1")
    rows = [
        row("100001-01"),
        row("100005-02"),
        obsolete("100005-03", "100009-01", "B"),
        row("100009-01", packages=NO_PACKAGE),
    ]
    ground = world(rows, "100009-01", special=SpecialCases(repairs={"100001": entry}))
    found = judged(ground, "100001").findings()
    assert [(str(one.patch), one.offered) for one in found] == [
        *(("100005-02", True), ("100001-01", True))
    ]


def test_d18_what_others_require_too_is_followed_without_the_repair_as_well() -> None:
    entry = Repair("100001", (PatchId("100005", "01"),), frozenset({"100006"}), "why", "t.toml:1")
    rows = [
        row("100001-01", "S"),
        row("100002-01", "S", requires="100005-01;"),
        row("100005-01", requires="100006-01;"),
        obsolete("100006-01", "100007-02"),
        row("100007-02"),
    ]
    ground = world(rows, special=SpecialCases(repairs={"100001": entry}))
    assert listed(ground, "missings") == [
        *("100006-01", "100007-02", "100005-01", "100001-01", "100002-01")
    ]


def test_r11_a_withdrawal_is_read_on_every_row() -> None:
    special = SpecialCases(withdrawals={"100001": Withdrawal("100001", "why", "t.toml:1")})
    ground = world([row("100001-05", "Y")], "100001-05", special=special)
    assert verdicts(ground, "bad") == {"100001": "withdrawn-installed"}


def test_d2_package_partial_stands_where_every_matching_instance_is_partial() -> None:
    partial = package("SUNWx", "1", status="partially installed")
    ground = world([row("100001-01", packages="SUNWx:1;")], packages=[partial])
    assert notes(ground) == {"100001-01": ["package-partial"]}
    whole = world(
        [row("100001-01", packages=f"SUNWx:1;{CSU};")],
        packages=[partial, package("SUNWcsu", "11.8.0")],
    )
    assert notes(whole) == {"100001-01": []}


@pytest.mark.parametrize(
    ("rows", "patches", "words", "expected"),
    [
        pytest.param(
            [obsolete("100001-02", "100002-01", "R"), row("100001-03")],
            [],
            ["missingr"],
            ["100001-02"],
            id="lowest-that-meets-the-need",
        ),
        pytest.param(
            [row("100001-01"), row("100001-03")], [], ["missing"], ["100001-03"], id="d15-no-need"
        ),
        pytest.param(
            [row("100001-01", "S"), row("100001-02", "R"), row("100001-03")],
            [],
            ["missings"],
            ["100001-02"],
            id="d16-r-and-s-alike",
        ),
        pytest.param(
            [row("100001-01", "S"), row("100001-02", "B"), row("100001-03")],
            [],
            ["missings"],
            ["100001-01"],
            id="obsolete-or-not",
        ),
        pytest.param(
            [row("100001-01", "SB"), row("100001-02", "B"), row("100001-03")],
            [],
            ["missings"],
            ["100001-03"],
            id="never-withdrawn",
        ),
        pytest.param(
            [row("100001-01", "S"), row("100001-03", "S"), row("100001-05")],
            ["100001-01"],
            ["missing"],
            ["100001-03"],
            id="above-the-installed",
        ),
        pytest.param(
            [obsolete("100001-02", "100002-05", "R"), row("100002-05")],
            [],
            ["missingr"],
            ["100001-02"],
            id="d16-without-a-live-row-heirs-not-asked",
        ),
        pytest.param(
            [obsolete("100001-02", "100002-05", "R"), row("100002-05")],
            [],
            ["missing"],
            ["100001-02", "100002-05"],
            id="d16-an-heir-missing-in-its-own-right-stays",
        ),
        pytest.param(
            [
                row("100001-01", "R"),
                row("100001-04"),
                row("100003-01", "R", requires="100001-02;"),
            ],
            [],
            ["missingr"],
            ["100001-04", "100003-01"],
            id="d16-meets-what-others-require",
        ),
    ],
)
def test_r13_minimal(
    rows: list[Row], patches: list[str], words: list[str], expected: list[str]
) -> None:
    assert listed(world(rows, *patches, minimal=True), *words) == expected


def test_a_chain_of_ten_thousand_links_neither_recurses_nor_is_cut_short() -> None:
    length = 10_000
    numbers = [f"{100000 + index}-01" for index in range(length + 1)]
    rows = [obsolete(patch, after) for patch, after in itertools.pairwise(numbers)]
    rows += [row(numbers[-1]), row("199999-01", "R", requires=f"{numbers[0]};")]
    ground = world(rows)
    assert listed(ground, "missingr") == [numbers[-1], "199999-01"]
    assert listed(world(rows, numbers[-1]), "missingr") == ["199999-01"]


def test_a_requirement_chain_of_ten_thousand_links_is_put_into_order() -> None:
    numbers = [f"{100000 + index}-01" for index in range(10_000)]
    rows = [row(patch, requires=f"{before};") for patch, before in itertools.pairwise(numbers)]
    rows.append(row(numbers[-1]))
    assert listed(world(rows)) == numbers[::-1]
