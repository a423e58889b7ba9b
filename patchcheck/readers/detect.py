"""What an input is, by its content, before a reader is let loose on it (R16)."""

import re
from collections import Counter
from enum import StrEnum

from patchcheck.readers.text import Source, looks_binary

_HEAD = 16_384  # characters; enough for any banner and a dozen records
# Patterns of one word or two also fit prose: half of the lines must be alike to believe them.
_WEAK_SHARE = 0.5


class Kind(StrEnum):
    """Kinds of input; the last ones are refused by name."""

    XREF = "xref"
    SHOWREV = "showrev"
    PKGINFO = "pkginfo"
    UNAME = "uname"
    EMPTY = "empty"
    BINARY = "binary"
    IPS = "ips"
    RPM = "rpm"
    BSD = "bsd"
    PKGINFO_SHORT = "pkginfo-short"
    PKGINFO_FILE = "pkginfo-file"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """What it is, for a message."""
        return _WORDS[self]


KINDS = (Kind.SHOWREV, Kind.PKGINFO, Kind.UNAME)  # the dumps of a host

_WORDS = {
    Kind.XREF: "a patchdiag.xref",
    Kind.SHOWREV: "a showrev or patchadd -p listing",
    Kind.PKGINFO: "a pkginfo listing",
    Kind.UNAME: "the output of uname",
    Kind.EMPTY: "empty",
    Kind.BINARY: "binary, no text",
    Kind.IPS: "a Solaris 11 package listing (pkg list or pkg info)",
    Kind.RPM: "a Linux package listing (rpm -qa)",
    Kind.BSD: "a BSD package listing (pkg_info)",
    Kind.PKGINFO_SHORT: "a pkginfo listing without versions",
    Kind.PKGINFO_FILE: "the pkginfo file of one package (var/sadm/pkg)",
    Kind.UNKNOWN: "none of the known listings",
}

# A line is looked for by the end of the one before it: one character is found at once, where `^` is
# tried at every place.
_LEAD = r"\n[ \t]*+(?:(?:>|&gt;)[ \t]*+)*+"
# What the kinds that can be read look like, line by line.
_KNOWN = {
    Kind.XREF: r"\#\# PATCHDIAG|\d{6}\|\d\d\|",
    Kind.SHOWREV: r"Patch:[ \t]*+\S|No patches (?:are )?installed|(?:Hostname|Hostid|Release|"
    r"Kernel architecture|Application architecture|Kernel version):[ \t]",
    Kind.PKGINFO: r"PKGINST:|\([\w., ]++\)[ \t]++[\w]|(?:\d++[ \t]++)?[A-Za-z][\w+.-]*+[ \t]++"
    r"\((?:sparc|i386|all)\b[\w., ]*+\)[ \t]++\w",
    Kind.UNAME: r"[Ss]un[Oo][Ss][ \t]++(?!Release)\S++[ \t]++\S|"
    r"(?:Linux|FreeBSD|OpenBSD|NetBSD|HP-UX|AIX|Darwin|IRIX|OSF1)\S*+[ \t]++\S++[ \t]++\S",
}
# What is refused by name.
_REFUSED = {
    Kind.IPS: r"(?:FMRI:[ \t]++)?pkg:/|NAME \(PUBLISHER\)|(?:Publisher|Build Release|Branch):[ \t]|"
    r"\S++[ \t]++(?:\([\w.]++\)[ \t]++)?[\d.]++-\d[\d.]++(?:[ \t]++[ufori-]{3,})",
    Kind.RPM: r"[A-Za-z][\w.+~]*+(?:-[\w.+~]++)*?-\d[\w.+~^]*+-[\w.+~^]+\."
    r"(?:x86_64|i[3-6]86|noarch|ppc64(?:le)?|s390x?|aarch64|ia64|sparc(?:64)?v?\d?)[ \t\r]*+$|"
    r"gpg-pubkey-",
    Kind.BSD: r"[A-Za-z][\w+.]*+(?:-[A-Za-z_][\w+.]*+)*+-\d[\w.,+]*+[ \t]{1,}[A-Z(\d\"']",
    Kind.PKGINFO_SHORT: r"[A-Za-z][\w,]*+[ \t]++[A-Z]{2,}[a-z\d][\w+.-]*+[ \t]++\S",
    Kind.PKGINFO_FILE: r"(?:ARCH|PKG|VERSION|CLASSES|BASEDIR|PATCHLIST|SUNW_\w++|PKGINST)=",
}


def _pattern(kinds: dict[Kind, str]) -> str:
    parts = (f"(?P<{kind.name}>{pattern})" for kind, pattern in kinds.items())
    return f"(?m){_LEAD}(?:{'|'.join(parts)})"


# Compiled when asked for: they take their time, and hardly any run needs both.
_KNOWN_LINE = _pattern(_KNOWN)
_REFUSED_LINE = _pattern(_REFUSED)


_WEAK = frozenset({Kind.RPM, Kind.BSD, Kind.PKGINFO_SHORT})
# What a long banner may push out of the head, and what a listing without a record holds.
_LATE = {"Patch:": Kind.SHOWREV, "PKGINST:": Kind.PKGINFO, "ERROR: information for": Kind.PKGINFO}


def detect(source: Source) -> Kind:
    """Say what an input is: by the kind that most lines of its head belong to.

    Where the head tells nothing, the rest is searched for the words that a listing is known by.
    """
    text = source.text
    if not text or text.isspace():
        return Kind.EMPTY
    if looks_binary(source):
        return Kind.BINARY
    head = text[:_HEAD]
    return _most(_KNOWN_LINE, head) or _most(_REFUSED_LINE, head) or _late(text)


def _most(pattern: str, head: str) -> Kind | None:
    counts = Counter([match.lastgroup or "" for match in re.finditer(pattern, f"\n{head}")])
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    kind = Kind[name]
    return None if kind in _WEAK and times < _WEAK_SHARE * _lines(head) else kind


def _lines(head: str) -> int:
    """Count the lines that aren't blank."""
    return sum(1 for line in head.split("\n") if line and not line.isspace())


def _late(text: str) -> Kind:
    found = [(at, kind) for word, kind in _LATE.items() if (at := text.find(word)) >= 0]
    return min(found)[1] if found else Kind.UNKNOWN
