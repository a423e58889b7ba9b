"""An earlier run, as far as a later one is compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from patchcheck.model.patch import PatchId


@dataclass(frozen=True, slots=True)
class EarlierHost:
    """One host in an earlier run.

    `open` are the patches that were to be installed, `excepted` those that an exception kept out,
    `closed` those that runs before it had seen closed.
    """

    judged: bool
    open: tuple[PatchId, ...] = ()
    excepted: tuple[PatchId, ...] = ()
    closed: tuple[PatchId, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """What a run wrote as JSON; `hosts` by name, None where two hosts had the same one."""

    path: str
    sha256: str
    as_of: date
    selection: tuple[str, ...]
    hosts: Mapping[str, EarlierHost | None]
