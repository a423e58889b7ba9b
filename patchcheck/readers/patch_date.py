"""patch_date.out of a Sun Explorer tree to the days on which patches went in.

Its layout is not documented and differs by release. So a line counts only where it leaves no
doubt: one patch id and one full date, in a form that reads in one way only.
"""

import re
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.readers.lines import Ledger, excerpt
from patchcheck.readers.text import Source

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = f"(?:{'|'.join(MONTHS)})"
# Compiled when asked for: they take their time, and few hosts have such a dump.
_ID = r"(?<![\w-])(?:\d{6}|[A-Z]+\d+)-\d{2}(?![\w-])"
_DATE = (
    # 2003-06-17 · Jun 17 12:34:56 MEST 2003, as date(1) prints it · Jun 17 2003 · 17 Jun 2003
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sign>[-/.])(?P<number>\d\d)(?P=sign)(?P<day>\d\d)(?!\d)"
    rf"|\b(?P<month_b>{_MONTH})[ \t]+(?P<day_b>\d{{1,2}}),?[ \t]+"
    r"(?:\d\d:\d\d(?::\d\d)?[ \t]+(?:[A-Za-z+:\d-]{1,9}[ \t]+)?)?(?P<year_b>(?:19|20)\d\d)\b"
    rf"|\b(?P<day_c>\d{{1,2}})[- \t](?P<month_c>{_MONTH})[- \t](?P<year_c>(?:19|20)\d\d)\b"
)


class PatchDates(NamedTuple):
    """The day on which each patch went in, by its id as it stands; the latest one told counts."""

    days: Mapping[str, date]
    input: Input
    diagnostics: tuple[Diagnostic, ...]


def read_patch_dates(source: Source) -> PatchDates:
    """Read the lines that tell of one patch and one day; all others are comments (R15)."""
    ledger = Ledger(source, "patch_date")
    days: dict[str, date] = {}
    for number, line in enumerate(StringIO(ledger.ended_text(), newline="\n"), start=1):
        patches, dates = set(re.findall(_ID, line)), dates_in(line)
        if len(patches) != 1 or len(dates) != 1:
            ledger.comment_lines += 1
            continue
        ledger.record_lines += 1
        patch, day = patches.pop(), dates.pop()
        known = days.setdefault(patch, day)
        days[patch] = max(known, day)
        if known != day:
            message = f"one day was expected for {patch}, found {known} and {excerpt(line)}"
            ledger.note(number, 1, f"{message}; the later one is kept")
    return PatchDates(days, ledger.close(len(days)), ledger.told())


def dates_in(line: str) -> set[date]:
    """Give the days that a line tells in full."""
    return {day for match in re.finditer(_DATE, line) if (day := _day(match))}


def _day(match: re.Match[str]) -> date | None:
    found = match.groupdict()
    year = found["year"] or found["year_b"] or found["year_c"]
    day = found["day"] or found["day_b"] or found["day_c"]
    name = found["month_b"] or found["month_c"]
    month = MONTHS.index(name) + 1 if name else int(found["number"])
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
