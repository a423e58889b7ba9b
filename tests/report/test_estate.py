"""The estate: sorted by need, cohorts, groups, and what changed since an earlier run."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patchcheck.model.earlier import EarlierHost, EarlierRun
from patchcheck.model.patch import PatchId
from patchcheck.report import estate_text
from patchcheck.report import json as json_form
from patchcheck.report.board import mark
from patchcheck.report.estate import Estate, HostLine, view_estate
from patchcheck.report.view import HostView
from tests.report.builders import (
    SHA256,
    make_estate,
    make_host,
    make_patch_view,
    make_report,
    make_unjudged,
)
from tests.report.test_json_schema import faults

S1, S2 = make_patch_view("100001-01"), make_patch_view("100002-01")
PLAIN = make_patch_view("100003-01", security=False, recommended=False)
HOSTS = (
    make_host("calm", ()),
    make_host("web01", (S1, S2)),
    make_host("web02", (S1, S2)),
    make_host("db01", (PLAIN,)),
    make_unjudged(),
)
EARLIER = EarlierRun(
    "may.json",
    SHA256,
    date(2003, 5, 18),
    ("missing",),
    {
        "web01": EarlierHost(judged=True, open=(PatchId("100001", "01"),)),
        "db01": EarlierHost(judged=True, open=(PatchId("100009", "02"),)),
        "calm": EarlierHost(judged=False),
        "gone": EarlierHost(judged=True),
        "web02": None,
    },
)


def line_of(host: HostView) -> HostLine:
    """The line that a host with such a view has."""
    steps = host.to_install
    return HostLine(
        hostname=host.hostname,
        release=host.release,
        architecture=host.architecture,
        judged=host.judged,
        not_judged_because=host.not_judged_because,
        grade=str(host.grade.letter) if host.grade else "",
        to_install=len(steps),
        security=sum(view.security for view in steps),
        recommended=sum(view.recommended for view in steps),
        blocked=sum(view.blocked for view in steps),
        withdrawn_installed=len(host.withdrawn_installed),
        compliance=host.compliance,
        todo=tuple((view.patch, mark(view)) for view in steps),
        excepted=tuple(view.patch for view in host.excepted),
    )


def estate(*hosts: HostView, **options: object) -> Estate:
    return view_estate(map(line_of, hosts or HOSTS), {}, **options)  # type: ignore[arg-type]


def test_the_neediest_stand_first_and_those_not_judged_last() -> None:
    assert [line.hostname for line in estate().lines] == [
        *("web01", "web02", "db01", "calm", "broken8")
    ]


def test_cohorts_are_those_of_the_workbook() -> None:
    found = [(one.name, one.hosts, one.pilot, one.changes) for one in estate().cohorts]
    assert found == [
        ("cohort 1", ("web01", "web02"), "web01", 2),
        ("cohort 2", ("calm",), "calm", 0),
        ("cohort 3", ("db01",), "db01", 1),
    ]


def test_what_hosts_have_in_common_can_be_held_once() -> None:
    lines = [line_of(host) for host in (make_host("one", (S1, S2)), make_host("two", (S1, S2)))]
    one, two = (line.shared() for line in lines)
    assert [one, two] == lines
    assert all(first is second for first, second in zip(one.todo, two.todo, strict=True))


IDS = ("100001-01", "100001-02", "100002-01")
STEPS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(("new", "update", "blocked"))))
EXCEPTED = st.lists(st.sampled_from(IDS))


@given(first=STEPS, second=STEPS, excepted=EXCEPTED, other=EXCEPTED)
@example(first=[], second=[(IDS[0], "new")], excepted=[IDS[0]], other=[])
@example(first=[(IDS[0], "new")], second=[(IDS[0], "update")], excepted=[], other=[])
@example(first=[(IDS[0], "new")], second=[(IDS[0], "blocked")], excepted=[], other=[])
def test_hosts_have_one_key_where_patches_blocks_and_exceptions_are_the_same(
    first: list[tuple[str, str]],
    second: list[tuple[str, str]],
    excepted: list[str],
    other: list[str],
) -> None:
    line = line_of(HOSTS[0])
    one = replace(line, hostname="one", todo=tuple(first), excepted=tuple(excepted))
    two = replace(line, hostname="two", todo=tuple(second), excepted=tuple(other))
    todos = [[(patch, word == "blocked") for patch, word in steps] for steps in (first, second)]
    assert (one.key == two.key) is (todos[0] == todos[1] and excepted == other)


def test_an_exception_parts_hosts_with_the_same_patches() -> None:
    excepted = make_host("web03", (S1, S2), excepted=(PLAIN,))
    assert [one.hosts for one in estate(*HOSTS[1:3], excepted).cohorts] == [
        ("web01", "web02"),
        ("web03",),
    ]


def test_groups_are_told_by_patterns_and_nobody_is_left_out() -> None:
    groups = {"web": ("web*",), "first": ("*01",)}
    found = view_estate(map(line_of, HOSTS), groups).groups
    assert [(group.name, group.hosts, group.security) for group in found] == [
        ("web", ("web01", "web02"), 4),
        ("first", ("web01", "db01"), 2),
        (None, ("calm", "broken8"), 0),
    ]


def test_what_changed_since_an_earlier_run() -> None:
    since = estate(earlier=EARLIER).since
    assert since is not None
    told = {line.hostname: line.because or line.changes for line in since.hosts}
    assert told["calm"] == "not judged then"
    assert told["web02"] == "two hosts have this name"
    assert (since.only_then, since.only_now) == (("gone",), ("broken8",))
    web01, db01 = (line.changes for line in since.hosts if line.hostname in {"web01", "db01"})
    assert web01
    assert web01.new == (PatchId("100002", "01"),)
    assert db01
    assert db01.closed == (PatchId("100009", "02"),)


@pytest.mark.parametrize("options", [{}, {"earlier": EARLIER}], ids=["plain", "since"])
def test_json_is_valid_by_its_schema(options: dict[str, object]) -> None:
    report = make_report(*HOSTS, estate=estate(**options))
    written = json.loads(json_form.render(report))
    assert not faults("report", written)
    assert [line["hostname"] for line in written["estate"]["summary"]][:2] == ["web01", "web02"]


def test_the_pieces_are_what_one_call_would_write() -> None:
    report = make_estate()
    text = json_form.render(report)
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


def test_text_names_every_host_and_the_one_not_judged() -> None:
    report = make_report(*HOSTS, estate=estate(earlier=EARLIER))
    text = estate_text.render(report, matrix=False)
    assert "5, of which 4 judged and 1 NOT JUDGED" in text
    assert "NOT JUDGED: 1\nbroken8: " in text
    assert "cohort 1: 2 hosts, 2 changes; pilot web01; web01, web02" in text
    assert "web01: new 1: 100002-01; still open: 1" in text
    assert "db01: new 1: 100003-01; closed 1: 100009-02; still open: 0" in text


def test_the_matrix_has_a_row_for_each_patch_and_a_column_for_each_host() -> None:
    text = estate_text.render(make_report(*HOSTS, estate=estate()), matrix=True)
    heading, _, *rows = text[text.index("HOSTS x PATCHES") :].splitlines()[1:]
    assert heading.split() == ["Patch", "calm", "db01", "web01", "web02"]
    assert [row.split() for row in rows if row] == [
        ["100001-01", "new", "new"],
        ["100002-01", "new", "new"],
        ["100003-01", "new"],
    ]
