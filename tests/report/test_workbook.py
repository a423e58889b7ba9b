"""The change board's workbook, read back with openpyxl."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.exception import PatchException
from patchcheck.model.verdict import NoteKind, ObstacleKind, Verdict
from patchcheck.report import sheet, sheets_changes, sheets_hosts
from patchcheck.report.view import Report
from patchcheck.report.workbook import render
from patchcheck.resolve.doctor import Letter
from tests.report.builders import (
    AS_OF,
    SHA256,
    make_estate,
    make_host,
    make_patch_view,
    make_report,
    make_unjudged,
)

SHEETS = [
    "Summary",
    "Changes",
    "Hosts x patches",
    "Plan",
    "Exceptions",
    "Withdrawn installed",
    "Not judged",
    "Glossary",
]
HEADING = 3
IDS = re.compile(r"\d{6}-\d{2}")


def read(report: Report) -> Workbook:
    return load_workbook(BytesIO(render(report)))


def cells(book: Workbook) -> Iterator[Cell]:
    for each in book.worksheets:
        for row in each.iter_rows():
            for cell in row:
                if isinstance(cell, Cell):
                    yield cell


def column(of: Worksheet, heading: str) -> list[Cell]:
    """The cells under a heading."""
    place = [cell.value for cell in of[HEADING]].index(heading) + 1
    found = [of.cell(row, place) for row in range(HEADING + 1, of.max_row + 1)]
    return [cell for cell in found if isinstance(cell, Cell)]


def values(of: Worksheet, heading: str) -> list[object]:
    return [cell.value for cell in column(of, heading)]


def texts(of: Worksheet) -> list[str]:
    return [str(cell.value) for row in of.iter_rows() for cell in row if cell.value is not None]


def facts(book: Workbook) -> dict[str, object]:
    """Labels and values at the top of Summary."""
    found: dict[str, object] = {}
    for row in book["Summary"].iter_rows(min_row=4, max_row=13, values_only=True):
        found |= {str(row[0]).strip(): row[1], str(row[8]).strip(): row[11]}
    return found


def test_the_sheets_are_those_that_the_board_knows() -> None:
    assert read(make_estate()).sheetnames == SHEETS


def test_the_same_report_gives_the_same_bytes() -> None:
    report = make_estate()
    data = render(report)
    assert data == render(report)
    with ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_properties_tell_who_made_it_and_when_it_holds() -> None:
    properties = read(make_estate()).properties
    assert properties.creator == "patchcheck"
    assert properties.title == "Patch report as of 2003-06-18"
    assert properties.created == properties.modified == datetime(2003, 6, 18)  # noqa: DTZ001


def test_every_id_is_text_with_the_text_format() -> None:
    book = read(make_estate())
    found = [
        cell
        for cell in cells(book)
        if cell.parent.title != "Glossary" and IDS.fullmatch(str(cell.value))
    ]
    assert len(found) > 20
    assert {(cell.data_type, cell.number_format) for cell in found} == {("s", "@")}
    assert values(book["Changes"], "Patch")[:2] == ["108528-19", "110615-08"]


def test_revisions_keep_their_zeros() -> None:
    host = make_host("a", [make_patch_view("110615-01", installed="00", verdict="outdated")])
    moves = column(read(make_report(host))["Changes"], "Installed > target")
    assert [(cell.value, cell.number_format) for cell in moves] == [("00 > 01", "@")]


def test_dates_are_dates() -> None:
    book = read(make_estate())
    released = column(book["Changes"], "Released")
    assert [cell.is_date for cell in released] == [True] * 4
    assert released[0].value == datetime(2003, 2, 21)  # noqa: DTZ001
    assert released[2].value is None
    assert facts(book)["As of"] == datetime(2003, 6, 18)  # noqa: DTZ001


def test_a_day_before_excels_calendar_is_written_out() -> None:
    entry = PatchException("118833", None, "why", date(1, 2, 3), "e.toml:1")
    view = make_patch_view("118833-36", offered=False, verdict="lapsed", exception=entry)
    book = read(make_report(make_host("a", excepted=(view,))))
    assert values(book["Exceptions"], "Until") == ["0001-02-03"]


# --- nothing of an input acts ----------------------------------------------------------------


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "#REF!",
    "<script>alert(1)</script>",
    "]]>&amp;",
    "_x000D_",
    "  blanks  ",
    "x" * 5_000,
    "\ufffe and \uffff",
    "𝄞 music",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_everywhere(text: str) -> None:
    view = make_patch_view(
        synopsis=text, reason=text, requires=(text,), incompatible=(text,), released=None
    )
    host = make_host(text, [view], platform=text)
    report = make_report(host, make_unjudged(text, text), special_cases=text, selection=(text,))
    book = read(report)
    assert {cell.data_type for cell in cells(book)} <= {"s", "n", "d"}
    expected = text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    expected = expected.replace("_x000D_", "_x005F_x000D_")
    assert expected in values(book["Changes"], "Synopsis")
    assert expected in values(book["Plan"], "Synopsis")


def test_a_text_that_begins_like_a_formula_is_marked_to_stay_text() -> None:
    host = make_host(
        "a", [make_patch_view("100000-01", synopsis="=1"), make_patch_view(synopsis="plain")]
    )
    inert, plain = column(read(make_report(host))["Plan"], "Synopsis")
    assert (inert.quotePrefix, plain.quotePrefix) == (True, False)


def test_no_cell_is_a_formula() -> None:
    with ZipFile(BytesIO(render(make_estate()))) as archive:
        names = [name for name in archive.namelist() if "worksheets/sheet" in name]
        assert len(names) >= len(SHEETS)
        assert not any(b"<f>" in archive.read(name) for name in names)


@pytest.mark.parametrize(
    "names",
    [
        ["a/b:c*d?e[f]", "'quoted'", "Changes"],
        ["h" * 60, "h" * 60 + "2"],
        ["same", "same"],
        ["", " "],
    ],
)
def test_any_host_name_will_do(names: list[str]) -> None:
    hosts = [make_host(name, [make_patch_view()]) for name in names]
    book = read(make_report(*hosts, make_unjudged(names[0])))
    assert book.sheetnames == SHEETS
    headings = [cell.value for cell in book["Hosts x patches"][HEADING]]
    assert headings[3:-1] == [name or None for name in names]
    assert values(book["Changes"], "Hosts") == [len(names)]


# --- sheets ------------------------------------------------------------------------------------


def test_changes_has_a_row_for_each_cohort_and_patch() -> None:
    changes = read(make_estate())["Changes"]
    assert values(changes, "Cohort") == ["cohort 1"] * 3 + ["cohort 2"]
    assert values(changes, "Step") == [1, 2, "blocked", 1]
    assert values(changes, "Hosts") == [2, 2, 2, 1]
    assert values(changes, "Host names") == ["web01, web02"] * 3 + ["db01"]
    assert values(changes, "R") == ["R", None, "R", "R"]
    assert values(changes, "S") == ["s", "S", None, "s"]
    assert values(changes, "Installed > target")[:2] == ["none > 19", "05 > 08"]
    assert "inherits S from 108528-17" in str(values(changes, "Why")[0])
    assert "requires-withdrawn: requires 114147-02" in str(values(changes, "Remarks")[2])


def test_hosts_of_a_cohort_that_differ_are_told_apart() -> None:
    old = make_patch_view(installed="05", reason="05 is installed", inherited_security=())
    new = make_patch_view(reason="nothing is installed")
    changes = read(make_report(make_host("a", [old]), make_host("b", [new])))["Changes"]
    assert values(changes, "Installed > target") == ["05, none > 19"]
    assert values(changes, "S") == ["s"]
    assert str(values(changes, "Why")[0]).startswith("a: 05 is installed; b: nothing is")


def test_many_host_names_are_counted() -> None:
    hosts = [make_host(f"h{place:03}", [make_patch_view()]) for place in range(40)]
    book = read(make_report(*hosts))
    assert values(book["Changes"], "Hosts") == [40]
    assert str(values(book["Changes"], "Host names")[0]).endswith(
        "h011 and 28 more: see the cohort in Summary"
    )
    assert "h039" in texts(book["Summary"])


def test_plan_sets_blocked_patches_apart() -> None:
    report = make_estate()
    blocked = make_patch_view("100000-01", obstacles=report.hosts[0].patches[2].obstacles)
    plan = read(make_report(make_host("a", [blocked, make_patch_view()])))["Plan"]
    assert values(plan, "State") == ["install", "blocked"]
    assert values(plan, "Patch") == ["108528-19", "100000-01"]
    assert values(plan, "Step") == [1, None]
    assert values(plan, "Blocked by")[1] == "requires-withdrawn: requires 114147-02: withdrawn"


def test_the_matrix_marks_with_words() -> None:
    matrix = read(make_estate())["Hosts x patches"]
    assert values(matrix, "Patch") == ["108528-19", "110615-08", "111111-03", "118833-36"]
    assert values(matrix, "web01") == ["new", "update", "blocked", None]
    assert values(matrix, "db01") == ["new", None, None, "excepted"]
    assert values(matrix, "broken8 (not judged)") == ["?"] * 4
    assert values(matrix, "Hosts") == [3, 2, 2, 1]


def test_more_hosts_than_columns_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_hosts, "MAX_COLUMNS", 5)
    hosts = [make_host(name, [make_patch_view()]) for name in "abc"]
    book = read(make_report(*hosts))
    assert "Hosts x patches 2" in book.sheetnames
    assert values(book["Hosts x patches 2"], "c") == ["new"]
    assert values(book["Hosts x patches 2"], "Hosts") == [3]


def test_exceptions_are_told_with_who_and_until_when() -> None:
    entry = PatchException(
        "118833", "36", "vendor", date(2026, 8, 31), "e.toml:3", ("*",), "CAB", "CHG1"
    )
    lapsed = PatchException("110615", None, "was tested", date(2003, 6, 17), "e.toml:9")
    out = make_patch_view("118833-36", offered=False, verdict="excepted", exception=entry)
    back = make_patch_view("110615-08", verdict="lapsed", exception=lapsed)
    hosts = [make_host(name, [back], excepted=(out,)) for name in ("a", "b")]
    book = read(make_report(*hosts))
    rows = list(book["Exceptions"].iter_rows(min_row=4, values_only=True))
    until = datetime(2003, 6, 17), datetime(2026, 8, 31)  # noqa: DTZ001
    assert [row[:2] for row in rows] == [("lapsed", "110615-08"), ("excepted", "118833-36")]
    assert [row[4:6] for row in rows] == [(2, "a, b")] * 2
    assert rows[0][6:9] == ("110615, every one", "was tested", until[0])
    assert rows[1][6:] == ("118833-36 and lower", "vendor", until[1], "CAB", "CHG1", "e.toml:3")
    assert facts(book)["of these exception lapsed"] == 2


def test_withdrawn_patches_are_told_with_what_replaces_them() -> None:
    view = make_patch_view("120830-06", verdict="withdrawn-installed", installed="04")
    host = make_host("a", [view], withdrawn_installed=(view,))
    withdrawn = read(make_report(host))["Withdrawn installed"]
    assert values(withdrawn, "Installed") == ["120830-04"]
    assert values(withdrawn, "Replaced by") == ["120830-06"]


def test_what_could_not_be_judged_or_read_is_told() -> None:
    words = values(read(make_estate())["Not judged"], "What")
    assert set(words) == {
        "host not judged",
        "rejected lines",
        "foreign patch",
        "grade of the dumps",
        "diagnostic",
    }


def test_a_host_without_packages_has_no_percentage() -> None:
    book = read(make_report(make_host("a", compliance=None)))
    assert "host judged in part" in values(book["Not judged"], "What")
    assert "not known" in texts(book["Summary"])


def test_the_glossary_knows_every_word() -> None:
    known = set(values(read(make_estate())["Glossary"], "Word"))
    kinds = (Verdict, ObstacleKind, NoteKind, Letter)
    assert {str(word) for kind in kinds for word in kind} <= known


def test_summary_tells_what_the_report_stands_on() -> None:
    book = read(make_estate())
    shown = facts(book)
    assert shown["Cross-reference file"] == "patchdiag.xref"
    assert shown["its SHA-256"] == SHA256
    assert (shown["Hosts judged"], shown["Hosts not judged"], shown["Cohorts"]) == (3, 1, 2)
    assert shown["To install (host x patch)"] == 7
    assert shown["of these security"] == 5
    assert shown["of these blocked"] == 2
    assert "NOT JUDGED, and in none of the numbers: broken8" in str(book["Summary"]["A2"].value)
    assert {"web01", "5.8 sparc", "108528-19", "dumps/web01_showrev.out"} <= set(
        texts(book["Summary"])
    )


def test_summary_has_native_charts_of_existing_cells() -> None:
    with ZipFile(BytesIO(render(make_estate()))) as archive:
        charts = [archive.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2, 3)]
    assert "Open security patches by host" in charts[0]
    assert "Open security patches by age" in charts[1]
    assert "Security patches satisfied, by host" in charts[2]
    summary = read(make_estate())["Summary"]
    for chart in charts:
        labels, numbers = re.findall(r"'Summary'!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", chart)[:2][::-1]
        for letter, first, last in (labels, numbers):
            for row in range(int(first), int(last) + 1):
                assert summary[f"{letter}{row}"].value is not None


def test_a_chart_shows_a_bounded_number_of_hosts() -> None:
    hosts = [make_host(f"h{place:03}", [make_patch_view()]) for place in range(40)]
    with ZipFile(BytesIO(render(make_report(*hosts)))) as archive:
        assert b"(first 20 of 40)" in archive.read("xl/charts/chart1.xml")


# --- the table's furniture -----------------------------------------------------------------------


def test_headings_stay_in_sight_and_on_every_page() -> None:
    book = read(make_estate())
    for each in book.worksheets[1:]:
        assert str(each.freeze_panes).endswith("4")
        assert each.print_title_rows == "$3:$3"
        assert each.auto_filter.ref == f"A3:{each.cell(each.max_row, each.max_column).coordinate}"
    for each in book.worksheets:
        assert each.page_setup.orientation == "landscape"
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (1, 0)
        assert each.sheet_properties.pageSetUpPr is not None
        assert each.sheet_properties.pageSetUpPr.fitToPage


def test_the_board_decides_by_a_list_and_by_dates() -> None:
    changes = read(make_estate())["Changes"]
    decision, *dates = changes.data_validations.dataValidation
    assert decision.type == "list"
    assert decision.formula1 == '"approve,defer,reject,not applicable"'
    assert str(decision.sqref) == "R4:R7"
    assert changes["R3"].value == "Decision"
    assert [rule.type for rule in dates] == ["date", "date"]
    headings = [cell.value for cell in changes[HEADING]]
    assert headings[17:] == [
        "Decision",
        "Reason",
        "Approver",
        "Date",
        "Expires",
        "Change number",
        "Window",
        "Tested on",
        "Tester",
        "Result",
    ]
    fill, plain = (changes[f"{letter}4"].fill.start_color.rgb for letter in "RD")
    assert fill != plain


def test_the_patch_cell_of_changes_carries_the_reason() -> None:
    first = column(read(make_estate())["Changes"], "Patch")[0]
    assert first.comment is not None
    assert first.comment.text.startswith("nothing of it is installed; applies by")


def test_comments_are_bounded_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_changes, "MAX_COMMENTS", 2)
    book = read(make_estate())
    patches = column(book["Changes"], "Patch")
    assert [cell.comment is not None for cell in patches] == [True, True, False, False]
    assert any("first 2 of 4 patches" in text for text in texts(book["Not judged"]))
    assert "Comments stand on the first 2 patches." in str(book["Changes"]["A2"].value)


def linked(book: Workbook) -> Iterator[tuple[Cell, Cell]]:
    for cell in cells(book):
        if cell.hyperlink:
            assert cell.hyperlink.target is None
            match = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", str(cell.hyperlink.location))
            assert match
            target = book[match[1]][match[2]]
            assert isinstance(target, Cell)
            yield cell, target


def test_links_lead_to_the_row_of_the_same_patch_and_back() -> None:
    book = read(make_estate())
    between = set()
    for cell, target in linked(book):
        here, there = str(cell.parent.title), str(target.parent.title)
        between.add((here, there))
        group = book[there].cell(target.row, 1).value
        assert cell.value == (group if here == "Summary" else target.value)
        if {here, there} == {"Changes", "Plan"}:
            assert book[here].cell(cell.row, 1).value == group
    assert {("Changes", "Plan"), ("Plan", "Changes"), ("Hosts x patches", "Changes")} <= between


# --- Excel's limits ------------------------------------------------------------------------------


def test_rows_beyond_the_limit_go_on_in_a_second_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_ROWS", 10)
    views = [make_patch_view(f"{100_000 + place}-01") for place in range(16)]
    book = read(make_report(make_host("a", views)))
    assert {"Changes 2", "Changes 3", "Plan 2"} <= set(book.sheetnames)
    patches = [values(book[name], "Patch") for name in ("Changes", "Changes 2", "Changes 3")]
    assert [len(part) for part in patches] == [7, 7, 2]
    assert [patch for part in patches for patch in part] == [view.patch for view in views]
    assert "Changes has more rows than a sheet holds and goes on in Changes 2" in values(
        book["Not judged"], "In words"
    )
    for cell, target in linked(book):
        assert target.value == cell.value or target.parent.title == "Changes"
    last = column(book["Changes 3"], "Patch")[-1]
    assert str(last.hyperlink.location if last.hyperlink else "") == "'Plan 3'!D5"
    assert book["Changes 3"].data_validations.dataValidation[0].sqref is not None


@pytest.mark.parametrize("letter", ["x", "𝄞", "é"])
def test_a_text_longer_than_a_cell_is_cut_aloud(letter: str) -> None:
    host = make_host("a", [make_patch_view(synopsis=letter * 40_000)])
    book = read(make_report(host))
    shown = str(values(book["Changes"], "Synopsis")[0])
    count = 80_000 if letter == "𝄞" else 40_000
    assert 32_000 < len(shown.encode("utf-16-le")) / 2 <= 32_767
    assert shown.endswith(f"… [cut here: {count:,} characters in all, Excel's cells hold 32,767]")
    assert f"sheet Changes, row 4, Synopsis: cut to 32,767 of {count:,} characters" in values(
        book["Not judged"], "In words"
    )


def test_sheet_names_are_short_enough() -> None:
    assert max(map(len, SHEETS)) + len(" 999") <= 31


# --- nothing to show -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "report",
    [
        make_report(),
        make_report(make_unjudged()),
        make_report(make_host("clean", inputs=(), grade=None, compliance=None)),
    ],
    ids=["no hosts", "no judged host", "no findings"],
)
def test_a_report_without_findings_is_right_and_readable(report: Report) -> None:
    book = read(report)
    assert book.sheetnames == SHEETS
    assert str(book["Changes"]["A4"].value).startswith("Nothing to install")
    assert book["Changes"].auto_filter.ref is None
    assert not book["Changes"].data_validations.dataValidation
    assert str(book["Exceptions"]["A4"].value).startswith("No exception")
    assert str(book["Withdrawn installed"]["A4"].value).startswith("No withdrawn patch")
    with ZipFile(BytesIO(render(report))) as archive:
        assert not any("chart" in name for name in archive.namelist())


def test_a_host_that_is_not_judged_never_looks_clean() -> None:
    book = read(make_report(make_unjudged("broken8", "the dump is cut")))
    assert "the dump is cut" in texts(book["Summary"])
    assert "not judged" in texts(book["Summary"])
    assert "host not judged" in values(book["Not judged"], "What")


# --- a program other than openpyxl ---------------------------------------------------------------


@pytest.mark.office
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    soffice, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not soffice or not reader:
        pytest.skip("soffice or pdftotext is not installed")
    (tmp_path / "board.xlsx").write_bytes(render(make_estate()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "board.xlsx")], check=True, timeout=120)
    shown = subprocess.run(
        [reader, "-layout", str(tmp_path / "board.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    places = [shown.find(title) for title in ("Patch report", "Changes:", "Plan:", "Glossary:")]
    assert -1 not in places
    assert all(before < after for before, after in pairwise(places))
    assert "###" not in shown
    assert AS_OF.isoformat() in shown


def test_inputs_and_remarks_with_control_characters_are_escaped() -> None:
    item = Input("dir/\x1b[31m.out", "showrev", SHA256, 1, Account(1, 0, 3))
    remark = Diagnostic("a\x00b", 1, 2, Severity.NOTE, "bell \x07")
    book = read(make_report(make_host("a", inputs=(item,)), diagnostics=(remark,)))
    assert "dir/\\x1b[31m.out" in texts(book["Summary"])
    assert {"a\\x00b", "bell \\x07", "dir/\\x1b[31m.out"} <= set(texts(book["Not judged"]))
