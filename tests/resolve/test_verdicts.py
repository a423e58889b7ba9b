"""R1 to R8, D1 to D13: the verdict on a number, a rule a test."""

import pytest

from patchcheck.model.exception import PatchException
from patchcheck.model.host import System
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from patchcheck.resolve.loops import successor_loops
from tests.resolve.build import (
    AS_OF,
    CSU,
    installed,
    judged,
    listed,
    obsolete,
    obstacles,
    package,
    row,
    verdicts,
    world,
)


def test_r1_the_highest_installed_revision_counts() -> None:
    ground = world([row("100001-09")], "100001-03", "100001-05", "100001-04")
    (finding,) = judged(ground).findings()
    assert finding.installed == "05"
    assert finding.verdict == "outdated"


@pytest.mark.parametrize("text", ["IDR100001-02", "PTF12", "100001-1", "100001-100", "100001-2a"])
def test_r1_an_id_of_another_shape_is_foreign_and_satisfies_nothing(text: str) -> None:
    ground = world([row("100001-02")], text)
    assert listed(ground) == ["100001-02"]
    assert [entry.text for entry in judged(ground).foreign] == [text]


def test_r1_an_installed_patch_that_the_file_does_not_know_is_unknown() -> None:
    ground = world([row("100001-01")], "100099-03")
    assert listed(ground, "installed") == ["100099-03"]
    assert verdicts(ground, "installed") == {"100099": "unknown"}


@pytest.mark.parametrize(
    ("os", "release", "processor", "applies"),
    [
        ("8", "5.8", "sparc", True),
        ("8", "5.8", "i386", False),
        ("8_x86", "5.8", "i386", True),
        ("8", "5.9", "sparc", False),
        ("2.6", "5.6", "sparc", True),
        ("2.6_x86", "5.6", "i386", True),
        ("2.5.1", "5.5.1", "sparc", True),
        ("2.5.1_ppc", "5.5.1", "ppc", True),
        ("2.3", "5.3", "sparc", True),
        ("7", "5.7", "sparc", True),
        ("10", "5.10", "sparc", True),
        ("10_x86", "5.10", "sparc", False),
        ("Trusted_Solaris_8", "5.8", "sparc", True),
        ("Trusted_Solaris_8_x86", "5.8", "sparc", False),
        ("Unbundled", "5.10", "i386", True),
        ("Hardware", "5.8", "sparc", True),
    ],
)
def test_r2_the_os_column_must_fit_release_and_instruction_set(
    os: str, release: str, processor: str, applies: bool
) -> None:
    system = System("alpha", None, release, None, None, processor, None)
    assert bool(listed(world([row("100001-01", os=os)], system=system))) is applies


def test_r2_a_row_that_matches_by_package_only_is_not_applicable_and_counted() -> None:
    ground = world([row("100001-01", os="9"), row("100002-01")])
    found = judged(ground, "total", "missing")
    assert verdicts(ground, "total") == {"100001": "not-applicable", "100002": "missing"}
    assert found.other_release == 1
    assert "matches all the same" in found.findings()[0].reason


@pytest.mark.parametrize(
    ("items", "arch", "packages", "applies"),
    [
        ("SUNWcsu:11.8.0;", "sparc;", [package("SUNWcsu", "11.8.0")], True),
        ("SUNWcsu:11.8.0;", "sparc.sun4u;", [package("SUNWcsu", "11.8.0")], False),
        ("SUNWcsu:11.8.0,REV=1;", "sparc;", [package("SUNWcsu", "11.8.0")], False),
        ("SUNWx:1.0b;", "sparc;", [package("SUNWx", "1.0B")], False),
        ("SUNWx:1.0 ;", "sparc;", [package("SUNWx", "1.0")], True),
        ("\xa0SUNWx:1.0;", "sparc;", [package("SUNWx", "1.0")], True),
        ("SUNWx:a:b;", "sparc;", [package("SUNWx", "a:b")], True),
        ("SUNWx:1.0+b(2);", "sparc;", [package("SUNWx", "1.0+b(2)")], True),
        ("SUNWno:1;SUNWx:1;", "sparc;", [package("SUNWx", "1")], True),
        ("SUNWx:1;", "sparc,i386;", [package("SUNWx", "1", "sparc,i386")], True),
        ("SUNWx:1;", "sparc, i386;", [package("SUNWx", "1", "sparc,i386")], True),
        ("SUNWx:2;", "sparc;", [package("SUNWx", "1"), package("SUNWx.2", "2")], True),
        ("SUNWx:1;", "i386;", [package("SUNWx", "1"), package("SUNWx.2", "2", "i386")], False),
        ("SUNWx:1;", "sparc;", [package("SUNWx", "1", status="spooled")], False),
        ("SUNWx:1;", "sparc;", [package("SUNWx", "1", status="partially installed")], True),
    ],
)
def test_r3_one_instance_must_have_name_version_and_architecture(
    items: str, arch: str, packages: list[object], applies: bool
) -> None:
    ground = world([row("100001-01", packages=items, arch=arch)], packages=packages)  # type: ignore[arg-type]
    assert bool(listed(ground)) is applies


