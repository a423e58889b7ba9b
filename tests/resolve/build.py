"""Small worlds for tests: rows as the file has them, a host in a few words."""

from datetime import date
from typing import Literal

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference, Row
from patchcheck.resolve.assessment import Assessment, assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World

AS_OF = date(2011, 2, 10)
CSU = "SUNWcsu:11.8.0"


def row(  # noqa: PLR0913 (a row has so many fields)
    patch: str,
    flags: str = "",
    *,
    os: str = "8",
    arch: str = "sparc;",
    requires: str = "",
    packages: str = f"{CSU};",
    incompatible: str = "",
    synopsis: str = "SunOS 5.8: patch",
    released: str = "Feb/01/05",
) -> Row:
    """One row; `flags` holds the letters of R, S, O, Y and B that are set."""
    number, revision = patch.split("-")
    recommended, security, is_obsolete = (letter if letter in flags else " " for letter in "RSO")
    y2k_bad = "".join(letter if letter in flags else " " for letter in "YB")
    return Row(
        number,
        revision,
        released,
        recommended,
        security,
        is_obsolete,
        y2k_bad,
        os,
        arch + requires,
        packages + incompatible,
        synopsis,
    )


def obsolete(patch: str, by: str, flags: str = "", **fields: str) -> Row:
    """An obsolete row that names its successor."""
    return row(patch, f"{flags}O", synopsis=f"Obsoleted by: {by} SunOS 5.8: patch", **fields)


def installed(text: str, obsoletes: str = "", incompatibles: str = "") -> InstalledPatch:
    """An installed patch; lists are ids split by blanks."""
    return InstalledPatch(text, PatchId.parse(text), _ids(obsoletes), (), _ids(incompatibles))


def _ids(text: str) -> tuple[PatchId, ...]:
    return tuple(patch for item in text.split() if (patch := PatchId.parse(item)))


def package(
    instance: str, version: str, architecture: str = "sparc", status: str = "completely installed"
) -> PackageInstance:
    """An installed package instance."""
    return PackageInstance(instance, architecture, version, status)


DEFAULT_SYSTEM = System("alpha", None, "5.8", None, "sun4u", "sparc", "SUNW,Ultra-5_10")


def world(  # noqa: PLR0913 (a world has so many parts)
    rows: list[Row],
    *patches: InstalledPatch | str,
    packages: list[PackageInstance] | None = None,
    no_pkginfo: bool = False,
    system: System = DEFAULT_SYSTEM,
    special: SpecialCases | None = None,
    exceptions: tuple[PatchException, ...] = (),
    minimal: bool = False,
    flags: Literal["inherited", "row"] = "inherited",
) -> World:
    """A host with SUNWcsu 11.8.0 (or what is given) and the installed patches, before the rows."""
    host = Host(
        system,
        tuple(item if isinstance(item, InstalledPatch) else installed(item) for item in patches),
        None if no_pkginfo else tuple(packages or [package("SUNWcsu", "11.8.0")]),
    )
    catalogue = Catalogue(CrossReference(rows, as_of=AS_OF), special or SpecialCases())
    return World(host, catalogue, Options(AS_OF, minimal=minimal, flags=flags), exceptions)


def judged(ground: World, *words: str) -> Assessment:
    """Assess a world by words, `missing` if none is given."""
    return assess(ground, [parse_word(word) for word in words or ("missing",)])


def listed(ground: World, *words: str) -> list[str]:
    """The ids that the words list, in order."""
    return [str(finding.patch) for finding in judged(ground, *words).findings()]


def obstacles(ground: World, *words: str) -> dict[str, list[tuple[str, str]]]:
    """For each listed id its obstacles, as kind and other patch."""
    return {
        str(finding.patch): [(str(item.kind), item.patch) for item in finding.obstacles]
        for finding in judged(ground, *words).findings()
    }


def notes(ground: World, *words: str) -> dict[str, list[str]]:
    """For each listed id the kinds of its notes."""
    return {
        str(finding.patch): [str(item.kind) for item in finding.notes]
        for finding in judged(ground, *words).findings()
    }


def verdicts(ground: World, *words: str) -> dict[str, str]:
    """For each listed number its verdict."""
    found = judged(ground, *words or ("total", "installed")).findings()
    return {finding.patch.number: str(finding.verdict) for finding in found}
