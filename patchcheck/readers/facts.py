"""The facts of a host from several dumps: which one counts, and where they contradict (R16)."""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.host import PackageInstance, System
from patchcheck.readers.lines import excerpt, short

HOST = "the host"
# Dumps that differ in one of these are of different hosts, or of one host at different times.
_IDENTITY = frozenset({"hostname", "hostid", "release", "processor", "system"})
_CORE_PACKAGES = ("SUNWcsr", "SUNWcsu")
_CORE_VERSION = re.compile(r"11\.(\d{1,2})(?:\.\d+)*(?:,|$)")
_FIRST_TOLD = 6  # before SunOS 5.6 the version of the core packages doesn't follow the release
_LAST_RELEASE = 10
_RELEASE = re.compile(r"5\.(\d{1,2})(?:\.\d+)*")
_PROCESSORS = frozenset({"sparc", "i386"})
_OLD_PROCESSORS = frozenset({"ppc"})  # of SunOS 5.5.1
_OPTIONS = {"release": "--release (such as 5.8)", "processor": "--arch (sparc or i386)"}


class Rank(IntEnum):
    """Which reason is told first where there are several."""

    OTHER_SYSTEM = 0
    INPUT = 1
    CONTRADICTION = 2
    UNKNOWN = 3


class Told(NamedTuple):
    """What one origin, a path or `the command line`, tells of a system."""

    origin: str
    system: System
    is_dump: bool = True


class Findings:
    """Reasons not to judge a host, and what else there is to say of it.

    A finding is an origin and what is said of it: `web01/showrev.out` `is empty`.
    """

    def __init__(self) -> None:
        self._reasons: list[tuple[Rank, str, str]] = []
        self._others: list[Diagnostic] = []

    def refuse(self, rank: Rank, origin: str, finding: str) -> None:
        """Add a reason not to judge the host (R16)."""
        self._reasons.append((rank, origin, finding))

    def warn(self, origin: str, finding: str) -> None:
        """Add what is odd but prevents nothing."""
        self._others.append(Diagnostic(origin, 0, 0, Severity.WARNING, finding))

    def note(self, origin: str, finding: str) -> None:
        """Add what a reader should know."""
        self._others.append(Diagnostic(origin, 0, 0, Severity.NOTE, finding))

    def verdict(self) -> tuple[str | None, tuple[Diagnostic, ...]]:
        """Give the first reason, None where there is none, and all the rest as diagnostics."""
        reasons = sorted(self._reasons, key=lambda reason: reason[0])
        rest = [Diagnostic(at, 0, 0, Severity.ERROR, text) for _, at, text in reasons[1:]]
        first = f"{reasons[0][1]} {reasons[0][2]}" if reasons else None
        return first, (*rest, *self._others)


def merge(told: Sequence[Told], findings: Findings) -> System:
    """Take each fact from the first that tells it; every contradiction is reported."""
    chosen: dict[str, str] = {}
    for name in System._fields:
        first: Told | None = None
        for one in told:
            value = _fact(one, name)
            if value and first is None:
                first = one
                chosen[name] = value
            elif value and first and not same(name, chosen[name], value):
                _contradiction(name, first, one, findings)
    return System(**chosen)


def _fact(told: Told, name: str) -> str | None:
    value: str | None = getattr(told.system, name)
    return value


def _contradiction(name: str, first: Told, other: Told, findings: Findings) -> None:
    value, second = _fact(first, name) or "", _fact(other, name) or ""
    finding = f"tells the {name} {excerpt(second)}, where {first.origin} has {excerpt(value)}"
    if first.is_dump and other.is_dump and name in _IDENTITY:
        rank = Rank.CONTRADICTION
        findings.refuse(rank, other.origin, f"{finding}: these are not dumps of one host")
    else:
        findings.warn(other.origin, f"{finding}; the latter counts")


def same(name: str, one: str, other: str) -> bool:
    """Whether two values agree: names of hosts with and without a domain do, and any case does."""
    one, other = one.casefold(), other.casefold()
    if name == "hostname":
        return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
    return one == other


def derive(core: Sequence[PackageInstance]) -> System:
    """Tell release and processor by the core packages (11.6.0 = 5.6 to 11.10.0 = 5.10)."""
    releases = {release for one in core if (release := _release_of(one))}
    processors = {one.architecture for one in core} & _PROCESSORS
    return System(
        release=releases.pop() if len(releases) == 1 else None,
        processor=processors.pop() if len(processors) == 1 else None,
    )


def core_of(packages: Sequence[PackageInstance]) -> tuple[PackageInstance, ...]:
    """Give the installed packages whose versions follow the release of the system."""
    alike = [one for one in packages if one.instance.startswith(_CORE_PACKAGES)]
    return tuple([one for one in alike if one.name in _CORE_PACKAGES and not one.spooled])


def _release_of(package: PackageInstance) -> str | None:
    match = _CORE_VERSION.match(package.version)
    return f"5.{match[1]}" if match and int(match[1]) >= _FIRST_TOLD else None


def check_packages(
    system: System, core: Sequence[PackageInstance], origin: str, findings: Findings
) -> None:
    """Refuse core packages of another release or processor than the system's (R16, D3)."""
    for one in core:
        release, processor = _release_of(one), one.architecture
        if release and system.release and release != system.release:
            finding = f"has {one.instance} {short(one.version)}, that of SunOS {release}"
            finding = f"{finding}, but the host runs SunOS {system.release}"
            findings.refuse(Rank.CONTRADICTION, origin, finding)
        if processor in _PROCESSORS and system.processor not in {None, processor}:
            host = short(system.processor or "")
            finding = f"has {one.instance} for {processor}, but the host is {host}"
            findings.refuse(Rank.CONTRADICTION, origin, finding)


def check_system(told: Sequence[Told], findings: Findings) -> None:
    """Refuse other systems by name: Linux, BSD, SunOS 4, Solaris 11 (R16)."""
    for one in told:
        finding = _other_system(one.system)
        if finding:
            findings.refuse(Rank.OTHER_SYSTEM, one.origin, finding)


def _other_system(system: System) -> str | None:
    if system.system not in {None, "SunOS"}:
        return f"tells of {system.system}; SunOS 5.3 to 5.10 (Solaris 2.3 to 10) was expected"
    if system.release is None:
        return None
    match = _RELEASE.fullmatch(system.release)
    if match is None:
        return f"tells the release {excerpt(system.release)}; one from 5.3 to 5.10 was expected"
    if int(match[1]) > _LAST_RELEASE:
        return f"tells of SunOS {system.release} (Solaris 11), which has no patches of this kind"
    return None


def check_known(system: System, findings: Findings, *, needed: bool) -> None:
    """Refuse a host whose release or processor nothing tells, or a processor that no patch is for.

    R2 can't do without them. Without packages R2 is not asked, and a warning will do.
    """
    tell = partial(findings.refuse, Rank.UNKNOWN) if needed else findings.warn
    for name, option in _OPTIONS.items():
        if getattr(system, name) is None:
            tell(HOST, f"tells its {name} in none of its dumps; {option} would help")
    if system.processor not in {None, *_PROCESSORS, *_OLD_PROCESSORS}:
        found = excerpt(system.processor or "")
        tell(HOST, f"tells the processor {found}; sparc or i386 was expected")
