"""The JSON of an earlier run, read without trust."""

import json
from datetime import date

import pytest

from patchcheck.model.earlier import EarlierHost, EarlierRun
from patchcheck.model.errors import UnusableError
from patchcheck.model.patch import PatchId
from patchcheck.readers.earlier import read_earlier
from patchcheck.readers.text import decode
from patchcheck.report import json as form
from tests.report.builders import make_estate


def read(text: str) -> EarlierRun:
    return read_earlier(decode(text.encode(), "may.json"))


def document(**changed: object) -> str:
    return json.dumps(
        {
            "schema": "patchcheck.report/1",
            "as_of": "2003-05-18",
            "selection": ["missing"],
            "hosts": [],
        }
        | changed
    )


HOST = {"hostname": "web01", "judged": True, "patches": [], "excepted": []}


def test_what_report_writes_is_read() -> None:
    earlier = read(form.render(make_estate()))
    assert earlier.as_of == date(2003, 6, 18)
    assert earlier.hosts["broken8"] == EarlierHost(judged=False)
    db01 = earlier.hosts["db01"]
    assert db01
    assert db01.open == (PatchId("108528", "19"),)
    assert db01.excepted == (PatchId("118833", "36"),)


def test_what_was_closed_before_is_carried_on() -> None:
    line = {"hostname": "web01", "compared": True, "closed": ["100001-01"]}
    since = {"hosts": [line | {"closed_before": ["100002-01"]}]}
    earlier = read(document(hosts=[HOST], estate={"since": since}))
    web01 = earlier.hosts["web01"]
    assert web01
    assert web01.closed == (PatchId("100001", "01"), PatchId("100002", "01"))


def test_two_hosts_of_one_name_are_not_mixed_up() -> None:
    assert read(document(hosts=[HOST, HOST])).hosts == {"web01": None}


BAD = {
    "no JSON": ("{,}", r"may.json:1:2: error: JSON was expected"),
    "nested too deep": ("[" * 100_000, "nested too deep"),
    "a number too long": ('{"schema": ' + "9" * 10_000 + "}", "too long numbers"),
    "no object": ("[]", r'"patchcheck.report/1" was expected, found none'),
    "another schema": ('{"schema": "x\\u001b[2J"}', r'found "x\\x1b\[2J"'),
    "no day": (document(as_of="May"), "at as_of a day such as 2003-06-18 was expected"),
    "no selection": (document(selection="missing"), "at selection a list was expected"),
    "hosts that are none": (document(hosts=[1]), "at hosts a list of tables was expected"),
    "a host without a name": (document(hosts=[{}]), r"at hosts\[0\]\.hostname text was expected"),
    "a patch that is none": (
        document(hosts=[HOST | {"patches": [{"patch": "1-1", "to_install": True}]}]),
        r"at hosts\[0\]\.patches\[0\]\.patch a patch id such as 108528-19 was expected",
    ),
    "a number for a truth": (
        document(hosts=[HOST | {"judged": 1}]),
        r"at hosts\[0\]\.judged true or false was expected, found \"1\"",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_anything_else_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UnusableError, match=message):
        read(text)
