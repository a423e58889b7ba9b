"""A made-up host that fits a made-up patchdiag.xref, and its dumps as the commands print them."""

import random
from collections.abc import Sequence
from pathlib import Path

from patchcheck.model.host import PackageInstance
from patchcheck.model.xref import Row
from patchcheck.readers.stanza import decode_installed
from tests.bench.bench_dumps import make_long

_OS, _ARCHITECTURE = "8", "sparc"
_TOUCHED, _FOREIGN = 700, 0.25  # numbers that list a package; share of packages in no file
_HEAD = (
    "Hostname: bench8\nHostid: 80c0ffee\nRelease: 5.8\nKernel architecture: sun4u\n"
    "Application architecture: sparc\nHardware provider: Sun_Microsystems\n"
    "Domain: example.com\nKernel version: SunOS 5.8 Generic_117350-38 March 2004\n\n"
)


def make_host(folder: Path, rows: Sequence[Row], packages: int, patches: int, seed: int) -> None:
    """Write the dumps of a host with so many packages and patches into a folder.

    It has enough packages in the version of the file to concern a few hundred rows, as a real one
    does. The others are in another version, or in no row at all.
    """
    chance = random.Random(seed)
    own = [row for row in rows if row.os == _OS and _ARCHITECTURE in row.architectures]
    items = sorted({item for row in own for item in row.packages})
    chance.shuffle(items)
    matching = _matching(items, own)
    concerned = [row for row in own if not matching.isdisjoint(row.packages)]
    installed = sorted(chance.sample(concerned, min(patches, len(concerned))))
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "pkginfo-l.txt": make_long(_instances(chance, items, matching, packages)),
        "showrev-a.txt": _HEAD + "".join(_patch_line(chance, row) for row in installed),
        "uname-a.txt": "SunOS bench8 5.8 Generic_117350-38 sun4u sparc SUNW,Ultra-60\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="ascii")


def _matching(items: Sequence[str], rows: Sequence[Row]) -> set[str]:
    """As many items as it takes for enough rows to list one of them."""
    listing: dict[str, set[str]] = {}
    for row in rows:
        for item in row.packages:
            listing.setdefault(item, set()).add(row.number)
    found: set[str] = set()
    numbers: set[str] = set()
    for item in items:
        if len(numbers) >= _TOUCHED:
            break
        found.add(item)
        numbers |= listing[item]
    return found


def _instances(
    chance: random.Random, items: Sequence[str], matching: set[str], count: int
) -> list[PackageInstance]:
    foreign = [f"ACME{place:04}:1.{place}" for place in range(int(count * _FOREIGN))]
    named = sorted(matching) + [item for item in items if item not in matching]
    chosen = sorted(named[: count - len(foreign)] + foreign)
    return [_instance(chance, item, other=item not in matching) for item in chosen]


def _instance(chance: random.Random, item: str, *, other: bool) -> PackageInstance:
    name, _, version = item.partition(":")
    return PackageInstance(
        instance=name,
        architecture=_ARCHITECTURE,
        version=f"{version}.1" if other else version,
        status="completely installed",
        installed_on=decode_installed(f"Jan {chance.randint(1, 28)} 2004"),
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
