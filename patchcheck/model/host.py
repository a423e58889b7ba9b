"""A host as its dumps show it: system, package instances, installed patches."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.patch import PatchId

_INSTANCE_SUFFIX = re.compile(r"\.\d+$")


class System(NamedTuple):
    """What uname -a, or the head of showrev -a, tells of a host; None where it doesn't tell.

    `release` is `uname -r` (`5.8`), `processor` `uname -p` (`sparc`), `machine` `uname -m`
    (`sun4u`), `platform` `uname -i` (`SUNW,Ultra-5_10`), `kernel` `uname -v`.
    """

    hostname: str | None = None
    hostid: str | None = None
    release: str | None = None
    kernel: str | None = None
    machine: str | None = None
    processor: str | None = None
    platform: str | None = None
    system: str | None = None


@lru_cache(maxsize=2**14)  # hosts have most of their packages in common
def _package_name(instance: str) -> str:
    return _INSTANCE_SUFFIX.sub("", instance)


class PackageInstance(NamedTuple):
    """One installed package instance (R3).

    `instance` is PKGINST as it stands (`SPROcc.2`). `architecture` has its blanks removed,
    `version` its surrounding blanks trimmed. `status` is STATUS, empty where the dump has none.
    """

    instance: str
    architecture: str
    version: str
    status: str = ""
    installed_on: date | None = None
    line: int = 0

    @property
    def name(self) -> str:
        """The package name, without the instance suffix."""
        return _package_name(self.instance)

    @property
    def spooled(self) -> bool:
        """Whether the instance only lies in a spool directory: not installed (R3)."""
        return self.status == "spooled"

    @property
    def partial(self) -> bool:
        """Whether the instance is installed in part only: patchadd refuses such a one (R3)."""
        return self.status == "partially installed"


class InstalledPatch(NamedTuple):
    """One `Patch:` line (R1). `patch` is None for a foreign id (`IDR148363-26`, `PTF12`).

    `installed_on` is the day on which it went in, None where no dump tells.
    """

    text: str
    patch: PatchId | None
    obsoletes: tuple[PatchId, ...] = ()
    requires: tuple[PatchId, ...] = ()
    incompatibles: tuple[PatchId, ...] = ()
    packages: tuple[str, ...] = ()
    line: int = 0
    installed_on: date | None = None


class Dated(NamedTuple):
    """The day on which the dumps of a host were made; `origin` says in words what tells it."""

    day: date
    origin: str


class Host(NamedTuple):
    """Everything known of one host in one state.

    `packages` is None where no pkginfo was read (then only `installed` and `bad` are answered,
    R16). `not_judged_because` holds the reason of R16, None where the host can be judged. `dated`
    is None where nothing tells the day of the dumps.
    """

    system: System
    patches: tuple[InstalledPatch, ...]
    packages: tuple[PackageInstance, ...] | None
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    not_judged_because: str | None = None
    dated: Dated | None = None

    @property
    def judged(self) -> bool:
        """Whether verdicts may be asked for (R16)."""
        return self.not_judged_because is None

    @property
    def hostname(self) -> str:
        """The host's name, `unknown` where no dump tells it."""
        return self.system.hostname or "unknown"
