"""`patchcheck compare` on the samples, against baselines, and with names that mean harm."""

import csv
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.cli.small import PKGINFO, UNAME, small
from tests.run import Ran, run_patchcheck

DATES = ("--date", "2003-06-01", "--as-of", "2003-06-18")
XREF = ("-x", "samples/patchdiag.xref")
PAIR = ("samples/web9a", "samples/web9b")
APART = ["112233", "112907", "113454", "114008", "114049"]


def compared(*arguments: str) -> Ran:
    return run_patchcheck("compare", *arguments, *DATES, "-q")


def found(*arguments: str) -> dict[str, Any]:
    ran = compared(*arguments, "--format", "json")
    values: dict[str, Any] = json.loads(ran.out)
    schema = json.loads((files("patchcheck") / "data/compare.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(values)
    return values


def differing(values: dict[str, Any]) -> list[str]:
    return [row["number"] for row in values["levels"] if row["relation"] != "equal"]


@pytest.mark.parametrize("xref", [(), XREF], ids=["dumps alone", "with a file"])
def test_two_hosts_side_by_side_with_the_plan_that_makes_them_equal(xref: tuple[str, ...]) -> None:
    values = found(*PAIR, *xref)
    (plan,) = values["plans"]
    assert differing(values) == APART
    assert values["verdict"] == "web9a and web9b differ in 5 patches: web9a is ahead in 5."
    assert [row["instance"] for row in values["packages"]] == ["SUNWpmu"]
    assert (plan["side"], plan["goal"], plan["equal_after"]) == ("web9a", "web9b", True)
    assert {step["patch"] for step in plan["steps"]} >= {"114049-14", "114049-13", "114008-01"}


def test_the_text_of_two_hosts_fits_80_columns_without_a_file() -> None:
    ran = compared(*PAIR)
    assert ran.code == 0
    head, _, rest = ran.out.partition("PATCHES THAT DIFFER: 5\n")
    assert "No cross-reference file was given" in head
    assert rest.splitlines()[:2] == [
        "Patch   web9a  web9b  Ahead  RS  Synopsis",
        "112233  12     11     web9a",
    ]
    assert "WHAT WOULD MAKE web9a LIKE web9b: 9 steps\n   1. remove  114049-14  14 > none\n" in rest
    assert rest.endswith("With these steps done web9a is equal to web9b.\n")
    assert max(map(len, rest.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "plans"),
    [
        pytest.param(PAIR, [("web9a", "web9b")], id="the first like the second"),
        pytest.param(PAIR[::-1], [("web9b", "web9a")], id="as the arguments come"),
        pytest.param((*PAIR, "--like", "web9a"), [("web9b", "web9a")], id="like the first"),
        pytest.param((*PAIR, "samples/atmarkit"), [], id="three"),
        pytest.param(
            (*PAIR, "samples/atmarkit", "--like", "web9b"),
            [("web9a", "web9b"), ("atmarkit", "web9b")],
            id="three, like one",
        ),
        pytest.param(PAIR[:1], [], id="one"),
    ],
)
def test_what_is_made_like_what(arguments: tuple[str, ...], plans: list[tuple[str, str]]) -> None:
    values = found(*arguments)
    assert [(plan["side"], plan["goal"]) for plan in values["plans"]] == plans


def test_a_name_that_no_side_has_is_wrong_usage() -> None:
    ran = compared(*PAIR, "--like", "web9c")
    assert ran.code == 2
    assert "--like web9c: no side has that name; there are web9a, web9b" in ran.err


def test_every_sample_and_the_damaged_one_is_not_judged() -> None:
    ran = compared("samples", *XREF, "--show", "matrix")
    assert ran.code == 3
    assert "NOT JUDGED: broken8: samples/broken8/showrev-a.txt is cut" in ran.out
    heading = next(line for line in ran.out.splitlines() if line.startswith("Patch "))
    row = next(line for line in ran.out.splitlines() if line.startswith("112233 "))
    cells = dict(zip(heading.split(), row.split(), strict=True))
    assert (cells["web9a"], cells["web9b"], cells["broken8"]) == ("12", "11", "?")
    assert cells["atmarkit"] == "-"


def test_what_show_asks_for() -> None:
    few, every = compared(*PAIR).out, compared(*PAIR, "--show", "all").out
    assert "PATCHES THAT DIFFER: 5" in few
    assert "PATCH LEVELS: 36" in every


# --- baselines ---------------------------------------------------------------------------------


def test_a_saved_state_is_equal_to_what_it_was_saved_from(tmp_path: Path) -> None:
    saved = tmp_path / "state.json"
    assert compared("samples/web9a", "-o", str(saved)).code == 0
    values = found("samples/web9a", "--baseline", str(saved))
    assert [side["name"] for side in values["sides"]] == ["web9a", "web9a (saved)"]
    assert (values["equal"], differing(values)) == (True, [])
    assert values["plans"][0]["steps"] == []


def test_of_many_saved_states_a_host_is_compared_with_its_own(tmp_path: Path) -> None:
    saved = tmp_path / "state.json"
    compared(*PAIR, "-o", str(saved))
    values = found("samples/web9b", "--baseline", str(saved))
    assert [side["name"] for side in values["sides"]] == ["web9b", "web9b (saved)"]
    values = found("samples/atmarkit", "--baseline", str(saved), "--like", "web9b (saved)")
    assert [plan["goal"] for plan in values["plans"]] == ["web9b (saved)"] * 2


def test_a_list_of_ids(tmp_path: Path) -> None:
    ids = tmp_path / "ids.txt"
    ids.write_text("# ours\n112233-11 999999-01\n")
    values = found("samples/web9a", "--baseline", str(ids))
    levels = {row["number"]: row for row in values["levels"]}
    assert values["sides"][1]["kind"] == "ids"
    assert levels["112233"]["levels"] == {"web9a": "12", "ids.txt": "11"}
    assert levels["999999"]["relation"] == "only-there"


def test_another_cross_reference_file() -> None:
    values = found("samples/web9a", "--baseline", "samples/patchdiag.xref")
    levels = {row["number"]: row["levels"] for row in values["levels"]}
    assert values["sides"][1]["kind"] == "xref"
    assert levels["112964"] == {"web9a": "17", "patchdiag.xref": "18"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("nothing of use\n", "found no patch id", id="prose"),
        pytest.param('{"schema": "patchcheck.report/1"}', "patchcheck.compare/1", id="other JSON"),
    ],
)
def test_a_baseline_of_no_use_ends_with_1(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "baseline"
    path.write_text(content)
    ran = compared("samples/web9a", "--baseline", str(path))
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err


def test_a_baseline_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ids.json"
    path.write_text("112233-11\n")
    ran = compared("samples/web9a", "--baseline", str(path), "-o", str(path))
    assert (ran.code, path.read_text()) == (1, "112233-11\n")


# --- states of one host ------------------------------------------------------------------------


def test_two_states_of_one_host_go_by_their_days(tmp_path: Path) -> None:
    for day, revision in (("20030602", "02"), ("20030617", "03")):
        folder = tmp_path / f"explorer.80aabbcc.tiny-{day[:4]}.{day[4:6]}.{day[6:]}.01.00"
        for name, text in (
            ("patch+pkg/showrev-p.out", f"Patch: 100009-{revision} Obsoletes: Packages: SUNWcsr\n"),
            ("patch+pkg/pkginfo-l.out", PKGINFO),
            ("sysconfig/uname-a.out", UNAME),
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    values = found(str(tmp_path))
    assert [side["name"] for side in values["sides"]] == ["tiny 2003-06-02", "tiny 2003-06-17"]
    assert [row["relation"] for row in values["levels"]] == ["behind"]


# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "table", "csv", "json", "html"])
def test_the_same_run_gives_the_same_text(form: str) -> None:
    ran = [compared("samples", *XREF, "--like", "web9b", "--format", form) for _ in range(2)]
    assert ran[0].out == ran[1].out != ""


def test_the_same_run_gives_the_same_workbook(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.xlsx", "two.xlsx")]
    for path in paths:
        compared(*PAIR, *XREF, "-o", str(path))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    book = load_workbook(paths[0])
    assert book.sheetnames == ["Summary", "Levels", "Packages", "Plan", "Can't be reached"]
    first = [cell.value for cell in book["Levels"][4][:4]]
    assert first == ["112233", "12", "11", "ahead"]


def test_csv_has_a_row_for_each_number_and_side() -> None:
    rows = list(csv.DictReader(io.StringIO(compared(*PAIR, "--format", "csv").out, newline="")))
    levels = [(row["patch"], row["side"], row["level"]) for row in rows if row["list"] == "level"]
    assert levels[:2] == [("112233", "web9a", "12"), ("112233", "web9b", "11")]
    steps = [row["rank"] for row in rows if row["list"] == "step"]
    assert steps == [str(rank) for rank in range(1, 10)]


HOSTILE = "=cmd|x<script>alert(1)</script>\x1b[2J\u202e"


@pytest.mark.parametrize("form", ["text", "table", "csv", "json", "html"])
def test_a_hostile_name_harms_no_form(tmp_path: Path, form: str) -> None:
    small(tmp_path)
    ran = compared(str(tmp_path), "--hostname", HOSTILE, "--format", form)
    assert ran.code == 0
    assert not {"\x1b", "\u202e"} & set(ran.out)
    assert r"\x1b[2J\u202e" in ran.out.replace("\\\\", "\\")
    assert form != "html" or "<script>alert" not in ran.out
    assert form != "csv" or '"=cmd' not in ran.out