@pytest.mark.parametrize("fields", [{"packages": ""}, {"arch": ""}])
def test_r3_a_row_without_packages_or_architectures_is_never_missing(
    fields: dict[str, str],
) -> None:
    ground = world([row("100001-01", os="Unbundled", **fields)])
    assert listed(ground) == []
    assert listed(ground, "unbundled") == ["100001-01"]
    assert verdicts(ground, "total") == {"100001": "not-judged"}


@pytest.mark.parametrize(
    ("rows", "current"),
    [
        ([row("100001-03"), row("100001-02")], "100001-03"),
        ([row("100001-01"), obsolete("100001-02", "100009-01")], "100001-01"),
        ([row("100001-01", "B"), row("100001-02")], "100001-02"),
        ([row("100001-02"), row("100001-03", "B")], "100001-02"),
        ([row("100001-01", "B"), row("100001-02", "OB")], "100001-02"),
    ],
)
def test_r4_the_current_row_is_the_highest_live_one(rows: list[Row], current: str) -> None:
    assert listed(world(rows), "total") == [current]


def test_d1_rows_of_one_id_are_read_as_one() -> None:
    ground = world(
        [
            row("100001-01", "R", packages="SUNWno:1;"),
            row("100001-01", "S", requires="100002-01;"),
            row("100002-01"),
        ]
    )
    found = {str(finding.patch): finding for finding in judged(ground).findings()}
    assert list(found) == ["100002-01", "100001-01"]
    assert found["100001-01"].recommended
    assert found["100001-01"].security


def test_d1_a_successor_counts_that_the_other_row_of_the_id_names() -> None:
    rows = [
        row("100001-01", synopsis="Obsoleted by: 100002-01 SunOS 5.8: patch"),
        row("100001-01", "O", synopsis="SunOS 5.8: patch"),
        row("100002-01", packages="SUNWno:1;"),
    ]
    assert world(rows, "100002-01").satisfied(PatchId("100001", "01"))


@pytest.mark.parametrize(
    ("obsoletes", "expected"),
    [("100001-05", []), ("100001-07", []), ("100001-02", ["100001-05"]), ("", ["100001-05"])],
)
def test_r5_an_installed_obsoletes_supersedes_up_to_its_revision(
    obsoletes: str, expected: list[str]
) -> None:
    ground = world([row("100001-05")], installed("100002-01", obsoletes))
    assert listed(ground) == expected


def test_r5_a_live_patch_above_an_obsoleted_revision_has_base_obsoleted() -> None:
    ground = world([row("100001-05")], installed("100002-01", "100001-02"))
    assert obstacles(ground) == {"100001-05": [("base-obsoleted", "100002-01")]}


def test_d30_the_own_obsoletes_are_no_base_obsoleted() -> None:
    ground = world([row("100001-05")], installed("100001-03", "100001-02"))
    assert obstacles(ground) == {"100001-05": []}


def test_d5_a_foreign_patch_obsoletes_too() -> None:
    assert listed(world([row("100001-05")], installed("IDR1-01", "100001-05"))) == []


CHAIN = [
    obsolete("145953-06", "145953-07"),
    obsolete("145953-08", "149173-03"),
    row("149173-03"),
]


