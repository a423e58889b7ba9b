"""Small random worlds in which everything collides with everything.

A world is built from a seed, a size and a set of switches, one for each kind of trouble. Every
part draws from dice of its own, named by seed and place, so that turning a switch off, or taking a
number away, leaves the rest of the world as it was. `small_worlds()` lets hypothesis draw the
three; it shrinks to fewer numbers and fewer switches, the seed is only ever replaced. `world(seed)`
draws size and switches from the seed: for bulk runs and for a world that a message names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host, PackageInstance
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import Row
from tests.checker.facts import Flags
from tests.checker.maker import AS_OF, SWITCHES, Maker


@dataclass(frozen=True)
class SmallWorld:
    """A host, a file and options; printed in the shape of the files that it stands for."""

    name: str
    host: Host
    rows: tuple[Row, ...]
    special: SpecialCases
    exceptions: tuple[PatchException, ...]
    words: tuple[str, ...]
    minimal: bool
    flags: Flags
    as_of: date = AS_OF

    @property
    def options(self) -> dict[str, Any]:
        """The keyword arguments of `judge` and `check_plan`."""
        return {
            "special": self.special,
            "exceptions": self.exceptions,
            "as_of": self.as_of,
            "words": self.words,
            "minimal": self.minimal,
            "flags": self.flags,
        }

    def __repr__(self) -> str:
        system, special = self.host.system, self.special
        parts = [
            f"{self.name}: {' '.join(self.words)} minimal={self.minimal} flags={self.flags}",
            f"{system.release} {system.processor} {system.machine} {system.platform}",
            *(f"{p.instance} ({p.architecture}) {p.version} {p.status}" for p in self._packages()),
            *(
                f"Patch: {p.text} Obsoletes: {_ids(p.obsoletes)} Incompatibles: "
                f"{_ids(p.incompatibles)}"
                for p in self.host.patches
            ),
            *("|".join(row[:-1]) for row in self.rows),
            *(f"check {check.number}: {check.condition}" for check in special.checks.values()),
            *(f"never {n.patch}: {n.read_as}" for n in special.never_released.values()),
            *(
                f"repair {r.number}: {_ids(r.requires)} wipes {sorted(r.not_obsolete)}"
                for r in special.repairs.values()
            ),
            *(f"withdrawn {number}" for number in special.withdrawals),
            *(f"except {e.number}-{e.revision} {e.hosts} {e.until}" for e in self.exceptions),
        ]
        return "\n".join(parts)

    def _packages(self) -> Sequence[PackageInstance]:
        none = PackageInstance("no pkginfo", "", "")
        return (none,) if self.host.packages is None else self.host.packages


def _ids(patches: Sequence[PatchId]) -> str:
    return ", ".join(map(str, patches))


def build(seed: int, size: int, switches: frozenset[str]) -> SmallWorld:
    """The world of a seed, a number of patch numbers, and a set of switches."""
    maker = Maker(seed, size, switches)
    return SmallWorld(
        f"{seed}/{size}/{','.join(sorted(switches))}",
        maker.host(),
        maker.file(),
        maker.special(),
        tuple(maker.exceptions()),
        maker.words(),
        maker.on("minimal"),
        "row" if maker.chance("row-flags", 0.5, ()) else "inherited",
    )


def world(seed: int) -> SmallWorld:
    """A world whose size and switches come from the seed as well."""
    dice = Random(seed)  # noqa: S311 (made-up data)
    switches = frozenset(switch for switch in SWITCHES if dice.random() < 0.6)
    return build(seed, max(dice.randint(1, 8), dice.randint(1, 8)), switches)


def small_worlds() -> st.SearchStrategy[SmallWorld]:
    """Worlds for hypothesis; each switch is a coin, so that it shrinks to off."""
    coins = st.tuples(*(st.booleans() for _ in SWITCHES))
    switches = coins.map(
        lambda drawn: frozenset(s for s, coin in zip(SWITCHES, drawn, strict=True) if coin)
    )
    return st.builds(build, st.integers(0, 2**32), st.integers(1, 8), switches)
