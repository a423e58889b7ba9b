"""Rows of patchdiag.xref to test with, and short ways to read them and to see what came of it."""

from patchcheck.model.xref import CrossReference
from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref

HEADER = "## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Feb/10/11 ##\n"
GOOD = "108528|19|Feb/21/03|R|S| |  |8|sparc;108827-30;|SUNWcsr:11.8.0,REV=1;|SunOS 5.8: a | b"


def read(text: str) -> CrossReference:
    return read_xref(decode(text.encode(), "made.xref"))


def told(catalogue: CrossReference) -> list[str]:
    return [str(diagnostic) for diagnostic in catalogue.diagnostics]


def account(catalogue: CrossReference) -> tuple[int, int, int]:
    assert catalogue.source
    found = catalogue.source.account
    return found.record_lines, found.comment_lines, found.rejected_lines


ROWS_IN_FORM = [
    "100287|05|Oct/31/91| | | |  |Unbundled|||PC-NFS 3.5c: Jumbo patch (updated PRT.COM to v3.5c)",
    "108835|04|Feb/06/03|R|S|O| |8|sparc;108827-30;|SUNWdtdst:1.4,REV=10.1999.12.02;|one blank",
    "108835|04|Feb/06/03|R|S|O|Y|8|||Y alone",
    "108835|04|Feb/06/03|R|S|O|B|8|||B alone",
    "108835|04|Feb/06/03|R|S|O|YB|8|||both",
    "108835|04|Feb/06/03|||||8|||flags and field 7 empty",
    "108835|04|| | | |  |8|||no date",
    "108835|04|Feb/29/00| | | |  |8|||a leap year",
    "000001|00|Jan/01/70| | | |  |8|||",
    "100701|03|Feb/17/93| | | |  |2.5.1_x86|sparc,i386;|SUNWow: 2.1;;109079-01 (or newer);|a||b|",
    "108835|04|Feb/06/03| | | |  |Trusted_Solaris_8_x86|||\x0b\x0c\x85\u2028\ttabs and \r within",
    "800054|01|Mar/16/01| | |O|  |10|||ポート\\",
]
