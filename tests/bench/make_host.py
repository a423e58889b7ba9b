"""Made-up hosts that fit a made-up patchdiag.xref, and their dumps as the commands print them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patchcheck.model.host import PackageInstance
from patchcheck.model.xref import Row
from patchcheck.readers.stanza import decode_installed
from tests.bench.bench_dumps import make_long

_ARCHITECTURE = "sparc"
_DAYS = tuple(decode_installed(f"Jan {day} 2004") for day in range(1, 29))
_HEAD = (
    "Hostname: {name}\nHostid: {hostid:08x}\nRelease: 5.{os}\nKernel architecture: sun4u\n"
    "Application architecture: sparc\nHardware provider: Sun_Microsystems\n"
    "Domain: example.com\nKernel version: SunOS 5.{os} Generic_117350-38 March 2004\n\n"
)
_UNAME = "SunOS {name} 5.{os} Generic_117350-38 sun4u sparc SUNW,Ultra-60\n"
_FIRST_HOSTID = 0x80C00000


@dataclass(frozen=True, slots=True)
class Kind:
    """What hosts are like: their SunOS, how many numbers concern one, packages in no row.

    `touched` numbers list a package in the host's very version, where its packages suffice;
    `foreign` is the share of packages that no row names.
    """

    os: str
    touched: int
    foreign: float


SPARSE = Kind("8", touched=700, foreign=0.25)  # a host that has been looked after
DENSE = Kind("10", touched=100_000, foreign=0.02)  # all that is named is in the version named


class HostMaker:
    """Makes hosts of one kind up; what the rows say is worked out once for all of them."""

    def __init__(self, rows: Sequence[Row], kind: Kind) -> None:
        """Take the rows of a cross-reference file: of them, those for the kind's SunOS."""
        self._kind = kind
        own = [row for row in rows if row.os == kind.os and _ARCHITECTURE in row.architectures]
        self._rows = [(row, tuple(row.packages)) for row in own]
        self._listing: dict[str, set[str]] = {}
        for row, items in self._rows:
            for item in items:
                self._listing.setdefault(item, set()).add(row.number)

    def make(self, folder: Path, packages: int, patches: int, seed: int) -> None:
        """Write a host's dumps into a folder, after which it is named; its hostid is by the seed.

        It has so many packages and patches. Those packages that concern no row are in another
        version than the rows name, or in no row at all.
        """
        chance = random.Random(seed)
        items = sorted(self._listing)
        chance.shuffle(items)
        foreign = [
            f"ACME{place:04}:1.{place}" for place in range(int(packages * self._kind.foreign))
        ]
        named = items[: packages - len(foreign)]
        matching = self._matching(named)
        concerned = [row for row, listed in self._rows if not matching.isdisjoint(listed)]
        installed = sorted(chance.sample(concerned, min(patches, len(concerned))))
        facts = {"name": folder.name, "hostid": _FIRST_HOSTID + seed, "os": self._kind.os}
        folder.mkdir(parents=True)
        texts = {
            "pkginfo-l.txt": make_long(list(_instances(chance, named + foreign, matching))),
            "showrev-a.txt": _HEAD.format(**facts)
            + "".join(_patch_line(chance, row) for row in installed),
            "uname-a.txt": _UNAME.format(**facts),
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="ascii")

    def _matching(self, items: Sequence[str]) -> set[str]:
        """As many items as it takes for enough numbers to list one of them."""
        found: set[str] = set()
        numbers: set[str] = set()
        for item in items:
            if len(numbers) >= self._kind.touched:
                break
            found.add(item)
            numbers |= self._listing[item]
        return found


def _instances(
    chance: random.Random, items: Sequence[str], matching: set[str]
) -> Iterator[PackageInstance]:
    """The items as packages, in another version where they are not to match."""
    for item in sorted(items):
        name, _, version = item.partition(":")
        yield PackageInstance(
            instance=name,
            architecture=_ARCHITECTURE,
            version=version if item in matching else f"{version}.1",
            status="completely installed",
            installed_on=chance.choice(_DAYS),
        )


def _patch_line(chance: random.Random, row: Row) -> str:
    """One line of showrev -p: the row's revision or a lower one, and what the row requires."""
    revision = f"{chance.randint(1, int(row.revision)):02}"
    requires = ", ".join(str(listed.patch) for listed in row.requires)
    names = ", ".join(dict.fromkeys(item.partition(":")[0] for item in row.packages))
    return (
        f"Patch: {row.number}-{revision} Obsoletes:  Requires: {requires} Incompatibles:  "
        f"Packages: {names} \n"
    )
