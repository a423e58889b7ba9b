"""Grades: what lowers them, and to what."""

from datetime import date, timedelta

import pytest

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.host import Dated, InstalledPatch
from patchcheck.model.patch import PatchId
from patchcheck.model.xref import Row
from patchcheck.resolve.doctor import age, grade
from patchcheck.resolve.world import World
from tests.resolve.build import AS_OF, installed, obsolete, row, world

UNAME, SHOWREV, PKGINFO = (
    Input(kind, kind, "0" * 64, 1, Account(1, 0, 0)) for kind in ("uname", "showrev", "pkginfo")
)


def whole(
    *patches: InstalledPatch | str,
    rows: tuple[Row, ...] = (),
    inputs: tuple[Input, ...] = (UNAME, SHOWREV, PKGINFO),
    dated: date | None = None,
    max_age: int | None = None,
) -> World:
    """A host whose dumps are all there."""
    ground = world(list(rows), *patches)
    host = ground.host._replace(inputs=inputs, dated=Dated(dated, "--date") if dated else None)
    return World(host, ground.catalogue, ground.options._replace(max_age=max_age))


def causes(ground: World) -> list[str]:
    found = grade(ground)
    assert found.letter == (found.causes[0].letter if found.causes else "A")
    return [f"{cause.letter} {cause.text}" for cause in found.causes]


def requiring(text: str, required: str) -> InstalledPatch:
    patch = PatchId.parse(required)
    assert patch
    return installed(text)._replace(requires=(patch,))


@pytest.mark.parametrize(
    ("days", "max_age", "found"),
    [
        (30, None, []),
        (30, 30, []),
        (31, 30, ["C 31 days old, where 30 are allowed"]),
        (1, 0, ["C 1 day old, where 0 are allowed"]),
        (0, 0, []),
        (-1, 30, ["B dated 2011-02-11, after 2011-02-10: they have no age"]),
        (-1, None, []),
        (None, 30, ["B nothing tells the day of the dumps: their age is not known"]),
        (None, None, []),
    ],
)
def test_old_dumps_lower_the_grade(days: int | None, max_age: int | None, found: list[str]) -> None:
    day = None if days is None else AS_OF - timedelta(days)
    ground = whole(dated=day, max_age=max_age)
    assert causes(ground) == found
    assert age(ground) == (days if days is not None and days >= 0 else None)


def test_what_was_mended_and_what_was_rejected() -> None:
    mended = SHOWREV._replace(mended=("CRLF line ends",))
    rejected = PKGINFO._replace(account=Account(1, 0, 2))
    assert causes(whole(inputs=(UNAME, mended, rejected))) == [
        "C pkginfo: 2 lines could not be read",
        "B showrev: CRLF line ends",
    ]


def test_dumps_that_are_absent() -> None:
    assert causes(whole(inputs=(SHOWREV, PKGINFO))) == ["B no uname: the platform is not known"]
    ground = world([], no_pkginfo=True)
    host = ground.host._replace(inputs=(SHOWREV, UNAME))
    assert causes(World(host, ground.catalogue, ground.options)) == [
        "D no pkginfo: only installed and bad can be answered"
    ]


def test_r16_each_reason_not_to_judge_is_a_cause() -> None:
    ground = whole()
    other = Diagnostic("pkginfo", 0, 0, Severity.ERROR, "is cut: it ends within a package")
    host = ground.host._replace(not_judged_because="showrev is cut", diagnostics=(other,))
    assert causes(World(host, ground.catalogue, ground.options)) == [
        "F showrev is cut",
        "F pkginfo is cut: it ends within a package",
    ]
    unread = host._replace(inputs=(), packages=None, diagnostics=())
    assert causes(World(unread, ground.catalogue, ground.options)) == ["F showrev is cut"]


def test_patches_whose_packages_are_not_installed() -> None:
    lost = installed("100001-01")._replace(packages=("SUNWgone",))
    kept = installed("100002-01")._replace(packages=("SUNWgone", "SUNWcsu"))
    assert causes(whole(lost, kept)) == ["C patches whose packages are not installed: 100001-01"]


def test_r6_a_requirement_is_met_by_a_successor_that_only_the_file_tells() -> None:
    patches = (requiring("100001-01", "100002-01"), "100003-01")
    unmet = ["C installed patches whose requirements are not met: 100001-01 requires 100002-01"]
    assert causes(whole(*patches)) == unmet
    rows = (obsolete("100002-01", "100003-01"), row("100003-01"))
    assert causes(whole(*patches, rows=rows)) == []


@pytest.mark.parametrize(
    ("patches", "rows", "found"),
    [
        pytest.param(
            [installed("100001-01", incompatibles="100002-02"), "100002-02"],
            (),
            ["100001-01 with 100002-02"],
            id="listed by the dump",
        ),
        pytest.param(
            [installed("100001-01", incompatibles="100002-02"), "100002-01"],
            (),
            [],
            id="an older revision is none",
        ),
        pytest.param(
            ["100001-01", "100002-03"],
            (row("100001-01", incompatible="100002-02;"),),
            ["100001-01 with 100002-03"],
            id="D25 listed by the row",
        ),
        pytest.param(
            [
                installed("100001-01", incompatibles="100002-02"),
                installed("100003-01", obsoletes="100002-02"),
            ],
            (),
            ["100001-01 with 100003-01"],
            id="R10 one that obsoletes it",
        ),
        pytest.param(
            [
                installed("100001-01", obsoletes="100002-02"),
                installed("100001-02", incompatibles="100002-02"),
            ],
            (),
            [],
            id="D25 its own older revision is none",
        ),
        pytest.param(
            [
                installed("100001-01", incompatibles="100002-02"),
                installed("100002-02", incompatibles="100001-01"),
            ],
            (),
            ["100002-02 with 100001-01"],
            id="both list each other: told once",
        ),
    ],
)
def test_r10_installed_patches_that_conflict(
    patches: list[InstalledPatch | str], rows: tuple[Row, ...], found: list[str]
) -> None:
    words = [f"C installed patches that conflict: {', '.join(found)}"] if found else []
    assert causes(whole(*patches, rows=rows)) == words
