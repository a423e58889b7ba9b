"""CSV: RFC 4180, no formula, every host, and the same facts as JSON."""

import csv
from datetime import date
from json import loads

import pytest

from patchcheck.model.exception import PatchException
from patchcheck.model.verdict import Obstacle, ObstacleKind, Proof
from patchcheck.report import csv as form
from patchcheck.report import json
from patchcheck.report.view import Report
from tests.report.builders import (
    make_estate,
    make_host,
    make_patch_view,
    make_report,
    make_unjudged,
)


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(form.render(report).splitlines()))


def one_row(**overrides: object) -> dict[str, str]:
    (row,) = rows_of(make_report(make_host("web01", [make_patch_view(**overrides)])))  # type: ignore[arg-type]
    return row


def test_every_line_ends_with_carriage_return_and_line_feed() -> None:
    text = form.render(make_estate())
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")


def test_columns_stand_in_every_row() -> None:
    reader = csv.reader(form.render(make_estate()).splitlines())
    assert {len(row) for row in reader} == {len(form.COLUMNS)}
    assert len(set(form.COLUMNS)) == len(form.COLUMNS)


def test_quotes_commas_and_signs_inside_text_survive() -> None:
    text = 'a "quoted", text; with = and - inside'
    assert one_row(synopsis=text)["synopsis"] == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("blanks", ["", "  ", "\u00a0"])
def test_text_that_begins_like_a_formula_gets_a_quote(blanks: str, sign: str) -> None:
    text = f"{blanks}{sign}1+1"
    assert one_row(synopsis=text)["synopsis"] == f"'{text}"


@pytest.mark.parametrize("column", ["hostname", "os", "reason", "synopsis", "matched", "inputs"])
def test_no_cell_from_outside_begins_a_formula(column: str) -> None:
    view = make_patch_view(
        os="=1", reason="+1", synopsis="@1", proof=Proof(("R1",), matched="-1:2")
    )
    inputs = (make_host().inputs[0]._replace(path="=1"),)
    (row,) = rows_of(make_report(make_host("=1", [view], inputs=inputs)))
    assert row[column].startswith("'")


def test_a_semicolon_begins_no_formula_either() -> None:
    """Where ; parts the cells of a CSV file, what stands behind it is a cell of its own."""
    assert one_row(synopsis="a; =1+1;-2")["synopsis"] == "a;' =1+1;'-2"


def test_tabs_line_ends_and_marks_that_reorder_are_made_printable() -> None:
    obstacle = Obstacle(ObstacleKind.REQUIRES_UNKNOWN, "", "a\tb\r\n\u202ec")
    assert one_row(obstacles=(obstacle,))["obstacles"] == r"requires-unknown: a b\x0d\x0a\u202ec"


def test_age_and_rank_are_bare_numbers_also_below_zero() -> None:
    text = form.render(make_report(make_host("web01", [make_patch_view(age_days=-694)])))
    assert ',"2003-02-21",-694,"8",' in text
    assert ',"selected",1,"108528-19",' in text


def test_revisions_are_quoted_text() -> None:
    text = form.render(make_report(make_host("web01", [make_patch_view("108528-01")])))
    assert '"108528-01","108528","01"' in text


def test_flags_tell_own_from_inherited() -> None:
    row = one_row()
    assert (row["security"], row["own_security"]) == ("yes", "no")
    assert row["inherited_security"] == "108528-17"


def test_a_blocked_patch_says_by_what() -> None:
    obstacle = Obstacle(ObstacleKind.CONFLICTS_INSTALLED, "113073-14", "conflicts with 113073-14")
    row = one_row(obstacles=(obstacle,), requires=("111111-03", "108987-09"))
    assert row["blocked"] == "yes"
    assert row["obstacles"] == "conflicts-installed: conflicts with 113073-14"
    assert row["requires"] == "111111-03 | 108987-09"


def test_a_chain_is_told_step_by_step() -> None:
    proof = Proof(("R5", "R6"), chain=("145953-06", "149173-03 (installed)"))
    row = one_row(verdict="superseded", offered=False, proof=proof)
    assert row["chain"] == "145953-06 > 149173-03 (installed)"
    assert (row["rules"], row["to_install"]) == ("R5 | R6", "no")


def test_an_exception_comes_with_its_end_and_its_papers() -> None:
    entry = PatchException(
        "118833", None, "no", date(2026, 8, 31), "e.toml:1", approver="CAB", change="CHG1"
    )
    host = make_host("db01", (), excepted=(make_patch_view("118833-36", exception=entry),))
    (row,) = rows_of(make_report(host))
    assert row["list"] == "excepted"
    assert row["exception_until"] == "2026-08-31"
    assert (row["exception_approver"], row["exception_change"]) == ("CAB", "CHG1")


def test_a_patch_that_is_selected_and_stands_beside_has_one_row() -> None:
    view = make_patch_view("114147-02", verdict="withdrawn-installed")
    (row,) = rows_of(make_report(make_host("db01", [view], withdrawn_installed=(view,))))
    assert row["list"] == "selected"


def test_a_host_that_was_not_judged_has_a_row_with_the_reason() -> None:
    (row,) = rows_of(make_report(make_unjudged("broken8", "the dump is cut")))
    assert (row["list"], row["verdict"]) == ("not-judged", "not-judged")
    assert (row["reason"], row["grade"]) == ("the dump is cut", "F")


def test_a_host_with_nothing_selected_does_not_vanish() -> None:
    (row,) = rows_of(make_report(make_host("web01")))
    assert (row["hostname"], row["list"], row["verdict"]) == ("web01", "none", "")


def test_no_hosts_leave_the_heading() -> None:
    assert form.render(make_report()).count("\r\n") == 1


def test_every_row_tells_what_it_was_made_from() -> None:
    report = make_estate()
    for row in rows_of(report):
        assert row["as_of"] == "2003-06-18"
        assert row["xref_date"] == "2003-06-17"
        assert row["xref_sha256"] == report.xref.sha256
        assert row["tool_version"] == report.version
        assert row["selection"] == "missing"
        assert "sha256:" in row["inputs"]


def test_the_facts_are_those_of_json() -> None:
    report = make_estate()
    hosts: list[dict[str, list[dict[str, object]]]] = loads(json.render(report))["hosts"]
    selected = [patch for host in hosts for patch in host["patches"]]
    rows = [row for row in rows_of(report) if row["list"] == "selected"]
    for row, patch in zip(rows, selected, strict=True):
        for name in ("patch", "number", "revision", "verdict", "os", "reason"):
            assert row[name] == patch[name]
        for name in ("to_install", "recommended", "security", "obsolete", "withdrawn", "y2k"):
            assert row[name] == ("yes" if patch[name] else "no")
        for name in ("installed", "released", "age_days"):
            assert row[name] == ("" if patch[name] is None else str(patch[name]))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert form.render(make_estate()) == form.render(make_estate())
