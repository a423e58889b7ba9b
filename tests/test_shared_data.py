"""The real fragments and the reference cases of ../shared, through the real commands."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.errors import UnusableError
from patchcheck.readers.pkginfo import read_pkginfo
from patchcheck.readers.showrev import read_showrev
from patchcheck.readers.text import Source, load
from patchcheck.readers.uname import read_uname
from patchcheck.readers.xref import read_xref
from tests.run import ROOT, Ran, run_patchcheck, run_patchk

SHARED = ROOT.parent / "shared"
DATA, CASES = SHARED / "data", SHARED / "reference" / "cases"
XREF = "samples/patchdiag.xref"


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def ids(path: Path) -> str:
    return str(path.relative_to(SHARED))


def test_the_shared_folder_is_there() -> None:
    for folder in (DATA, CASES):
        if not folder.is_dir():
            pytest.skip(f"no {folder}: nothing of it was tried")
    assert files(DATA)
    assert files(CASES)


# --- data: every file by the reader that it is for, and by those that it is not for -----------


class Read(Protocol):
    @property
    def input(self) -> Input: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...


READERS: dict[str, Callable[[Source], Read]] = {
    "showrev": read_showrev,
    "pkginfo": read_pkginfo,
    "uname": read_uname,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", files(DATA), ids=ids)
def test_r15_every_reader_accounts_for_every_line_of_every_file(path: Path, reader: str) -> None:
    source = load(path)
    found = READERS[reader](source)
    account = found.input.account
    assert account.lines == len(source.text.removesuffix("\n").split("\n")) - (not source.text)
    assert min(account.record_lines, account.comment_lines, account.rejected_lines) >= 0
    places = [item.line for item in found.diagnostics if item.line]
    assert len(set(places)) >= account.rejected_lines
    assert all(item.column for item in found.diagnostics if item.line)


@pytest.mark.parametrize("path", files(DATA), ids=ids)
def test_every_file_taken_for_an_xref_is_read_or_refused(path: Path) -> None:
    source = load(path)
    try:
        found = read_xref(source)
    except UnusableError as error:
        assert str(error).startswith(f"{path}: error: ")  # noqa: PT017 (or it is read)
        return
    assert found.source
    assert found.source.account.lines == source.text.count("\n") + (source.text[-1:] != "\n")


@pytest.mark.parametrize("option", ["showrev", "pkginfo", "uname", "xref"])
@pytest.mark.parametrize("path", files(DATA), ids=ids)
def test_no_file_in_any_place_ends_a_command_with_a_traceback(path: Path, option: str) -> None:
    sample = "samples/web9a"
    given = {
        "showrev": f"{sample}/showrev-a.txt",
        "pkginfo": f"{sample}/pkginfo-l.txt",
        "uname": f"{sample}/uname-a.txt",
        "xref": XREF,
    } | {option: str(path)}
    named = [part for name, value in given.items() for part in (f"--{name}", value)]
    ran = run_patchcheck("report", *named, "-q")
    untroubled(ran)
    assert ran.code in {0, 1, 3}
    assert ran.code != 1 or option == "xref"
    assert ran.err or ran.code == 0


@pytest.mark.parametrize("path", files(DATA / "showrev"), ids=ids)
def test_patchk_takes_every_showrev(path: Path) -> None:
    ran = run_patchk("-x", XREF, str(path), "5.10", "sparc", "host")
    untroubled(ran)
    assert ran.code == 3
    assert "UNINSTALLED" not in ran.out


def untroubled(ran: Ran) -> None:
    for words in ("Traceback", "a fault of patchcheck"):
        assert words not in ran.err
    assert not set(ran.out + ran.err) & set(map(chr, [*range(9), *range(11, 32), 127]))


def test_of_the_real_rows_only_the_one_with_ten_fields_is_rejected() -> None:
    folder = DATA / "xref"
    if not folder.is_dir():
        pytest.skip(f"no {folder}: nothing of it was tried")
    found = [read_xref(load(path)) for path in files(folder)]
    rejected = [one.source.account.rejected_lines for one in found if one.source]
    errors = [str(item) for one in found for item in one.diagnostics if item.severity == "error"]
    assert len(found) == 4
    assert sum(rejected) == len(errors) == 1
    assert "it has 10 fields" in errors[0]
    given = [re.findall(r"^\d{6}\|", load(path).text, re.MULTILINE) for path in files(folder)]
    assert sum(len(one.rows) for one in found) == sum(map(len, given)) - 1
    rows = [row for one in found for row in one.rows]
    assert any(str(row.patch) == "108835-04" for row in rows)


# --- reference: each case by the command line ------------------------------------------------


def cases() -> list[Path]:
    return sorted(path for path in CASES.iterdir()) if CASES.is_dir() else []


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_reference_case_lists_what_it_should(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    words = expected["select"].split()
    foreign_options = [word for word in words if word.startswith("-") and word != "--minimal"]
    if foreign_options:
        pytest.skip(f"{' '.join(foreign_options)} is a filter of the peer's")
    selected = [
        part for word in words for part in ((word,) if word == "--minimal" else ("--select", word))
    ]
    ran = run_patchcheck(
        "report",
        str(case),
        *("-x", str(case / "patchdiag.xref"), "--as-of", "2011-02-10", "--format", "json"),
        *selected,
    )
    assert ran.code in {0, 3}
    (host,) = json.loads(ran.out)["hosts"]
    listed, wanted = [patch["patch"] for patch in host["patches"]], expected["listed"]
    if expected["any_order"]:
        listed, wanted = sorted(listed), sorted(wanted)
    assert listed == wanted
    assert host["judged"] == (ran.code == 0)
