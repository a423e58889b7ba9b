"""A list of ids: what is an id, what is told of, and the account of its lines (R15)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.readers.idlist import read_ids
from tests.readers.given import accounts_for, messages, raw, source


@pytest.mark.parametrize(
    ("text", "ids", "told"),
    [
        ("108528-19\n", ["108528-19"], []),
        ("108528-19 109234-01\n# all\n\n\t112233-12\r\n", ["108528-19", "109234-01", "112233-12"],
         []),
        ("108528-19 # the kernel\n", ["108528-19"], []),
        ("108528-19\n108528-19\n108528-18\n", ["108528-19", "108528-18"], []),
        ("", [], []),
        ("108528\n", [],
         ['1:1: a patch id such as 108528-19 was expected, found "108528"; the line is rejected']),
        ("# x\n108528-19, 109234-01\n", ["109234-01"],
         ['2:1: a patch id such as 108528-19 was expected, found "108528-19,"; it is left out']),
        ("108528-19 IDR7\n", ["108528-19"],
         ['1:11: a patch id such as 108528-19 was expected, found "IDR7"; it is left out']),
        ("108528-19", ["108528-19"],
         ["1:10: a newline was expected at the end of the file; the last line is read as it is"]),
    ],
    ids=["one", "several a line", "comment", "twice", "empty", "no revision", "comma", "foreign",
         "no last newline"],
)  # fmt: skip
def test_r15_an_id_list_is_read_word_by_word(text: str, ids: list[str], told: list[str]) -> None:
    found = read_ids(source(text))
    assert [str(patch) for patch in found.patches] == ids
    assert messages(found) == told
    assert found.input.kind == "ids"
    assert found.input.records == len(ids)
    accounts_for(text, found)


@given(st.lists(st.sampled_from(["108528-19", " ", "#", "\n", "\r\n", "1-1", "\0", "é"])))
def test_r15_every_line_of_any_list_is_accounted_for(parts: list[str]) -> None:
    text = "".join(parts)
    accounts_for(text, read_ids(raw(text)))
