"""Hostile inputs through the real command, in every form; the table of them in docs/."""

import csv
import json
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.small import PKGINFO, SHOWREV, UNAME, Small, small
from tests.estate.pack import write
from tests.run import Ran, run_patchcheck
from tests.trust.harmless import (
    check_csv,
    check_file,
    check_html,
    check_json,
    check_streams,
    check_text,
    check_xlsx,
)
from tests.trust.hostile import HOSTILE, Hostile

_TABLE = "../../docs/hostile-inputs.md"
_SELECT = ("--select", "missing", "--select", "installed")
_FILES = ("csv", "json", "html", "xlsx")
_DUMPS = {"showrev": SHOWREV, "pkginfo": PKGINFO, "uname": UNAME}
# The commands for many hosts, and which files of the user each reads beside the dumps.
_MANY = {
    "estate": ("xref", "exceptions", "special-cases"),
    "compare": ("xref", "special-cases"),
}
_WIDEST = 76
_PYTHON_SAYS = " in TOML: "  # what stands behind it is worded otherwise by each Python
_HEAD = """\
# Hostile inputs tried

Each of these was put into a small run, through `patchcheck report` in every form (text, table,
csv, json, html, xlsx) and `patchcheck plan --format ids`; and then, beside a good host, through
`patchcheck estate` and `patchcheck compare` as text, json and one of csv, html and xlsx in turn.
`EVIL` stands for what was meant to do harm. Of every form and of stderr it was checked that nothing
steers a terminal, that no cell is a formula, that no markup, script or address of the input is
alive, and that no file appears but those asked for; and that the good host is judged unless the
run ends with 1. The third column shows the exit code of `report`, then the first line on stderr or,
where there is none, the cell of the CSV file that `EVIL` came to stand in. The last column shows
the exit codes of `estate` and of `compare`; `-` where that command reads no such file.

`tests/trust/test_hostile.py` makes this table; `tests/trust/hostile.py` holds the inputs.

| input | tried on | what came out | many hosts |
|---|---|---|---|
"""


def _tried(hostile: Hostile, number: int, folder: Path) -> str:
    """Run one in every form, check what comes out, and give its line of the table."""
    files = small(folder)
    path = files.write(hostile.name or hostile.file, hostile.content)
    given, arguments = {hostile.file: path}, hostile.options
    if hostile.file == "archive":
        given, arguments = dict.fromkeys(_DUMPS, ""), (path, *hostile.options)
    wanted = [folder / f"out.{suffix}" for suffix in _FILES]
    before = set(folder.iterdir())
    ran = files.run(*arguments, *_SELECT, "--format", "text", *_written(wanted), given=given)
    cells = _checked(ran, wanted, before)
    others = (
        files.run(*arguments, *_SELECT, "--format", "table", given=given),
        files.run(*arguments, "--format", "ids", command="plan", given=given),
    )
    for one in others:
        check_streams(one)
        assert one.code == ran.code
    codes = [
        _beside_a_good_host(hostile, path, command, ("csv", "html", "xlsx")[(number + place) % 3])
        for place, command in enumerate(_MANY)
    ]
    return _line(hostile, ran, cells, files, codes)


def _beside_a_good_host(hostile: Hostile, path: str, command: str, form: str) -> str:
    """Run a command for many hosts, check what comes out; give its exit code."""
    if hostile.file not in {*_DUMPS, "archive", *_MANY[command]}:
        return "-"
    folder = Path(path).parent / command
    hosts = _laid_out(hostile, folder / "hosts")
    tables = {"xref": str(Path(path).parent / "xref")}
    if hostile.file in _MANY[command]:
        tables[hostile.file] = path
    options = [part for name, table in tables.items() for part in (f"--{name}", table)]
    wanted = [folder / f"out.{suffix}" for suffix in ("json", form)]
    before = set(folder.iterdir())
    given = (command, str(hosts), *options, *hostile.options, "--as-of", "2003-06-18")
    ran = run_patchcheck(*given, "--format", "text", *_written(wanted))
    _checked(ran, wanted, before)
    if ran.code != 1:
        values = json.loads(wanted[0].read_text(encoding="utf-8"))
        found = [one for one in values.get("hosts") or values["sides"] if one["hostname"] == "good"]
        assert [one["judged"] for one in found] == [True]
    return str(ran.code)


