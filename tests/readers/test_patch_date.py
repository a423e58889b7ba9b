from datetime import date

import pytest

from patchcheck.readers.patch_date import read_patch_dates
from tests.readers.given import accounts_for, source

DAY = date(2003, 6, 17)


@pytest.mark.parametrize(
    "line",
    [
        "108528-19 2003-06-17",
        "108528-19: 2003/06/17 12:34",
        "108528-19   Tue Jun 17 12:34:56 MEST 2003",
        "Jun 17 2003 108528-19",
        "drwxr-x---   2 root     root         512 Jun 17  2003 108528-19",
        "108528-19|17-Jun-2003",
        "108528-19 Jun 17, 2003",
        "/var/sadm/patch/108528-19/log 2003.06.17",
    ],
)
def test_a_line_of_one_patch_and_one_day(line: str) -> None:
    dump = read_patch_dates(source(f"{line}\n"))
    assert dump.days == {"108528-19": DAY}
    assert dump.input.account.record_lines == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Patch installation dates",
        "108528-19",
        "2003-06-17",
        "108528-19 Jun 17 12:34",
        "108528-19 06/17/2003",
        "108528-19 06/07/03",
        "108528-19 108827-30 2003-06-17",
        "108528-19 2003-06-17 2003-06-18",
        "108528-19 2003-02-30",
        "1108528-19 2003-06-17",
        "108528-191 2003-06-17",
    ],
)
def test_what_leaves_a_doubt_is_a_comment(line: str) -> None:
    dump = read_patch_dates(source(f"{line}\n"))
    assert dump.days == {}
    assert dump.input.account.comment_lines == 1


def test_the_later_day_counts_and_is_told() -> None:
    text = "108528-19 2003-06-17\nIDR148363-26 2003-06-01\n108528-19 2003-05-01\n"
    dump = read_patch_dates(source(text))
    assert dump.days == {"108528-19": DAY, "IDR148363-26": date(2003, 6, 1)}
    (told,) = dump.diagnostics
    assert str(told) == (
        "given:3:1: note: one day was expected for 108528-19, found 2003-06-17 and "
        '"108528-19 2003-05-01"; the later one is kept'
    )
    accounts_for(text, dump)


def test_r15_every_line_is_accounted_for() -> None:
    text = "Patches\r\n\r\n108528-19 2003-06-17\r\n108528-19"
    accounts_for(text, read_patch_dates(source(text)))
