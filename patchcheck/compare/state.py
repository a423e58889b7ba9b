"""What can be compared: a host in one state, a list of ids, a cross-reference file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from patchcheck.model.diagnostic import Input
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.resolve.catalogue import Catalogue

Kind = Literal["host", "ids", "xref"]


@dataclass(frozen=True, slots=True)
class State:
    """One thing to compare, by the name that it goes by.

    `catalogue` is set for an `xref` only; of such a state `host` has nothing but the input.
    """

    name: str
    kind: Kind
    host: Host
    catalogue: Catalogue | None = None


def host_state(name: str, host: Host) -> State:
    """A host as its dumps, or a saved state, show it."""
    return State(name, "host", host)


def ids_state(name: str, patches: Iterable[PatchId], inputs: tuple[Input, ...] = ()) -> State:
    """A list of ids: nothing is known of packages, or of what a patch requires."""
    entries = tuple(InstalledPatch(str(patch), patch) for patch in sorted(set(patches)))
    return State(name, "ids", Host(System(), entries, None, inputs))


def xref_state(name: str, catalogue: Catalogue) -> State:
    """The current revisions of a cross-reference file; which ones depends on the host."""
    source = catalogue.xref.source
    return State(name, "xref", Host(System(), (), None, (source,) if source else ()), catalogue)


def state_values(host: Host) -> dict[str, object]:
    """Give a host as plain values for JSON; `patchcheck.readers.state` reads them back.

    Inputs, diagnostics and places in files are left out.
    """
    dated = host.dated
    return {
        **host.system._asdict(),
        "not_judged_because": host.not_judged_because,
        "dated": {"day": dated.day.isoformat(), "origin": dated.origin} if dated else None,
        "patches": [_patch_values(entry) for entry in host.patches],
        "packages": (
            None if host.packages is None else [_package_values(item) for item in host.packages]
        ),
    }


def _patch_values(entry: InstalledPatch) -> dict[str, object]:
    return {
        "id": entry.text,
        "obsoletes": [str(patch) for patch in entry.obsoletes],
        "requires": [str(patch) for patch in entry.requires],
        "incompatibles": [str(patch) for patch in entry.incompatibles],
        "packages": list(entry.packages),
        "installed_on": entry.installed_on.isoformat() if entry.installed_on else None,
    }


def _package_values(item: PackageInstance) -> dict[str, object]:
    return {
        "instance": item.instance,
        "architecture": item.architecture,
        "version": item.version,
        "status": item.status,
        "installed_on": item.installed_on.isoformat() if item.installed_on else None,
    }