@pytest.mark.parametrize(
    ("patch", "satisfied"),
    [("149173-03", True), ("149173-04", True), ("149173-02", False), ("145953-08", True)],
)
def test_r6_a_chain_is_walked_to_its_end_across_gaps(patch: str, satisfied: bool) -> None:
    ground = world(CHAIN, patch)
    first = ground.catalogue.rows("145953")[0].patch
    assert ground.satisfied(first) is satisfied


def test_r6_a_loop_ends_and_satisfies_nothing() -> None:
    ground = world([obsolete("100001-01", "100002-01"), obsolete("100002-01", "100001-01")])
    assert not ground.satisfied(ground.catalogue.rows("100001")[0].patch)
    assert verdicts(ground, "total") == {"100001": "superseded", "100002": "superseded"}


@pytest.mark.parametrize(
    ("rows", "loops"),
    [
        ([obsolete("100001-01", "100002-01"), obsolete("100002-01", "100001-01")], [2]),
        ([obsolete("100001-02", "100001-02")], [1]),
        ([obsolete("100001-02", "100002-01"), obsolete("100002-03", "100001-01")], [2]),
        ([obsolete("100001-02", "100002-01"), row("100002-01")], []),
    ],
)
def test_r6_loops_are_found_for_the_report(rows: list[Row], loops: list[int]) -> None:
    found = successor_loops(world(rows).catalogue)
    assert [len(loop) for loop in found] == loops


def test_r6_a_successor_that_is_itself_obsoleted_by_an_installed_patch_counts() -> None:
    ground = world(
        [obsolete("100001-01", "100002-02"), row("100002-02")], installed("100003-01", "100002-02")
    )
    assert ground.satisfied(ground.catalogue.rows("100001")[0].patch)


def test_d6_a_live_row_satisfied_through_a_higher_revision_is_superseded() -> None:
    ground = world(
        [row("100001-01"), obsolete("100001-02", "100002-01"), row("100002-01")], "100002-01"
    )
    assert verdicts(ground, "total")["100001"] == "superseded"


@pytest.mark.parametrize(
    ("patches", "second_applies", "satisfied"),
    [
        (["100002-01", "100003-01"], True, True),
        (["100002-01"], True, False),
        (["100002-01"], False, True),
    ],
)
def test_d7_of_several_successors_all_that_apply_must_be_satisfied(
    patches: list[str], second_applies: bool, satisfied: bool
) -> None:
    ground = world(
        [
            row("100001-01", "O", synopsis="OBSOLETED by 100002 and 100003"),
            row("100002-01"),
            row("100003-01", packages=f"{CSU};" if second_applies else "SUNWno:1;"),
        ],
        *patches,
    )
    assert ground.satisfied(ground.catalogue.rows("100001")[0].patch) is satisfied


def test_r7_a_later_revision_carries_the_flag_of_an_earlier_one() -> None:
    ground = world([obsolete("100001-01", "100001-02", "S"), row("100001-02")])
    (finding,) = judged(ground, "missings").findings()
    assert [str(patch) for patch in finding.inherited.security] == ["100001-01"]


def test_r7_an_heir_carries_the_flag_of_what_it_supersedes() -> None:
    ground = world([obsolete("100001-05", "100002-03", "R"), row("100002-03")])
    assert listed(ground, "missingr") == ["100002-03"]


def test_r7_a_flagged_revision_that_the_host_satisfies_counts_no_more() -> None:
    ground = world([row("100001-01", "S"), row("100001-02")], "100001-01")
    assert listed(ground, "missing") == ["100001-02"]
    assert listed(ground, "missings") == []


def test_r7_flags_row_is_the_plain_reading() -> None:
    ground = world([obsolete("100001-01", "100001-02", "S"), row("100001-02")], flags="row")
    assert listed(ground, "missings") == []


def test_r8_a_withdrawn_row_is_never_offered() -> None:
    assert listed(world([row("100001-01", "B")])) == []


def test_r8_an_installed_withdrawn_revision_is_withdrawn_installed() -> None:
    ground = world([row("100001-01", "B"), row("100001-02")], "100001-01")
    assert verdicts(ground, "bad") == {"100001": "withdrawn-installed"}


@pytest.mark.parametrize(
    "newer", [installed("100001-02"), installed("100002-01", "100001-01"), installed("100003-01")]
)
def test_r8_unless_something_newer_that_is_installed_satisfies_it(newer: object) -> None:
    ground = world(
        [
            row("100001-01", "BO", synopsis="WITHDRAWN PATCH Obsoleted by: 100003-01 x"),
            row("100001-02"),
            row("100003-01"),
        ],
        "100001-01",
        newer,  # type: ignore[arg-type]
    )
    assert listed(ground, "bad") == []


