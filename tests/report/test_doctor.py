"""What doctor found, in each form."""

import csv
import io
import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.report.clean import printable
from patchcheck.report.doctor import DoctorView, DumpsView, UnplacedView
from patchcheck.report.doctor_data import COLUMNS, render_csv, render_json
from patchcheck.report.doctor_text import render, render_table
from patchcheck.resolve.doctor import Cause, Grade, Letter
from tests.report.builders import SHA256, make_report
from tests.report.test_json_schema import HOSTILE, schema

SHOWREV = Input("web01/showrev", "showrev", SHA256, 2, Account(2, 1, 1), ("CRLF line ends",))
WEB = DumpsView(
    label="web01",
    hostname="web01",
    hostid="80f3b1d7",
    release="5.8",
    architecture="sparc",
    machine="sun4u",
    platform=None,
    grade=Grade(
        Letter.C,
        (
            Cause(Letter.C, "web01/showrev: 1 line could not be read"),
            Cause(Letter.B, "web01/showrev: CRLF line ends"),
        ),
    ),
    not_judged_because="no pkginfo was read",
    dated=date(2003, 6, 17),
    dated_by="--date",
    age_days=1,
    inputs=(SHOWREV,),
)
UNREAD = DumpsView(
    label="x.tar/db01",
    hostname="db01",
    hostid=None,
    release=None,
    architecture=None,
    machine=None,
    platform=None,
    grade=Grade(Letter.F, (Cause(Letter.F, "x.tar/db01/showrev is too large"),)),
    not_judged_because="x.tar/db01/showrev is too large",
    dated=date(2003, 6, 19),
    dated_by="the archive's name",
    age_days=None,
    inputs=(),
    earlier=True,
)
VIEW = DoctorView(
    as_of=date(2003, 6, 18),
    max_age=30,
    xref=None,
    hosts=(UNREAD, WEB),
    unplaced=(UnplacedView("notes.txt", "is of no known kind"),),
    diagnostics=(Diagnostic("notes.txt", 0, 0, Severity.WARNING, "not placed"),),
)
TEXT = """\
db01 (x.tar/db01): grade F, not judged, an earlier state
  SunOS ? ?
  dated 2003-06-19 (the archive's name), after 2003-06-18
  NOT JUDGED: x.tar/db01/showrev is too large

web01 (web01): grade C, not judged
  SunOS 5.8 sparc, sun4u, hostid 80f3b1d7
  dated 2003-06-17 (--date), 1 day before 2003-06-18
  showrev    web01/showrev
             2 records; 4 lines: 2 of records, 1 of comment, 1 rejected
  pkginfo    none
  uname      none
  NOT JUDGED: no pkginfo was read
  C: web01/showrev: 1 line could not be read
  B: web01/showrev: CRLF line ends

No cross-reference file was given (-x), so no chain of successors is known:
a requirement that is met by a successor may stand above as not met.

NOT PLACED: 1
  notes.txt: is of no known kind

Grade  Hosts
-----  -----
A          0
B          0
C          1
D          0
F          1
"""


def faults(text: str) -> list[str]:
    validator = Draft202012Validator(
        schema("doctor"), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))
    ]


def hostile(text: str) -> DoctorView:
    """Text of a dump in every place that takes it; inputs, causes and diagnostics come raw."""
    clean = printable(text)
    source = Input(text, "showrev", SHA256, 0, Account(0, 0, 0), (text,))
    host = DumpsView(
        *(clean,) * 7,
        grade=Grade(Letter.C, (Cause(Letter.C, text),)),
        not_judged_because=clean,
        dated=None,
        dated_by=None,
        age_days=None,
        inputs=(source,),
    )
    remark = Diagnostic(text, 0, 0, Severity.NOTE, text)
    unplaced = (UnplacedView(clean, clean),)
    return DoctorView(date(2003, 6, 18), None, make_report().xref, (host,), unplaced, (remark,))


def test_the_text() -> None:
    assert render(VIEW) == TEXT


def test_the_table_has_a_line_for_each_host() -> None:
    cells = [
        [cell.strip() for cell in line.strip("│").split("│")]
        for line in render_table(VIEW).split("\n")
        if line.startswith("│")
    ]
    assert [line[:-1] for line in cells if line[0]] == [
        ["Host", "Grade", "SunOS", "Dated", "Age", "showrev", "pkginfo", "uname"],
        ["db01", "F", "? ?", "2003-06-19", "", "?", "?", "?"],
        ["web01", "C", "5.8 sparc", "2003-06-17", "1", "2", "none", "none"],
    ]
    assert [line[-1] for line in cells] == [
        "Causes",
        "NOT JUDGED: x.tar/db01/showrev is too large",
        "NOT JUDGED: no pkginfo was read",
        "C: web01/showrev: 1 line could not be read",
        "B: web01/showrev: CRLF line ends",
    ]


def test_the_json_is_valid_and_complete() -> None:
    text = render_json(VIEW)
    assert faults(text) == []
    values: dict[str, Any] = json.loads(text)
    assert values["grades"] == {"A": 0, "B": 0, "C": 1, "D": 0, "F": 1}
    assert values["xref"] is None
    unread, web = values["hosts"]
    assert (unread["age_days"], unread["absent"], unread["earlier"]) == (None, [], True)
    assert (web["age_days"], web["absent"], web["judged"]) == (1, ["pkginfo", "uname"], False)
    assert web["inputs"][0]["mended"] == ["CRLF line ends"]
    assert values["unplaced"] == [{"path": "notes.txt", "reason": "is of no known kind"}]


def test_the_csv_has_a_row_for_each_host_and_each_thing_not_placed() -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(VIEW), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["list"], row["hostname"], row["path"]) for row in rows] == [
        ("host", "db01", ""),
        ("host", "web01", ""),
        ("unplaced", "", "notes.txt"),
    ]
    web = rows[1]
    assert (web["showrev"], web["showrev_rejected_lines"]) == ("web01/showrev", "1")
    assert (web["pkginfo"], web["pkginfo_records"], web["max_age"]) == ("", "", "30")
    assert web["causes"].startswith("C: web01/showrev: 1 line could not be read | B: ")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_steers_nothing(text: str) -> None:
    view = hostile(text)
    assert faults(render_json(view)) == []
    for shown in (render(view), render_table(view), render_csv(view)):
        assert all(line == printable(line) for line in shown.replace("\r\n", "\n").split("\n"))
    cells = [cell for row in csv.reader(io.StringIO(render_csv(view), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("name", ["doctor", "config"])
def test_the_schemas_are_closed_and_share_the_parts_of_the_report(name: str) -> None:
    values = json.loads(files("patchcheck").joinpath("data", f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(values)
    shared = values["$defs"].keys() & schema("report")["$defs"].keys() - {"host"}
    assert {"text", "tool"} <= shared
    for part in shared:
        assert values["$defs"][part] == schema("report")["$defs"][part]
    for part in (values, *values["$defs"].values()):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert sorted(part["required"]) == sorted(part["properties"])
