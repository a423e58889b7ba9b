"""CPU time of the readers of a host's dumps, against plain ones that build the same records."""

import gc
import random
import time
from collections.abc import Callable, Sequence

from patchcheck.model.host import InstalledPatch, PackageInstance
from patchcheck.model.patch import PatchId
from patchcheck.readers.pkginfo import read_pkginfo
from patchcheck.readers.showrev import read_showrev
from patchcheck.readers.stanza import decode_installed
from patchcheck.readers.text import Source, decode

PACKAGES = 1_200
PATCHES = 300
REPEATS = 15
Reader = Callable[[Source], Sequence[object]]
MONTHS = ("Jan", "Mar", "May", "Jul", "Sep", "Nov")


def make_packages(count: int, seed: int = 1) -> list[PackageInstance]:
    """Make up packages, each with an architecture, a version and an install date."""
    chance = random.Random(seed)
    return [
        PackageInstance(
            instance=f"SUNW{chance.choice(('cs', 'x', 'gnome-', 'apch'))}{number:04}",
            architecture=chance.choice(("sparc", "sparc", "sparc.sun4u", "all")),
            version=f"11.8.0,REV=2000.01.{chance.randint(1, 28):02}.18.12",
            status="completely installed",
            installed_on=decode_installed(f"{chance.choice(MONTHS)} {chance.randint(1, 28)} 2004"),
        )
        for number in range(count)
    ]


def make_long(packages: list[PackageInstance]) -> str:
    """Print packages as pkginfo -l does, file counts and all."""
    return "".join(
        f"   PKGINST:  {one.instance}\n      NAME:  Sun package {one.instance}, (Root)\n"
        f"  CATEGORY:  system\n      ARCH:  {one.architecture}\n   VERSION:  {one.version}\n"
        "   BASEDIR:  /\n    VENDOR:  Sun Microsystems, Inc.\n"
        f"      DESC:  core software {one.instance} for an instruction-set architecture\n"
        f"    PSTAMP:  on28-patch20011128103010\n  INSTDATE:  {one.installed_on:%b %d %Y} 12:32\n"
        "   HOTLINE:  Please contact your local service provider\n"
        f"    STATUS:  {one.status}\n     FILES:       83 installed pathnames\n"
        "                   8 shared pathnames\n                  97 directories\n"
        "                 119 executables\n              119848 blocks used (approx)\n\n"
        for one in packages
    )


def make_pairs(packages: list[PackageInstance]) -> str:
    """Print packages as pkginfo -x does."""
    return "".join(
        f"{one.instance:32} Sun package {one.instance}, (Root)\n"
        f"{'':33}({one.architecture}) {one.version}\n"
        for one in packages
    )


def make_showrev(count: int, seed: int = 1) -> str:
    """Make up a listing of showrev -p."""
    chance = random.Random(seed)

    def ids(most: int) -> str:
        found = (
            f"{chance.randint(100000, 152000)}-{chance.randint(1, 40):02}" for _ in range(most)
        )
        return ", ".join(found)

    return "".join(
        f"Patch: {108000 + number}-{chance.randint(1, 40):02} "
        f"Obsoletes: {ids(chance.choice((0, 0, 1, 4)))} Requires: {ids(chance.choice((0, 0, 1)))} "
        f"Incompatibles: {ids(chance.choice((0, 0, 0, 1)))} "
        f"Packages: {', '.join(f'SUNW{chance.randint(1, 999)}' for _ in range(4))} \n"
        for number in range(count)
    )


def plain_long(text: str) -> list[PackageInstance]:
    """Read stanzas without a fault by hand."""
    found = []
    line = 1
    for stanza in text.split("\n\n")[:-1]:
        fields = dict(x.strip().split(":", 1) for x in stanza.split("\n") if ":" in x)
        found.append(
            PackageInstance(
                fields["PKGINST"].strip(),
                fields["ARCH"].strip().replace(" ", ""),
                fields["VERSION"].strip(),
                fields["STATUS"].strip().lower(),
                decode_installed(fields["INSTDATE"]),
                line,
            )
        )
        line += stanza.count("\n") + 2
    return found


def plain_pairs(text: str) -> list[PackageInstance]:
    """Read pairs without a fault by hand."""
    lines = text.split("\n")
    found = []
    for at in range(0, len(lines) - 1, 2):
        architecture, _, version = lines[at + 1].strip().partition(" ")
        name = lines[at].split(None, 1)[0]
        found.append(PackageInstance(name, architecture[1:-1], version, line=at + 1))
    return found


def plain_showrev(text: str) -> list[InstalledPatch]:
    """Read lines without a fault by hand."""
    found = []
    for line, row in enumerate(text.split("\n")[:-1], 1):
        rest, packages = row.split(" Packages: ")
        rest, incompatibles = rest.split(" Incompatibles: ")
        rest, requires = rest.split(" Requires: ")
        rest, obsoletes = rest.split(" Obsoletes: ")
        name = rest[7:]
        names = tuple(packages.strip().split(", "))
        found.append(
            InstalledPatch(
                name,
                PatchId.parse(name),
                _plain_ids(obsoletes),
                _plain_ids(requires),
                _plain_ids(incompatibles),
                names,
                line,
            )
        )
    return found


def _plain_ids(text: str) -> tuple[PatchId, ...]:
    found = (PatchId.parse(one) for one in text.strip().split(", ") if one)
    return tuple(patch for patch in found if patch)


def run(repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU milliseconds of each reader, best of `repeats`, and its ratio to a plain one.

    Hashing and decoding bytes is left out on both sides, and so is building the grammars, which a
    process does once.
    """
    packages = make_packages(PACKAGES)
    figures: dict[str, float] = {}
    cases: tuple[tuple[str, str, Reader, Reader], ...] = (
        ("pkginfo_l", make_long(packages), _plainly(plain_long), read_packages),
        ("pkginfo_x", make_pairs(packages), _plainly(plain_pairs), read_packages),
        ("showrev", make_showrev(PATCHES), _plainly(plain_showrev), read_patches),
    )
    for name, text, plain, ours in cases:
        source = decode(text.encode("ascii"), "made-up")
        assert list(plain(source)) == list(ours(source)), name
        # Taken in turns, so that a busy machine slows both down.
        times = [(_cpu(plain, source), _cpu(ours, source)) for _ in range(repeats)]
        plain_time, our_time = (min(column) for column in zip(*times, strict=True))
        figures[name] = our_time
        figures[f"{name}_ratio"] = our_time / plain_time
    return figures


def _plainly(read: Callable[[str], Sequence[object]]) -> Reader:
    return lambda source: read(source.text)


def read_packages(source: Source) -> Sequence[object]:
    """Read as the commands do."""
    return read_pkginfo(source).packages


def read_patches(source: Source) -> Sequence[object]:
    """Read as the commands do."""
    return read_showrev(source).patches


def _cpu(work: Reader, source: Source) -> float:
    gc.collect()
    start = time.process_time()
    kept = work(source)
    elapsed = time.process_time() - start
    del kept
    return elapsed * 1000


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:18} {value:.2f}")