def test_d8_missing_also_selects_a_withdrawn_installed_number_with_a_live_row() -> None:
    ground = world([row("100001-01", "B"), row("100001-02")], "100001-01")
    assert listed(ground, "missing") == ["100001-02"]
    lower = world([row("100001-01"), row("100001-02", "B")], "100001-02")
    assert listed(lower, "missing") == []


@pytest.mark.parametrize(
    ("rows", "patch", "verdict"),
    [
        ([row("100001-02")], "100001-03", "newer"),
        ([row("100001-02"), obsolete("100001-03", "100009-01")], "100001-03", "superseded"),
        ([row("100001-02"), obsolete("100001-04", "100009-01")], "100001-03", "superseded"),
        ([row("100001-02")], "100001-02", "current"),
        ([obsolete("100001-02", "100009-01")], "100001-02", "current"),
        ([obsolete("100001-02", "100009-01")], "100001-01", "superseded"),
        ([row("100001-02", "B")], "100001-01", "withdrawn"),
        ([row("100001-02", packages="SUNWno:1;")], "100001-01", "not-applicable"),
        ([row("100001-02", packages="")], "100001-01", "not-judged"),
        ([row("100001-02")], "100001-01", "outdated"),
    ],
)
def test_d9_d10_d11_the_order_of_verdicts(rows: list[Row], patch: str, verdict: str) -> None:
    assert verdicts(world(rows, patch), "installed") == {"100001": verdict}


def test_d12_unbundled_lists_live_rows_without_packages_installed_or_not() -> None:
    ground = world(
        [
            row("100001-01", os="Unbundled", packages=""),
            row("100002-01", "O", os="Unbundled", packages=""),
            row("100003-01", os="9", packages=""),
            row("100004-01", os="8", packages=""),
        ],
        "100004-01",
    )
    assert listed(ground, "unbundled") == ["100001-01", "100004-01"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("100002-03", ["100002-03"]),
        ("100002", ["100002-05"]),
        ("100099-07", ["100099-07"]),
        ("100098", []),
    ],
)
def test_d13_ids_list_that_very_revision(word: str, expected: list[str]) -> None:
    ground = world([row("100002-05")], "100099-03")
    assert listed(ground, word) == expected


def test_r12_an_exception_moves_a_patch_and_returns_it_when_lapsed() -> None:
    def with_exception(revision: str | None, year: int) -> dict[str, str]:
        entry = PatchException("100001", revision, "why", AS_OF.replace(year=year), "x:1")
        return verdicts(world([row("100001-05")], exceptions=(entry,)), "total")

    assert with_exception(None, 2012) == {"100001": "excepted"}
    assert with_exception("05", 2012) == {"100001": "excepted"}
    assert with_exception("04", 2012) == {"100001": "missing"}
    assert with_exception(None, 2011) == {"100001": "excepted"}
    assert with_exception(None, 2010) == {"100001": "lapsed"}


def test_r12_an_exception_is_for_the_hosts_it_names() -> None:
    entry = PatchException("100001", None, "why", AS_OF, "x:1", hosts=("web*", "beta"))
    assert listed(world([row("100001-05")], exceptions=(entry,))) == ["100001-05"]
    entry = PatchException("100001", None, "why", AS_OF, "x:1", hosts=("web*", "alp?a"))
    assert listed(world([row("100001-05")], exceptions=(entry,))) == []


def test_r12_lapsed_ones_are_selected_by_missing() -> None:
    entry = PatchException("100001", None, "why", AS_OF.replace(year=2000), "x:1")
    assert listed(world([row("100001-05")], exceptions=(entry,))) == ["100001-05"]


def test_r16_without_pkginfo_only_installed_and_bad_are_answered() -> None:
    ground = world([row("100001-05"), row("100002-01")], "100001-04", no_pkginfo=True)
    assert listed(ground, "installed") == ["100001-05"]
    assert judged(ground, "installed", "bad").judged
    refused = judged(ground, "missing")
    assert refused.findings() == ()
    assert not refused.judged