def _laid_out(hostile: Hostile, hosts: Path) -> Path:
    """The dumps of a good host, and of one with the hostile input in its place."""
    good = {name: text.replace("tiny", "good") for name, text in _DUMPS.items()}
    write(hosts, {f"good/{name}": text.replace("80f3", "90f3") for name, text in good.items()})
    if hostile.file == "archive":
        return write(hosts, {hostile.file: hostile.content})
    changed = {hostile.file: hostile.content} if hostile.file in _DUMPS else {}
    return write(hosts / "ill", {**_DUMPS, **changed}).parent


def _written(outputs: Sequence[Path]) -> list[str]:
    return [part for path in outputs for part in ("-o", str(path))]


def _checked(ran: Ran, outputs: Sequence[Path], before: set[Path]) -> list[str]:
    """Look through all that a run wrote; the cells of its CSV file that `EVIL` stands in."""
    check_streams(ran)
    made = set(outputs[0].parent.iterdir()) - before
    assert made == (set() if ran.code == 1 else set(outputs))
    for path in made:
        check_file(path)
    return [cell for path in made if path.suffix == ".csv" for cell in _evil(path)]


def _evil(path: Path) -> list[str]:
    """The cells of a CSV file that `EVIL` stands in."""
    rows = csv.reader(StringIO(path.read_bytes().decode(), newline=""))
    return [cell for row in rows for cell in row if "EVIL" in cell]


def _line(hostile: Hostile, ran: Ran, cells: list[str], files: Small, codes: Sequence[str]) -> str:
    first = next(iter([*ran.err.splitlines(), *cells]), "")
    shown = first.replace(f"{files.folder}/", "").partition(_PYTHON_SAYS)[0]
    if len(shown) > _WIDEST:
        shown = f"{shown[:_WIDEST]}..."
    came_out = f"exit {ran.code}: {_as_code(shown)}" if shown else f"exit {ran.code}"
    tried_on = f"name of the {hostile.file}" if hostile.name else hostile.file
    tried_on += f", `--limit {hostile.limit}`" if hostile.limit else ""
    return f"| {hostile.words} | {tried_on} | {came_out} | {', '.join(codes)} |\n"


def _as_code(text: str) -> str:
    return f"`` {text} ``".replace("|", "\\|")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [
        _tried(one, number, tmp_path_factory.mktemp("hostile"))
        for number, one in enumerate(HOSTILE)
    ]


def test_nothing_hostile_gets_through_and_the_table_says_what_came_out(
    table: list[str], golden: Callable[[str, str], None]
) -> None:
    golden(_TABLE, _HEAD + "".join(table))


@pytest.mark.parametrize(
    ("check", "harm"),
    [
        (check_text, "a\x1b[2J"),
        (check_text, "a\u202eb"),
        (check_csv, '"=1+1"\r\n'),
        (check_csv, '"a;@x"\r\n'),
        (check_json, '{"a": ["\\u001b"]}'),
        (check_html, "<p onclick=x>"),
        (check_html, "<script></script><script></script>"),
        (check_html, "<a href=javascript:x>"),
        (check_html, "<img>"),
    ],
)
def test_the_checks_notice_harm(check: Callable[[str], None], harm: str) -> None:
    with pytest.raises(AssertionError):
        check(harm)


@pytest.mark.parametrize(
    ("value", "link"),
    [("=1+1", None), ("a\u202eb", None), ("a", "https://example.com/")],
    ids=["a formula", "a mark that reorders", "a link outside"],
)
def test_the_check_of_workbooks_notices_harm(value: str, link: str | None) -> None:
    book, data = Workbook(), BytesIO()
    cell = book.create_sheet()["A1"]
    cell.value, cell.hyperlink = value, link
    book.save(data)
    with pytest.raises(AssertionError):
        check_xlsx(data.getvalue())
