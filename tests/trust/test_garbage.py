"""Reading leaves no cycles behind, so that the garbage collector may look seldom."""

import gc

import pytest

from tests.cli.small import PKGINFO, SHOWREV, UNAME, XREF
from tests.fuzz.targets import TARGETS

MANY = 1_000
ODD = {
    "lines that are no rows": ("xref", XREF + "1|\n" * MANY),
    "rows with odd fields": ("xref", XREF + "100001|01|Foo/01/99|x||||8|sparc|a:1|odd\n" * MANY),
    "lines that are no patches": ("showrev", SHOWREV + "Patch: x\nodd\n" * MANY),
    "lines that are no packages": ("pkginfo", PKGINFO + "   PKGINST: \nodd\n" * MANY),
    "lines that are no systems": ("uname", "odd\n" * MANY + UNAME),
    "a host": ("host", SHOWREV + "Patch: 100004-05 Obsoletes: x\n" * MANY),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_read_a_thousand_times_leaves_no_cycles(name: str) -> None:
    target, text = ODD[name]
    TARGETS[target](text.encode())  # what is made once and kept
    gc.collect()
    gc.disable()
    try:
        TARGETS[target](text.encode())
        found = gc.collect()
    finally:
        gc.enable()
    assert found < MANY
