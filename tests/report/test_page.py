"""The web page: complete without script, safe against what is in a dump, the same every time."""

import base64
import hashlib
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.exception import PatchException
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind, Proof
from patchcheck.report import page as form
from patchcheck.report.anchors import Anchors, slug
from patchcheck.report.charts import Datum, chart
from patchcheck.report.figures import AFTER, NO_DATE, age_class, by_age
from patchcheck.report.sections import SECTIONS, Page
from patchcheck.report.view import Report
from patchcheck.resolve.doctor import Cause, Grade, Letter
from tests.report.builders import (
    make_estate,
    make_host,
    make_patch_view,
    make_report,
    make_unjudged,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</style><svg onload=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}&lt;",
    "<!--",
    "\x00\x1b[2J\x07\x85\u2028",
    "\u202egnp.exe\u2066\u200f",
    "\ud800 lone",
    "=cmd|' /C calc'!A0",
    "x" * 5000,
)
_VOID = frozenset({"meta", "br", "input", "link"})
_SHAPES = frozenset({"path", "rect"})


class Reader(HTMLParser):
    """What stands in a page: elements, attributes, text; and whether tags are nested well."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.raw: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _SHAPES
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"}:
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]


def read(report: Report) -> Reader:
    return Reader(form.render(report))


def hostile_report(text: str) -> Report:
    """The text wherever text from outside can stand; not even made printable before."""
    proof = Proof(("R3",), text, text, (text, f"{text} (installed)"), text, text, (text,))
    entry = PatchException("118833", None, text, date(2026, 8, 31), text, (text,), text, text)
    view = make_patch_view(
        synopsis=text,
        reason=text,
        os=text,
        requires=(text,),
        incompatible=(text,),
        after=(text,),
        proof=proof,
        exception=entry,
        obstacles=(Obstacle(ObstacleKind.REQUIRES_UNKNOWN, text, text),),
        notes=(Note(NoteKind.PACKAGE_PARTIAL, text, text),),
    )
    host = make_host(
        text,
        [view],
        release=text,
        architecture=text,
        machine=text,
        platform=text,
        kernel=text,
        inputs=(Input(text, text, text, 1, Account(1, 0, 0), (text,)),),
        excepted=(view,),
        withdrawn_installed=(view,),
        grade=Grade(Letter.C, (Cause(Letter.C, text),)),
    )
    return make_report(
        host,
        host._replace(hostname=f"{text}!"),
        make_unjudged(text, text),
        diagnostics=(Diagnostic(text, 1, 1, Severity.WARNING, text),),
        selection=(text,),
        special_cases=text,
    )


# --- safety ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_outside_becomes_markup(text: str) -> None:
    """Hostile text leaves the page with the same elements and attributes as harmless text."""
    harmless, hostile = read(hostile_report("harmless")), read(hostile_report(text))
    for tag in ("script", "style", "img", "iframe", "link", "form", "object", "base"):
        assert hostile.tags[tag] == harmless.tags[tag]
    assert {key for _, key, _ in hostile.attributes} == {key for _, key, _ in harmless.attributes}
    assert hostile.raw == harmless.raw


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_gets_where_a_browser_acts(text: str) -> None:
    page = read(hostile_report(text))
    assert all(value.startswith("#") for value in page.values("href"))
    assert not any(key.startswith("on") or key in {"src", "style"} for _, key, _ in page.attributes)
    for name in ("id", "href", "value", "class", "data-find", "datetime"):
        assert all(re.fullmatch(r"[#a-z0-9 -]*", value) for value in page.values(name))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_written_as_text(text: str) -> None:
    written = form.render(hostile_report(text))
    written.encode("utf-8")
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", written
    )
    if text.isprintable():
        assert re.sub(r"\s+", " ", text) in Reader(written).text


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    page = read(make_estate())
    (policy,) = [value for value in page.values("content") if value.startswith("default-src")]
    for name, directive in (("style", "style-src"), ("script", "script-src")):
        digest = base64.b64encode(hashlib.sha256(page.raw[name].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "base-uri 'none'; form-action 'none'" in policy


def test_nothing_is_loaded_from_anywhere() -> None:
    written = form.render(make_estate())
    assert "http://" not in written
    assert "https://" not in written
    assert not re.search(r"url\(|@import|<link|<img|\bsrc=", written)


# --- what stands in it -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "report",
    [
        make_estate(),
        make_report(),
        make_report(make_host()),
        make_report(make_unjudged()),
        make_report(make_host(compliance=None, grade=None, release=None)),
        make_report(make_host("a.b"), make_host("a-b"), make_host("A.B"), make_host("a.b")),
        make_report(make_host("main"), make_host("\u05d0\u05d1"), make_host("\u4e3b\u673a")),
    ],
    ids=["estate", "no hosts", "no findings", "none judged", "little known", "alike", "odd names"],
)
def test_anchors_are_unique_and_every_link_leads_somewhere(report: Report) -> None:
    page = read(report)
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {link.removeprefix("#") for link in page.values("href")} <= set(anchors)
    assert {anchor for anchor, _ in SECTIONS} <= set(anchors)
    assert set(page.values("aria-labelledby")) <= set(anchors)


def test_hosts_and_patches_have_their_anchors() -> None:
    anchors = read(make_estate()).values("id")
    for wanted in ("host-web01", "host-broken8", "patch-108528", "web01-108528-19", "cohort-1"):
        assert wanted in anchors


def test_a_patch_that_is_not_to_be_installed_has_its_anchor_too() -> None:
    view = make_patch_view("145953-06", verdict="superseded", offered=False)
    anchors = read(make_report(make_host("web01", [view]))).values("id")
    assert "patch-145953" in anchors


def test_the_figures_are_those_of_the_view_model() -> None:
    report = make_estate()
    totals = Page(report).totals
    assert (totals.hosts, totals.judged, totals.not_judged) == (4, 3, 1)
    assert (totals.to_install, totals.security, totals.blocked) == (7, 5, 2)
    text = read(report).text
    assert "Hosts judged 3 of 4; 1 not judged" in text
    assert "To install 7 3 different patches" in text
    assert "Security compliance 75.0 % 90 of 120 applicable" in text
    assert "Security patches to install 5 " in text
    assert "Blocked 2 of those to install" in text
    assert "Security level 2003-02-20" in text


def test_an_unknown_level_of_one_host_leaves_that_of_all_unknown() -> None:
    host = make_host()
    assert host.compliance
    bare = host.compliance._replace(security_level=None)
    totals = Page(make_report(host, make_host("b", compliance=bare))).totals
    assert totals.security_level is None


def test_the_plan_numbers_what_can_be_installed_and_sets_the_rest_apart() -> None:
    first = Page(make_estate()).cohorts[0]
    assert [step.place for step in first.steps] == [1, 2, None]
    assert [step.change.view.patch for step in first.blocked] == ["111111-03"]
    text = read(make_estate()).text
    assert "Blocked: requires-withdrawn requires 114147-02: withdrawn" in text
    assert "goes in after 108528-19" in text
    assert "Note: requires-waived requires 109318-12: does not apply" in text


def test_the_chain_of_a_patch_is_drawn() -> None:
    chain = ("145953-06", "145953-07 (not in the file)", "149173-03 (installed) (also > 150000-01)")
    view = make_patch_view(
        "145953-06", verdict="superseded", offered=False, proof=Proof(("R6",), chain=chain)
    )
    written = form.render(make_report(make_host("web01", [view])))
    assert written.count('<svg class="arrow" viewBox="0 0 26 12" width="26" height="12" role=') == 2
    assert (
        '<span class="box odd"><b class="id">145953-07</b> <small>not in the file</small>'
        in written
    )
    assert '<span class="box held"><b class="id">149173-03</b>' in written
    assert "installed; also &gt; 150000-01" in written


def test_provenance_names_every_input_with_its_hash() -> None:
    report = make_estate()
    text = read(report).text
    for wanted in (report.xref.sha256, report.xref.path, f"patchcheck {report.version}"):
        assert wanted in text
    for host in report.hosts:
        for item in host.inputs:
            assert item.path in text
            assert item.sha256 in text
    assert "--flags inherited" in text
    assert "412 rows, 390 numbers" in text


def test_exceptions_show_their_end_and_their_papers() -> None:
    entry = PatchException(
        "118833", None, "vendor says no", date(2026, 8, 31), "e.toml:1", approver="CAB 7"
    )
    host = make_host("db01", (), excepted=(make_patch_view("118833-36", exception=entry),))
    text = read(make_report(host)).text
    assert "2026-08-31" in text
    assert "vendor says no" in text
    assert "CAB 7" in text


def test_a_host_that_was_not_judged_never_looks_clean() -> None:
    text = read(make_report(make_unjudged("broken8", "the dump is cut"))).text
    assert "No host was judged." in text
    assert "Not judged: the dump is cut" in text
    assert "Security compliance unknown" in text


def test_a_host_without_findings_says_so() -> None:
    text = read(make_report(make_host("web01"))).text
    assert "Nothing is to be installed on any judged host" in text
    assert "Nothing was selected on this host by missing." in text


def test_long_text_is_folded_but_whole() -> None:
    words = " ".join(f"word{place}" for place in range(700))
    page = read(make_report(make_host("web01", [make_patch_view(synopsis=words)])))
    assert words in page.text
    assert "long" in page.values("class")


def test_every_table_has_a_caption_and_scrolls_by_itself() -> None:
    page = read(make_estate())
    assert page.tags["table"] == page.tags["caption"] == page.values("class").count("scroll")
    assert set(page.values("scope")) == {"col", "row"}
    assert page.values("lang") == ["en"]
    assert "skip" in page.values("class")


def test_many_changes_get_a_table_for_each_cohort() -> None:
    views = [make_patch_view(f"{100000 + place}-01") for place in range(1100)]
    report = make_report(make_host("a", views), make_host("b", views[1:]))
    text = read(report).text
    assert "Changes of cohort 1" in text
    assert "Changes of cohort 2" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert form.render(make_estate()) == form.render(make_estate())


# --- its parts ---------------------------------------------------------------------------------


def test_slugs_are_plain_bounded_and_never_empty() -> None:
    assert slug("Web01.Example.COM") == "web01-example-com"
    assert slug("\u4e3b\u673a") == slug("///") == "unnamed"
    assert slug("x" * 5000) == "x" * 48


def test_an_anchor_is_given_out_once() -> None:
    anchors = Anchors(["main"])
    assert [anchors.take(name) for name in ("main", "a.b", "a-b", "a-b-2")] == [
        "main-2",
        "a-b",
        "a-b-2",
        "a-b-2-2",
    ]


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (None, NO_DATE),
        (-1, AFTER),
        (0, "up to 30 days"),
        (30, "up to 30 days"),
        (31, "31 to 90 days"),
        (365, "181 to 365 days"),
        (730, "1 to 2 years"),
        (731, "over 2 years"),
    ],
)
def test_ages_fall_into_classes(days: int | None, name: str) -> None:
    assert age_class(days) == name


def test_odd_age_classes_stand_only_where_they_occur() -> None:
    names = [name for name, _ in by_age([make_patch_view(age_days=5)])]
    assert names[0] == "up to 30 days"
    assert NO_DATE not in names
    undated = dict(by_age([make_patch_view(age_days=None), make_patch_view(age_days=-9)]))
    assert (undated[NO_DATE], undated[AFTER]) == (1, 1)


def test_bars_are_to_scale_and_say_what_was_left_out() -> None:
    drawn = chart("c", "t", "c", [Datum(f"host{n}", n, str(n)) for n in range(40, 0, -1)])
    assert (len(drawn.bars), drawn.left_out) == (30, 10)
    assert drawn.bars[0].length == pytest.approx(2 * drawn.bars[20].length)
    assert drawn.words.startswith("host40: 40; host39: 39")


def test_a_chart_of_nothing_has_no_length() -> None:
    assert chart("c", "t", "c", [Datum("a", 0, "0")]).bars[0].length == 0
    assert chart("c", "t", "c", []).height == 0
