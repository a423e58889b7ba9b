"""A host and a cross-reference file small enough to spoil one line at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.run import Ran, run_patchcheck

CSR = "SUNWcsr:11.8.0,REV=2000.01.08.18.12;"
XREF = f"""\
## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Jun/17/03 ##
100001|02|Feb/01/03| |S| |  |8|sparc;|{CSR}|a security patch
100002|01|Feb/02/03|R| | |  |8|sparc;|{CSR}|a recommended patch
100003|01|Feb/03/03| | | | B|8|sparc;|{CSR}|WITHDRAWN a withdrawn patch
100004|05|Feb/04/03| | | |  |8|sparc;|{CSR}|an installed patch
"""
SHOWREV = """\
Hostname: tiny
Hostid: 80f3b1d7
Release: 5.8
Kernel architecture: sun4u
Application architecture: sparc
Hardware provider: Sun_Microsystems
Domain:
Kernel version: SunOS 5.8 Generic 108528-15 October 2001

Patch: 100004-05 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr
"""
PKGINFO = """\
   PKGINST:  SUNWcsr
      NAME:  Core Solaris, (Root)
  CATEGORY:  system
      ARCH:  sparc
   VERSION:  11.8.0,REV=2000.01.08.18.12
   BASEDIR:  /
    STATUS:  completely installed

"""
UNAME = "SunOS tiny 5.8 Generic_108528-15 sun4u sparc SUNW,Ultra-5_10\n"
TEXTS = {"xref": XREF, "showrev": SHOWREV, "pkginfo": PKGINFO, "uname": UNAME}
WITHDRAWN = "Patch: 100003-01 Obsoletes:  Requires:  Incompatibles:  Packages: SUNWcsr\n"


@dataclass(frozen=True)
class Small:
    """The folder that holds the four files, each under its own name."""

    folder: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def write(self, name: str, content: str | bytes) -> str:
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return self.path(name)

    def run(
        self,
        *arguments: str,
        command: str = "report",
        given: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run a command on the four files, or on those that are `given` instead."""
        paths = {name: self.path(name) for name in TEXTS} | dict(given or {})
        named = [part for name, path in paths.items() if path for part in (f"--{name}", path)]
        return run_patchcheck(command, *named, "--as-of", "2003-06-18", *arguments)


def small(folder: Path, **changed: str | bytes) -> Small:
    """Write the four files, some of them changed."""
    made = Small(folder)
    for name, text in TEXTS.items():
        made.write(name, changed.get(name, text))
    return made


def one_line(ran: Ran) -> str:
    """Give what stands on stderr: one line, and no traceback."""
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1, ran.err
    return ran.err.rstrip("\n")
