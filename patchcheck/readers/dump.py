"""The dumps of one host to a Host, judged only where they can be trusted (R16)."""

from typing import Protocol

from patchcheck.model.diagnostic import Account, Diagnostic, Input
from patchcheck.model.host import Host, InstalledPatch, System
from patchcheck.readers.detect import Kind, detect
from patchcheck.readers.facts import (
    HOST,
    Findings,
    Rank,
    Told,
    check_known,
    check_packages,
    check_system,
    core_of,
    derive,
    merge,
)
from patchcheck.readers.patch_date import PatchDates, read_patch_dates
from patchcheck.readers.pkginfo import PkginfoDump, read_pkginfo
from patchcheck.readers.showrev import ShowrevDump, read_showrev
from patchcheck.readers.text import Source
from patchcheck.readers.uname import UnameDump, read_uname

_OPTIONS = "the command line"
_NOTHING = System()
WANTED = {
    Kind.SHOWREV: "showrev -p, showrev -a or patchadd -p",
    Kind.PKGINFO: "pkginfo -l or pkginfo -x",
    Kind.UNAME: "uname -a",
}
_ALIEN = frozenset({Kind.IPS, Kind.RPM, Kind.BSD})
_NONE_TOLD = 'has no `Patch:` line and does not say "No patches are installed"'


def read_host(
    showrev: Source | None,
    pkginfo: Source | None,
    uname: Source | None,
    overrides: System = _NOTHING,
    patch_dates: Source | None = None,
) -> Host:
    """Read what there is of a host. What can't be trusted makes it not judged, with the reason.

    Facts are taken from `overrides` (the options), then uname, then the head of showrev, then the
    core packages. The first reason found is the host's, the others stand among the diagnostics.
    `patch_dates` only adds days to the patches; without it nothing else changes.
    """
    reading = _Reading()
    reading.read_uname(uname)
    reading.read_showrev(showrev)
    reading.read_pkginfo(pkginfo)
    reading.read_patch_dates(patch_dates)
    return reading.host(overrides)


class _Dump(Protocol):
    """What every dump that was read has."""

    @property
    def input(self) -> Input: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...


class _Reading:
    """What was read of one host, and what is to be said of it."""

    def __init__(self) -> None:
        self.findings = Findings()
        self.uname: UnameDump | None = None
        self.showrev: ShowrevDump | None = None
        self.pkginfo: PkginfoDump | None = None
        self.dates: PatchDates | None = None
        self.inputs: list[Input] = []
        self.diagnostics: list[Diagnostic] = []

    def read_uname(self, source: Source | None) -> None:
        """Read uname -a; it must tell of a system."""
        if source is None or not self._trusted(source, Kind.UNAME):
            return
        self.uname = read_uname(source)
        self._keep(self.uname)
        if self.uname.system == _NOTHING:
            self._refuse(source, "has no line of uname -a")

    def read_showrev(self, source: Source | None) -> None:
        """Read the installed patches; without them nothing can be said of a host."""
        if source is None:
            wanted = WANTED[Kind.SHOWREV]
            self.findings.refuse(Rank.INPUT, HOST, f"has no showrev dump; {wanted} is wanted")
            return
        if not self._trusted(source, Kind.SHOWREV):
            return
        self.showrev = read_showrev(source)
        self._keep(self.showrev)
        if self.showrev.truncated:
            self._refuse(source, "is cut: it ends within a line")
        elif not (self.showrev.patches or self.showrev.says_none or source.truncated):
            self._refuse(source, f"{_NONE_TOLD}; {WANTED[Kind.SHOWREV]} is wanted")

    def read_pkginfo(self, source: Source | None) -> None:
        """Read the packages, if there are any to read."""
        if source is None or not self._trusted(source, Kind.PKGINFO):
            return
        self.pkginfo = read_pkginfo(source)
        self._keep(self.pkginfo)
        if self.pkginfo.truncated:
            self._refuse(source, "is cut: it ends within a package")
        elif not (self.pkginfo.packages or source.truncated):
            self._refuse(source, f"has no package; {WANTED[Kind.PKGINFO]} is wanted")

    def read_patch_dates(self, source: Source | None) -> None:
        """Read when the patches went in, if a dump tells."""
        if source is not None:
            self.dates = read_patch_dates(source)
            self._keep(self.dates)

    def _trusted(self, source: Source, wanted: Kind) -> bool:
        """Whether an input is what it should be, as a whole; if not, it is not read."""
        kind = detect(source)
        if kind is not wanted:
            rank = Rank.OTHER_SYSTEM if kind in _ALIEN else Rank.INPUT
            finding = f"is {kind.words}; {WANTED[wanted]} is wanted"
            self.findings.refuse(rank, source.path, finding)
            self.inputs.append(_not_read(source, wanted))
            return False
        if source.truncated:
            self._refuse(source, f"is cut: {'; '.join(source.remarks)}")
        return True

    def _refuse(self, source: Source, finding: str) -> None:
        self.findings.refuse(Rank.INPUT, source.path, finding)

    def _keep(self, dump: _Dump) -> None:
        self.inputs.append(dump.input)
        self.diagnostics.extend(dump.diagnostics)

    def host(self, overrides: System) -> Host:
        """Put the host together and look for contradictions."""
        told = [Told(_OPTIONS, overrides, is_dump=False)]
        told += [Told(dump.input.path, dump.system) for dump in (self.uname, self.showrev) if dump]
        check_system(told, self.findings)
        system = self._with_packages(merge(told, self.findings))
        check_known(system, self.findings, needed=self.pkginfo is not None)
        reason, found = self.findings.verdict()
        return Host(
            system=system,
            patches=self._patches(),
            packages=self.pkginfo.packages if self.pkginfo else None,
            inputs=tuple(self.inputs),
            diagnostics=(*self.diagnostics, *found),
            not_judged_because=reason,
        )

    def _patches(self) -> tuple[InstalledPatch, ...]:
        patches = self.showrev.patches if self.showrev else ()
        if not self.dates:
            return patches
        days = self.dates.days
        return tuple(
            patch._replace(installed_on=days[patch.text]) if patch.text in days else patch
            for patch in patches
        )

    def _with_packages(self, system: System) -> System:
        """Check the packages against the system, and add what only they tell."""
        if self.pkginfo is None:
            return system
        core, path = core_of(self.pkginfo.packages), self.pkginfo.input.path
        derived = derive(core)
        check_system([Told(path, derived)], self.findings)
        check_packages(system, core, path, self.findings)
        for name in ("release", "processor"):
            value = getattr(derived, name)
            if value and not getattr(system, name):
                self.findings.note(
                    path, f"tells the {name} {value} by its core packages; no other dump does"
                )
                system = system._replace(**{name: value})
        return system


def _not_read(source: Source, wanted: Kind) -> Input:
    """Account for an input that was refused as a whole: no line of it carries what was wanted."""
    text = source.text
    lines = text.count("\n") + (1 if text and not text.endswith("\n") else 0)
    account = Account(record_lines=0, comment_lines=lines, rejected_lines=0)
    return Input(source.path, wanted.value, source.sha256, 0, account, source.remarks)
