"""Every form counts the same: JSON, CSV, page and workbook, and the classic report per host."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.run import run_patchcheck

FIXED = ("-x", "samples/patchdiag.xref", "--as-of", "2003-06-18")
TO_INSTALL, SECURITY, BLOCKED = "To install", "of these security", "of these blocked"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board")
    files = [folder / f"board.{suffix}" for suffix in ("json", "csv", "html", "xlsx")]
    outputs = [part for path in files for part in ("-o", str(path))]
    assert run_patchcheck("report", "samples/", *FIXED, *outputs).code == 3
    return folder


def is_blocked(obstacles: list[dict[str, str]]) -> bool:
    return any(item["kind"] != "base-obsoleted" for item in obstacles)


def by_json(board: Path) -> dict[str, tuple[int, int, int]]:
    document = json.loads((board / "board.json").read_text(encoding="utf-8"))
    found = {}
    for host in document["hosts"]:
        if host["judged"]:
            chosen = [patch for patch in host["patches"] if patch["to_install"]]
            blocked = [
                p for p in chosen if any(o["kind"] != "base-obsoleted" for o in p["obstacles"])
            ]
            security = [patch for patch in chosen if patch["security"]]
            found[host["hostname"]] = (len(chosen), len(security), len(blocked))
    return found


def by_csv(board: Path) -> dict[str, tuple[int, int, int]]:
    text = (board / "board.csv").read_bytes().decode("utf-8")
    counts: dict[str, Counter[str]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["list"] == "selected" and row["to_install"] == "yes":
            count = counts.setdefault(row["hostname"], Counter())
            count["all"] += 1
            count["security"] += row["security"] == "yes"
            count["blocked"] += row["blocked"] == "yes"
    return {name: (c["all"], c["security"], c["blocked"]) for name, c in counts.items()}


def by_workbook(board: Path) -> dict[str, tuple[int, int, int]]:
    sheet = openpyxl.load_workbook(board / "board.xlsx")["Summary"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == "Host")
    places = [rows[start].index(name) for name in (TO_INSTALL, SECURITY, BLOCKED)]
    found = {}
    for row in rows[start + 1 :]:
        if not row[0]:
            break
        if row[2] != "not judged":
            first, second, third = (int(str(row[place])) for place in places)
            found[str(row[0])] = (first, second, third)
    return found


def test_json_csv_and_workbook_count_the_same(board: Path) -> None:
    counted = by_json(board)
    assert len(counted) == 8
    assert by_csv(board) == counted
    assert by_workbook(board) == counted


def test_the_page_counts_the_same(board: Path) -> None:
    counted = by_json(board).values()
    text = re.sub(r"<[^>]+>", " ", (board / "board.html").read_text(encoding="utf-8"))
    total, security = (sum(count[place] for count in counted) for place in (0, 1))
    flat = re.sub(r"\s+", " ", text)
    assert re.search(rf"\b{total}\b[^.]*patches? to install|[Pp]atches to install {total}\b", flat)
    assert re.search(rf"[Ss]ecurity patches to install {security}\b|\b{security} security", flat)


def test_the_classic_report_counts_the_same(board: Path) -> None:
    for hostname, (_, security, _) in by_json(board).items():
        text = run_patchcheck("report", f"samples/{hostname}", *FIXED).out
        section = text.partition("UNINSTALLED SECURITY PATCHES")[2].partition("\n\n")[0]
        rows = [line for line in section.split("\n") if re.match(r"\d{6} ", line)]
        assert len(rows) == security, hostname
