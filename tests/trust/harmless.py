"""What no output may hold, whatever stood in the inputs; one check for each form.

Each raises AssertionError.
"""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

from openpyxl import load_workbook

from tests.run import Ran

# Written down anew, apart from the program's own list: control characters of both kinds, marks that
# reorder a line, separators of lines and paragraphs, a mark of byte order, halves of a pair.
_STEERS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
csv.field_size_limit(2**31 - 1)  # a synopsis may be as long as it likes
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d+")
_FORMULA_OF_SHEET = re.compile(rb"<f[ />]")
_OUTSIDE = re.compile(rb'TargetMode="External"')


def check_text(text: str) -> None:
    """Plain forms: nothing but lines of what can be printed."""
    for line in text.split("\n"):
        assert not _STEERS.search(line), f"a terminal would obey {line!r}"


def check_csv(text: str) -> None:
    """CSV: as plain forms, CRLF apart; no cell is a formula to a spreadsheet program."""
    check_text(text.replace("\r\n", "\n"))
    for row in csv.reader(StringIO(text, newline="")):
        for cell in row:
            for part in (cell, *cell.split(";")[1:]):
                assert _NUMBER.fullmatch(cell) or not _FORMULA.match(part), f"a formula: {cell!r}"


def check_json(text: str) -> None:
    """JSON: it can be parsed, and what it says is printable."""
    for item in _strings(json.loads(text)):
        assert not _STEERS.search(item), f"a terminal would obey {item!r}"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)


class _Page(HTMLParser):
    """Collects what a page could run, and the addresses that it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in {"iframe", "object", "embed", "base", "form", "img", "link"}:
            self.active.append(tag)
        for name, value in attrs:
            outside = name in {"href", "src"} and not (value or "").startswith("#")
            if outside or name.startswith("on") or name == "srcdoc":
                self.active.append(f"{tag} {name}={value}")


def check_html(text: str) -> None:
    """A page: at most the one script of its own, no handler, no address outside of it."""
    check_text(text)
    page = _Page()
    page.feed(text)
    page.close()
    assert not page.active, f"the page would act: {page.active}"
    assert page.scripts <= 1, "a script that is not ours"


def check_xlsx(data: bytes) -> None:
    """A workbook: it can be opened, no cell is a formula, nothing leads outside."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            part = parts.read(name)
            if "worksheets/" in name:
                assert not _FORMULA_OF_SHEET.search(part), f"{name} holds a formula"
            assert not _OUTSIDE.search(part), f"{name} leads outside"
    for sheet in load_workbook(BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"a formula: {cell.value!r}"
                if isinstance(cell.value, str):
                    check_text(cell.value)


_BY_SUFFIX = {".csv": check_csv, ".json": check_json, ".html": check_html}


def check_file(path: Path) -> None:
    """A file that a run wrote: harmless in the form that its suffix tells."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        check_xlsx(data)
    else:
        _BY_SUFFIX[path.suffix](data.decode())


def check_streams(ran: Ran) -> None:
    """What a run printed: nothing obeys it, and no fault of ours is in it."""
    check_text(ran.out)
    check_text(ran.err)
    assert "Traceback" not in ran.err
    assert "a fault of patchcheck itself" not in ran.err, ran.err
