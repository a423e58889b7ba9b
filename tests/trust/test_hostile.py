"""Hostile inputs through the real command, in every form; the table of them in docs/."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.small import Small, small
from tests.run import Ran
from tests.trust.harmless import check_csv, check_html, check_json, check_text, check_xlsx
from tests.trust.hostile import HOSTILE, Hostile

_TABLE = "../../docs/hostile-inputs.md"
_SELECT = ("--select", "missing", "--select", "installed")
_FILES = ("csv", "json", "html", "xlsx")
_WIDEST = 76
_PYTHON_SAYS = " in TOML: "  # what stands behind it is worded otherwise by each Python
_HEAD = """\
# Hostile inputs tried

Each of these was put into a small run, through `patchcheck report` in every form (text, table,
csv, json, html, xlsx) and `patchcheck plan --format ids`. `EVIL` stands for what was meant to do
harm. Of every form and of stderr it was checked that nothing steers a terminal, that no cell is a
formula, that no markup, script or address of the input is alive, and that no file appears but
those asked for. The last column shows the exit code, then the first line on stderr or, where there
is none, the cell of the CSV file that `EVIL` came to stand in.

`tests/trust/test_hostile.py` makes this table; `tests/trust/hostile.py` holds the inputs.

| input | tried on | what came out |
|---|---|---|
"""


def _tried(hostile: Hostile, folder: Path) -> str:
    """Run one in every form, check what comes out, and give its line of the table."""
    files = small(folder)
    path = files.write(hostile.name or hostile.file, hostile.content)
    given = {hostile.file: path}
    dump: tuple[str, ...] = ()
    if hostile.file == "archive":
        given, dump = dict.fromkeys(("showrev", "pkginfo", "uname"), ""), (path,)
    before = set(folder.iterdir())
    wanted = [folder / f"out.{suffix}" for suffix in _FILES]
    outputs = [part for name in wanted for part in ("-o", str(name))]
    ran = files.run(*dump, *_SELECT, "--format", "text", *outputs, given=given)
    others = (
        files.run(*dump, *_SELECT, "--format", "table", given=given),
        files.run(*dump, "--format", "ids", command="plan", given=given),
    )
    for one in (ran, *others):
        check_text(one.out)
        check_text(one.err)
        assert (one.code, "Traceback" in one.err) == (ran.code, False)
        assert "a fault of patchcheck itself" not in one.err
    made = set(folder.iterdir()) - before
    assert made == (set() if ran.code == 1 else set(wanted))
    cells = _checked(wanted) if made else []
    return _line(hostile, ran, cells, files)


def _checked(outputs: list[Path]) -> list[str]:
    """Look through the files of a run; the cells of the CSV file that `EVIL` stands in."""
    as_csv, as_json, as_html, as_xlsx = outputs
    text = as_csv.read_bytes().decode()
    check_csv(text)
    check_json(as_json.read_text(encoding="utf-8"))
    check_html(as_html.read_text(encoding="utf-8"))
    check_xlsx(as_xlsx.read_bytes())
    rows = csv.reader(StringIO(text, newline=""))
    return [cell for row in rows for cell in row if "EVIL" in cell]


def _line(hostile: Hostile, ran: Ran, cells: list[str], files: Small) -> str:
    first = next(iter([*ran.err.splitlines(), *cells]), "")
    shown = first.replace(f"{files.folder}/", "").partition(_PYTHON_SAYS)[0]
    if len(shown) > _WIDEST:
        shown = f"{shown[:_WIDEST]}..."
    came_out = f"exit {ran.code}: {_as_code(shown)}" if shown else f"exit {ran.code}"
    tried_on = f"name of the {hostile.file}" if hostile.name else hostile.file
    return f"| {hostile.words} | {tried_on} | {came_out} |\n"


def _as_code(text: str) -> str:
    return f"`` {text} ``".replace("|", "\\|")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [_tried(one, tmp_path_factory.mktemp("hostile")) for one in HOSTILE]


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
